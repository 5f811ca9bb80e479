//! `account import --account-file` and `account export`: accounts from and to other wallets.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use pileus_cli::Exit;
use serde_json::Value;
use tempfile::TempDir;

use crate::{Ran, folder, pileus};

const ALICE: &str = "cXjmuHdBk4J3Zyt2oGodwGegNFaTFPcfC48PZ9NMmcUFzF6cc";
/// The passphrase of most vectors.
const PASSPHRASE: &str = "correct horse";

const GOOD: &str = include_str!("../../../../tests/vectors/polkadot-json/good.json");
const BROKEN: &str = include_str!("../../../../tests/vectors/polkadot-json/broken.json");

/// A file that `@polkadot/keyring` made.
fn vector(folder: &TempDir, list: &str, what: &str) -> PathBuf {
    let cases: Vec<Value> = serde_json::from_str(list).unwrap();
    let case = cases.iter().find(|case| case["what"] == what).unwrap();
    write(folder, "vector.json", case["file"].as_str().unwrap())
}

fn write(folder: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

async fn import(folder: &TempDir, input: &str, file: &Path) -> Ran {
    pileus(folder, input, &["account", "import", "a", "--account-file", text(file), "--json"]).await
}

async fn export(folder: &TempDir, input: &str, out: &Path) -> Ran {
    pileus(folder, input, &["account", "export", "a", "--out", text(out), "--json"]).await
}

fn code(ran: &Ran) -> (Exit, String) {
    (ran.exit, ran.last()["code"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn a_file_of_another_wallet_comes_in_with_its_passphrase() {
    let folder = folder();
    let file = vector(&folder, GOOD, "cost 32768 8 1");
    assert_eq!(code(&import(&folder, "", &file).await), (Exit::NeedsKey, "passphrase_missing".to_owned()));
    let wrong = import(&folder, "incorrect horse\n", &file).await;
    assert_eq!(code(&wrong), (Exit::NeedsKey, "account_file_passphrase".to_owned()));
    let ran = import(&folder, &format!("{PASSPHRASE}\n"), &file).await;
    assert_eq!((ran.exit, ran.last()["address"].as_str()), (Exit::Done, Some(ALICE)));
    assert_eq!(ran.last()["origin"], "imported");
    assert!(!ran.out.contains(PASSPHRASE) && !ran.err.contains(PASSPHRASE));
}

#[tokio::test]
async fn a_file_without_a_passphrase_asks_for_none() {
    let folder = folder();
    let ran = import(&folder, "", &vector(&folder, GOOD, "as written without a passphrase")).await;
    assert_eq!((ran.exit, ran.last()["address"].as_str()), (Exit::Done, Some(ALICE)));
}

#[tokio::test]
async fn a_passphrase_can_come_from_a_file_of_its_own() {
    let folder = folder();
    let file = vector(&folder, GOOD, "cost 32768 8 1");
    let secret = write(&folder, "passphrase", &format!("{PASSPHRASE}\n"));
    let words = ["account", "import", "a", "--account-file", text(&file), "--passphrase-file", text(&secret), "--json"];
    assert_eq!(pileus(&folder, "", &words).await.exit, Exit::Done);
}

#[tokio::test]
async fn what_is_no_account_file_is_said_to_be_none() {
    let folder = folder();
    let noise = folder.path().join("noise");
    fs::write(&noise, [0xff; 300]).unwrap();
    assert_eq!(code(&import(&folder, "x\n", &noise).await), (Exit::Failed, "account_file_damaged".to_owned()));
    let long = write(&folder, "long", &" ".repeat(1 << 20));
    assert_eq!(code(&import(&folder, "x\n", &long).await), (Exit::Failed, "account_file_damaged".to_owned()));
    let other = import(&folder, "x\n", &vector(&folder, BROKEN, "ed25519")).await;
    assert_eq!(code(&other), (Exit::Failed, "account_file_unsupported".to_owned()));
    assert!(other.last()["message"].as_str().unwrap().contains("its kind of key is \"ed25519\""), "{}", other.out);
    let missing = folder.path().join("missing");
    assert_eq!(code(&import(&folder, "x\n", &missing).await), (Exit::Failed, "file_unusable".to_owned()));
}

#[tokio::test]
async fn an_account_leaves_in_a_private_new_file_and_comes_back_elsewhere() {
    let (folder, other) = (folder(), self::folder());
    pileus(&folder, "//Alice\n", &["account", "import", "a", "--json"]).await;
    let out = folder.path().join("alice.json");
    assert_eq!(code(&export(&folder, "", &out).await), (Exit::NeedsKey, "passphrase_missing".to_owned()));
    assert_eq!(code(&export(&folder, "   \n", &out).await), (Exit::Failed, "passphrase_empty".to_owned()));
    assert!(!out.exists());
    let ran = export(&folder, "on the way\n", &out).await;
    assert_eq!((ran.exit, ran.last()["path"].as_str()), (Exit::Done, Some(text(&out))));
    assert_eq!(ran.last()["address"], ALICE);
    assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600);
    let before = fs::read(&out).unwrap();
    assert_eq!(code(&export(&folder, "on the way\n", &out).await), (Exit::Failed, "target_exists".to_owned()));
    assert_eq!(fs::read(&out).unwrap(), before, "an existing file is never replaced");
    let back = import(&other, "on the way\n", &out).await;
    assert_eq!((back.exit, back.last()["address"].as_str()), (Exit::Done, Some(ALICE)));
}

#[tokio::test]
async fn a_locked_vault_asks_first_and_the_file_second() {
    let folder = folder();
    pileus(&folder, "//Alice\n", &["account", "import", "a", "--json"]).await;
    pileus(&folder, "open sesame\n", &["account", "protect", "--json"]).await;
    let out = folder.path().join("alice.json");
    let ran = export(&folder, "on the way\nopen sesame\n", &out).await;
    assert_eq!(code(&ran), (Exit::NeedsKey, "wrong_passphrase".to_owned()));
    assert!(!out.exists());
    assert_eq!(export(&folder, "open sesame\non the way\n", &out).await.exit, Exit::Done);
    let again = import(&folder, "open sesame\non the way\n", &out).await;
    assert_eq!(code(&again), (Exit::Failed, "key_exists".to_owned()));
}
