//! What every keystore must do.

use pileus_domain::AccountId;

use crate::{
    AccountEntry, AccountFileError, AccountOrigin, DataKeyEntry, Keystore, KeystoreError, Protection, SecretText,
};

/// Tells whether a signature was made over a message by an account.
pub type Verify = fn(&AccountId, &[u8], &[u8; 64]) -> bool;

/// Run the whole suite; `empty` gives an unlocked keystore without a passphrase and without anything in it.
///
/// # Panics
/// When a promise of the port is broken.
pub fn run<K: Keystore>(mut empty: impl FnMut() -> K, verify: Verify) {
    without_a_passphrase_only_permissions_protect(&empty());
    a_created_account_comes_back_from_its_words(&empty(), &empty());
    an_account_signs_as_itself(&empty(), verify);
    one_account_is_the_default(&empty());
    a_name_and_a_key_are_taken_once(&empty());
    an_account_keeps_its_key_under_another_name(&empty());
    nonsense_is_no_secret(&empty());
    an_account_travels_in_a_file(&empty(), &empty(), verify);
    a_file_that_is_not_whole_or_not_opened_brings_nothing(&empty(), &empty());
    a_data_key_keeps_its_secret_under_another_name(&empty());
    data_keys_are_found_by_name_and_fingerprint(&empty());
    locked_secrets_stay_in(&empty());
    a_passphrase_can_change_and_go(&empty());
}

fn text(secret: &str) -> SecretText {
    SecretText::new(secret.to_owned())
}

fn without_a_passphrase_only_permissions_protect(keystore: &impl Keystore) {
    assert_eq!(keystore.protection().unwrap(), Protection::FilePermissions);
    assert!(!keystore.is_locked());
    keystore.lock();
    assert!(!keystore.is_locked(), "there is nothing to lock with");
    keystore.unlock(&text("anything")).unwrap();
    assert!(keystore.accounts().unwrap().is_empty() && keystore.data_keys().unwrap().is_empty());
}

fn a_created_account_comes_back_from_its_words(keystore: &impl Keystore, other: &impl Keystore) {
    let (entry, words) = keystore.create_account("mine").unwrap();
    assert_eq!(words.expose().split(' ').count(), 12);
    assert_eq!((entry.name.as_str(), entry.origin), ("mine", AccountOrigin::Created));
    assert_eq!(keystore.accounts().unwrap(), std::slice::from_ref(&entry));
    let (second, _) = keystore.create_account("another").unwrap();
    assert_ne!(second.account, entry.account);
    let back = other.import_account("back", &words, AccountOrigin::Imported).unwrap();
    assert_eq!((back.account, back.origin), (entry.account, AccountOrigin::Imported));
}

fn an_account_signs_as_itself(keystore: &impl Keystore, verify: Verify) {
    let entry = keystore.import_account("alice", &text("//Alice"), AccountOrigin::Development).unwrap();
    let signer = keystore.signer(&entry.account).unwrap();
    assert_eq!(signer.account(), entry.account);
    let signature = signer.sign(b"message");
    assert!(verify(&entry.account, b"message", &signature));
    assert!(!verify(&entry.account, b"another", &signature));
    let stranger = AccountId([0xee; 32]);
    assert!(matches!(keystore.signer(&stranger), Err(KeystoreError::NotFound { what: "account", .. })));
}

fn one_account_is_the_default(keystore: &impl Keystore) {
    let first = keystore.create_account("first").unwrap().0;
    let second = keystore.create_account("second").unwrap().0;
    assert!(first.is_default && !second.is_default);
    keystore.set_default_account(&second.account).unwrap();
    let defaults: Vec<_> = keystore.accounts().unwrap().into_iter().filter(|a| a.is_default).collect();
    assert_eq!(defaults.iter().map(|a| a.account).collect::<Vec<_>>(), [second.account]);
    let unknown = keystore.set_default_account(&AccountId([0xee; 32]));
    assert!(matches!(unknown, Err(KeystoreError::NotFound { .. })));
}

