//! Programs of the workspace, built by cargo.

use std::path::PathBuf;

use serde_json::Value;

use crate::error::TaskError;
use crate::process;
use crate::workspace::Workspace;

/// What checks and tests build: everything, in one set of features, so that nothing is built twice.
pub(crate) const EVERYTHING: [&str; 3] = ["--workspace", "--features", "pileus-desktop/custom-protocol"];

/// A program of the product.
///
/// Cargo chooses the features of foreign crates by all that it is asked for, and by what tests need only if a test or
/// an example is among that. So each program is built together with a small one of these: then it shares every
/// foreign crate with checks and tests.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Program {
    /// The command line program.
    CommandLine,
    /// The window program, with its pages embedded.
    Window,
    /// What prints the interface table of a metadata file.
    Interface,
    /// What writes the good inputs of the targets of `tests/fuzz`.
    Seeds,
}

impl Program {
    fn name(self) -> &'static str {
        match self {
            Self::CommandLine => "pileus",
            Self::Window => "pileus-desktop",
            Self::Interface => "interface",
            Self::Seeds => "seeds",
        }
    }

    fn targets(self) -> &'static [&'static str] {
        match self {
            Self::CommandLine => &["--bin", "pileus", "--example", "interface"],
            Self::Window => &["--bin", "pileus-desktop", "--test", "window"],
            Self::Interface => &["--example", "interface"],
            Self::Seeds => &["--example", "seeds"],
        }
    }
}

/// Build a program; give the path of the executable.
///
/// # Errors
/// [`TaskError::Failed`] when it does not build; [`TaskError::Output`] when cargo names no executable.
pub(crate) fn build(workspace: &Workspace, program: Program) -> Result<PathBuf, TaskError> {
    let mut command = process::cargo(workspace.root());
    command.args(["build", "--message-format", "json-render-diagnostics"]);
    let messages = process::output(command.args(EVERYTHING).args(program.targets()))?;
    executable(&messages, program.name()).ok_or_else(|| TaskError::Output {
        program: process::spelled(&command),
        problem: format!("no executable `{}`", program.name()),
    })
}

/// Build the window program in the release profile, as people get it: with nothing that only tests need.
///
/// # Errors
/// [`TaskError::Failed`] when it does not build; [`TaskError::Output`] when cargo names no executable.
pub(crate) fn build_for_people(workspace: &Workspace) -> Result<PathBuf, TaskError> {
    let program = Program::Window.name();
    let mut command = process::cargo(workspace.root());
    command.args(["build", "--release", "--locked", "--message-format", "json-render-diagnostics"]);
    command.args(["--package", program, "--features", "custom-protocol", "--bin", program]);
    let messages = process::output(&mut command)?;
    executable(&messages, program).ok_or_else(|| TaskError::Output {
        program: process::spelled(&command),
        problem: format!("no executable `{program}`"),
    })
}

/// The executable of the target `name` in cargo's messages.
fn executable(messages: &str, name: &str) -> Option<PathBuf> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages
        .filter(|message| message["target"]["name"] == name)
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_executable_is_found_among_cargos_messages() {
        let messages = concat!(
            r#"{"reason":"compiler-artifact","target":{"name":"pileus"},"executable":null}"#,
            "\n",
            r#"{"reason":"compiler-artifact","target":{"name":"other"},"executable":"a/other"}"#,
            "\n",
            r#"{"reason":"compiler-artifact","target":{"name":"pileus"},"executable":"a/pileus"}"#,
            "\n",
            r#"{"reason":"build-finished","success":true}"#,
        );
        assert_eq!(executable(messages, "pileus"), Some(PathBuf::from("a/pileus")));
        assert_eq!(executable(messages, "absent"), None);
    }
}
