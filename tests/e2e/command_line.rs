//! The command line as a process, from an empty data folder to a stored file and back.

use std::path::Path;

use serde_json::Value as Json;
use tempfile::TempDir;

use crate::support::{MIB, Program, Running, assert_same, write_file};

/// An empty data folder with a fast local network beside it, hosted by `pileus localnet start`.
pub(crate) struct Home {
    network: Running,
    start: Json,
    folder: TempDir,
}

impl Home {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut network = Program::new(folder.path(), ["localnet", "start", "--fast"]).start();
        let start = network.line().expect("one line of JSON");
        Self { network, start, folder }
    }

    /// A place beside what the program keeps.
    pub(crate) fn file_path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn file(&self, name: &str, length: u64) -> std::path::PathBuf {
        let path = self.file_path(name);
        write_file(&path, length, 1);
        path
    }

    /// The account of a gateway, by which it can be named.
    pub(crate) fn gateway(&self, index: usize) -> String {
        self.start["gateways"][index]["account"].as_str().unwrap().to_owned()
    }

    pub(crate) fn program(&self, arguments: &[&str]) -> Program {
        Program::new(self.folder.path(), arguments)
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// All lines of an event.
fn events<'a>(lines: &'a [Json], name: &str) -> Vec<&'a Json> {
    lines.iter().filter(|line| line["type"] == "event" && line["event"] == name).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_command_on_an_empty_folder_stores_a_file_and_another_brings_it_back() {
    let home = Home::new();
    let source = home.file("letter.txt", 5 * MIB + 3);
    let upload = home.program(&["upload", text(&source)]).run().await;
    let result = upload.result();
    assert_eq!((&result["command"], &result["condition"]), (&Json::from("upload"), &Json::from("finished")));
    let fid = result["fid"].as_str().unwrap().to_owned();
    assert!(result["block"]["number"].is_u64(), "stored means in a final block: {result}");
    let said: Vec<&str> = upload.lines.iter().filter_map(|line| line["message"].as_str()).collect();
    for made in ["Made account", "Rented territory", "Made bucket", "Made data key"] {
        assert!(said.iter().any(|sentence| sentence.starts_with(made)), "nobody said {made:?} in {said:?}");
    }

    let back = home.folder.path().join("back.txt");
    let download = home.program(&["download", &fid, "--out", text(&back)]).run().await;
    assert_eq!(download.result()["fid"], fid.as_str());
    assert_same(&source, &back);

    let list = home.program(&["ls"]).run().await;
    let files = list.result()["files"].as_array().unwrap().clone();
    assert_eq!(files.len(), 1);
    assert_eq!((&files[0]["fid"], &files[0]["name"]), (&Json::from(fid.as_str()), &Json::from("letter.txt")));

    let status = home.program(&["status", &fid]).run().await;
    assert_eq!((&status.result()["command"], &status.result()["fid"]), (&"status_file".into(), &fid.as_str().into()));

    let signed = events(&upload.lines, "order_signed");
    let hash = signed[0]["transaction"].as_str().unwrap();
    let own = home.program(&["status", hash]).run().await;
    let own = own.result();
    assert_eq!(
        (&own["command"], &own["state"], &own["own"]),
        (&"status_transaction".into(), &"final".into(), &true.into())
    );

    let whole = home.program(&["verify", "--deep", &fid]).run().await;
    let whole = whole.result();
    assert_eq!((&whole["fragments"], &whole["weakest"], &whole["restorable"]), (&12.into(), &12.into(), &true.into()));

    let jobs = home.program(&["jobs"]).run().await;
    let kinds: Vec<&str> =
        jobs.result()["jobs"].as_array().unwrap().iter().map(|job| job["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["download", "upload"]);

    let asked = home.program(&["rm", &fid]).run().await;
    assert_eq!((asked.code, asked.problem()), (2, "confirmation_needed"));
    let removed = home.program(&["rm", &fid, "--yes"]).run().await;
    assert_eq!(removed.result()["fid"], fid.as_str());
    assert_eq!(home.program(&["ls"]).run().await.result()["files"], Json::Array(vec![]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_upload_goes_on_with_resume() {
    let home = Home::new();
    let source = home.file("letter.txt", 33 * MIB);
    let mut upload = home.program(&["upload", text(&source)]).start();
    let mut planned = None;
    while let Some(line) = upload.line() {
        if line["event"] == "planned" {
            planned = line["fid"].as_str().map(ToOwned::to_owned);
        }
        if line["event"] == "fragment_placed" {
            break;
        }
    }
    upload.kill();
    let planned = planned.expect("it was planned before it was sent");
    let left = home.program(&["jobs"]).run().await;
    assert_eq!(left.result()["jobs"][0]["condition"], "running", "a kill says no goodbye");

    let resumed = home.program(&["resume"]).run().await;
    assert_eq!(resumed.result()["fid"], planned.as_str());
    assert_eq!(resumed.result()["condition"], "finished");
    assert!(events(&resumed.lines, "order_signed").is_empty(), "it was ordered already");
    let back = home.folder.path().join("back.txt");
    home.program(&["download", &planned, "--out", text(&back)]).run().await.result();
    assert_same(&source, &back);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interrupted_upload_pauses_and_goes_on_with_resume() {
    let home = Home::new();
    let source = home.file("letter.txt", 40 * MIB);
    let mut upload = home.program(&["upload", text(&source)]).start();
    while let Some(line) = upload.line() {
        if line["event"] == "order_signed" {
            upload.interrupt();
            break;
        }
    }
    let mut last = Json::Null;
    while let Some(line) = upload.line() {
        last = line;
    }
    assert_eq!((&last["type"], &last["condition"]), (&"result".into(), &"paused".into()));
    assert_eq!(upload.wait(), Some(3));
    let job = last["job"].as_str().unwrap();
    let resumed = home.program(&["resume", job]).run().await;
    assert_eq!((&resumed.result()["fid"], &resumed.result()["condition"]), (&last["fid"], &"finished".into()));
    assert!(events(&resumed.lines, "order_signed").is_empty(), "it was signed already");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_under_a_passphrase_opens_with_that_one_alone() {
    let home = Home::new();
    let source = home.file("letter.txt", 100_000);
    let words = |name: &str, text: &str| {
        let path = home.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let (right, wrong) = (words("right", "three blind mice\n"), words("wrong", "three kind mice\n"));
    let upload = ["upload", text(&source), "--seal", "passphrase", "--passphrase-file", text(&right)];
    let fid = home.program(&upload).run().await.result()["fid"].as_str().unwrap().to_owned();
    let back = home.folder.path().join("back.txt");

    let without = home.program(&["download", &fid, "--out", text(&back)]).run().await;
    assert_eq!(without.code, 4, "no key at hand opens it");
    let other = ["download", &fid, "--out", text(&back), "--passphrase-file", text(&wrong)];
    let other = home.program(&other).run().await;
    assert_eq!((other.code, other.problem()), (4, "file_passphrase_wrong"));
    assert!(!back.exists());
    home.program(&["download", &fid, "--out", text(&back), "--passphrase-file", text(&right)]).run().await.result();
    assert_same(&source, &back);
    let folder = home.folder.path().join("journal");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let kept = if path.is_file() { std::fs::read(&path).unwrap() } else { Vec::new() };
        assert!(!kept.windows(16).any(|bytes| bytes == b"three blind mice"), "{} keeps it", path.display());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn accounts_space_and_buckets_are_kept_from_the_command_line() {
    let home = Home::new();
    let run = |words: &'static str| home.program(&words.split(' ').collect::<Vec<_>>()).run();
    run("account import alice --development //Alice").await.result();
    let accounts = run("account list").await;
    assert_eq!(accounts.result()["accounts"][0]["account"], "alice");

    let asked = run("territory rent garden --gib 1 --days 30").await;
    assert_eq!((asked.code, asked.problem()), (2, "confirmation_needed"));
    let quote = asked.lines.iter().find(|line| line["type"] == "quote").expect("the price is said before the question");
    assert_eq!(quote["price"], "30000000000000000000", "a token for each GiB and day");
    run("territory rent garden --gib 1 --days 30 --yes").await.result();
    run("territory expand garden --gib 1 --yes").await.result();
    run("territory renew garden --days 1 --yes").await.result();
    run("territory rename garden park --yes").await.result();
    let territories = run("territory list").await;
    let territory = &territories.result()["territories"][0];
    assert_eq!((&territory["territory"], &territory["total"]), (&"park".into(), &(2_u64 << 30).into()));

    run("bucket create photos --territory park").await.result();
    run("bucket rename photos pictures").await.result();
    let buckets = run("bucket list").await;
    assert_eq!(buckets.result()["buckets"][0]["bucket"], "pictures");
    run("bucket delete pictures").await.result();
    assert_eq!(run("bucket list").await.result()["buckets"], Json::Array(vec![]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn localnet_says_where_it_is_and_serves_programs_that_know_only_its_address() {
    let home = Home::new();
    let start = &home.start;
    assert_eq!((&start["type"], &start["command"]), (&"result".into(), &"localnet_start".into()));
    let url = start["rpc"].as_str().unwrap();
    assert!(url.starts_with("ws://127.0.0.1:"), "{url}");
    assert_eq!(start["nodes"].as_array().unwrap().len(), 16);
    assert!(start["accounts"].as_array().unwrap().iter().any(|account| account["uri"] == "//Alice"));

    let elsewhere = tempfile::tempdir().unwrap();
    let info = Program::new(elsewhere.path(), ["--network", url, "network", "info"]).run().await;
    assert_eq!(info.result()["genesis"], start["genesis"]);

    let source = home.file("letter.txt", MIB);
    let upload = home.program(&["upload", "--seal", "none", text(&source)]).run().await;
    let fid = upload.result()["fid"].as_str().unwrap().to_owned();
    let hash = events(&upload.lines, "order_signed")[0]["transaction"].as_str().unwrap().to_owned();
    let foreign = Program::new(elsewhere.path(), ["--network", url, "status", &hash]).run().await;
    let foreign = foreign.result();
    assert_eq!((&foreign["state"], &foreign["own"]), (&"final".into(), &false.into()));
    let back = elsewhere.path().join("back.txt");
    let public = Program::new(elsewhere.path(), ["--network", url, "download", &fid, "--out", text(&back)]);
    public.run().await.result();
    assert_same(&source, &back);

    assert_eq!(home.program(&["localnet", "stop"]).run().await.result()["stopped"], true);
    assert_eq!(home.network.wait(), Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn exit_codes_say_what_kind_of_end_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("letter.txt");
    write_file(&source, 1_000, 1);
    let program = |arguments: &[&str]| Program::new(folder.path(), arguments).run();

    let plan = program(&["plan", text(&source)]).await;
    let planned = plan.result();
    assert_eq!((&planned["file_size"], &planned["territory_bytes"]), (&1_000.into(), &(96 * MIB).into()));
    assert_eq!(planned["segments"][0]["fragments"].as_array().unwrap().len(), 12);
    let again = program(&["plan", text(&source)]).await;
    assert_eq!(again.result()["fid"], planned["fid"], "a plain plan follows from the bytes alone");

    let kind = program(&["upload", text(folder.path())]).await;
    assert_eq!((kind.code, kind.problem()), (1, "source_is_folder"));
    let device = program(&["upload", "/dev/null"]).await;
    assert_eq!((device.code, device.problem()), (1, "source_is_device"));
    assert_eq!(program(&["upload"]).await.code, 2);
    let secret = program(&["plan", "--seal", "passphrase", text(&source)]).await;
    assert_eq!((secret.code, secret.problem()), (4, "passphrase_missing"));
    // Nobody listens on the port of `discard`.
    let away = program(&["--network", "ws://127.0.0.1:9", "network", "info"]).await;
    assert_eq!((away.code, away.problem()), (5, "network_unreachable"));
}