fn a_name_and_a_key_are_taken_once(keystore: &impl Keystore) {
    keystore.import_account("alice", &text("//Alice"), AccountOrigin::Development).unwrap();
    let same_name = keystore.create_account("alice").map(drop);
    assert!(matches!(same_name, Err(KeystoreError::Exists { what: "account", .. })), "{same_name:?}");
    let same_key = keystore.import_account("alias", &text("//Alice"), AccountOrigin::Imported);
    assert!(matches!(&same_key, Err(KeystoreError::Exists { name, .. }) if name == "alice"), "{same_key:?}");
    assert_eq!(keystore.accounts().unwrap().len(), 1);
}

fn an_account_keeps_its_key_under_another_name(keystore: &impl Keystore) {
    let first = keystore.create_account("first").unwrap().0;
    let second = keystore.create_account("second").unwrap().0;
    keystore.rename_account(&second.account, "savings").unwrap();
    keystore.rename_account(&second.account, "savings").unwrap();
    let taken = keystore.rename_account(&second.account, "first");
    assert!(matches!(&taken, Err(KeystoreError::Exists { what: "account", name }) if name == "first"), "{taken:?}");
    let unknown = keystore.rename_account(&AccountId([0xee; 32]), "other");
    assert!(matches!(unknown, Err(KeystoreError::NotFound { what: "account", .. })), "{unknown:?}");
    let renamed = AccountEntry { name: "savings".to_owned(), ..second.clone() };
    assert_eq!(keystore.accounts().unwrap(), [first, renamed]);
    assert_eq!(keystore.signer(&second.account).unwrap().account(), second.account);
    keystore.create_account("second").unwrap();
}

fn nonsense_is_no_secret(keystore: &impl Keystore) {
    for nonsense in ["", "only three words", "0x1234", "0x"] {
        let result = keystore.import_account("x", &text(nonsense), AccountOrigin::Imported);
        assert!(matches!(result, Err(KeystoreError::BadSecret(_))), "{nonsense:?} gave {result:?}");
    }
    assert!(keystore.accounts().unwrap().is_empty());
}

fn an_account_travels_in_a_file(keystore: &impl Keystore, other: &impl Keystore, verify: Verify) {
    let entry = keystore.import_account("alice", &text("//Alice"), AccountOrigin::Development).unwrap();
    let file = keystore.export_account_file(&entry.account, &text("on the way")).unwrap();
    let came = other.import_account_file("came", file.expose().as_bytes(), Some(&text("on the way"))).unwrap();
    assert_eq!((came.name.as_str(), came.account, came.origin), ("came", entry.account, AccountOrigin::Imported));
    let signature = other.signer(&entry.account).unwrap().sign(b"message");
    assert!(verify(&entry.account, b"message", &signature));
    let again = other.import_account_file("again", file.expose().as_bytes(), Some(&text("on the way")));
    assert!(matches!(&again, Err(KeystoreError::Exists { name, .. }) if name == "came"), "{again:?}");
    let stranger = keystore.export_account_file(&AccountId([0xee; 32]), &text("on the way"));
    assert!(matches!(stranger, Err(KeystoreError::NotFound { what: "account", .. })), "{stranger:?}");
}

