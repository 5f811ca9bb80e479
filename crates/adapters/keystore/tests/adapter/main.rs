//! The vault on a real disk, and the files of other wallets.

mod account_files;
mod hostile_files;
#[cfg(target_os = "linux")]
mod keyring;
mod killed;
#[cfg(target_os = "linux")]
mod session_bus;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use pileus_domain::AccountId;
use pileus_keystore::{KeystoreAdapter, PassphraseCost};
use pileus_ports::{
    AccountOrigin, Keystore as _, KeystoreError, Protection, SecretText, Timestamp, conformance,
    fake::{FakeClock, FakeEntropy},
};
use subxt_signer::sr25519;

pub(crate) fn open(folder: &Path, seed: u64) -> Result<KeystoreAdapter, KeystoreError> {
    let clock = FakeClock::at(Timestamp(1_700_000_000_000));
    KeystoreAdapter::open(folder, PassphraseCost::LEAST, Arc::new(FakeEntropy::from_seed(seed)), Arc::new(clock))
}

pub(crate) fn text(secret: &str) -> SecretText {
    SecretText::new(secret.to_owned())
}

fn vault(folder: &Path) -> PathBuf {
    folder.join("vault.json")
}

pub(crate) fn verify(account: &AccountId, message: &[u8], signature: &[u8; 64]) -> bool {
    sr25519::verify(&sr25519::Signature(*signature), message, &sr25519::PublicKey(account.0))
}

#[test]
fn the_vault_keeps_the_promises_of_the_port() {
    let folder = tempfile::tempdir().unwrap();
    let mut number = 0;
    let empty = || {
        number += 1;
        open(&folder.path().join(number.to_string()), number).unwrap()
    };
    conformance::keystore::run(empty, verify);
}

#[test]
fn so_does_a_vault_under_a_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let mut number = 0;
    let empty = || {
        number += 1;
        let keystore = open(&folder.path().join(number.to_string()), number).unwrap();
        keystore.set_passphrase(Some(&text("p"))).unwrap();
        keystore
    };
    conformance::keystore::run_contents(empty, verify);
}

#[test]
fn everything_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let before = open(folder.path(), 1).unwrap();
    let entry = before.create_account("mine").unwrap().0;
    let key = before.create_data_key("default").unwrap();
    let secret = before.data_key("default").unwrap();
    before.set_passphrase(Some(&text("p"))).unwrap();
    drop(before);

    let after = open(folder.path(), 2).unwrap();
    assert!(after.is_locked());
    assert_eq!((after.accounts().unwrap(), after.data_keys().unwrap()), (vec![entry.clone()], vec![key]));
    assert!(matches!(after.unlock(&text("q")), Err(KeystoreError::WrongPassphrase)));
    after.unlock(&text("p")).unwrap();
    assert_eq!(after.data_key("default").unwrap().expose(), secret.expose());
    assert_eq!(after.signer(&entry.account).unwrap().account(), entry.account);
}

#[test]
fn no_secret_can_be_read_in_a_file_under_a_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let keystore = open(folder.path(), 1).unwrap();
    let words = keystore.create_account("mine").unwrap().1;
    keystore.create_data_key("default").unwrap();
    let key = hex::encode(keystore.data_key("default").unwrap().expose());
    keystore.set_passphrase(Some(&text("correct horse"))).unwrap();
    let left = fs::read_dir(folder.path()).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    let left = left.collect::<String>();
    assert!(left.contains("\"passphrase\"") && left.contains("mine"));
    assert!(!left.contains("file_permissions"), "the version with the key in the clear is gone");
    for secret in [key.as_str(), "correct horse"].into_iter().chain(words.expose().split(' ').filter(|w| w.len() > 4)) {
        assert!(!left.contains(secret), "a secret is in the file");
    }
}

