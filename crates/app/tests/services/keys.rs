//! Names and passphrases that the keys refuse, and the key that seals by default.

use pileus_app::Keys;
use pileus_ports::{
    AccountOrigin, Protection, SecretText,
    fake::{FakeClock, FakeEntropy, FakeKeystore},
};
use std::sync::Arc;

fn keys() -> Keys {
    Keys::new(Arc::new(FakeKeystore::new(FakeClock::default(), FakeEntropy::from_seed(3))))
}

fn secret(text: &str) -> SecretText {
    SecretText::new(text.to_owned())
}

#[test]
fn names_that_cannot_be_shown_are_refused_everywhere() {
    let keys = keys();
    let (account, _) = keys.create_account("mine").unwrap();
    let key = keys.create_data_key("default").unwrap();
    let long = "n".repeat(65);
    for name in ["", " ", " mine", "a\nb", "\u{7}", long.as_str()] {
        let refused = |problem: pileus_domain::Problem| problem.code == "key_name";
        assert!(refused(keys.create_account(name).map(drop).unwrap_err()), "{name:?}");
        assert!(refused(keys.import_account(name, &secret("//A"), AccountOrigin::Imported).unwrap_err()));
        assert!(refused(keys.rename_account(&account.account, name).unwrap_err()));
        assert!(refused(keys.create_data_key(name).unwrap_err()));
        assert!(refused(keys.rename_data_key(&key.fingerprint, name).unwrap_err()));
    }
    assert_eq!(keys.accounts().unwrap(), [account]);
    assert_eq!(keys.data_keys().unwrap(), [key]);
    keys.create_account("储蓄 2026").unwrap();
}

#[test]
fn an_empty_passphrase_is_none() {
    let keys = keys();
    for nothing in ["", "   ", "\n"] {
        assert_eq!(keys.set_passphrase(Some(&secret(nothing))).unwrap_err().code, "passphrase_empty");
    }
    assert_eq!(keys.protection().unwrap(), Protection::FilePermissions);
}

#[test]
fn an_account_file_needs_a_passphrase_and_a_name_and_says_what_is_wrong() {
    let (one, other) = (keys(), keys());
    let (account, _) = one.create_account("mine").unwrap();
    let export = |passphrase: &str| one.export_account_file(&account.account, &secret(passphrase));
    assert_eq!(export("  ").unwrap_err().code, "passphrase_empty");
    let file = export("on the way").unwrap();
    let take = |name: &str, bytes: &[u8], passphrase: Option<&str>| {
        other.import_account_file(name, bytes, passphrase.map(secret).as_ref())
    };
    let whole = file.expose().as_bytes();
    let code = |name, bytes, passphrase| take(name, bytes, passphrase).unwrap_err().code;
    assert_eq!(code(" ", whole, Some("on the way")), "key_name");
    assert_eq!(code("came", whole, None), "account_file_locked");
    assert_eq!(code("came", whole, Some("off the way")), "account_file_passphrase");
    assert_eq!(code("came", &whole[..9], Some("on the way")), "account_file_damaged");
    assert_eq!(take("came", whole, Some("on the way")).unwrap().account, account.account);
}

#[test]
fn after_a_lock_nothing_new_is_signed_or_opened() {
    let keys = keys();
    let (account, _) = keys.create_account("mine").unwrap();
    keys.set_passphrase(Some(&secret("correct horse"))).unwrap();
    keys.lock();
    assert!(keys.is_locked());
    assert_eq!(keys.signer(&account.account).map(drop).unwrap_err().code, "vault_locked");
    assert_eq!(keys.create_data_key("more").unwrap_err().code, "vault_locked");
    keys.unlock(&secret("correct horse")).unwrap();
    assert_eq!(keys.signer(&account.account).unwrap().account(), account.account);
}

#[test]
fn the_default_key_is_the_one_of_that_name_or_else_the_oldest() {
    let keys = keys();
    assert_eq!(keys.default_data_key().unwrap(), None);
    let first = keys.create_data_key("family").unwrap();
    keys.create_data_key("work").unwrap();
    assert_eq!(keys.default_data_key().unwrap().unwrap().fingerprint, first.fingerprint);
    let third = keys.create_data_key("default").unwrap();
    assert_eq!(keys.default_data_key().unwrap().unwrap().fingerprint, third.fingerprint);
    keys.rename_data_key(&third.fingerprint, "old").unwrap();
    assert_eq!(keys.default_data_key().unwrap().unwrap().fingerprint, first.fingerprint);
}
