//! The commands, one module each.

mod bench;
mod bundle;
mod check;
mod fix;
mod fuzz;
mod interface;
mod localnet;
mod run;
mod setup;
mod test;

use std::process::ExitCode;

use crate::arguments::{HELP, Task};
use crate::error::TaskError;
use crate::workspace::Workspace;

/// Carry out one command.
///
/// # Errors
/// What stopped it.
pub(crate) fn perform(workspace: &Workspace, task: Task) -> Result<ExitCode, TaskError> {
    match task {
        Task::Help => print!("{HELP}"),
        Task::Setup => setup::everything(workspace)?,
        Task::Window => return run::window(workspace),
        Task::CommandLine(arguments) => return run::command_line(workspace, &arguments),
        Task::Fix => fix::perform(workspace)?,
        Task::Check => return check::perform(workspace),
        Task::Test => return test::perform(workspace),
        Task::Fuzz { target, time } => fuzz::perform(workspace, target.as_deref(), time)?,
        Task::Bundle => bundle::perform(workspace)?,
        Task::Bench(arguments) => bench::perform(workspace, &arguments)?,
        Task::Localnet(arguments) => return localnet::perform(workspace, arguments),
        Task::Interface(file) => interface::derive(workspace, file)?,
    }
    Ok(ExitCode::SUCCESS)
}
