//! The command without any network: plans, accounts, networks, exit codes.

mod account_files;
mod accounts;
mod keys;
mod kits;
mod networks;
mod plans;

use std::ffi::OsString;

use pileus_cli::{Exit, Io, run};
use serde_json::Value;

/// One run of the program.
pub(crate) struct Ran {
    pub(crate) exit: Exit,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The last line, which is the result or the problem.
    pub(crate) fn last(&self) -> Value {
        serde_json::from_str(self.out.lines().last().unwrap()).unwrap()
    }
}

/// Run it on a data folder, with this on standard input.
pub(crate) async fn pileus(folder: &tempfile::TempDir, input: &str, words: &[&str]) -> Ran {
    let (io, out, err) = Io::captured(input);
    let folder = folder.path().join("data").into_os_string();
    let fixed = [OsString::from("pileus"), OsString::from("--data-dir"), folder];
    let exit = run(fixed.into_iter().chain(words.iter().map(OsString::from)), io).await;
    Ran { exit, out: out.text(), err: err.text() }
}

pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

#[tokio::test]
async fn a_fresh_data_folder_has_no_jobs_and_says_so() {
    let folder = folder();
    let ran = pileus(&folder, "", &["jobs"]).await;
    assert_eq!((ran.exit, ran.out.as_str()), (Exit::Done, "No transfers yet.\n"));
    let ran = pileus(&folder, "", &["jobs", "--json"]).await;
    assert_eq!(ran.out, "{\"type\":\"result\",\"command\":\"jobs\",\"jobs\":[]}\n");
}

#[tokio::test]
async fn what_cannot_be_uploaded_is_refused_before_any_network_is_started() {
    let folder = folder();
    let path = folder.path().to_str().unwrap();
    let ran = pileus(&folder, "", &["upload", path, "--json"]).await;
    assert_eq!((ran.exit, ran.last()["code"].as_str()), (Exit::Failed, Some("source_is_folder")));
    let ran = pileus(&folder, "", &["upload", "a", "b", "--name", "c", "--json"]).await;
    assert_eq!((ran.exit, ran.last()["code"].as_str()), (Exit::Usage, Some("usage")));
    assert!(!folder.path().join("data").join("localnet").exists());
}

#[tokio::test]
async fn a_local_network_that_does_not_run_is_no_failure_of_status_and_stop() {
    let folder = folder();
    let ran = pileus(&folder, "", &["localnet", "status", "--json"]).await;
    assert_eq!((ran.exit, &ran.last()["running"]), (Exit::Done, &Value::Bool(false)));
    assert_eq!(pileus(&folder, "", &["localnet", "stop"]).await.exit, Exit::Done);
    assert_eq!(pileus(&folder, "", &["localnet", "reset"]).await.exit, Exit::Done);
    let ran = pileus(&folder, "", &["localnet", "fault", "clear", "--json"]).await;
    assert_eq!((ran.exit, ran.last()["code"].as_str()), (Exit::Failed, Some("local_network_not_running")));
}

#[tokio::test]
async fn an_unreachable_network_may_pass() {
    let folder = folder();
    let ran = pileus(&folder, "", &["--network", "ws://127.0.0.1:1", "network", "info", "--json"]).await;
    assert_eq!((ran.exit, ran.last()["code"].as_str()), (Exit::TryAgain, Some("network_unreachable")));
    let ran = pileus(&folder, "", &["--network", "nowhere", "ls"]).await;
    assert_eq!(ran.exit, Exit::Failed);
    assert!(ran.out.is_empty() && ran.err.contains("[network_missing]"), "{}", ran.err);
}
