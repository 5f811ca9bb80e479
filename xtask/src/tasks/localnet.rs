//! `localnet`: a local network in the foreground.

use std::ffi::OsString;
use std::process::ExitCode;

use super::run;
use crate::error::TaskError;
use crate::workspace::Workspace;

/// Run `pileus localnet start` with `arguments`.
///
/// # Errors
/// What could not be installed, built or started.
pub(super) fn perform(workspace: &Workspace, arguments: Vec<OsString>) -> Result<ExitCode, TaskError> {
    let command = ["localnet", "start"].map(OsString::from);
    let arguments: Vec<OsString> = command.into_iter().chain(arguments).collect();
    run::command_line(workspace, &arguments)
}
