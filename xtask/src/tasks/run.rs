//! `run`: the window, or the command line program.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use super::setup;
use crate::error::TaskError;
use crate::process;
use crate::tools::npm;
use crate::tools::programs::{self, Program};
use crate::workspace::Workspace;

/// What is said instead of opening a window where none can be shown.
const NO_DISPLAY: &str = "\
There is no display here, so no window can open. The command line does the same work:

  cargo xtask run -- upload FILE
  cargo xtask run -- --help
";

/// Build the window program and open it.
///
/// # Errors
/// What could not be installed, built or started.
pub(super) fn window(workspace: &Workspace) -> Result<ExitCode, TaskError> {
    if !has_display() {
        eprint!("{NO_DISPLAY}");
        return Ok(ExitCode::FAILURE);
    }
    setup::window(workspace)?;
    npm::script(&workspace.join(setup::PAGES), "build")?;
    let program = programs::build(workspace, Program::Window)?;
    process::become_program(&mut Command::new(program))
}

/// Build the command line program and run it where the person stands.
///
/// # Errors
/// What could not be installed, built or started.
pub(super) fn command_line(workspace: &Workspace, arguments: &[OsString]) -> Result<ExitCode, TaskError> {
    setup::command_line()?;
    let program = programs::build(workspace, Program::CommandLine)?;
    process::become_program(Command::new(program).args(arguments))
}

/// Whether the system announces a screen; systems other than Linux always have one.
fn has_display() -> bool {
    let announced = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || announced("DISPLAY") || announced("WAYLAND_DISPLAY")
}
