//! Where secrets are, and where they are not: looked for in the memory of a program of its own, and in all it leaves.
//!
//! The program runs in a process of its own, which is this test binary started again; the test looks at it from outside.

mod found;
mod subject;

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use memory_search::{Secrets, find};

use super::*;
use found::{keys_of, texts_under, typed_secrets};
use subject::{FOLDER, LOCKED, SAYS, UNLOCKED};

/// This test binary, also when a newer one took its place meanwhile.
const ITSELF: &str = "/proc/self/exe";

/// The program under test, in its own process.
struct Subject {
    process: Child,
    said: BufReader<ChildStdout>,
    told: ChildStdin,
}

impl Subject {
    fn start(folder: &Path) -> Self {
        let mut command = Command::new(ITSELF);
        command.args(["--exact", "program::tests::memory::subject::a_program_that_is_looked_at", "--ignored"]);
        command.args(["--nocapture", "--test-threads=1"]).env(FOLDER, folder).env("RUST_LOG", "trace");
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (said, told) = (process.stdout.take().unwrap(), process.stdin.take().unwrap());
        Self { process, said: BufReader::new(said), told }
    }

    fn wait_until(&mut self, word: &str) {
        let wanted = format!("{SAYS}{word}");
        let mut line = String::new();
        while !line.trim_end().ends_with(&wanted) {
            line.clear();
            assert!(self.said.read_line(&mut line).unwrap() > 0, "the program ended before it said {word}");
        }
    }

    fn go_on(&mut self) {
        self.told.write_all(b"\n").unwrap();
    }

    /// Secrets in its memory, by name, and in what kind of memory.
    fn holds(&self, secrets: &Secrets) -> Vec<String> {
        let findings = find(self.process.id(), secrets).unwrap();
        let mut holds: Vec<_> =
            findings.into_iter().map(|found| format!("{} in {}", found.secret, found.region)).collect();
        holds.sort();
        holds.dedup();
        holds
    }
}

impl Drop for Subject {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn after_a_lock_no_secret_is_in_memory_nor_in_anything_the_program_wrote() {
    let folder = TempDir::new().unwrap();
    let typed = typed_secrets(folder.path());
    let mut subject = Subject::start(folder.path());
    subject.wait_until(UNLOCKED);
    let keys = keys_of(folder.path(), &typed);
    let secrets = Secrets::new([keys, typed.to_find()].concat());
    let holds = subject.holds(&secrets);
    let opens_the_vault =
        |held: &String| ["vault key", "key of the passphrase"].iter().any(|key| held.starts_with(key));
    assert!(holds.iter().any(opens_the_vault), "the search finds nothing: {holds:?}");
    assert!(holds.iter().all(opens_the_vault), "kept while open: {holds:?}");

    subject.go_on();
    subject.wait_until(LOCKED);
    let holds = subject.holds(&secrets);
    assert!(holds.is_empty(), "kept after the lock: {holds:?}");
    subject.go_on();
    assert!(subject.process.wait().unwrap().success());

    let texts = texts_under(folder.path());
    assert!(
        texts.iter().any(|(path, text)| path.ends_with(subject::LOG) && text.len() > 100_000),
        "nothing was logged"
    );
    assert!(texts.iter().any(|(path, _)| path.ends_with(subject::STREAM)), "no update was written down");
    for (path, text) in texts {
        assert_eq!(secrets.names_in(&text), Vec::<&str>::new(), "in {}", path.display());
    }
}
