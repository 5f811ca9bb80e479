//! Permissions, passphrase and keyring.

use pileus_domain::{AccountId, Capsule};

use super::{STRANGER_KEY, text};
use crate::{KeyringState, Keystore, KeystoreError, Protection, SecretBundle};

pub(super) fn without_a_passphrase_only_permissions_protect(keystore: &impl Keystore) {
    assert_eq!(keystore.protection().unwrap(), Protection::FilePermissions);
    assert!(!keystore.is_locked());
    keystore.lock();
    assert!(!keystore.is_locked(), "there is nothing to lock with");
    keystore.unlock(&text("anything")).unwrap();
    assert!(keystore.accounts().unwrap().is_empty() && keystore.data_keys().unwrap().is_empty());
}

pub(super) fn locked_secrets_stay_in(keystore: &impl Keystore) {
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

pub(super) fn a_passphrase_can_change_and_go(keystore: &impl Keystore) {
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

/// Every call that needs a secret says that it is locked, and changes nothing.
fn secrets_stay_in(keystore: &impl Keystore, account: &AccountId) {
    fn locked<T>(call: &str, result: Result<T, KeystoreError>) {
        assert!(matches!(result, Err(KeystoreError::Locked)), "{call}: {:?}", result.err());
    }
    let key = keystore.data_keys().unwrap()[0].fingerprint.clone();
    locked("remove_account", keystore.remove_account(account));
    let capsule = Capsule { e: [1; 32], v: [2; 32], s: [3; 32] };
    locked("open_capsule", keystore.open_capsule(account, &capsule));
    locked("remove_data_key", keystore.remove_data_key(&key));
    locked("derive_data_key", keystore.derive_data_key("more", &text("p")));
    locked("import_data_key", keystore.import_data_key("more", &text("x")));
    locked("export_data_key", keystore.export_data_key(&key));
    locked("rotate_data_key", keystore.rotate_data_key(&key, "old"));
    locked("bundle", keystore.bundle());
    locked("restore", keystore.restore(&SecretBundle::default()));
    locked("move_to_keyring", keystore.move_to_keyring());
    locked("unlock_with_keyring", keystore.unlock_with_keyring());
    assert_eq!((keystore.accounts().unwrap().len(), keystore.data_keys().unwrap().len()), (1, 1));
}

pub(super) fn every_call_for_a_secret_waits_for_the_passphrase(keystore: &impl Keystore) {
    let account = keystore.create_account("mine").unwrap().0.account;
    keystore.create_data_key("default").unwrap();
    keystore.set_passphrase(Some(&text("p"))).unwrap();
    keystore.lock();
    secrets_stay_in(keystore, &account);
    keystore.unlock(&text("p")).unwrap();
    keystore.unlock_with_keyring().unwrap();
    assert!(matches!(keystore.export_data_key(STRANGER_KEY), Err(KeystoreError::NotFound { .. })));
}

pub(super) fn a_key_in_the_keyring_opens_by_itself_until_it_is_locked(keystore: &impl Keystore) {
    assert_eq!(keystore.keyring(), KeyringState::Ready);
    let account = keystore.create_account("mine").unwrap().0.account;
    keystore.create_data_key("default").unwrap();
    let key = keystore.data_key("default").unwrap();
    keystore.move_to_keyring().unwrap();
    assert_eq!(keystore.protection().unwrap(), Protection::Keyring);
    assert!(!keystore.is_locked());
    assert_eq!(keystore.data_key("default").unwrap().expose(), key.expose(), "the keys stay the same");
    keystore.lock();
    assert!(keystore.is_locked());
    for result in [keystore.signer(&account).map(drop), keystore.set_passphrase(None), keystore.move_to_keyring()] {
        assert!(matches!(result, Err(KeystoreError::Locked)), "{result:?}");
    }
    keystore.unlock_with_keyring().unwrap();
    assert!(!keystore.is_locked());
    assert_eq!(keystore.signer(&account).unwrap().account(), account);
    keystore.lock();
    keystore.unlock(&text("anything")).unwrap();
    assert!(!keystore.is_locked(), "there is no passphrase that could be wrong");
}

pub(super) fn a_vault_moves_between_its_protections(keystore: &impl Keystore) {
    let account = keystore.create_account("mine").unwrap().0.account;
    keystore.create_data_key("default").unwrap();
    let key = keystore.data_key("default").unwrap();
    let is_whole = |protection| {
        assert_eq!(keystore.protection().unwrap(), protection);
        assert!(!keystore.is_locked(), "whoever moves it can open it");
        assert_eq!(keystore.data_key("default").unwrap().expose(), key.expose());
        assert_eq!(keystore.signer(&account).unwrap().account(), account);
    };
    keystore.move_to_keyring().unwrap();
    keystore.move_to_keyring().unwrap();
    is_whole(Protection::Keyring);
    keystore.set_passphrase(Some(&text("p"))).unwrap();
    is_whole(Protection::Passphrase);
    keystore.lock();
    assert!(matches!(keystore.unlock_with_keyring(), Err(KeystoreError::Locked)));
    assert!(matches!(keystore.unlock(&text("q")), Err(KeystoreError::WrongPassphrase)));
    keystore.unlock(&text("p")).unwrap();
    keystore.move_to_keyring().unwrap();
    is_whole(Protection::Keyring);
    keystore.set_passphrase(None).unwrap();
    is_whole(Protection::FilePermissions);
    keystore.lock();
    keystore.unlock_with_keyring().unwrap();
    is_whole(Protection::FilePermissions);
}
