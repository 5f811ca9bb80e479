//! Problems that only a command line has.

use std::{fmt, io, path::Path};

use pileus_domain::Problem;

/// Options that do not go together.
pub(crate) fn usage(message: impl Into<String>) -> Problem {
    Problem::new("usage", message, "See `pileus help`.")
}

/// A question came up and nobody can answer it.
pub(crate) fn confirmation_needed() -> Problem {
    Problem::new(
        "confirmation_needed",
        "This needs a yes, and there is no terminal to ask on. Nothing was done.",
        "Say it beforehand with --yes.",
    )
}

/// A secret is needed and cannot be asked for.
pub(crate) fn passphrase_missing(what: &str, option: &str) -> Problem {
    Problem::new(
        "passphrase_missing",
        format!("No {what} was given."),
        format!("Give it on a terminal, in a file with {option}, or as a line on standard input."),
    )
}

/// The two entries of a new passphrase differ.
pub(crate) fn passphrases_differ() -> Problem {
    Problem::new("passphrases_differ", "The two passphrases differ. Nothing was done.", "Try again.")
}

/// A file that the person named cannot be used.
pub(crate) fn of_file(path: &Path, what: &str, error: &io::Error) -> Problem {
    Problem::new(
        "file_unusable",
        format!("{} could not be {what}.", path.display()),
        "Check the path and your rights on it.",
    )
    .caused_by(error)
}

/// Reading an answer or printing failed.
pub(crate) fn of_terminal(error: &io::Error) -> Problem {
    Problem::new("terminal_failed", "The terminal, or the pipe in its place, failed.", "Try again.").caused_by(error)
}

/// The person's folder for data is unknown.
pub(crate) fn no_data_folder() -> Problem {
    Problem::new(
        "data_folder_unknown",
        "It is unknown where your data belongs: neither XDG_DATA_HOME nor HOME is set.",
        "Name a folder with --data-dir.",
    )
}

/// The local network could not do its part.
pub(crate) fn of_local(message: impl fmt::Display, error: &dyn std::error::Error) -> Problem {
    Problem::new(
        "local_network_failed",
        format!("{message} What is stored on it is not touched."),
        "`pileus localnet status` shows how it does; `pileus localnet reset` starts it from nothing.",
    )
    .caused_by(error)
}

/// This needs the local network.
pub(crate) fn not_local() -> Problem {
    Problem::new(
        "network_not_local",
        "Development accounts are known to everybody: anything on them could be taken on a public network.",
        "Choose the local network, or import an account of your own.",
    )
}

/// There is no local network to ask.
pub(crate) fn local_not_running() -> Problem {
    Problem::new(
        "local_network_not_running",
        "The local network does not run.",
        "Start it with `pileus localnet start`; any command over the network `local` starts it as well.",
    )
}

/// This computer cannot speak to storage nodes at all.
pub(crate) fn no_http(error: &dyn std::error::Error) -> Problem {
    Problem::new(
        "http_unavailable",
        "This computer's means for HTTP could not be set up. Nothing was sent.",
        "Check the system's certificates and libraries.",
    )
    .caused_by(error)
}
