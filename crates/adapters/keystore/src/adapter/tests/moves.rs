//! Moving into the keyring and out of it, when the keyring or the person does something unexpected.

use std::{sync::atomic::Ordering, thread};

use pileus_ports::{Keystore as _, KeystoreError, Protection};

use super::computer::{Life, contents, filled};
use crate::encoding::SecretKey;

#[test]
fn what_the_keyring_does_not_give_up_now_is_removed_at_a_later_opening() {
    let computer = filled(Protection::Keyring);
    let life = Life::long();
    let keystore = computer.unlocked(&life);
    let kept = computer.entries.lock().unwrap().clone();
    keystore.set_passphrase(None).unwrap();
    assert!(computer.is_tidy());
    let (entry, key) = kept.into_iter().next().unwrap();
    computer.entries.lock().unwrap().insert(entry, key);
    keystore.disk.mark(entry).unwrap();
    life.ends_after(0);
    drop(computer.start(&life).unwrap());
    assert!(!computer.is_tidy(), "a keyring that does not answer does not keep the vault from opening");
    drop(computer.start(&Life::long()).unwrap());
    assert!(computer.is_tidy());
}

#[test]
fn an_entry_that_vanishes_before_the_vault_needs_it_changes_nothing() {
    let computer = filled(Protection::FilePermissions);
    let forgetful = computer.start_with(&Life::long(), true).unwrap();
    let before = contents(&forgetful);
    let result = forgetful.move_to_keyring();
    assert!(matches!(result, Err(KeystoreError::KeyringEntryMissing)), "{result:?}");
    assert_eq!(forgetful.protection().unwrap(), Protection::FilePermissions);
    assert!(contents(&forgetful) == before && computer.is_tidy());
}

#[test]
fn a_lost_entry_is_told_and_made_good_by_whoever_still_has_the_vault_open() {
    let computer = filled(Protection::Keyring);
    let open = computer.unlocked(&Life::long());
    let before = contents(&open);
    computer.entries.lock().unwrap().clear();
    let result = computer.start(&Life::long()).unwrap().bundle();
    assert!(matches!(result, Err(KeystoreError::KeyringEntryMissing)), "{result:?}");
    open.move_to_keyring().unwrap();
    assert!(contents(&computer.unlocked(&Life::long())) == before && computer.is_tidy());
}

#[test]
fn a_person_who_locks_while_the_keyring_answers_finds_it_locked() {
    let computer = filled(Protection::Keyring);
    let keystore = computer.start(&Life::long()).unwrap();
    keystore.lock();
    assert!(!keystore.session.open_unless_closed(SecretKey::blank()));
    assert!(keystore.is_locked());
    assert!(matches!(keystore.bundle(), Err(KeystoreError::Locked)));
}

#[test]
fn however_many_ask_at_once_the_keyring_is_asked_once() {
    let computer = filled(Protection::Keyring);
    let keystore = computer.start(&Life::long()).unwrap();
    let before = computer.asked.load(Ordering::Relaxed);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| keystore.data_key("one").map(drop).unwrap());
        }
    });
    assert_eq!(computer.asked.load(Ordering::Relaxed), before + 1);
}
