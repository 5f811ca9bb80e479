//! A process that dies at every step of every change, one after the other: nothing is lost, and nothing is left behind.

use pileus_ports::{AccountOrigin, Keystore as _, KeystoreError, Protection, SecretBundle, SecretText};

use super::{
    super::KeystoreAdapter,
    computer::{Computer, Life, NEW, contents, filled, seed, text},
};
use crate::{data_key_text, encoding::SecretKey};

/// More steps than any change takes.
const STEPS_LIMIT: usize = 60;

type Change = fn(&KeystoreAdapter) -> Result<(), KeystoreError>;

fn fingerprint(keystore: &KeystoreAdapter) -> String {
    keystore.data_keys().unwrap()[0].fingerprint.clone()
}

/// Every call that writes.
const CHANGES: [(&str, Change); 12] = [
    ("create account", |k| k.create_account("more").map(drop)),
    ("import account", |k| k.import_account("more", &seed("33"), AccountOrigin::Imported).map(drop)),
    ("remove account", |k| k.remove_account(&k.accounts()?[0].account)),
    ("create data key", |k| k.create_data_key("more").map(drop)),
    ("import data key", |k| k.import_data_key("more", &key_text()).map(drop)),
    ("rename data key", |k| k.rename_data_key(&fingerprint(k), "renamed")),
    ("rotate data key", |k| k.rotate_data_key(&fingerprint(k), "rotated").map(drop)),
    ("remove data key", |k| k.remove_data_key(&fingerprint(k))),
    ("restore", |k| k.restore(&kit()).map(drop)),
    ("move to keyring", |k| k.move_to_keyring()),
    ("set passphrase", |k| k.set_passphrase(Some(&text(NEW)))),
    ("remove passphrase", |k| k.set_passphrase(None)),
];

fn key_text() -> SecretText {
    data_key_text::write(&SecretKey::copied(&[7; 32]).unwrap())
}

/// What another computer gave into a kit.
fn kit() -> SecretBundle {
    let computer = Computer::new();
    let keystore = computer.start(&Life::long()).unwrap();
    keystore.import_account("from kit", &seed("44"), AccountOrigin::Created).unwrap();
    keystore.import_data_key("from kit", &key_text()).unwrap();
    keystore.bundle().unwrap()
}

/// Let a process die after some steps of a change, start again, and look. Returns whether it lived to the end.
fn die_after(steps: usize, computer: &Computer, what: &str, change: Change) -> bool {
    let life = Life::long();
    let dying = computer.unlocked(&life);
    let before = contents(&dying);
    life.ends_after(steps);
    let result = change(&dying);
    let lived = !life.is_over();
    assert!(result.is_ok() || !lived, "{what} after {steps}: {result:?}");
    drop(dying);

    let again = computer.unlocked(&Life::long());
    let after = contents(&again);
    let gone: Vec<_> = before.values().filter(|secret| !after.values().any(|kept| kept == *secret)).collect();
    let may_go = usize::from(what.starts_with("remove ") && what != "remove passphrase");
    assert!(gone.len() <= may_go, "{what} lost {} secrets after {steps} steps", gone.len());
    assert!(gone.is_empty() || after.len() + 1 == before.len(), "{what} lost something else, too");
    assert!(computer.is_tidy(), "{what} left something behind after {steps} steps");
    if result.is_ok() {
        let changed = after != before || matches!(what, "move to keyring" | "set passphrase" | "remove passphrase");
        assert!(changed, "{what} said that it was done after {steps} steps");
        assert_done(what, &again);
    }
    again.create_data_key("life goes on").unwrap();
    lived
}

fn assert_done(what: &str, keystore: &KeystoreAdapter) {
    let expected = match what {
        "move to keyring" => Protection::Keyring,
        "set passphrase" => Protection::Passphrase,
        "remove passphrase" => Protection::FilePermissions,
        _ => return,
    };
    assert_eq!(keystore.protection().unwrap(), expected, "{what}");
}

fn die_at_every_step(protection: Protection) {
    for (what, change) in CHANGES {
        let last = (0..STEPS_LIMIT).find(|steps| die_after(*steps, &filled(protection), what, change));
        assert!(last.is_some_and(|steps| steps > 3), "{what} took {last:?} steps");
    }
}

#[test]
fn nothing_is_lost_at_any_step_under_file_permissions() {
    die_at_every_step(Protection::FilePermissions);
}

#[test]
fn nothing_is_lost_at_any_step_under_a_passphrase() {
    die_at_every_step(Protection::Passphrase);
}

#[test]
fn nothing_is_lost_at_any_step_in_the_keyring() {
    die_at_every_step(Protection::Keyring);
}

#[test]
fn a_vault_that_dies_while_it_is_made_is_whole_or_not_there() {
    for steps in 0..STEPS_LIMIT {
        let (computer, life) = (Computer::new(), Life::long());
        let dying = computer.start(&life).unwrap();
        life.ends_after(steps);
        let result = dying.create_account("first");
        let there = computer.start(&Life::long()).unwrap().accounts().unwrap().len();
        assert!(there == 1 || result.is_err(), "what was said to be done is there");
        if !life.is_over() {
            return assert!(result.is_ok() && computer.is_tidy());
        }
    }
    panic!("making a vault takes more than {STEPS_LIMIT} steps");
}
