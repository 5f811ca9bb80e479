//! Accounts: from words, seeds and files, and out again.

use super::{STRANGER, Verify, text};
use pileus_domain::Capsule;

use crate::{AccountEntry, AccountFileError, AccountOrigin, Keystore, KeystoreError};

pub(super) fn a_created_account_comes_back_from_its_words(keystore: &impl Keystore, other: &impl Keystore) {
    let (entry, words) = keystore.create_account("mine").unwrap();
    assert_eq!(words.expose().split(' ').count(), 12);
    assert_eq!((entry.name.as_str(), entry.origin), ("mine", AccountOrigin::Created));
    assert_eq!(keystore.accounts().unwrap(), std::slice::from_ref(&entry));
    let (second, _) = keystore.create_account("another").unwrap();
    assert_ne!(second.account, entry.account);
    let back = other.import_account("back", &words, AccountOrigin::Imported).unwrap();
    assert_eq!((back.account, back.origin), (entry.account, AccountOrigin::Imported));
}

pub(super) fn an_account_signs_as_itself(keystore: &impl Keystore, verify: Verify) {
    let entry = keystore.import_account("alice", &text("//Alice"), AccountOrigin::Development).unwrap();
    let signer = keystore.signer(&entry.account).unwrap();
    assert_eq!(signer.account(), entry.account);
    let signature = signer.sign(b"message");
    assert!(verify(&entry.account, b"message", &signature));
    assert!(!verify(&entry.account, b"another", &signature));
    assert!(matches!(keystore.signer(&STRANGER), Err(KeystoreError::NotFound { what: "account", .. })));
}

pub(super) fn one_account_is_the_default(keystore: &impl Keystore) {
    let first = keystore.create_account("first").unwrap().0;
    let second = keystore.create_account("second").unwrap().0;
    assert!(first.is_default && !second.is_default);
    keystore.set_default_account(&second.account).unwrap();
    let defaults: Vec<_> = keystore.accounts().unwrap().into_iter().filter(|a| a.is_default).collect();
    assert_eq!(defaults.iter().map(|a| a.account).collect::<Vec<_>>(), [second.account]);
    let unknown = keystore.set_default_account(&STRANGER);
    assert!(matches!(unknown, Err(KeystoreError::NotFound { .. })));
}

pub(super) fn a_name_and_a_key_are_taken_once(keystore: &impl Keystore) {
    keystore.import_account("alice", &text("//Alice"), AccountOrigin::Development).unwrap();
    let same_name = keystore.create_account("alice").map(drop);
    assert!(matches!(same_name, Err(KeystoreError::Exists { what: "account", .. })), "{same_name:?}");
    let same_key = keystore.import_account("alias", &text("//Alice"), AccountOrigin::Imported);
    assert!(matches!(&same_key, Err(KeystoreError::Exists { name, .. }) if name == "alice"), "{same_key:?}");
    assert_eq!(keystore.accounts().unwrap().len(), 1);
}

pub(super) fn an_account_keeps_its_key_under_another_name(keystore: &impl Keystore) {
    let first = keystore.create_account("first").unwrap().0;
    let second = keystore.create_account("second").unwrap().0;
    keystore.rename_account(&second.account, "savings").unwrap();
    keystore.rename_account(&second.account, "savings").unwrap();
    let taken = keystore.rename_account(&second.account, "first");
    assert!(matches!(&taken, Err(KeystoreError::Exists { what: "account", name }) if name == "first"), "{taken:?}");
    let unknown = keystore.rename_account(&STRANGER, "other");
    assert!(matches!(unknown, Err(KeystoreError::NotFound { what: "account", .. })), "{unknown:?}");
    let renamed = AccountEntry { name: "savings".to_owned(), ..second.clone() };
    assert_eq!(keystore.accounts().unwrap(), [first, renamed]);
    assert_eq!(keystore.signer(&second.account).unwrap().account(), second.account);
    keystore.create_account("second").unwrap();
}

pub(super) fn nonsense_is_no_secret(keystore: &impl Keystore) {
    for nonsense in ["", "only three words", "0x1234", "0x"] {
        let result = keystore.import_account("x", &text(nonsense), AccountOrigin::Imported);
        assert!(matches!(result, Err(KeystoreError::BadSecret(_))), "{nonsense:?} gave {result:?}");
    }
    assert!(keystore.accounts().unwrap().is_empty());
}

