//! `kit`: everything that matters leaves in two files and comes back from them, and its words are printed nowhere else.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use pileus_cli::Exit;
use serde_json::Value;
use tempfile::TempDir;

use crate::{Ran, folder, pileus};

const SAVINGS: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk\n";

/// A computer with an account and a data key.
async fn furnished() -> TempDir {
    let folder = folder();
    assert_eq!(
        pileus(&folder, SAVINGS, &["account", "import", "Savings", "--secret-file", "-"]).await.exit,
        Exit::Done
    );
    assert_eq!(pileus(&folder, "", &["key", "create", "Work"]).await.exit, Exit::Done);
    folder
}

fn path(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).to_str().unwrap().to_owned()
}

async fn kit(folder: &TempDir, input: &str, words: &[&str]) -> Ran {
    pileus(folder, input, &[&["kit"], words, &["--json"]].concat()).await
}

async fn made(folder: &TempDir, options: &[&str]) -> Vec<String> {
    let ran = kit(folder, "", &[&["make", "--out", &path(folder, "")], options].concat()).await;
    assert_eq!(ran.exit, Exit::Done, "{}", ran.out);
    let last = ran.last();
    last["files"].as_array().unwrap().iter().map(|file| file.as_str().unwrap().to_owned()).collect()
}

fn code(ran: &Ran) -> (Exit, String) {
    (ran.exit, ran.last()["code"].as_str().unwrap_or_default().to_owned())
}

fn names<'a>(list: &'a Value, key: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().map(|entry| entry[key].as_str().unwrap()).collect()
}

/// The words on a page: single short words of small letters.
fn printed_words(page: &str) -> String {
    let text = String::from_utf8_lossy(&fs::read(page).unwrap()).into_owned();
    let shown = text.split('(').skip(1).filter_map(|rest| rest.split(')').next());
    let words = shown.filter(|word| (3..=8).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase()));
    words.collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn a_kit_comes_back_on_an_empty_computer() {
    let (here, there) = (furnished().await, folder());
    let words = path(&here, "words");
    let files = made(&here, &["--words-to", &words]).await;
    let words = fs::read_to_string(words).unwrap();
    assert_eq!(printed_words(&files[1]), words.trim());

    let checked = kit(&there, &words, &["check", &files[0]]).await;
    let report = checked.last();
    assert_eq!(
        (names(&report["accounts"], "account"), names(&report["data_keys"], "key")),
        (vec!["Savings"], vec!["Work"])
    );
    let restored = kit(&there, &words, &["restore", &files[0]]).await;
    assert_eq!(restored.exit, Exit::Done, "{}", restored.out);
    assert!(restored.out.lines().next().unwrap().contains("No network was asked"));
    let back = restored.last();
    assert_eq!(
        (names(&back["accounts"], "account"), names(&back["data_keys"], "key")),
        (vec!["Savings"], vec!["Work"])
    );
    assert_eq!(back["rebuilt"], Value::Null);
    assert!(!there.path().join("data").join("localnet").exists(), "no network was started");

    let list = pileus(&there, "", &["account", "list", "--json"]).await.last();
    let ours = pileus(&here, "", &["account", "list", "--json"]).await.last();
    assert_eq!(list["accounts"], ours["accounts"]);
    let again = kit(&there, &words, &["restore", &files[0], "--offline"]).await.last();
    assert_eq!((&again["accounts"], &again["data_keys"]), (&Value::Array(vec![]), &Value::Array(vec![])));
}

#[tokio::test]
async fn the_words_are_on_the_page_and_nowhere_else() {
    let here = furnished().await;
    for (place, options) in [("a", &["--json"][..]), ("b", &[])] {
        let out = here.path().join(place);
        fs::create_dir(&out).unwrap();
        let made = pileus(&here, "", &[&["kit", "make", "--out", out.to_str().unwrap()], options].concat()).await;
        assert_eq!(made.exit, Exit::Done);
        let files: Vec<_> = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path()).collect();
        let page = files.iter().find(|path| path.extension().is_some_and(|e| e == "pdf")).unwrap();
        let words = printed_words(page.to_str().unwrap());
        let three = words.split(' ').take(3).collect::<Vec<_>>().join(" ");
        assert_eq!((words.split(' ').count(), files.len()), (24, 2));
        assert!(!made.out.contains(&three) && !made.err.contains(&three));
        assert!(files.iter().all(|file| made.out.contains(file.to_str().unwrap())));
        assert!(files.iter().all(|file| file.metadata().unwrap().permissions().mode() & 0o777 == 0o600));
    }
}

#[tokio::test]
async fn shares_are_given_one_a_line() {
    let (here, there) = (furnished().await, folder());
    let files = made(&here, &["--shares", "2/3"]).await;
    assert_eq!(files.len(), 4);
    let shares: Vec<String> = files[1..].iter().map(|page| printed_words(page)).collect();
    let two = format!("{}\n{}\n", shares[2], shares[0]);
    assert_eq!(
        kit(&there, &two, &["check", &files[0]]).await.last()["split"],
        serde_json::json!({"needed": 2, "total": 3})
    );
    let file = path(&there, "shares");
    fs::write(&file, format!("{}\n\n{}\n{}\n", shares[0], shares[1], shares[2])).unwrap();
    assert_eq!(kit(&there, "", &["restore", &files[0], "--words-file", &file]).await.exit, Exit::Done);

    let one = kit(&there, &format!("{}\n", shares[1]), &["check", &files[0]]).await;
    assert_eq!(code(&one), (Exit::NeedsKey, "passphrase_missing".into()));
    fs::write(&file, &shares[1]).unwrap();
    let few = kit(&there, "", &["check", &files[0], "--words-file", &file]).await;
    assert_eq!(code(&few), (Exit::NeedsKey, "kit_shares_few".into()));
}

#[tokio::test]
async fn what_is_no_kit_or_opens_none_is_told_apart() {
    let here = furnished().await;
    let files = made(&here, &[]).await;
    let wrong = kit(&here, "zoo zone\n", &["check", &files[0]]).await;
    assert_eq!(code(&wrong), (Exit::NeedsKey, "kit_words".into()));
    assert_eq!(code(&kit(&here, "", &["check", &files[0]]).await), (Exit::NeedsKey, "passphrase_missing".into()));
    assert_eq!(code(&kit(&here, "", &["check", &files[1]]).await), (Exit::Failed, "kit_unreadable".into()));
    let codes = path(&here, "codes.txt");
    fs::write(&codes, "no codes").unwrap();
    assert_eq!(code(&kit(&here, "", &["check", "--codes", &codes]).await), (Exit::Failed, "kit_codes".into()));
    let taken = kit(&here, "", &["make", "--out", &path(&here, ""), "--words-to", &codes]).await;
    assert_eq!(code(&taken), (Exit::Failed, "file_unusable".into()));
    assert_eq!(fs::read_to_string(&codes).unwrap(), "no codes");
    let nowhere = path(&here, "nowhere");
    let unwritten = kit(&here, "", &["make", "--out", &nowhere, "--words-to", &path(&here, "w")]).await;
    assert_eq!(code(&unwritten), (Exit::Failed, "file_unusable".into()));
    assert!(!Path::new(&path(&here, "w")).exists());
    for words in [&["check"][..], &["check", "a", "--codes", "b"], &["make", "--out", "x", "--shares", "3/2"]] {
        assert_eq!(kit(&here, "", words).await.exit, Exit::Usage, "{words:?}");
    }
}
