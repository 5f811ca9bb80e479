//! `test`: all checks, then all tests, in a folder that is removed at the end.

mod disk;
mod results;
mod run_folder;

use std::io::{BufRead, BufReader};
use std::process::{Command, ExitCode, Stdio};

use disk::PeakUse;
use results::Results;
use run_folder::RunFolder;

use super::{check, setup};
use crate::error::TaskError;
use crate::process;
use crate::tools::programs::EVERYTHING;
use crate::workspace::Workspace;

/// How much disk the tests may use at any moment, in bytes: 10 GiB.
const DISK_LIMIT: u64 = 10 * GIB;
/// Bytes in a GiB.
const GIB: u64 = 1 << 30;
/// Bytes in a MiB.
const MIB: u64 = 1 << 20;

/// Install what is missing, run checks and tests, and say how many of them passed.
///
/// # Errors
/// What could not be installed or started.
pub(super) fn perform(workspace: &Workspace) -> Result<ExitCode, TaskError> {
    setup::everything(workspace)?;
    let checks = check::run_all(workspace);
    let folder = RunFolder::create()?;
    let peak = PeakUse::watch(folder.path());
    let pages = page_tests(workspace, &folder)?;
    let browser = browser_tests(workspace, &folder)?;
    let rust = rust_tests(workspace, &folder)?;
    let peak = peak.finish();
    drop(folder);

    let checks = Results { passed: checks.passed, failed: checks.failed, ignored: 0 };
    let disk = disk_result(peak);
    println!();
    for (name, results) in
        [("checks", checks), ("pages", pages), ("browser", browser), ("rust", rust), ("disk use", disk)]
    {
        println!("{name}: {results}");
    }
    let total = [checks, pages, browser, rust, disk].into_iter().sum::<Results>();
    println!("\n{} passed, {} failed", total.passed, total.failed);
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The tests of the pages alone, without the program behind them.
fn page_tests(workspace: &Workspace, folder: &RunFolder) -> Result<Results, TaskError> {
    let report = folder.path().join("pages.json");
    let mut command = process::in_folder("npm", &workspace.join(setup::PAGES));
    command.args(["run", "--silent", "test", "--", "--reporter=default", "--reporter=json"]);
    command.arg(format!("--outputFile={}", report.display()));
    let ended_well = process::run(folder.confine(&mut command)).is_ok();
    let report = std::fs::read_to_string(&report).map_err(TaskError::file(&report))?;
    Ok(Results::of_pages(&report)?.with_end(ended_well))
}

/// The tests of the pages in a browser, behind a door that plays recordings.
fn browser_tests(workspace: &Workspace, folder: &RunFolder) -> Result<Results, TaskError> {
    let report = folder.path().join("browser.json");
    let mut command = process::in_folder("npm", &workspace.join(setup::PAGES));
    command.args(["run", "--silent", "test:browser"]).env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report);
    let ended_well = process::run(folder.confine(&mut command)).is_ok();
    let report = std::fs::read_to_string(&report).map_err(TaskError::file(&report))?;
    Ok(Results::of_browser(&report)?.with_end(ended_well))
}

/// Every test of the workspace, the stories and the real window included.
fn rust_tests(workspace: &Workspace, folder: &RunFolder) -> Result<Results, TaskError> {
    let mut command = process::cargo(workspace.root());
    command.args(["test", "--locked", "--no-fail-fast"]).args(EVERYTHING);
    folder.confine(&mut command);
    eprintln!("$ {}", process::spelled(&command));
    run_and_count(&mut command)
}

/// Run `cargo test`, show what it prints, and count its results.
fn run_and_count(command: &mut Command) -> Result<Results, TaskError> {
    let not_started = process::not_started(command);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(not_started)?;
    let mut results = Results::default();
    for line in child.stdout.take().into_iter().flat_map(|output| BufReader::new(output).split(b'\n')) {
        let Ok(line) = line else { break };
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        results = results + Results::of_line(&line).unwrap_or_default();
    }
    let status = child.wait().map_err(process::not_started(command))?;
    Ok(results.with_end(status.success()))
}

/// Say how much disk the run used at most; more than the limit is a failure.
fn disk_result(peak: u64) -> Results {
    println!("\nPeak disk use of the tests: {} MiB of {} allowed", peak / MIB, DISK_LIMIT / MIB);
    let within = peak <= DISK_LIMIT;
    Results { passed: usize::from(within), failed: usize::from(!within), ignored: 0 }
}