pub(super) fn a_removed_account_is_gone_and_another_becomes_the_default(keystore: &impl Keystore) {
    let accounts = ["first", "second", "third"].map(|name| keystore.create_account(name).unwrap());
    let [first, second, third] = accounts.each_ref().map(|(entry, _)| entry.account);
    keystore.set_default_account(&second).unwrap();
    keystore.remove_account(&third).unwrap();
    let left = || keystore.accounts().unwrap().into_iter().map(|a| (a.account, a.is_default)).collect::<Vec<_>>();
    assert_eq!(left(), [(first, false), (second, true)]);
    keystore.remove_account(&second).unwrap();
    assert_eq!(left(), [(first, true)]);
    assert!(matches!(keystore.signer(&second), Err(KeystoreError::NotFound { what: "account", .. })));
    let again = keystore.remove_account(&second);
    assert!(matches!(again, Err(KeystoreError::NotFound { what: "account", .. })), "{again:?}");
    let back = keystore.import_account("second", &accounts[1].1, AccountOrigin::Imported).unwrap();
    assert_eq!((back.account, back.is_default), (second, false), "from its words it comes back");
    keystore.remove_account(&first).unwrap();
    keystore.remove_account(&second).unwrap();
    assert!(keystore.accounts().unwrap().is_empty());
}

pub(super) fn an_account_travels_in_a_file(keystore: &impl Keystore, other: &impl Keystore, verify: Verify) {
    let entry = keystore.import_account("alice", &text("//Alice"), AccountOrigin::Development).unwrap();
    let file = keystore.export_account_file(&entry.account, &text("on the way")).unwrap();
    let came = other.import_account_file("came", file.expose().as_bytes(), Some(&text("on the way"))).unwrap();
    assert_eq!((came.name.as_str(), came.account, came.origin), ("came", entry.account, AccountOrigin::Imported));
    let signature = other.signer(&entry.account).unwrap().sign(b"message");
    assert!(verify(&entry.account, b"message", &signature));
    let again = other.import_account_file("again", file.expose().as_bytes(), Some(&text("on the way")));
    assert!(matches!(&again, Err(KeystoreError::Exists { name, .. }) if name == "came"), "{again:?}");
    let stranger = keystore.export_account_file(&STRANGER, &text("on the way"));
    assert!(matches!(stranger, Err(KeystoreError::NotFound { what: "account", .. })), "{stranger:?}");
}

pub(super) fn a_file_that_is_not_whole_or_not_opened_brings_nothing(keystore: &impl Keystore, other: &impl Keystore) {
    let account = keystore.create_account("mine").unwrap().0.account;
    let file = keystore.export_account_file(&account, &text("right")).unwrap();
    let whole = file.expose().as_bytes();
    let take = |bytes: &[u8], passphrase: Option<&str>| match other.import_account_file(
        "x",
        bytes,
        passphrase.map(text).as_ref(),
    ) {
        Err(KeystoreError::AccountFile(error)) => error,
        result => panic!("{result:?}"),
    };
    assert_eq!(take(whole, Some("wrong")), AccountFileError::WrongPassphrase);
    assert_eq!(take(whole, None), AccountFileError::PassphraseNeeded);
    assert!(matches!(take(&whole[..whole.len() / 2], Some("right")), AccountFileError::Damaged(_)));
    assert!(matches!(take(&[0xff; 64], Some("right")), AccountFileError::Damaged(_)));
    assert!(other.accounts().unwrap().is_empty());
}

/// A published capsule: its parts belong together.
const CAPSULE: &str = concat!(
    r#"{"E":"ZgTAtxY13rkAGLDwNJjdgPJ7iEwkQsDhZDSI99DQuwQ=","#,
    r#""V":"WlborcIz5Q+xHLWzaNYNTBYdNf++F6/h7FrvfpkuaiI=","#,
    r#""S":"FpBDUFmXV8L4lkPuDy4esu47hzB0JJEHv2uKfYX28gs="}"#,
);

pub(super) fn a_capsule_gives_each_account_a_key_of_its_own(keystore: &impl Keystore) {
    let accounts = ["first", "second"].map(|name| keystore.create_account(name).unwrap().0.account);
    let capsule: Capsule = serde_json::from_str(CAPSULE).unwrap();
    let keys = accounts.map(|account| keystore.open_capsule(&account, &capsule).unwrap());
    assert_ne!(keys[0].expose(), keys[1].expose());
    assert_eq!(keystore.open_capsule(&accounts[0], &capsule).unwrap().expose(), keys[0].expose());
    let none = [0xff; 32];
    for broken in [Capsule { e: none, ..capsule }, Capsule { v: none, ..capsule }, Capsule { s: none, ..capsule }] {
        let refused = keystore.open_capsule(&accounts[0], &broken);
        assert!(matches!(refused, Err(KeystoreError::BadCapsule(_))), "{refused:?}");
    }
    let unknown = keystore.open_capsule(&STRANGER, &capsule);
    assert!(matches!(unknown, Err(KeystoreError::NotFound { what: "account", .. })), "{unknown:?}");
}
