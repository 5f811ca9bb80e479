//! Everything at once, for a recovery kit.

use super::{Verify, text};
use crate::{
    AccountEntry, AccountOrigin, BundledAccount, DataKeyEntry, Keystore, KeystoreError, RestoredSecrets, SecretBundle,
    SecretBytes, Timestamp,
};

/// Two accounts, the second of them the default, and two data keys.
fn fill(keystore: &impl Keystore) -> (Vec<AccountEntry>, Vec<DataKeyEntry>) {
    keystore.import_account("alice", &text("//Alice"), AccountOrigin::Development).unwrap();
    let mine = keystore.create_account("mine").unwrap().0;
    keystore.set_default_account(&mine.account).unwrap();
    keystore.create_data_key("default").unwrap();
    keystore.create_data_key("family").unwrap();
    (keystore.accounts().unwrap(), keystore.data_keys().unwrap())
}

pub(super) fn a_bundle_brings_everything_to_an_empty_keystore(
    keystore: &impl Keystore,
    other: &impl Keystore,
    verify: Verify,
) {
    assert!(keystore.bundle().unwrap().accounts.is_empty() && keystore.bundle().unwrap().data_keys.is_empty());
    let (accounts, data_keys) = fill(keystore);
    let bundle = keystore.bundle().unwrap();
    let restored = other.restore(&bundle).unwrap();
    assert_eq!(restored, RestoredSecrets { accounts: accounts.clone(), data_keys: data_keys.clone() });
    assert_eq!((other.accounts().unwrap(), other.data_keys().unwrap()), (accounts.clone(), data_keys.clone()));
    let alice = accounts[0].account;
    assert!(verify(&alice, b"message", &other.signer(&alice).unwrap().sign(b"message")));
    for AccountEntry { account, .. } in &accounts {
        assert_eq!(other.signer(account).unwrap().account(), *account);
    }
    for DataKeyEntry { name, .. } in &data_keys {
        assert_eq!(other.data_key(name).unwrap().expose(), keystore.data_key(name).unwrap().expose());
    }
    assert_eq!(other.restore(&bundle).unwrap(), RestoredSecrets::default(), "a second time it adds nothing");
    assert_eq!((other.accounts().unwrap(), other.data_keys().unwrap()), (accounts, data_keys));
}

pub(super) fn a_bundle_adds_to_what_is_there_and_renames_nothing(keystore: &impl Keystore, other: &impl Keystore) {
    let (accounts, data_keys) = fill(keystore);
    other.create_account("mine").unwrap();
    other.create_account("mine (2)").unwrap();
    other.import_account("known", &text("//Alice"), AccountOrigin::Imported).unwrap();
    other.create_data_key("family").unwrap();
    let before = (other.accounts().unwrap(), other.data_keys().unwrap());
    let restored = other.restore(&keystore.bundle().unwrap()).unwrap();
    let mine = AccountEntry { name: "mine (3)".to_owned(), is_default: false, ..accounts[1].clone() };
    let family = DataKeyEntry { name: "family (2)".to_owned(), ..data_keys[1].clone() };
    assert_eq!(restored.accounts, [mine], "and what is the default stays it");
    assert_eq!(restored.data_keys, [data_keys[0].clone(), family]);
    assert_eq!(other.accounts().unwrap(), [before.0, restored.accounts].concat());
    assert_eq!(other.data_keys().unwrap(), [before.1, restored.data_keys].concat());
}

pub(super) fn a_bundle_whose_secrets_are_of_others_adds_nothing(keystore: &impl Keystore, other: &impl Keystore) {
    fill(keystore);
    let whole = keystore.bundle().unwrap();
    let mut swapped = whole.clone();
    swapped.accounts[0].secret = whole.accounts[1].secret.clone();
    assert!(matches!(other.restore(&swapped), Err(KeystoreError::BadSecret(_))));
    let mut nonsense = whole.clone();
    nonsense.accounts[1].secret = text("0x1234");
    assert!(matches!(other.restore(&nonsense), Err(KeystoreError::BadSecret(_))));
    let mut changed = whole;
    changed.data_keys[1].key = SecretBytes::new([7; 32]);
    assert!(matches!(other.restore(&changed), Err(KeystoreError::BadDataKey(_))));
    assert!(other.accounts().unwrap().is_empty() && other.data_keys().unwrap().is_empty());
}

pub(super) fn a_bundle_without_a_default_gives_the_oldest_account_that_part(keystore: &impl Keystore) {
    let secret = text("//Alice");
    let account = keystore.import_account("alice", &secret, AccountOrigin::Development).unwrap().account;
    keystore.remove_account(&account).unwrap();
    let (name, origin, created) = ("a".to_owned(), AccountOrigin::Created, Timestamp(7));
    let entry = AccountEntry { name, account, origin, is_default: false, created };
    let bundle = SecretBundle { accounts: vec![BundledAccount { entry, secret }], data_keys: Vec::new() };
    let restored = keystore.restore(&bundle).unwrap();
    assert!(restored.accounts[0].is_default && restored.accounts == keystore.accounts().unwrap());
    assert_eq!((restored.accounts[0].origin, restored.accounts[0].created), (origin, created));
    let printed = format!("{bundle:?}");
    assert!(printed.contains("***") && !printed.contains("//Alice"), "{printed}");
}
