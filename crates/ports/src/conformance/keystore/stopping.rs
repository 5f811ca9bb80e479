//! Changes that a person thinks better of.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use super::text;
use crate::{AccountOrigin, Consent, Keystore, KeystoreError, Protection};

/// Consent that was withdrawn.
struct Withdrawn;

impl Consent for Withdrawn {
    fn confirm(&self) -> bool {
        false
    }
}

/// Consent that counts how often it is asked for.
#[derive(Default)]
struct Counted(AtomicUsize);

impl Consent for Counted {
    fn confirm(&self) -> bool {
        self.0.fetch_add(1, Ordering::SeqCst);
        true
    }
}

fn stopped<T>(call: &str, result: Result<T, KeystoreError>) {
    assert!(matches!(result, Err(KeystoreError::Stopped)), "{call}: {:?}", result.err());
}

pub(super) fn a_change_that_is_no_longer_wanted_is_not_made(keystore: &impl Keystore) {
    let (entry, words) = keystore.create_account("mine").unwrap();
    let key = keystore.create_data_key("default").unwrap().fingerprint;
    let key_text = keystore.export_data_key(&key).unwrap();
    let file = keystore.export_account_file(&entry.account, &text("p")).unwrap();
    let bundle = keystore.bundle().unwrap();
    keystore.remove_account(&entry.account).unwrap();
    keystore.remove_data_key(&key).unwrap();
    let (kept, _) = keystore.create_account("kept").unwrap();
    let kept_key = keystore.create_data_key("kept").unwrap();
    let before = (keystore.accounts().unwrap(), keystore.data_keys().unwrap());

    let under = keystore.under(Arc::new(Withdrawn));
    stopped("create_account", under.create_account("more"));
    stopped("import_account", under.import_account("more", &words, AccountOrigin::Imported));
    let account_file = under.import_account_file("more", file.expose().as_bytes(), Some(&text("p")));
    stopped("import_account_file", account_file);
    stopped("set_default_account", under.set_default_account(&kept.account));
    stopped("rename_account", under.rename_account(&kept.account, "other"));
    stopped("remove_account", under.remove_account(&kept.account));
    stopped("create_data_key", under.create_data_key("more"));
    stopped("derive_data_key", under.derive_data_key("more", &text("p")));
    stopped("import_data_key", under.import_data_key("more", &key_text));
    stopped("rotate_data_key", under.rotate_data_key(&kept_key.fingerprint, "old"));
    stopped("rename_data_key", under.rename_data_key(&kept_key.fingerprint, "other"));
    stopped("remove_data_key", under.remove_data_key(&kept_key.fingerprint));
    stopped("restore", under.restore(&bundle));

    assert_eq!((keystore.accounts().unwrap(), keystore.data_keys().unwrap()), before);
    assert_eq!(under.signer(&kept.account).unwrap().account(), kept.account, "reading needs no consent");
    under.data_key("kept").unwrap();
}

pub(super) fn a_passphrase_that_is_no_longer_wanted_opens_and_protects_nothing(keystore: &impl Keystore) {
    let under = keystore.under(Arc::new(Withdrawn));
    keystore.create_data_key("default").unwrap();
    stopped("set_passphrase", under.set_passphrase(Some(&text("one"))));
    assert_eq!(keystore.protection().unwrap(), Protection::FilePermissions);
    keystore.set_passphrase(Some(&text("one"))).unwrap();
    stopped("set_passphrase", under.set_passphrase(None));
    keystore.lock();
    assert!(matches!(under.unlock(&text("two")), Err(KeystoreError::WrongPassphrase)));
    stopped("unlock", under.unlock(&text("one")));
    assert!(keystore.is_locked());
    keystore.unlock(&text("one")).unwrap();
    assert!(!under.is_locked(), "it is the same keystore");
    keystore.data_key("default").unwrap();
}

pub(super) fn consent_is_asked_once_everything_else_is_done(keystore: &impl Keystore) {
    let asked = Arc::new(Counted::default());
    let count = || asked.0.load(Ordering::SeqCst);
    let under = keystore.under(asked.clone());
    under.create_data_key("default").unwrap();
    let first = count();
    assert!(first > 0);
    assert!(matches!(under.import_data_key("more", &text("nonsense")), Err(KeystoreError::BadDataKey(_))));
    assert!(matches!(under.import_account_file("more", b"{}", None), Err(KeystoreError::AccountFile(_))));
    assert_eq!(count(), first, "what fails before needs none");
}
