//! What the window costs: how soon it can be used, what it takes at rest and while a file is stored, and how big the
//! program is.
//!
//! Every run has a screen and a home folder of its own. The start is told from the moment at which the system started
//! the process, over its own second start, until the driver finds the page's first button: the driver's looking is part
//! of it. Rest and memory are told of programs that nobody drives, beside a blank Tauri window of the same run. The
//! upload goes to the local network inside the program, which shares the processors with it.
//!
//! Only a release build is judged. `PILEUS_BENCH_WINDOW_MIB` (default 512) makes the upload shorter.

#[path = "window/blank.rs"]
mod blank;
#[allow(dead_code)] // the tests of the window ask more of it
#[path = "../window/desktop.rs"]
mod desktop;
#[allow(dead_code)] // the tests of the window ask more of it
#[path = "../window/driver.rs"]
mod driver;
#[path = "window/figures.rs"]
mod figures;
#[path = "window/processes.rs"]
mod processes;
#[path = "window/rest.rs"]
mod rest;
#[path = "window/start.rs"]
mod start;
#[path = "window/upload.rs"]
mod upload;

use std::{path::Path, process::ExitCode};

use figures::{Figure, Unit, report};

/// The program that is measured.
const PROGRAM: &str = env!("CARGO_BIN_EXE_pileus-desktop");

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [role] if role == blank::ROLE => blank::main(),
        given if given.iter().any(|argument| argument == "--bench") => judge(),
        _ => {
            println!("not run: benchmarks are run by `cargo bench`");
            ExitCode::SUCCESS
        }
    }
}

fn judge() -> ExitCode {
    if !processes::are_told() {
        println!("not run: times and memory are told by /proc, which this system does not have");
        return ExitCode::SUCCESS;
    }
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    let figures = runtime.block_on(measure());
    let within = report(&figures);
    if cfg!(debug_assertions) {
        println!("not judged: this is no release build");
        return ExitCode::SUCCESS;
    }
    if within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn measure() -> Vec<Figure> {
    let (first, second) = start::times().await;
    let (blank, own) = (rest::of_blank_window(), rest::of_program());
    let upload = upload::cost().await;
    vec![
        Figure::new("start to first run", Unit::Seconds, first).within(1.5),
        Figure::new("start to transfers, local network inside", Unit::Seconds, second),
        Figure::new("work at rest", Unit::PartOfCore, own.work).within(0.01),
        Figure::new("work at rest of a blank window", Unit::PartOfCore, blank.work),
        Figure::new("memory above a blank window", Unit::Mebibytes, own.memory - blank.memory).within(60.0),
        Figure::new("memory of a blank window", Unit::Mebibytes, blank.memory),
        Figure::new("work of the page while a file is stored", Unit::PartOfCore, upload.page).within(0.15),
        Figure::new("work of the program while a file is stored", Unit::PartOfCore, upload.program),
        Figure::new("throughput of that upload, a second", Unit::Mebibytes, upload.throughput),
        Figure::new("size of the program", Unit::Mebibytes, size()).within(60.0),
    ]
}

fn size() -> f64 {
    let bytes = Path::new(PROGRAM).metadata().expect("the program is there").len();
    figures::mebibytes(bytes)
}
