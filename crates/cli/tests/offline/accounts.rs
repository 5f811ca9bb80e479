//! `account`: secrets go in, and never come out.

use std::os::unix::fs::PermissionsExt;

use pileus_cli::Exit;

use crate::{folder, pileus};

/// The development phrase that everybody knows, and its first account.
const WORDS: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
const ALICE: &str = "cXjmuHdBk4J3Zyt2oGodwGegNFaTFPcfC48PZ9NMmcUFzF6cc";

#[tokio::test]
async fn words_of_a_new_account_go_to_a_private_file_and_nowhere_else() {
    let folder = folder();
    let file = folder.path().join("words");
    let ran = pileus(&folder, "", &["account", "new", "me", "--words-file", file.to_str().unwrap(), "--json"]).await;
    assert_eq!(ran.exit, Exit::Done);
    let words = std::fs::read_to_string(&file).unwrap();
    assert_eq!(words.split_whitespace().count(), 12);
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!ran.out.contains(words.trim()) && !ran.err.contains(words.trim()));
    assert!(ran.out.contains("protected by its file's permissions only"), "it says how safe the vault is");
    let again = pileus(&folder, "", &["account", "new", "you", "--words-file", file.to_str().unwrap(), "--json"]).await;
    assert_eq!(again.exit, Exit::Failed, "an existing file is never replaced");
}

#[tokio::test]
async fn without_a_terminal_words_are_not_printed() {
    let folder = folder();
    let ran = pileus(&folder, "", &["account", "new", "--json"]).await;
    assert_eq!(ran.exit, Exit::Usage);
    let list = pileus(&folder, "", &["account", "list", "--json"]).await;
    assert_eq!(list.last()["accounts"].as_array().unwrap().len(), 0, "nothing was made");
}

#[tokio::test]
async fn an_account_comes_in_by_file_and_by_standard_input() {
    let folder = folder();
    let ran = pileus(&folder, &format!("{WORDS}//Alice\n"), &["account", "import", "a", "--json"]).await;
    assert_eq!((ran.exit, ran.last()["address"].as_str()), (Exit::Done, Some(ALICE)));
    let ran = pileus(&folder, "nonsense\n", &["account", "import", "b", "--secret-file", "-", "--json"]).await;
    assert_eq!((ran.exit, ran.last()["code"].as_str()), (Exit::Failed, Some("secret_not_understood")));
}

#[tokio::test]
async fn an_account_gets_another_name_and_stays_the_same() {
    let folder = folder();
    pileus(&folder, &format!("{WORDS}//Alice\n"), &["account", "import", "a", "--json"]).await;
    let ran = pileus(&folder, "", &["account", "rename", "a", "savings", "--json"]).await;
    assert_eq!(ran.exit, Exit::Done);
    let account = &ran.last()["accounts"][0];
    assert_eq!((account["account"].as_str(), account["address"].as_str()), (Some("savings"), Some(ALICE)));
    let ran = pileus(&folder, "", &["account", "rename", "savings", "", "--json"]).await;
    assert_eq!((ran.exit, ran.last()["code"].as_str()), (Exit::Failed, Some("key_name")));
}

#[tokio::test]
async fn development_accounts_stay_at_home() {
    let folder = folder();
    let import = ["account", "import", "alice", "--development", "//Alice", "--json"];
    let ran = pileus(&folder, "", &import).await;
    assert_eq!((ran.exit, ran.last()["address"].as_str()), (Exit::Done, Some(ALICE)));
    let public = ["--network", "wss://rpc.example.org", "account", "import", "b", "--development", "//Bob", "--json"];
    let ran = pileus(&folder, "", &public).await;
    assert_eq!((ran.exit, ran.last()["code"].as_str()), (Exit::Failed, Some("network_not_local")));
}

#[tokio::test]
async fn a_protected_vault_asks_for_its_passphrase() {
    let folder = folder();
    let import = ["account", "import", "a", "--secret-file", "-", "--json"];
    assert_eq!(pileus(&folder, &format!("{WORDS}\n"), &import).await.exit, Exit::Done);
    let ran = pileus(&folder, "open sesame\n", &["account", "protect", "--json"]).await;
    assert_eq!((ran.exit, ran.last()["protection"].as_str()), (Exit::Done, Some("passphrase")));
    let right = folder.path().join("right");
    std::fs::write(&right, "open sesame\n").unwrap();
    let wrong = folder.path().join("wrong");
    std::fs::write(&wrong, "open barley\n").unwrap();
    let use_with = |file: &std::path::Path| {
        let file = file.to_str().unwrap().to_owned();
        let folder = &folder;
        async move { pileus(folder, "", &["account", "use", "a", "--json", "--vault-passphrase-file", &file]).await }
    };
    assert_eq!(use_with(&right).await.exit, Exit::Done);
    let ran = use_with(&wrong).await;
    assert_eq!((ran.exit, ran.last()["code"].as_str()), (Exit::NeedsKey, Some("wrong_passphrase")));
    let list = pileus(&folder, "", &["account", "list", "--json"]).await;
    assert_eq!(list.last()["accounts"][0]["account"].as_str(), Some("a"), "names need no passphrase");
}
