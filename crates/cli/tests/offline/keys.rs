//! `key`: what seals files goes in and out by files and prompts, never by arguments, and never goes by accident.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use pileus_cli::Exit;
use pileus_domain::{AccountId, BucketName, ByteCount, ContentHash, Fid, GenesisHash, TerritoryName};
use pileus_journal::JournalAdapter;
use pileus_ports::{CatalogueFile, Journal, Seal, Timestamp};
use serde_json::Value;
use tempfile::TempDir;

use crate::{Ran, folder, pileus};

async fn key(folder: &TempDir, input: &str, words: &[&str]) -> Ran {
    pileus(folder, input, &[&["key"], words, &["--json"]].concat()).await
}

async fn done(folder: &TempDir, input: &str, words: &[&str]) -> Value {
    let ran = key(folder, input, words).await;
    assert_eq!(ran.exit, Exit::Done, "{words:?}: {}", ran.out);
    ran.last()
}

fn code(ran: &Ran) -> (Exit, String) {
    (ran.exit, ran.last()["code"].as_str().unwrap_or_default().to_owned())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

async fn names(folder: &TempDir) -> Vec<String> {
    let list = done(folder, "", &["list"]).await;
    list["keys"].as_array().unwrap().iter().map(|key| text(&key["key"]).to_owned()).collect()
}

/// Let a file of the catalogue depend on a key, as one that another account stored on another network.
async fn stored_with(folder: &TempDir, fingerprint: &str) {
    let journal = JournalAdapter::open(&folder.path().join("data").join("journal")).unwrap();
    let (genesis, account) = (GenesisHash([7; 32]), AccountId([8; 32]));
    let (territory, name) = (TerritoryName::new("home").unwrap(), BucketName::new("photos").unwrap());
    let bucket = journal.create_bucket(&genesis, &account, &territory, &name).await.unwrap();
    let file = CatalogueFile {
        fid: Fid(ContentHash([9; 32])),
        genesis,
        account,
        bucket: bucket.id,
        name: "dear.txt".to_owned(),
        size: ByteCount(1),
        media_type: "text/plain".to_owned(),
        seal: Seal::data_key(fingerprint),
        added: Timestamp(1),
    };
    journal.put_file(&file).await.unwrap();
}

#[tokio::test]
async fn a_key_is_made_listed_and_renamed_and_stays_the_same() {
    let folder = folder();
    let made = done(&folder, "", &["create", "work"]).await;
    assert_eq!(text(&made["fingerprint"]).len(), 16);
    assert_eq!(code(&key(&folder, "", &["create", "work"]).await), (Exit::Failed, "key_exists".to_owned()));
    assert_eq!(code(&key(&folder, "", &["create", " "]).await), (Exit::Failed, "key_name".to_owned()));
    let renamed = done(&folder, "", &["rename", "work", "home"]).await;
    assert_eq!((text(&renamed["key"]), &renamed["fingerprint"]), ("home", &made["fingerprint"]));
    let list = done(&folder, "", &["list"]).await;
    assert_eq!((&list["keys"][0]["files"], names(&folder).await), (&Value::from(0), vec!["home".to_owned()]));
}

#[tokio::test]
async fn a_derived_key_is_the_same_on_another_computer() {
    let (here, there) = (folder(), folder());
    let one = done(&here, "three blind mice\n", &["derive", "family"]).await;
    let two = done(&there, "three blind mice\n", &["derive", "family", "--passphrase-file", "-"]).await;
    assert_eq!(one["fingerprint"], two["fingerprint"]);
    let other = done(&there, "three kind mice\n", &["derive", "other"]).await;
    assert_ne!(one["fingerprint"], other["fingerprint"]);
    let missing = key(&here, "", &["derive", "empty"]).await;
    assert_eq!(code(&missing), (Exit::NeedsKey, "passphrase_missing".to_owned()));
}

#[tokio::test]
async fn a_key_leaves_by_a_private_file_and_comes_in_by_it() {
    let (here, there) = (folder(), folder());
    let made = done(&here, "", &["create", "work"]).await;
    let file = here.path().join("work.key");
    let path = file.to_str().unwrap();
    let ran = key(&here, "", &["export", "work", "--out", path]).await;
    assert_eq!((ran.exit, text(&ran.last()["path"])), (Exit::Done, path));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let secret = fs::read_to_string(&file).unwrap();
    assert!(!ran.out.contains(secret.trim()) && !ran.err.contains(secret.trim()));
    assert_eq!(code(&key(&here, "", &["export", "work", "--out", path]).await).1, "target_exists");
    let came = done(&there, "", &["import", "mine", "--key-file", path]).await;
    assert_eq!((text(&came["key"]), &came["fingerprint"]), ("mine", &made["fingerprint"]));
    let damaged = secret.trim().replacen(secret.chars().nth(9).unwrap(), "#", 1);
    let refused = key(&there, &format!("{damaged}\n"), &["import", "other"]).await;
    assert_eq!(code(&refused), (Exit::Failed, "data_key_unreadable".to_owned()));
}

#[tokio::test]
async fn without_a_terminal_a_key_is_not_printed() {
    let folder = folder();
    done(&folder, "", &["create", "work"]).await;
    assert_eq!(code(&key(&folder, "", &["export", "work"]).await), (Exit::Usage, "usage".to_owned()));
}

#[tokio::test]
async fn a_rotation_gives_the_name_to_a_new_key_and_keeps_the_old_one() {
    let folder = folder();
    let first = done(&folder, "", &["create", "work"]).await;
    let second = done(&folder, "", &["rotate", "work"]).await;
    assert_eq!((text(&second["key"]), text(&second["old"]["key"])), ("work", "work (old)"));
    assert_eq!(second["old"]["fingerprint"], first["fingerprint"]);
    assert_ne!(second["fingerprint"], first["fingerprint"]);
    let third = done(&folder, "", &["rotate", "work"]).await;
    assert_eq!(text(&third["old"]["key"]), "work (old) (2)");
    let taken = key(&folder, "", &["rotate", "work", "--old-name", "work (old)"]).await;
    assert_eq!(code(&taken).1, "key_exists");
    assert_eq!(names(&folder).await.len(), 3);
}

#[tokio::test]
async fn a_key_with_files_is_rotated_although_nobody_can_say_what_a_new_upload_takes() {
    let folder = folder();
    let made = done(&folder, "", &["create", "work"]).await;
    stored_with(&folder, text(&made["fingerprint"])).await;
    let elsewhere = key(&folder, "", &["rotate", "work"]).await;
    assert!(elsewhere.out.contains("its file is on another network"), "{}", elsewhere.out);
    assert_eq!((elsewhere.exit, &elsewhere.last()["new_upload"]), (Exit::Done, &Value::Null));
    let silent = key(&folder, "", &["rotate", "work (old)", "--network", "ws://127.0.0.1:1"]).await;
    assert!(
        silent.out.contains("What a new upload takes is not known: The network does not answer."),
        "{}",
        silent.out
    );
    assert_eq!((silent.exit, text(&silent.last()["old"]["key"])), (Exit::Done, "work (old) (old)"));
}

#[tokio::test]
async fn a_key_that_files_need_goes_only_by_its_name() {
    let folder = folder();
    let made = done(&folder, "", &["create", "work"]).await;
    let fingerprint = text(&made["fingerprint"]);
    assert_eq!(code(&key(&folder, "", &["remove", "work"]).await).1, "confirmation_needed", "nobody said yes");
    stored_with(&folder, fingerprint).await;
    assert_eq!(done(&folder, "", &["list"]).await["keys"][0]["files"], 1);
    for words in [&["remove", "work", "--yes"][..], &["remove", "work", "--confirm", "wrok"], &["remove", fingerprint]]
    {
        let ran = key(&folder, "", words).await;
        assert_eq!(code(&ran), (Exit::Failed, "data_key_needed".to_owned()), "{words:?}");
        assert_eq!(ran.last()["context"]["files"], "1");
    }
    assert_eq!(names(&folder).await, ["work"]);
    let gone = done(&folder, "", &["remove", fingerprint, "--confirm", "work"]).await;
    assert_eq!(text(&gone["key"]), "work");
    assert!(names(&folder).await.is_empty());
    done(&folder, "", &["create", "spare"]).await;
    done(&folder, "", &["remove", "spare", "--yes"]).await;
}

#[tokio::test]
async fn an_account_goes_only_by_its_name() {
    let folder = folder();
    let words = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for name in ["first", "second"] {
        let ran = pileus(&folder, "", &["account", "new", name, "--words-file", &words(name)]).await;
        assert_eq!(ran.exit, Exit::Done);
    }
    for more in [&["--yes"][..], &["--confirm", "frist"]] {
        let ran = pileus(&folder, "", &[&["account", "remove", "first", "--json"], more].concat()).await;
        assert_eq!(code(&ran), (Exit::Failed, "account_name_needed".to_owned()));
    }
    let ran = pileus(&folder, "", &["account", "remove", "first", "--confirm", "first", "--json"]).await;
    assert_eq!((ran.exit, text(&ran.last()["account"])), (Exit::Done, "first"));
    let list = pileus(&folder, "", &["account", "list", "--json"]).await.last();
    let accounts = list["accounts"].as_array().unwrap();
    assert_eq!((accounts.len(), text(&accounts[0]["account"])), (1, "second"));
    assert_eq!(accounts[0]["is_default"], true, "the default moves on");
}

#[tokio::test]
async fn moving_into_the_vault_sets_its_passphrase() {
    let folder = folder();
    done(&folder, "", &["create", "work"]).await;
    let moved = done(&folder, "open sesame\n", &["move", "--to", "vault"]).await;
    assert_eq!(text(&moved["protection"]), "passphrase");
    let locked = key(&folder, "", &["list"]).await;
    assert_eq!(code(&locked), (Exit::NeedsKey, "passphrase_missing".to_owned()));
    let file = folder.path().join("passphrase");
    fs::write(&file, "open sesame\n").unwrap();
    let list = done(&folder, "", &["list", "--vault-passphrase-file", path_text(&file)]).await;
    assert_eq!(text(&list["keys"][0]["key"]), "work");
    let odd = key(&folder, "", &["move", "--to", "keyring", "--passphrase-file", path_text(&file)]).await;
    assert_eq!(code(&odd), (Exit::Usage, "usage".to_owned()));
}

fn path_text(path: &Path) -> &str {
    path.to_str().unwrap()
}
