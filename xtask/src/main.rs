//! The developer commands of Pileus: `cargo xtask COMMAND`.
//!
//! Duty: one way to do each daily thing, the same for a person and for continuous integration.
//! Invariants: what changes the system outside the clone is said before it is done; a failed step
//! gives a failed exit code.
//!
//! Deliberately absent: knowledge of any crate of the product. Commands are run, never linked.

mod arguments;
mod error;
mod process;
mod tasks;
mod tidy;
mod tools;
mod workspace;

use std::process::ExitCode;

use arguments::Task;
use error::TaskError;
use workspace::Workspace;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode, TaskError> {
    let task = Task::parse(std::env::args_os().skip(1))?;
    tasks::perform(&Workspace::find()?, task)
}
