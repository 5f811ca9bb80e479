//! The `pileus` command: the same services as the windows, without a window.
//!
//! Duty: read a command line, build adapters into services, ask them, print the answer, and end with a number that
//! scripts can rely on.
//!
//! Invariants: a secret comes from a prompt, a file or standard input and is never an argument; nothing that costs
//! money is signed without a yes; the last line of `--json` is a result or a problem.
//!
//! Absent on purpose: no rule of the network lives here; what can be asked for is decided by the services.

mod args;
mod commands;
mod exit;
mod folder;
mod io;
mod output;
mod private;
mod problem;
mod run;
mod secrets;
mod shell;
mod wiring;

pub use exit::Exit;
pub use io::{Captured, Interrupts, Io};
pub use run::run;
