//! An account that leaves in a file is opened by a wallet that nobody here wrote: `@polkadot/keyring` from npm.

use std::path::Path;

use serde_json::{Value as Json, json};
use tokio::process::Command;

use crate::{
    interop::{FOLDER, install},
    support::Program,
};

const WORDS: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
const PASSPHRASE: &str = "correct horse 口令";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_strangers_wallet_opens_what_was_exported_and_signs_with_it() {
    install().await;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (words, passphrase, out) = (path("words"), path("passphrase"), path("account.json"));
    std::fs::write(&words, format!("{WORDS}//polkadot/1///secret\n")).unwrap();
    std::fs::write(&passphrase, format!("{PASSPHRASE}\n")).unwrap();
    let run = |arguments: &[&str]| Program::new(folder.path(), arguments).run();
    let account = run(&["account", "import", "travels", "--secret-file", &words]).await;
    let account = account.result();
    run(&["account", "export", "travels", "--out", &out, "--passphrase-file", &passphrase]).await.result();

    let facts = open(Path::new(&out), Path::new(&passphrase)).await;
    let expected = json!({
        "type": "sr25519",
        "address": account["address"],
        "public_key": account["public_key"],
        "name": "travels",
        "was_locked": true,
        "signature_holds": true,
        "another_passphrase_opens": false,
    });
    assert_eq!(facts, expected);
}

/// Run the wallet, and read the one object that it prints.
async fn open(file: &Path, passphrase: &Path) -> Json {
    let mut wallet = Command::new("node");
    wallet.arg(Path::new(FOLDER).join("open-account-file.mjs")).arg(file).arg(passphrase).kill_on_drop(true);
    let output = wallet.output().await.expect("node can be started");
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the wallet failed: {err}");
    let text = String::from_utf8(output.stdout).unwrap();
    serde_json::from_str(text.lines().last().unwrap_or_default()).unwrap_or_else(|e| panic!("{e}: {text}{err}"))
}
