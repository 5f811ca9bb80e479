//! A process that is killed in the middle of its work.

use std::{
    env,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use pileus_ports::Keystore as _;

use crate::{open, text};

const FOLDER: &str = "PILEUS_TEST_VAULT_FOLDER";
/// Changes that the child tells before it is killed.
const CHANGES: usize = 20;
/// How often a child is killed.
const ROUNDS: u64 = 3;

#[test]
#[ignore = "is started by the test below, in a process of its own, and writes until it is killed"]
fn child_that_changes_the_vault() {
    let keystore = open(&child_folder(), u64::from(std::process::id())).unwrap();
    keystore.unlock(&text("p")).unwrap();
    for turn in 0_u64.. {
        let entry = keystore.create_data_key(&format!("{} {turn}", std::process::id())).unwrap();
        if turn.is_multiple_of(5) {
            keystore.set_passphrase(Some(&text("p"))).unwrap();
        }
        tell(&format!("kept {}", entry.fingerprint));
    }
}

#[test]
fn what_a_killed_process_said_it_kept_is_there() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path(), 1).unwrap().set_passphrase(Some(&text("p"))).unwrap();
    let mut kept = Vec::new();
    for round in 0..ROUNDS {
        let (mut child, lines) = start_child("killed::child_that_changes_the_vault", folder.path());
        let mut told = lines.filter_map(|line| line.strip_prefix("kept ").map(str::to_owned));
        kept.extend(told.by_ref().take(CHANGES));
        child.kill().unwrap();
        child.wait().unwrap();
        kept.extend(told);
        let keystore = open(folder.path(), 2 + round).unwrap();
        keystore.unlock(&text("p")).unwrap();
        assert!(kept.len() >= CHANGES);
        for fingerprint in &kept {
            keystore.data_key(fingerprint).unwrap();
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "the vault and its lock, nothing else");
    }
}

/// The folder that a child was told to work in.
pub(crate) fn child_folder() -> PathBuf {
    env::var_os(FOLDER).unwrap().into()
}

/// A line for the parent.
pub(crate) fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{line}").unwrap();
    out.flush().unwrap();
}

/// Run one ignored test of this program in a process of its own, and read what it tells.
pub(crate) fn start_child(test: &str, folder: &Path) -> (Child, impl Iterator<Item = String>) {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--ignored", "--exact", test, "--nocapture"]).env(FOLDER, folder);
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let out = child.stdout.take().unwrap();
    (child, BufReader::new(out).lines().map(Result::unwrap))
}
