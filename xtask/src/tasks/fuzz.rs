//! `fuzz`: the targets of `tests/fuzz` under libFuzzer.
//!
//! Deliberately absent: a verdict on what was not found. `test` runs the same targets over the same inputs every time;
//! this one looks for as long as somebody waits.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::error::TaskError;
use crate::process;
use crate::tools::cargo_programs::CARGO_FUZZ;
use crate::tools::programs::{self, Program};
use crate::workspace::Workspace;

/// The folder of the manifest that links libFuzzer.
const FOLDER: &str = "fuzz";
/// Where good inputs, found inputs and findings are kept, below that folder: git ignores it.
const KEPT: &str = "target";
/// The toolchain that can count which code an input reaches.
const TOOLCHAIN: &str = "nightly";
/// How long a target runs unless the person says.
const WHILE: Duration = Duration::from_mins(1);
/// Longest input in bytes.
const LONGEST: usize = 64 << 10;
/// Longest time that one input may take, in seconds. Code that counts what it reaches is many times slower.
const ONE_INPUT: u64 = 20;

/// Run one target, or each in turn, for so long; end at the first finding.
///
/// # Errors
/// [`TaskError::Missing`] without the toolchain; [`TaskError::Usage`] when there is no such target; what could not be
/// installed or built; [`TaskError::Failed`] for a finding.
pub(super) fn perform(workspace: &Workspace, target: Option<&str>, time: Option<Duration>) -> Result<(), TaskError> {
    require_toolchain()?;
    let fuzzer = CARGO_FUZZ.install(workspace.root())?;
    let kept = workspace.join(FOLDER).join(KEPT);
    let targets = chosen(write_seeds(workspace, &kept)?, target)?;
    take_lock(workspace)?;
    for target in &targets {
        let mut command = libfuzzer(&fuzzer, &workspace.join(FOLDER), &kept, target, time.unwrap_or(WHILE))?;
        eprintln!("target {target}");
        process::run(&mut command)?;
    }
    Ok(())
}

/// The toolchain is installed, or what to do about it.
fn require_toolchain() -> Result<(), TaskError> {
    let problem = || {
        let advice = format!("libFuzzer needs a nightly toolchain: rustup toolchain install {TOOLCHAIN}");
        TaskError::Missing(advice)
    };
    let known = Command::new("rustup").args(["which", "--toolchain", TOOLCHAIN, "cargo"]).output();
    if known.is_ok_and(|answer| answer.status.success()) { Ok(()) } else { Err(problem()) }
}

/// Write the good inputs of every target; give the names of the targets.
fn write_seeds(workspace: &Workspace, kept: &Path) -> Result<Vec<String>, TaskError> {
    let program = programs::build(workspace, Program::Seeds)?;
    let names = process::output(process::in_folder(program, workspace.root()).arg(corpora(kept)))?;
    Ok(names.lines().map(str::to_owned).collect())
}

/// The named target, or all.
fn chosen(targets: Vec<String>, wanted: Option<&str>) -> Result<Vec<String>, TaskError> {
    match wanted {
        None => Ok(targets),
        Some(wanted) if targets.iter().any(|target| target == wanted) => Ok(vec![wanted.to_owned()]),
        Some(wanted) => {
            let problem = format!("there is no target `{wanted}`; there are {}", targets.join(", "));
            Err(TaskError::usage(problem))
        }
    }
}

/// The versions of the workspace count here too: its lock is where this one starts from.
fn take_lock(workspace: &Workspace) -> Result<(), TaskError> {
    let (from, to) = (workspace.join("Cargo.lock"), workspace.join(FOLDER).join("Cargo.lock"));
    let written = |path: &Path| path.metadata().and_then(|entry| entry.modified()).ok();
    if written(&to) < written(&from) {
        std::fs::copy(&from, &to).map_err(TaskError::file(&to))?;
    }
    Ok(())
}

/// cargo-fuzz with the nightly toolchain, and what libFuzzer is told.
fn libfuzzer(fuzzer: &Path, folder: &Path, kept: &Path, target: &str, time: Duration) -> Result<Command, TaskError> {
    let findings = kept.join("findings").join(target);
    std::fs::create_dir_all(&findings).map_err(TaskError::file(&findings))?;
    let mut command = process::in_folder("rustup", folder);
    command.args(["run", TOOLCHAIN]).arg(fuzzer).args(["run", "--fuzz-dir", ".", "parse"]);
    command.arg(corpora(kept).join(target)).arg("--");
    command.arg(format!("-max_total_time={}", time.as_secs()));
    command.arg(format!("-max_len={LONGEST}"));
    command.arg(format!("-timeout={ONE_INPUT}"));
    command.arg(format!("-artifact_prefix={}/", findings.display()));
    command.args(["-verbosity=0", "-print_final_stats=1"]);
    command.env("FUZZ_TARGET", target);
    // The toolchain that started this program is not the one that is wanted.
    command.env_remove("CARGO").env_remove("RUSTUP_TOOLCHAIN");
    Ok(command)
}

fn corpora(kept: &Path) -> PathBuf {
    kept.join("corpora")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_chosen_by_its_name_and_all_without_one() {
        let targets = || vec!["kit".to_owned(), "vault".to_owned()];
        assert_eq!(chosen(targets(), None).unwrap(), targets());
        assert_eq!(chosen(targets(), Some("vault")).unwrap(), ["vault"]);
        let refusal = chosen(targets(), Some("vaults")).unwrap_err().to_string();
        assert!(refusal.contains("kit, vault"), "{refusal}");
    }
}
