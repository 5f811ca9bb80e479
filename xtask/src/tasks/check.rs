//! `check`: all that can be said about the project without running it.

use std::process::ExitCode;
use std::time::Instant;

use super::interface::{self, Comparison};
use super::setup;
use crate::error::TaskError;
use crate::process;
use crate::tidy::{arrows, links, paths};
use crate::tools::cargo_programs::CARGO_DENY;
use crate::tools::npm;
use crate::tools::programs::EVERYTHING;
use crate::workspace::Workspace;

/// How one check came out.
enum Outcome {
    Passed,
    /// It needs something that is not here.
    NotRun(&'static str),
    /// What was found, a line each.
    Found(Vec<String>),
}

type Check = fn(&Workspace) -> Result<Outcome, TaskError>;

/// The checks in the order they run: the pages are built before the program that embeds them.
const CHECKS: [(&str, Check); 11] = [
    ("dependency arrows", dependency_arrows),
    ("links in documents", |workspace| Ok(Outcome::of(links::check(workspace)?))),
    ("no paths of one machine", |workspace| Ok(Outcome::of(paths::check(workspace)?))),
    ("format of Rust", |workspace| cargo(workspace, &["fmt", "--all", "--", "--check", "--files-with-diff"])),
    ("format of pages", |workspace| page_script(workspace, "format")),
    ("lints of pages", |workspace| page_script(workspace, "lint")),
    ("types of pages", |workspace| page_script(workspace, "check")),
    ("build of pages", |workspace| page_script(workspace, "build")),
    ("licences, bans, sources", licences),
    ("lints of Rust", lints),
    ("interface table", interface_table),
];

/// How many checks passed and failed.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Tally {
    /// Checks without a finding.
    pub(super) passed: usize,
    /// Checks with findings, or that could not be carried out.
    pub(super) failed: usize,
}

/// Install what is missing, run all checks and say how they came out.
///
/// # Errors
/// What could not be installed.
pub(super) fn perform(workspace: &Workspace) -> Result<ExitCode, TaskError> {
    setup::everything(workspace)?;
    let tally = run_all(workspace);
    println!("checks: {} passed, {} failed", tally.passed, tally.failed);
    Ok(if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Run all checks, those after a failed one too.
pub(super) fn run_all(workspace: &Workspace) -> Tally {
    let mut tally = Tally::default();
    for (name, check) in CHECKS {
        let started = Instant::now();
        let outcome = check(workspace);
        let seconds = started.elapsed().as_secs();
        match outcome {
            Ok(Outcome::Passed) => {
                tally.passed += 1;
                println!("check {name}: passed ({seconds} s)");
            }
            Ok(Outcome::NotRun(reason)) => println!("check {name}: not run, {reason}"),
            Ok(Outcome::Found(findings)) => {
                tally.failed += 1;
                println!("check {name}: FAILED\n  {}", findings.join("\n  "));
            }
            Err(error) => {
                tally.failed += 1;
                println!("check {name}: FAILED, {error}");
            }
        }
    }
    tally
}

impl Outcome {
    fn of(findings: Vec<String>) -> Self {
        if findings.is_empty() { Self::Passed } else { Self::Found(findings) }
    }
}

fn cargo(workspace: &Workspace, arguments: &[&str]) -> Result<Outcome, TaskError> {
    process::run(process::cargo(workspace.root()).args(arguments))?;
    Ok(Outcome::Passed)
}

fn page_script(workspace: &Workspace, script: &str) -> Result<Outcome, TaskError> {
    npm::script(&workspace.join(setup::PAGES), script)?;
    Ok(Outcome::Passed)
}

fn lints(workspace: &Workspace) -> Result<Outcome, TaskError> {
    let arguments =
        [&["clippy", "--locked", "--all-targets"], EVERYTHING.as_slice(), &["--", "-D", "warnings"]].concat();
    cargo(workspace, &arguments)
}

fn licences(workspace: &Workspace) -> Result<Outcome, TaskError> {
    let program = CARGO_DENY.install(workspace.root())?;
    let mut command = process::in_folder(program, workspace.root());
    command.args(["--workspace", "--locked", "check"]);
    // Old spellings of licences are then judged by the licence texts.
    command.args(["--allow", "parse-error"]);
    process::run(command.args(["bans", "licenses", "sources"]))?;
    Ok(Outcome::Passed)
}

fn dependency_arrows(workspace: &Workspace) -> Result<Outcome, TaskError> {
    let mut command = process::cargo(workspace.root());
    command.args(["metadata", "--no-deps", "--format-version", "1", "--locked"]);
    let metadata = process::output(&mut command)?;
    Ok(Outcome::of(arrows::check(&metadata)?))
}

fn interface_table(workspace: &Workspace) -> Result<Outcome, TaskError> {
    Ok(match interface::compare(workspace)? {
        Comparison::Equal => Outcome::Passed,
        Comparison::NoMetadata => Outcome::NotRun("there is no metadata of CESS beside the clone"),
        Comparison::Stale => Outcome::Found(vec!["the table is stale: run `cargo xtask interface`".to_owned()]),
    })
}
