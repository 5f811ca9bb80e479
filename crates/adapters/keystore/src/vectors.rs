//! Golden vaults and data keys, made by a second implementation of `docs/formats-vault.md`.

use pileus_ports::{KeystoreError, SecretText};
use serde::Deserialize;

use crate::{content::Secrets, data_key_text, derived_key, encoding::SecretKey, keyring::EntryName, vault::Vault};

/// A vault, what opens it, and what is in it or what is wrong with it.
#[derive(Deserialize)]
struct Case {
    what: String,
    passphrase: Option<String>,
    entry: Option<String>,
    wrapping: Option<SecretKey>,
    file: String,
    #[serde(default)]
    secrets: serde_json::Value,
    #[serde(default)]
    expect: String,
}

#[derive(Deserialize)]
struct DataKeys {
    texts: Vec<DataKey>,
    broken: Vec<Broken>,
    derived: Vec<Derived>,
}

#[derive(Deserialize)]
struct DataKey {
    key: SecretKey,
    fingerprint: String,
    text: String,
}

#[derive(Deserialize)]
struct Broken {
    what: String,
    text: String,
}

#[derive(Deserialize)]
struct Derived {
    name: String,
    passphrase: String,
    key: SecretKey,
}

const GOOD: &str = include_str!("../../../../tests/vectors/vault/good.json");
const BROKEN: &str = include_str!("../../../../tests/vectors/vault/broken.json");
const DATA_KEYS: &str = include_str!("../../../../tests/vectors/vault/data-keys.json");

fn text(secret: &str) -> SecretText {
    SecretText::new(secret.to_owned())
}

/// As the adapter does it, with the case for a keyring.
fn open(case: &Case) -> Result<(Vault, Secrets), KeystoreError> {
    let vault = Vault::from_bytes(case.file.as_bytes())?;
    let entry = case.entry.as_deref().and_then(EntryName::parse);
    let key = if let Some(wanted) = vault.protection.entry() {
        let kept = case.wrapping.as_ref().filter(|_| entry == Some(wanted));
        kept.and_then(|kept| vault.protection.open(kept)).ok_or(KeystoreError::KeyringEntryMissing)?
    } else if let Some(key) = vault.protection.open_without() {
        key.clone()
    } else {
        let passphrase = text(case.passphrase.as_deref().expect("the case has a passphrase"));
        let wrapping = vault.protection.wrapping_of(&passphrase)?.expect("there is a passphrase");
        vault.protection.open(&wrapping).ok_or(KeystoreError::WrongPassphrase)?
    };
    let secrets = vault.open(&key)?;
    Ok((vault, secrets))
}

fn word(error: &KeystoreError) -> &'static str {
    match error {
        KeystoreError::Damaged(_) => "damaged",
        KeystoreError::Newer { .. } => "newer",
        KeystoreError::WrongPassphrase => "wrong_passphrase",
        KeystoreError::KeyringEntryMissing => "keyring_entry_missing",
        _ => "another",
    }
}

#[test]
fn golden_vaults_of_every_version_and_protection_open() {
    let cases: Vec<Case> = serde_json::from_str(GOOD).unwrap();
    assert!(cases.len() >= 10 && cases.iter().filter(|case| case.file.contains("\"version\": 1,")).count() >= 4);
    for case in cases {
        let (vault, secrets) = open(&case).unwrap_or_else(|error| panic!("{}: {error:?}", case.what));
        let secrets: serde_json::Value = serde_json::from_slice(&secrets.to_text()).unwrap();
        assert_eq!(secrets, case.secrets, "{}", case.what);
        let count = |of: &str| secrets[of].as_array().unwrap().len();
        let named = (vault.directory.accounts.len(), vault.directory.data_keys.len());
        assert_eq!(named, (count("accounts"), count("data_keys")), "{}", case.what);
    }
}

#[test]
fn every_way_to_break_a_vault_has_its_answer() {
    let cases: Vec<Case> = serde_json::from_str(BROKEN).unwrap();
    assert!(cases.len() > 40);
    for case in cases {
        let error = open(&case).map(drop).expect_err(&case.what);
        assert_eq!(word(&error), case.expect, "{}: {error:?}", case.what);
    }
}

#[test]
fn a_vault_of_version_1_is_written_again_as_version_2() {
    let cases: Vec<Case> = serde_json::from_str(GOOD).unwrap();
    for case in cases.iter().filter(|case| case.file.contains("\"version\": 1,")) {
        let vault = Vault::from_bytes(case.file.as_bytes()).unwrap();
        let again = String::from_utf8(vault.to_bytes().to_vec()).unwrap();
        assert!(again.contains("\"version\": 2,"), "{}", case.what);
        assert_eq!(Vault::from_bytes(again.as_bytes()).unwrap(), vault, "{}", case.what);
    }
}

#[test]
fn golden_texts_of_data_keys_read_and_write_and_broken_ones_do_not() {
    let DataKeys { texts, broken, .. } = serde_json::from_str(DATA_KEYS).unwrap();
    for DataKey { key, fingerprint, text: whole } in texts {
        assert_eq!(data_key_text::write(&key).expose(), whole);
        assert!(data_key_text::read(&text(&whole)).unwrap() == key && whole.contains(&fingerprint));
    }
    for Broken { what, text: bad } in broken {
        let result = data_key_text::read(&text(&bad));
        assert!(matches!(result, Err(KeystoreError::BadDataKey(_))), "{what}: {result:?}");
    }
}

#[test]
fn golden_names_and_passphrases_give_their_keys() {
    let DataKeys { derived, .. } = serde_json::from_str(DATA_KEYS).unwrap();
    for Derived { name, passphrase, key } in derived {
        assert_eq!(derived_key::derive(&name, &text(&passphrase)).unwrap(), key, "{name}");
    }
}
