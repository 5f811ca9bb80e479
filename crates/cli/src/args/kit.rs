//! Options of `kit` and of `files`.

use std::{path::PathBuf, str::FromStr};

use clap::{Args, Subcommand};
use pileus_app::KitSplit;

/// What to do with recovery kits.
#[derive(Debug, Subcommand)]
pub(crate) enum KitCommand {
    /// Make a kit of all accounts, data keys, networks and the catalogue: a protected file and a page to print
    Make {
        /// Folder for both
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
        /// Split it: this many of so many shares open it, each on a page of its own
        #[arg(long, value_name = "NEEDED/TOTAL")]
        shares: Option<Shares>,
        /// New file to write the words to as well; the page has them in any case
        #[arg(long, value_name = "FILE", conflicts_with = "shares")]
        words_to: Option<PathBuf>,
    },
    /// Open a kit, tell what is in it, and change nothing
    Check(KitArgs),
    /// Open one stored file with a kit alone, in memory
    Drill(KitArgs),
    /// Bring back everything in a kit; what is here already stays
    Restore {
        /// The kit.
        #[command(flatten)]
        kit: KitArgs,
        /// Ask no network for files that are newer than the kit
        #[arg(long)]
        offline: bool,
    },
}

/// A kit and what opens it.
#[derive(Debug, Args)]
pub(crate) struct KitArgs {
    /// The kit
    #[arg(required_unless_present = "codes")]
    pub(crate) file: Option<PathBuf>,
    /// Instead of the kit: file with the text of the codes on its page, in any order
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    pub(crate) codes: Option<PathBuf>,
    /// File with the words, or with one share a line; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) words_file: Option<PathBuf>,
}

/// What to do with the catalogue of files.
#[derive(Debug, Subcommand)]
pub(crate) enum FilesCommand {
    /// Add what the network has of the account and the catalogue does not
    Rebuild,
}

/// So many shares of so many: `2/3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shares(pub(crate) KitSplit);

impl FromStr for Shares {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let (needed, total) = text.split_once('/').ok_or("two numbers with a slash between, such as 2/3")?;
        let number = |text: &str| text.parse().map_err(|_| format!("\"{text}\" is no number of shares"));
        KitSplit::new(number(needed)?, number(total)?).map(Self).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_written_with_a_slash() {
        assert_eq!("2/3".parse(), Ok(Shares(KitSplit::new(2, 3).unwrap())));
        for wrong in ["3", "3/2", "1/3", "2/17", "a/b", "2/3/4"] {
            assert!(wrong.parse::<Shares>().is_err(), "{wrong}");
        }
    }
}
