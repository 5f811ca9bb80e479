//! Options of `account`.

use std::path::PathBuf;

use clap::Subcommand;

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// Make an account; its twelve words are shown this once
    New {
        /// What to call it
        #[arg(default_value = "default")]
        name: String,
        /// New file to write the words to instead of showing them
        #[arg(long, value_name = "FILE")]
        words_file: Option<PathBuf>,
    },
    /// List accounts and data keys
    List,
    /// Bring an account in: its words, seed or secret URI come from a prompt, a file or standard input, or all of it
    /// from the file of another wallet
    Import {
        /// What to call it
        name: String,
        /// File whose first line is the secret; `-` is standard input
        #[arg(long, value_name = "FILE", conflicts_with = "development")]
        secret_file: Option<PathBuf>,
        /// A development account that everybody knows, such as //Alice; for local networks only
        #[arg(long, value_name = "URI")]
        development: Option<String>,
        /// Polkadot JSON file that another wallet exported
        #[arg(long, value_name = "FILE", conflicts_with_all = ["secret_file", "development"])]
        account_file: Option<PathBuf>,
        /// File whose first line is the passphrase of the account file; `-` is standard input
        #[arg(long, value_name = "FILE", requires = "account_file")]
        passphrase_file: Option<PathBuf>,
    },
    /// Write an account to a Polkadot JSON file that other wallets read, under a passphrase of its own
    Export {
        /// Name or address
        name: String,
        /// The new file
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// File whose first line is the passphrase to write it under; `-` is standard input
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
    },
    /// Show an account and its balance
    Show {
        /// Name or address [default: the default account]
        name: Option<String>,
    },
    /// Use an account when none is named
    Use {
        /// Name or address
        name: String,
    },
    /// Give an account another name
    Rename {
        /// Name or address
        name: String,
        /// What to call it from now on
        new_name: String,
    },
    /// Forget an account and its secret; what it owns on a network stays there, out of reach
    Remove {
        /// Name or address
        name: String,
        /// Its name once more, instead of typing it when asked
        #[arg(long, value_name = "NAME")]
        confirm: Option<String>,
    },
    /// Set, change or remove the passphrase of the vault; also takes its key out of the keyring
    Protect {
        /// File whose first line is the new passphrase; `-` is standard input
        #[arg(long, value_name = "FILE", conflicts_with = "remove")]
        passphrase_file: Option<PathBuf>,
        /// Keep the vault by file permissions only
        #[arg(long)]
        remove: bool,
    },
}
