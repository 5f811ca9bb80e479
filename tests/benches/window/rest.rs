//! What a program takes while nobody does anything with it.

use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use crate::{
    PROGRAM, blank,
    desktop::Desktop,
    driver::{ask_to_end, wait_for_end},
    figures::mebibytes,
    processes::Program,
};

/// How long a program may settle after its start, in seconds.
const SETTLE: Duration = Duration::from_secs(8);
/// How long it is looked at, in seconds.
const LOOK: Duration = Duration::from_secs(10);

/// What a program takes at rest.
#[derive(Debug)]
pub(crate) struct Rest {
    /// Part of a core.
    pub(crate) work: f64,
    /// Memory in MiB.
    pub(crate) memory: f64,
}

/// Of a blank window.
pub(crate) fn of_blank_window() -> Rest {
    let program = std::env::current_exe().expect("our own program");
    of(program, &[blank::ROLE])
}

/// Of Pileus at its first run.
pub(crate) fn of_program() -> Rest {
    of(PathBuf::from(PROGRAM), &[])
}

fn of(program: PathBuf, arguments: &[&str]) -> Rest {
    let desktop = Desktop::start();
    let mut command = Command::new(program);
    // Set for both, so that the program need not start itself again and both draw alike.
    command.args(arguments).env("WEBKIT_DISABLE_DMABUF_RENDERER", "1").stdout(Stdio::null());
    let started = desktop.host(&mut command).spawn().expect("the program starts");
    let running = Running(started);
    let program = Program::of(running.0.id());
    std::thread::sleep(SETTLE);
    let before = program.work();
    std::thread::sleep(LOOK);
    let work = (program.work() - before) / LOOK.as_secs_f64();
    Rest { work, memory: mebibytes(program.memory()) }
}

/// A program that ends with the value.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        ask_to_end(self.0.id());
        wait_for_end(self.0.id());
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
