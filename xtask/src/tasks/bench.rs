//! `bench`: how fast a file is planned, against what the hardware allows, and what an upload costs.

use std::ffi::OsString;

use super::setup;
use crate::error::TaskError;
use crate::process;
use crate::workspace::Workspace;

/// Packages with their benchmarks, in the order in which they run.
const BENCHMARKS: [(&str, &str); 2] = [("pileus-codec", "plan"), ("stories", "upload")];

/// Run the benchmarks in the release profile; with arguments, hand them to each.
///
/// # Errors
/// What could not be installed or built, and wrong output of what is measured.
pub(super) fn perform(workspace: &Workspace, arguments: &[OsString]) -> Result<(), TaskError> {
    setup::command_line()?;
    for (package, name) in BENCHMARKS {
        let mut command = process::cargo(workspace.root());
        command.args(["bench", "--locked", "--package", package, "--bench", name, "--"]);
        process::run(command.args(arguments))?;
    }
    Ok(())
}
