//! An empty computer, a kit, and the network: the same buckets, the same names, and files that open.

use std::path::Path;

use serde_json::Value as Json;

use crate::support::{MIB, Program, Running, write_file};

/// A folder with a computer that stores files on a fast local network, and room for empty ones.
struct Place {
    _network: Running,
    folder: tempfile::TempDir,
    url: String,
}

impl Place {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let first = folder.path().join("first");
        let mut network = Program::new(&first, ["localnet", "start", "--fast"]).start();
        network.line().expect("the network says where it is");
        let status = Program::new(&first, ["localnet", "status"]).run().await;
        let url = status.result()["rpc"].as_str().unwrap().to_owned();
        Self { _network: network, folder, url }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// On the computer that everything was stored from.
    fn first(&self, arguments: &[&str]) -> Program {
        Program::new(&self.folder.path().join("first"), arguments)
    }

    /// On another computer, which reaches the network by its address.
    fn second(&self, arguments: &[&str]) -> Program {
        let there = ["--network", &self.url];
        Program::new(&self.folder.path().join("second"), arguments.iter().copied().chain(there))
    }

    async fn store(&self, name: &str, number: u64, options: &[&str]) -> String {
        write_file(Path::new(&self.path(name)), MIB + number, number);
        let path = self.path(name);
        let upload = self.first(&[&["upload", &path], options].concat()).run().await;
        upload.result()["fid"].as_str().unwrap().to_owned()
    }

    /// A kit, and the file with its words.
    async fn kit(&self) -> (String, String) {
        let words = self.path("words");
        let made = self.first(&["kit", "make", "--out", &self.path(""), "--words-to", &words]).run().await;
        let files = made.result()["files"].as_array().unwrap();
        assert!(files.iter().all(|file| Path::new(file.as_str().unwrap()).is_file()) && files.len() == 2);
        (files[0].as_str().unwrap().to_owned(), words)
    }
}

/// Bucket and name of everything that is listed.
fn places(listed: &Json) -> Vec<(String, String, u64)> {
    let text = |file: &Json, key: &str| file[key].as_str().unwrap().to_owned();
    let place = |file: &Json| (text(file, "bucket"), text(file, "name"), file["size"].as_u64().unwrap());
    let mut places: Vec<_> = listed["files"].as_array().unwrap().iter().map(place).collect();
    places.sort();
    places
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_an_empty_computer_a_kit_brings_back_what_was_stored_before_and_after_it() {
    let place = Place::new().await;
    let before = place.store("before.bin", 1, &["--bucket", "letters"]).await;
    let (kit, words) = place.kit().await;
    let after = place.store("after.bin", 2, &["--bucket", "photos"]).await;
    let open = place.store("open.bin", 3, &["--bucket", "photos", "--seal", "none"]).await;

    let drilled = place.second(&["kit", "drill", &kit, "--words-file", &words]).run().await;
    let drill = drilled.result();
    assert_eq!(
        (&drill["fid"], &drill["sealed"], &drill["passed"]),
        (&before.as_str().into(), &true.into(), &true.into())
    );

    let restored = place.second(&["kit", "restore", &kit, "--words-file", &words]).run().await;
    let result = restored.result();
    let count = |key: &str| result[key].as_array().unwrap().len();
    assert_eq!((count("accounts"), count("data_keys"), &result["files"]), (1, 1, &1.into()));
    assert_eq!((&result["rebuilt"]["found"], &result["rebuilt"]["unknown"]), (&2.into(), &Json::Array(vec![])));

    let (ours, theirs) = (place.first(&["ls"]).run().await, place.second(&["ls"]).run().await);
    assert_eq!(places(theirs.result()), places(ours.result()));
    for (fid, name) in [(&before, "before.bin"), (&after, "after.bin"), (&open, "open.bin")] {
        let back = place.path(&format!("back-{name}"));
        place.second(&["download", fid, "--out", &back]).run().await.result();
        assert_eq!(std::fs::read(back).unwrap(), std::fs::read(place.path(name)).unwrap(), "{name}");
    }

    let again = place.second(&["kit", "restore", &kit, "--words-file", &words]).run().await;
    assert_eq!((&again.result()["files"], &again.result()["rebuilt"]["found"]), (&0.into(), &0.into()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kit_is_checked_without_being_used_and_wrong_words_are_told() {
    let place = Place::new().await;
    place.store("letter.bin", 1, &[]).await;
    let (kit, words) = place.kit().await;
    let elsewhere = |arguments: &[&str]| Program::new(&place.folder.path().join("third"), arguments);
    let checked = elsewhere(&["kit", "check", &kit, "--words-file", &words]).run().await;
    let report = checked.result();
    assert_eq!((&report["files"], &report["holds_all_keys"]), (&1.into(), &true.into()));
    assert_eq!(elsewhere(&["account", "list"]).run().await.result()["accounts"], Json::Array(vec![]));

    let right = std::fs::read_to_string(&words).unwrap();
    let first = right.split(' ').next().unwrap();
    let wrong = right.replacen(first, if first == "zoo" { "zone" } else { "zoo" }, 1);
    std::fs::write(place.path("wrong"), wrong).unwrap();
    let refused = elsewhere(&["kit", "restore", &kit, "--words-file", &place.path("wrong")]).run().await;
    assert_eq!((refused.problem(), refused.code), ("kit_word", 4));
    assert_eq!(elsewhere(&["account", "list"]).run().await.result()["accounts"], Json::Array(vec![]));
}