#[test]
fn two_processes_change_one_vault_without_losing_anything() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (open(folder.path(), 1).unwrap(), open(folder.path(), 2).unwrap());
    std::thread::scope(|scope| {
        for (keystore, side) in [(&one, "one"), (&two, "two")] {
            scope.spawn(move || {
                for turn in 0..5 {
                    keystore.create_data_key(&format!("{side} {turn}")).unwrap();
                }
            });
        }
    });
    assert_eq!(one.data_keys().unwrap().len(), 10);
    one.set_passphrase(Some(&text("p"))).unwrap();
    assert!(two.is_locked(), "the other process has to ask");
    assert!(matches!(two.data_key("one 0"), Err(KeystoreError::Locked)));
    two.unlock(&text("p")).unwrap();
    one.set_passphrase(Some(&text("changed"))).unwrap();
    assert!(two.is_locked() && !one.is_locked());
}

#[test]
fn damaged_newer_and_unreadable_vaults_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path(), 1).unwrap().set_passphrase(Some(&text("p"))).unwrap();
    let whole = fs::read_to_string(vault(folder.path())).unwrap();
    let result = |content: &str| {
        fs::write(vault(folder.path()), content).unwrap();
        open(folder.path(), 2).map(drop)
    };
    assert!(result(&whole).is_ok());
    assert!(matches!(result(&whole[..whole.len() / 2]), Err(KeystoreError::Damaged(_))));
    assert!(matches!(result(&whole.replace("\"passes\": 1", "\"passes\": 2")), Err(KeystoreError::Damaged(_))));
    let newer = result(&whole.replace("\"version\": 2", "\"version\": 9"));
    assert!(matches!(newer, Err(KeystoreError::Newer { found: 9, known: 2 })), "{newer:?}");
    fs::remove_file(vault(folder.path())).unwrap();
    fs::create_dir(vault(folder.path())).unwrap();
    assert!(matches!(open(folder.path(), 2).map(drop), Err(KeystoreError::File { action: "read", .. })));
    let in_the_way = folder.path().join("file");
    fs::write(&in_the_way, "").unwrap();
    assert!(matches!(open(&in_the_way, 2).map(drop), Err(KeystoreError::File { action: "written", .. })));
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_nobody_may_write_into_is_told() {
    let keystore = open(Path::new("/sys/kernel"), 1).unwrap();
    assert!(keystore.accounts().unwrap().is_empty());
    let result = keystore.create_data_key("default");
    assert!(matches!(result, Err(KeystoreError::ReadOnly { .. })), "{result:?}");
    let result = open(Path::new("/sys/kernel/vault"), 1).map(drop);
    assert!(matches!(result, Err(KeystoreError::ReadOnly { .. })), "{result:?}");
}

#[test]
fn a_rotation_by_another_process_leaves_the_vault_unlocked() {
    let folder = tempfile::tempdir().unwrap();
    let one = open(folder.path(), 1).unwrap();
    let key = one.create_data_key("default").unwrap();
    one.set_passphrase(Some(&text("p"))).unwrap();
    let two = open(folder.path(), 2).unwrap();
    two.unlock(&text("p")).unwrap();
    let read = || fs::read_to_string(vault(folder.path())).unwrap();
    let before = read();
    one.rotate_data_key(&key.fingerprint, "old").unwrap();
    let sealed_key = |text: &str| text.split("\"directory\"").next().unwrap().to_owned();
    assert_ne!(sealed_key(&before), sealed_key(&read()), "the vault's own key is another one");
    assert!(!two.is_locked());
    assert_eq!(two.data_key("old").unwrap().expose(), one.data_key("old").unwrap().expose());
    let salt = |text: &str| text.split("\"salt\"").nth(1).unwrap()[..40].to_owned();
    assert_eq!(salt(&before), salt(&read()), "and the passphrase opens it as before");
}

#[test]
fn an_untouched_vault_has_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let keystore = open(folder.path(), 1).unwrap();
    assert_eq!(keystore.protection().unwrap(), Protection::FilePermissions);
    assert!(keystore.accounts().unwrap().is_empty());
    assert!(!vault(folder.path()).exists());
    keystore.import_account("alice", &text("//Alice"), AccountOrigin::Development).unwrap();
    assert!(vault(folder.path()).exists());
}
