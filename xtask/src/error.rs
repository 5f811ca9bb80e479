//! What can stop a developer command.

use std::path::{Path, PathBuf};

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TaskError {
    /// The arguments are not those of any command.
    #[error("{problem}\n\n{help}", help = crate::arguments::HELP)]
    Usage {
        /// What is wrong with them.
        problem: String,
    },

    /// A program could not be started.
    #[error("could not start `{program}`: {source}")]
    Start {
        /// The program's name.
        program: String,
        /// What the system said.
        source: std::io::Error,
    },

    /// A program ended with a failure.
    #[error("`{command}` failed ({outcome})")]
    Failed {
        /// The command line.
        command: String,
        /// Its exit code or signal.
        outcome: String,
    },

    /// A file or folder could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },

    /// A program printed something other than expected.
    #[error("`{program}` printed what cannot be understood: {problem}")]
    Output {
        /// The program's name.
        program: String,
        /// What was expected or wrong.
        problem: String,
    },

    /// Something is missing that has to be installed by hand.
    #[error("{0}")]
    Missing(String),
}

impl TaskError {
    /// A refusal of the arguments.
    pub(crate) fn usage(problem: impl Into<String>) -> Self {
        Self::Usage { problem: problem.into() }
    }

    /// Turn an error of the file system into one that names the path.
    pub(crate) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }
}
