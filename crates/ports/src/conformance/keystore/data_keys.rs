//! Data keys: random, derived, carried as text, rotated, removed.

use super::{STRANGER_KEY, text};
use crate::{DataKeyEntry, Keystore, KeystoreError, SecretText};

pub(super) fn a_data_key_keeps_its_secret_under_another_name(keystore: &impl Keystore) {
    let entry = keystore.create_data_key("default").unwrap();
    keystore.create_data_key("other").unwrap();
    let key = keystore.data_key("default").unwrap();
    keystore.rename_data_key(&entry.fingerprint, "family").unwrap();
    let taken = keystore.rename_data_key(&entry.fingerprint, "other");
    assert!(matches!(taken, Err(KeystoreError::Exists { what: "data key", .. })), "{taken:?}");
    let unknown = keystore.rename_data_key(STRANGER_KEY, "third");
    assert!(matches!(unknown, Err(KeystoreError::NotFound { what: "data key", .. })), "{unknown:?}");
    assert_eq!(keystore.data_key("family").unwrap().expose(), key.expose());
    assert!(matches!(keystore.data_key("default"), Err(KeystoreError::NotFound { .. })));
    assert_eq!(keystore.data_keys().unwrap()[0], DataKeyEntry { name: "family".to_owned(), ..entry });
}

pub(super) fn data_keys_are_found_by_name_and_fingerprint(keystore: &impl Keystore) {
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

pub(super) fn a_name_and_a_passphrase_give_the_same_key_anywhere(keystore: &impl Keystore, other: &impl Keystore) {
    let entry = keystore.derive_data_key("family", &text("correct horse")).unwrap();
    keystore.rename_data_key(&entry.fingerprint, "relatives").unwrap();
    let same = keystore.derive_data_key("family", &text("correct horse"));
    assert!(matches!(&same, Err(KeystoreError::Exists { name, .. }) if name == "relatives"), "{same:?}");
    let elsewhere = other.derive_data_key("family", &text("correct horse")).unwrap();
    assert_eq!((&elsewhere.name, &elsewhere.fingerprint), (&"family".to_owned(), &entry.fingerprint));
    let (one, two) = (keystore.data_key("relatives").unwrap(), other.data_key("family").unwrap());
    assert_eq!(one.expose(), two.expose());
    let named = other.derive_data_key("work", &text("correct horse")).unwrap();
    let typed = keystore.derive_data_key("family", &text("correct horse ")).unwrap();
    assert!(named.fingerprint != entry.fingerprint && typed.fingerprint != entry.fingerprint);
}

pub(super) fn a_data_key_travels_as_text(keystore: &impl Keystore, other: &impl Keystore) {
    let entry = keystore.create_data_key("family").unwrap();
    let exported = keystore.export_data_key(&entry.fingerprint).unwrap();
    let spread = text(&format!("  {}\n", exported.expose()));
    let came = other.import_data_key("from home", &spread).unwrap();
    assert_eq!((came.name.as_str(), &came.fingerprint), ("from home", &entry.fingerprint));
    let (one, two) = (keystore.data_key("family").unwrap(), other.data_key("from home").unwrap());
    assert_eq!(one.expose(), two.expose());
    let again = other.import_data_key("again", &exported);
    assert!(matches!(&again, Err(KeystoreError::Exists { name, .. }) if name == "from home"), "{again:?}");
    other.create_data_key("family").unwrap();
    keystore.create_data_key("other").unwrap();
    let second = keystore.export_data_key(&keystore.data_keys().unwrap()[1].fingerprint).unwrap();
    let taken = other.import_data_key("family", &second);
    assert!(matches!(&taken, Err(KeystoreError::Exists { name, .. }) if name == "family"), "{taken:?}");
    let unknown = keystore.export_data_key(STRANGER_KEY).map(drop);
    assert!(matches!(unknown, Err(KeystoreError::NotFound { what: "data key", .. })), "{unknown:?}");
}

pub(super) fn a_text_with_one_wrong_digit_is_no_data_key(keystore: &impl Keystore, other: &impl Keystore) {
    let entry = keystore.create_data_key("family").unwrap();
    let exported = keystore.export_data_key(&entry.fingerprint).unwrap();
    let whole = exported.expose();
    let last = if whole.ends_with('0') { "1" } else { "0" };
    let changed = SecretText::new([&whole[..whole.len() - 1], last].concat());
    let cut = text(&whole[..whole.len() - 2]);
    for bad in [text(""), text("family"), cut, changed] {
        let result = other.import_data_key("x", &bad);
        assert!(matches!(result, Err(KeystoreError::BadDataKey(_))), "{result:?}");
    }
    assert!(other.data_keys().unwrap().is_empty());
}

pub(super) fn a_rotated_key_leaves_its_name_to_a_new_one(keystore: &impl Keystore) {
    let old = keystore.create_data_key("default").unwrap();
    keystore.create_data_key("other").unwrap();
    let account = keystore.create_account("mine").unwrap().0;
    let secret = keystore.data_key("default").unwrap();
    let new = keystore.rotate_data_key(&old.fingerprint, "default until today").unwrap();
    assert_eq!(new.name, "default");
    assert_ne!(keystore.data_key("default").unwrap().expose(), secret.expose());
    assert_eq!(keystore.data_key("default until today").unwrap().expose(), secret.expose());
    assert_eq!(keystore.data_key(&old.fingerprint).unwrap().expose(), secret.expose());
    assert_eq!(keystore.signer(&account.account).unwrap().account(), account.account, "the rest is as it was");
    for taken in ["other", "default", "default until today"] {
        let result = keystore.rotate_data_key(&new.fingerprint, taken);
        assert!(matches!(result, Err(KeystoreError::Exists { what: "data key", .. })), "{taken}: {result:?}");
    }
    let unknown = keystore.rotate_data_key(STRANGER_KEY, "x");
    assert!(matches!(unknown, Err(KeystoreError::NotFound { what: "data key", .. })), "{unknown:?}");
    assert_eq!(keystore.data_keys().unwrap().len(), 3, "what was refused left nothing behind");
}

pub(super) fn a_removed_data_key_is_gone(keystore: &impl Keystore) {
    let entry = keystore.create_data_key("default").unwrap();
    let other = keystore.create_data_key("other").unwrap();
    let exported = keystore.export_data_key(&entry.fingerprint).unwrap();
    keystore.remove_data_key(&entry.fingerprint).unwrap();
    assert!(matches!(keystore.data_key("default"), Err(KeystoreError::NotFound { .. })));
    assert_eq!(keystore.data_keys().unwrap(), [other]);
    let again = keystore.remove_data_key(&entry.fingerprint);
    assert!(matches!(again, Err(KeystoreError::NotFound { what: "data key", .. })), "{again:?}");
    let back = keystore.import_data_key("default", &exported).unwrap();
    assert_eq!(back.fingerprint, entry.fingerprint, "from its text it comes back");
}
