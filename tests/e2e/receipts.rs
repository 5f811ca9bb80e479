//! Receipts: made of what is stored, believed by nobody who checks a changed one.

use std::path::Path;

use serde_json::Value as Json;

use crate::support::{Ended, MIB, Program, Running, write_file};

/// A data folder with a fast local network of its own.
struct Home {
    _network: Running,
    folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut network = Program::new(folder.path(), ["localnet", "start", "--fast"]).start();
        network.line().expect("the network says where it is");
        Self { _network: network, folder }
    }

    fn program(&self, arguments: &[&str]) -> Program {
        Program::new(self.folder.path(), arguments)
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// Store a file; its job and its FID.
    async fn stored(&self, name: &str) -> (String, String) {
        write_file(Path::new(&self.path(name)), 3 * MIB + 1, 1);
        let upload = self.program(&["upload", &self.path(name)]).run().await;
        let text = |key: &str| upload.result()[key].as_str().unwrap().to_owned();
        (text("job"), text("fid"))
    }
}

fn edited(from: &str, to: &str, edit: impl FnOnce(&mut Json)) {
    let mut receipt: Json = serde_json::from_str(&std::fs::read_to_string(from).unwrap()).unwrap();
    edit(&mut receipt);
    std::fs::write(to, receipt.to_string()).unwrap();
}

/// What a check came to, also when it ended badly.
fn verdict(checked: &Ended) -> &Json {
    let last = checked.lines.last().expect("a check says something");
    assert_eq!((&last["type"], &last["command"]), (&"result".into(), &"receipt_verify".into()));
    last
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_saved_receipt_holds_and_a_changed_one_does_not() {
    let home = Home::new();
    let (job, fid) = home.stored("letter.txt").await;
    let (saved, changed) = (home.path("letter.receipt.json"), home.path("changed.json"));
    let save = home.program(&["receipt", "save", &job, "--out", &saved]).run().await;
    let result = save.result();
    assert_eq!((&result["command"], &result["fid"]), (&"receipt_save".into(), &fid.as_str().into()));
    assert_eq!(result["name"], Json::Null, "the name of a sealed file is nobody's business");

    let online = home.program(&["receipt", "verify", &saved]).run().await;
    let result = online.result();
    assert_eq!((&result["hashes_hold"], &result["signature_holds"]), (&true.into(), &true.into()));
    assert_eq!((&result["chain"], &result["problem"], online.code), (&"agrees".into(), &Json::Null, 0));
    let offline = home.program(&["receipt", "verify", "--offline", &saved]).run().await;
    assert_eq!((&offline.result()["chain"], offline.code), (&"not_asked".into(), 0));

    edited(&saved, &changed, |receipt| receipt["receipt"]["stored"]["completion"] = 1_000_000.into());
    let offline = home.program(&["receipt", "verify", "--offline", &changed]).run().await;
    assert_eq!((&verdict(&offline)["problem"]["code"], offline.code), (&"receipt_signature_wrong".into(), 1));
    let again = home.program(&["receipt", "save", &fid, "--out", &saved]).run().await;
    assert_eq!(again.problem(), "target_exists");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_of_another_network_is_named_as_such() {
    let (home, elsewhere) = (Home::new(), Home::new());
    let (_, fid) = home.stored("letter.txt").await;
    let saved = home.path("letter.receipt.json");
    home.program(&["receipt", "save", &fid, "--out", &saved]).run().await.result();
    let checked = elsewhere.program(&["receipt", "verify", &saved]).run().await;
    let result = verdict(&checked);
    assert_eq!((&result["chain"], &result["signature_holds"]), (&"other_network".into(), &true.into()));
    assert_eq!((&result["problem"]["code"], checked.code), (&"receipt_other_network".into(), 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_of_a_deleted_file_is_told_by_the_chain() {
    let home = Home::new();
    let (_, fid) = home.stored("letter.txt").await;
    let saved = home.path("letter.receipt.json");
    home.program(&["receipt", "save", &fid, "--out", &saved]).run().await.result();
    home.program(&["rm", &fid, "--yes"]).run().await.result();
    let checked = home.program(&["receipt", "verify", &saved]).run().await;
    let result = verdict(&checked);
    assert_eq!((&result["chain"], &result["problem"]["code"]), (&"differs".into(), &"receipt_file_gone".into()));
    let unmade = home.program(&["receipt", "save", &fid, "--out", &home.path("new.json")]).run().await;
    assert_eq!((unmade.problem(), unmade.code), ("file_unknown", 1));
}
