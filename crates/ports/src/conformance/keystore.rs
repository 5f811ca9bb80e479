//! What every keystore must do.

mod accounts;
mod bundles;
mod data_keys;
mod protecting;
mod stopping;

use pileus_domain::AccountId;

use crate::{KeyringState, Keystore, KeystoreError, Protection, SecretText};

/// Tells whether a signature was made over a message by an account.
pub type Verify = fn(&AccountId, &[u8], &[u8; 64]) -> bool;

/// An account that is nowhere.
const STRANGER: AccountId = AccountId([0xee; 32]);
/// The fingerprint of no data key.
const STRANGER_KEY: &str = "0000000000000000";

/// Run the whole suite but for the keyring; `empty` gives an unlocked keystore without a passphrase and without anything
/// in it.
///
/// # Panics
/// When a promise of the port is broken.
pub fn run<K: Keystore>(mut empty: impl FnMut() -> K, verify: Verify) {
    protecting::without_a_passphrase_only_permissions_protect(&empty());
    protecting::locked_secrets_stay_in(&empty());
    protecting::every_call_for_a_secret_waits_for_the_passphrase(&empty());
    protecting::a_passphrase_can_change_and_go(&empty());
    stopping::a_passphrase_that_is_no_longer_wanted_opens_and_protects_nothing(&empty());
    run_contents(empty, verify);
}

/// Run what holds under every protection; `empty` gives an unlocked keystore without anything in it.
///
/// # Panics
/// When a promise of the port is broken.
pub fn run_contents<K: Keystore>(mut empty: impl FnMut() -> K, verify: Verify) {
    accounts::a_created_account_comes_back_from_its_words(&empty(), &empty());
    accounts::an_account_signs_as_itself(&empty(), verify);
    accounts::one_account_is_the_default(&empty());
    accounts::a_name_and_a_key_are_taken_once(&empty());
    accounts::an_account_keeps_its_key_under_another_name(&empty());
    accounts::a_removed_account_is_gone_and_another_becomes_the_default(&empty());
    accounts::nonsense_is_no_secret(&empty());
    accounts::an_account_travels_in_a_file(&empty(), &empty(), verify);
    accounts::a_file_that_is_not_whole_or_not_opened_brings_nothing(&empty(), &empty());
    accounts::a_capsule_gives_each_account_a_key_of_its_own(&empty());
    data_keys::a_data_key_keeps_its_secret_under_another_name(&empty());
    data_keys::data_keys_are_found_by_name_and_fingerprint(&empty());
    data_keys::a_name_and_a_passphrase_give_the_same_key_anywhere(&empty(), &empty());
    data_keys::a_data_key_travels_as_text(&empty(), &empty());
    data_keys::a_text_with_one_wrong_digit_is_no_data_key(&empty(), &empty());
    data_keys::a_rotated_key_leaves_its_name_to_a_new_one(&empty());
    data_keys::a_removed_data_key_is_gone(&empty());
    bundles::a_bundle_brings_everything_to_an_empty_keystore(&empty(), &empty(), verify);
    bundles::a_bundle_adds_to_what_is_there_and_renames_nothing(&empty(), &empty());
    bundles::a_bundle_whose_secrets_are_of_others_adds_nothing(&empty(), &empty());
    bundles::a_bundle_without_a_default_gives_the_oldest_account_that_part(&empty());
    stopping::a_change_that_is_no_longer_wanted_is_not_made(&empty());
    stopping::consent_is_asked_once_everything_else_is_done(&empty());
}

/// Run what a system with a keyring that is ready makes possible; `empty` as for [`run`].
///
/// # Panics
/// When a promise of the port is broken.
pub fn run_with_keyring<K: Keystore>(mut empty: impl FnMut() -> K, verify: Verify) {
    protecting::a_key_in_the_keyring_opens_by_itself_until_it_is_locked(&empty());
    protecting::a_vault_moves_between_its_protections(&empty());
    let in_keyring = || {
        let keystore = empty();
        keystore.move_to_keyring().expect("the keyring is ready");
        keystore
    };
    run_contents(in_keyring, verify);
}

/// Check what is said where the system's keyring cannot be used; `keystore` is as `empty` of [`run`] gives it.
///
/// # Panics
/// When a promise of the port is broken, or the keyring is ready.
pub fn run_without_keyring(keystore: &impl Keystore, state: KeyringState) {
    assert_eq!(keystore.keyring(), state);
    keystore.create_data_key("default").unwrap();
    let key = keystore.data_key("default").unwrap();
    match (state, keystore.move_to_keyring()) {
        (KeyringState::Missing, Err(KeystoreError::KeyringMissing(_)))
        | (KeyringState::Locked, Err(KeystoreError::KeyringLocked(_))) => {}
        (state, result) => panic!("{state:?} gave {result:?}"),
    }
    assert_eq!(keystore.protection().unwrap(), Protection::FilePermissions);
    assert_eq!(keystore.data_key("default").unwrap().expose(), key.expose(), "nothing is lost");
}

fn text(secret: &str) -> SecretText {
    SecretText::new(secret.to_owned())
}
