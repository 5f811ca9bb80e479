//! Options of `key`.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

/// What to do with data keys.
#[derive(Debug, Subcommand)]
pub(crate) enum KeyCommand {
    /// List data keys and how many files depend on each
    List,
    /// Make a random data key
    Create {
        /// What to call it
        name: String,
    },
    /// Make the data key that follows from a name and a passphrase: the same one on any computer
    Derive {
        /// What to call it; a part of what the key is made of
        name: String,
        /// File whose first line is the passphrase; `-` is standard input
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
    },
    /// Bring a data key in: its text comes from a prompt, a file or standard input
    Import {
        /// What to call it
        name: String,
        /// File whose first line is the text of the key; `-` is standard input
        #[arg(long, value_name = "FILE")]
        key_file: Option<PathBuf>,
    },
    /// Show a data key as text, or write it to a file; whoever has it opens every file of this key
    Export {
        /// Name or fingerprint
        name: String,
        /// New file to write it to instead of showing it
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Give a data key another name
    Rename {
        /// Name or fingerprint
        name: String,
        /// What to call it from now on
        new_name: String,
    },
    /// Let a new random key take over the name; stored files keep the old one, which stays under another name
    Rotate {
        /// Name or fingerprint
        name: String,
        /// What to call the old key [default: its name with `(old)` behind it]
        #[arg(long, value_name = "NAME")]
        old_name: Option<String>,
    },
    /// Forget a data key
    Remove {
        /// Name or fingerprint
        name: String,
        /// Its name once more: remove it though files depend on it
        #[arg(long, value_name = "NAME")]
        confirm: Option<String>,
    },
    /// Keep the vault's own key somewhere else
    Move {
        /// Where
        #[arg(long, value_enum)]
        to: KeyPlace,
        /// File whose first line is the new passphrase of the vault; `-` is standard input
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
    },
}

/// Where the key is that opens the vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KeyPlace {
    /// In the keyring of this computer, which opens when you log in
    Keyring,
    /// In the vault itself, under a passphrase
    Vault,
}
