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
    /// Bring an account in: its words, seed or secret URI come from a prompt, a file or standard input
    Import {
        /// What to call it
        name: String,
        /// File whose first line is the secret; `-` is standard input
        #[arg(long, value_name = "FILE", conflicts_with = "development")]
        secret_file: Option<PathBuf>,
        /// A development account that everybody knows, such as //Alice; for local networks only
        #[arg(long, value_name = "URI")]
        development: Option<String>,
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
    /// Set, change or remove the passphrase of the vault
    Protect {
        /// File whose first line is the new passphrase; `-` is standard input
        #[arg(long, value_name = "FILE", conflicts_with = "remove")]
        passphrase_file: Option<PathBuf>,
        /// Keep the vault by file permissions only
        #[arg(long)]
        remove: bool,
    },
}