fn a_file_that_is_not_whole_or_not_opened_brings_nothing(keystore: &impl Keystore, other: &impl Keystore) {
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

fn a_data_key_keeps_its_secret_under_another_name(keystore: &impl Keystore) {
    let entry = keystore.create_data_key("default").unwrap();
    keystore.create_data_key("other").unwrap();
    let key = keystore.data_key("default").unwrap();
    keystore.rename_data_key(&entry.fingerprint, "family").unwrap();
    let taken = keystore.rename_data_key(&entry.fingerprint, "other");
    assert!(matches!(taken, Err(KeystoreError::Exists { what: "data key", .. })), "{taken:?}");
    let unknown = keystore.rename_data_key("0000000000000000", "third");
    assert!(matches!(unknown, Err(KeystoreError::NotFound { what: "data key", .. })), "{unknown:?}");
    assert_eq!(keystore.data_key("family").unwrap().expose(), key.expose());
    assert!(matches!(keystore.data_key("default"), Err(KeystoreError::NotFound { .. })));
    assert_eq!(keystore.data_keys().unwrap()[0], DataKeyEntry { name: "family".to_owned(), ..entry });
}

fn data_keys_are_found_by_name_and_fingerprint(keystore: &impl Keystore) {
    let entry = keystore.create_data_key("default").unwrap();
    let other = keystore.create_data_key("other").unwrap();
    assert_eq!(entry.fingerprint.len(), 16);
    assert!(entry.fingerprint.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')));
    let key = keystore.data_key("default").unwrap();
    assert_eq!(keystore.data_key(&entry.fingerprint).unwrap().expose(), key.expose());
    assert_ne!(keystore.data_key("other").unwrap().expose(), key.expose());
    assert_eq!(keystore.data_keys().unwrap(), [entry, other]);
    assert!(matches!(keystore.data_key("none"), Err(KeystoreError::NotFound { what: "data key", .. })));
    assert!(matches!(keystore.create_data_key("default"), Err(KeystoreError::Exists { what: "data key", .. })));
}

fn locked_secrets_stay_in(keystore: &impl Keystore) {
    let account = keystore.create_account("mine").unwrap().0;
    keystore.create_data_key("default").unwrap();
    keystore.set_passphrase(Some(&text("correct horse"))).unwrap();
    assert_eq!(keystore.protection().unwrap(), Protection::Passphrase);
    assert!(!keystore.is_locked(), "whoever sets a passphrase knows it");
    keystore.lock();
    assert!(keystore.is_locked());
    assert!(matches!(keystore.signer(&account.account), Err(KeystoreError::Locked)));
    assert!(matches!(keystore.data_key("default"), Err(KeystoreError::Locked)));
    assert!(matches!(keystore.create_account("more"), Err(KeystoreError::Locked)));
    assert!(matches!(keystore.export_account_file(&account.account, &text("p")), Err(KeystoreError::Locked)));
    assert!(matches!(keystore.import_account_file("more", &[], None), Err(KeystoreError::Locked)));
    assert!(matches!(keystore.create_data_key("more"), Err(KeystoreError::Locked)));
    assert!(matches!(keystore.set_passphrase(None), Err(KeystoreError::Locked)));
    assert!(matches!(keystore.set_default_account(&account.account), Err(KeystoreError::Locked)));
    assert!(matches!(keystore.rename_account(&account.account, "x"), Err(KeystoreError::Locked)));
    assert!(matches!(keystore.rename_data_key("default", "x"), Err(KeystoreError::Locked)));
    assert_eq!(keystore.accounts().unwrap(), std::slice::from_ref(&account), "names can be read");
    assert_eq!(keystore.data_keys().unwrap().len(), 1);
    assert!(matches!(keystore.unlock(&text("wrong")), Err(KeystoreError::WrongPassphrase)));
    assert!(keystore.is_locked());
    keystore.unlock(&text("correct horse")).unwrap();
    assert_eq!(keystore.signer(&account.account).unwrap().account(), account.account);
    keystore.data_key("default").unwrap();
}

fn a_passphrase_can_change_and_go(keystore: &impl Keystore) {
    keystore.create_data_key("default").unwrap();
    let key = keystore.data_key("default").unwrap();
    keystore.set_passphrase(Some(&text("one"))).unwrap();
    keystore.set_passphrase(Some(&text("two"))).unwrap();
    keystore.lock();
    assert!(matches!(keystore.unlock(&text("one")), Err(KeystoreError::WrongPassphrase)));
    keystore.unlock(&text("two")).unwrap();
    keystore.set_passphrase(None).unwrap();
    assert_eq!(keystore.protection().unwrap(), Protection::FilePermissions);
    keystore.lock();
    assert_eq!(keystore.data_key("default").unwrap().expose(), key.expose(), "the keys stay the same");
}
