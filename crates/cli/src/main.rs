//! The program `pileus`.

use std::{alloc::System, process::ExitCode};

use pileus_cli::{Io, run};
use tracing_subscriber::EnvFilter;
use zeroizing_alloc::ZeroAlloc;

/// Memory is overwritten when it is given back: copies of secrets that a library made end with their use.
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

/// Variable that says what is logged to standard error, in the usual notation of targets and levels.
const LOG: &str = "PILEUS_LOG";

fn main() -> ExitCode {
    let filter = EnvFilter::try_from_env(LOG).unwrap_or_else(|_| EnvFilter::new("error"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("pileus: the program's threads could not be started: {error}");
            return ExitCode::FAILURE;
        }
    };
    let exit = runtime.block_on(async { run(std::env::args_os(), Io::standard()).await });
    // What still runs in the background is journaled; it must not hold the program up.
    runtime.shutdown_background();
    ExitCode::from(exit.code())
}
