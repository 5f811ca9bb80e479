//! A process that is killed in the middle of its work.

use std::{
    env,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

use pileus_domain::JobId;
use pileus_journal::JournalAdapter;
use pileus_ports::Journal as _;

const FOLDER: &str = "PILEUS_TEST_JOURNAL_FOLDER";
const WRITES: usize = 50;

#[tokio::test]
#[ignore = "is started by the test below, in a process of its own, and writes until it is killed"]
async fn child_that_writes() {
    let folder = env::var_os(FOLDER).unwrap();
    let journal = JournalAdapter::open(Path::new(&folder)).unwrap();
    let _claim = journal.claim(JobId(7)).await.unwrap().unwrap();
    for turn in 0_u64.. {
        journal.set_setting(&format!("turn {turn}"), "written").await.unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "\nwritten {turn}").unwrap();
        out.flush().unwrap();
    }
}

#[tokio::test]
async fn what_a_killed_process_was_told_is_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let (mut child, out) = start(folder.path());
    let mut lines = BufReader::new(out).lines().map(Result::unwrap);
    let mut told = lines.by_ref().filter(|line| line.starts_with("written "));
    for _ in 0..WRITES {
        told.next().unwrap();
    }
    let journal = JournalAdapter::open(folder.path()).unwrap();
    assert!(journal.claim(JobId(7)).await.unwrap().is_none(), "the child has it");
    child.kill().unwrap();
    child.wait().unwrap();
    let more = told.count();
    drop(journal);

    let journal = JournalAdapter::open(folder.path()).unwrap();
    for turn in 0..WRITES + more {
        assert!(journal.setting(&format!("turn {turn}")).await.unwrap().is_some(), "turn {turn} is lost");
    }
    assert!(journal.claim(JobId(7)).await.unwrap().is_some(), "the dead have no claims");
}

fn start(folder: &Path) -> (Child, ChildStdout) {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "killed::child_that_writes", "--nocapture"]).env(FOLDER, folder);
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let out = child.stdout.take().unwrap();
    (child, out)
}
