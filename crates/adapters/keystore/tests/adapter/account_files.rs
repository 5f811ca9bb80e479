//! Account files that `@polkadot/keyring` made, whole and broken, and the paths of its secret URIs.

use pileus_domain::AccountId;
use pileus_keystore::{AccountFile, KeystoreAdapter};
use pileus_ports::{AccountFileError, AccountOrigin, Keystore as _, KeystoreError, SecretText};
use serde::Deserialize;
use subxt_signer::sr25519;

use crate::{open, text};

/// A file that opens, or the answer to one that does not.
#[derive(Deserialize)]
pub(crate) struct Case {
    what: String,
    #[serde(default)]
    expect: String,
    #[serde(default)]
    uri: String,
    passphrase: Option<String>,
    pub(crate) file: String,
}

#[derive(Deserialize)]
struct Derived {
    uri: String,
    public_key: AccountId,
}

pub(crate) fn good() -> Vec<Case> {
    serde_json::from_str(include_str!("../../../../../tests/vectors/polkadot-json/good.json")).unwrap()
}

pub(crate) fn broken() -> Vec<Case> {
    serde_json::from_str(include_str!("../../../../../tests/vectors/polkadot-json/broken.json")).unwrap()
}

fn take(keystore: &KeystoreAdapter, case: &Case) -> Result<AccountId, KeystoreError> {
    let passphrase = case.passphrase.as_deref().map(text);
    let entry = keystore.import_account_file(&case.what, case.file.as_bytes(), passphrase.as_ref())?;
    assert_eq!(entry.origin, AccountOrigin::Imported);
    Ok(entry.account)
}

fn holds(keystore: &KeystoreAdapter, account: AccountId) -> bool {
    let signature = keystore.signer(&account).unwrap().sign(b"message");
    sr25519::verify(&sr25519::Signature(signature), b"message", &sr25519::PublicKey(account.0))
}

fn account_of(keystore: &KeystoreAdapter, secret: &str) -> AccountId {
    keystore.import_account(secret, &text(secret), AccountOrigin::Imported).unwrap().account
}

#[test]
fn every_kind_of_file_gives_the_account_that_was_put_in() {
    let folder = tempfile::tempdir().unwrap();
    let cases = good();
    assert!(cases.len() > 12);
    for (number, case) in cases.iter().enumerate() {
        let keystore = |side: &str| open(&folder.path().join(format!("{side} {number}")), 1).unwrap();
        let (here, there) = (keystore("file"), keystore("words"));
        let account = take(&here, case).unwrap_or_else(|error| panic!("{}: {error:?}", case.what));
        assert_eq!(account, account_of(&there, &case.uri), "{}", case.what);
        assert!(holds(&here, account), "{}", case.what);
    }
}

#[test]
fn every_way_to_break_a_file_has_its_answer_and_brings_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let keystore = open(folder.path(), 1).unwrap();
    for case in broken() {
        let error = match take(&keystore, &case) {
            Err(KeystoreError::AccountFile(error)) => error,
            result => panic!("{}: {result:?}", case.what),
        };
        assert_eq!(word(&error), case.expect, "{}: {error}", case.what);
    }
    assert!(keystore.accounts().unwrap().is_empty());
}

fn word(error: &AccountFileError) -> &'static str {
    match error {
        AccountFileError::Damaged(_) => "damaged",
        AccountFileError::Unsupported { .. } => "unsupported",
        AccountFileError::Cost { .. } => "cost",
        AccountFileError::PassphraseNeeded => "passphrase_needed",
        AccountFileError::WrongPassphrase => "wrong_passphrase",
        AccountFileError::Mismatch => "mismatch",
    }
}

#[test]
fn a_file_that_is_too_long_is_not_even_parsed() {
    let whole = &good()[0].file;
    let padded = |length: usize| format!("{whole}{}", " ".repeat(length - whole.len()));
    assert!(AccountFile::parse(padded(64 << 10).as_bytes()).is_ok());
    let result = AccountFile::parse(padded((64 << 10) + 1).as_bytes()).map(drop);
    assert!(matches!(result, Err(AccountFileError::Damaged(_))), "{result:?}");
}

#[test]
fn an_account_without_words_leaves_and_comes_back_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let account = take(&open(&folder.path().join("one"), 1).unwrap(), &good()[2]).unwrap();
    let after = open(&folder.path().join("one"), 2).unwrap();
    assert!(holds(&after, account));
    let file = after.export_account_file(&account, &text("on the way")).unwrap();
    let other = open(&folder.path().join("two"), 3).unwrap();
    let came = other.import_account_file("came", file.expose().as_bytes(), Some(&text("on the way"))).unwrap();
    assert!(came.account == account && holds(&other, account));
}

#[test]
fn a_written_file_shows_the_name_and_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let keystore = open(folder.path(), 1).unwrap();
    let account = keystore.import_account("my \"own\"", &text("//Alice"), AccountOrigin::Imported).unwrap().account;
    let export = || keystore.export_account_file(&account, &text("on the way")).unwrap();
    let (file, again) = (export(), export());
    assert_ne!(file.expose(), again.expose(), "salt and nonce are drawn anew");
    let json: serde_json::Value = serde_json::from_str(file.expose()).unwrap();
    assert_eq!(json["address"], account.to_string());
    assert_eq!(json["meta"], serde_json::json!({"name": "my \"own\"", "whenCreated": 1_700_000_000_000_u64}));
    assert_eq!(json["encoding"]["type"], serde_json::json!(["scrypt", "xsalsa20-poly1305"]));
    assert_eq!(json["encoding"]["version"], "3");
    assert!(!file.expose().contains("on the way"));
}

#[test]
fn paths_and_passwords_lead_where_they_lead_in_other_wallets() {
    let folder = tempfile::tempdir().unwrap();
    let vectors: Vec<Derived> =
        serde_json::from_str(include_str!("../../../../../tests/vectors/polkadot-json/derivation.json")).unwrap();
    assert!(vectors.len() > 12);
    for (number, Derived { uri, public_key }) in vectors.iter().enumerate() {
        let keystore = open(&folder.path().join(number.to_string()), 1).unwrap();
        assert_eq!(account_of(&keystore, uri), *public_key, "{uri}");
        assert!(holds(&keystore, *public_key), "{uri}");
    }
}

#[test]
fn a_refusal_repeats_no_secret() {
    let open_file = good().into_iter().find(|case| case.passphrase.is_none()).unwrap().file;
    let secret = open_file.split('"').find(|part| part.len() > 100).unwrap();
    for file in [open_file.replace("pkcs8", secret), open_file.replace("sr25519", "ed25519"), format!("{open_file}x")] {
        let error = AccountFile::parse(file.as_bytes()).map(drop).unwrap_err();
        let said = format!("{error} {error:?}");
        assert!(!said.contains(&secret[60..100]), "{said}");
    }
    assert!(format!("{:?}", SecretText::new(open_file)).contains("***"));
}
