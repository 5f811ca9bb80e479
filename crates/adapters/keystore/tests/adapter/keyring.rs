//! The real keyring of a desktop: ready, locked, missing, late.

use std::{
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use pileus_ports::{KeyringState, Keystore as _, KeystoreError, Protection, conformance};

use crate::{
    killed::{child_folder, start_child, tell},
    open,
    session_bus::{self, GnomeKeyring},
    text, verify,
};

/// How long a look at the keyring may take when nothing answers; its own limit is 5 s.
const PATIENCE: Duration = Duration::from_secs(15);
/// How often a process is killed while it moves the vault.
const KILLS: u64 = 8;
/// How much later each time, in milliseconds: less than a move takes, so that they hit different steps.
const KILL_STEP: u64 = 23;

#[test]
fn a_vault_in_the_real_keyring_keeps_the_promises_of_the_port() {
    session_bus::with_bus("keyring::child_with_a_ready_keyring");
}

#[test]
#[ignore = "is started by the test above, in a session of its own"]
fn child_with_a_ready_keyring() {
    let _keyring = GnomeKeyring::start();
    let folder = tempfile::tempdir().unwrap();
    let mut number = 0;
    let empty = || {
        number += 1;
        open(&folder.path().join(number.to_string()), number).unwrap()
    };
    conformance::keystore::run_with_keyring(empty, verify);

    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    let before = session_bus::entries();
    assert!(before.iter().all(|user| user.starts_with("vault ")), "no trial entry stays: {before:?}");
    for (folder, seed) in [(&one, 1_000), (&two, 2_000)] {
        let keystore = open(folder, seed).unwrap();
        keystore.create_data_key("default").unwrap();
        keystore.move_to_keyring().unwrap();
    }
    assert_eq!(session_bus::entries().len(), before.len() + 2, "two folders never share an entry");
    let after = open(&one, 1_001).unwrap();
    assert!(!after.is_locked());
    let key = after.data_key("default").unwrap();
    assert_no_secret_in(&one, &hex::encode(key.expose()));
    after.set_passphrase(Some(&text("p"))).unwrap();
    assert_eq!(session_bus::entries().len(), before.len() + 1, "what nothing needs goes");
    open(&two, 2_001).unwrap().data_key("default").unwrap();
}

fn assert_no_secret_in(folder: &Path, secret: &str) {
    let left = fs::read_dir(folder).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    let left = left.collect::<String>();
    assert!(left.contains("\"keyring\"") && !left.contains(secret));
    assert!(!left.contains("file_permissions"), "the version with the key in the clear is gone");
}

#[test]
fn a_process_that_is_killed_while_it_moves_loses_nothing() {
    session_bus::with_bus("keyring::child_whose_child_is_killed");
}

#[test]
#[ignore = "is started by the test above, in a session of its own"]
fn child_whose_child_is_killed() {
    let _keyring = GnomeKeyring::start();
    let folder = tempfile::tempdir().unwrap();
    let kept = open(folder.path(), 1).unwrap().create_data_key("default").unwrap();
    for round in 0..KILLS {
        let (mut child, lines) = start_child("keyring::child_that_moves", folder.path());
        let moves = lines.filter(|line| line == "moved").take(usize::try_from(round % 2 + 1).unwrap()).count();
        thread::sleep(Duration::from_millis(round * KILL_STEP));
        child.kill().unwrap();
        child.wait().unwrap();
        session_bus::settle();
        let keystore = open(folder.path(), 2 + round).unwrap();
        keystore.data_key(&kept.fingerprint).unwrap();
        let needed = usize::from(keystore.protection().unwrap() == Protection::Keyring);
        assert_eq!((moves > 0, session_bus::entries().len()), (true, needed), "round {round}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "the vault and its lock");
    }
}

#[test]
#[ignore = "is started by the test above, in a process of its own, and moves until it is killed"]
fn child_that_moves() {
    let keystore = open(&child_folder(), u64::from(std::process::id())).unwrap();
    loop {
        keystore.move_to_keyring().unwrap();
        tell("moved");
        keystore.set_passphrase(None).unwrap();
        tell("moved");
    }
}

#[test]
fn a_locked_keyring_is_told_and_works_again_without_a_restart() {
    session_bus::with_bus("keyring::child_with_a_locked_keyring");
}

#[test]
#[ignore = "is started by the test above, in a session of its own"]
fn child_with_a_locked_keyring() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = GnomeKeyring::start();
    let keystore = open(&folder.path().join("vault"), 1).unwrap();
    keystore.create_data_key("default").unwrap();
    keystore.move_to_keyring().unwrap();
    keystore.lock();
    session_bus::lock_login();
    conformance::keystore::run_without_keyring(&open(&folder.path().join("other"), 2).unwrap(), KeyringState::Locked);
    assert_eq!((keystore.keyring(), keystore.protection().unwrap()), (KeyringState::Locked, Protection::Keyring));
    let result = keystore.unlock_with_keyring();
    assert!(matches!(result, Err(KeystoreError::KeyringLocked(Some(_)))), "{result:?}");
    let fresh = open(&folder.path().join("vault"), 3).unwrap();
    let result = fresh.data_key("default");
    assert!(matches!(result, Err(KeystoreError::KeyringLocked(Some(_)))), "{result:?}");
    assert_eq!(fresh.data_keys().unwrap().len(), 1, "names can be read");

    drop(keyring);
    let _keyring = GnomeKeyring::start();
    keystore.unlock_with_keyring().unwrap();
    assert_eq!(keystore.data_key("default").unwrap().expose(), fresh.data_key("default").unwrap().expose());
}

#[test]
fn a_bus_without_a_keyring_is_told_and_one_that_comes_late_is_found() {
    session_bus::with_bus("keyring::child_with_a_late_keyring");
}

#[test]
#[ignore = "is started by the test above, in a session of its own"]
fn child_with_a_late_keyring() {
    let folder = tempfile::tempdir().unwrap();
    let keystore = open(folder.path(), 1).unwrap();
    conformance::keystore::run_without_keyring(&keystore, KeyringState::Missing);
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 2, "the vault and its lock");
    let keyring = GnomeKeyring::start();
    assert_eq!(keystore.keyring(), KeyringState::Ready);
    keystore.move_to_keyring().unwrap();
    drop(keyring);
    keystore.data_key("default").unwrap();
    keystore.lock();
    let result = keystore.unlock_with_keyring();
    assert!(matches!(result, Err(KeystoreError::KeyringMissing(Some(_)))), "{result:?}");
    let _keyring = GnomeKeyring::start();
    keystore.unlock_with_keyring().unwrap();
    assert_eq!(session_bus::entries().len(), 1);
}

#[test]
fn a_computer_without_a_bus_is_told() {
    session_bus::without_bus("keyring::child_without_a_bus");
}

#[test]
#[ignore = "is started by the test above, in a session of its own"]
fn child_without_a_bus() {
    let folder = tempfile::tempdir().unwrap();
    conformance::keystore::run_without_keyring(&open(folder.path(), 1).unwrap(), KeyringState::Missing);
}

#[test]
fn a_bus_that_never_answers_keeps_nobody_waiting_for_long() {
    session_bus::with_mute_bus("keyring::child_with_a_mute_bus");
}

#[test]
#[ignore = "is started by the test above, in a session of its own"]
fn child_with_a_mute_bus() {
    let folder = tempfile::tempdir().unwrap();
    let keystore = open(folder.path(), 1).unwrap();
    let began = Instant::now();
    assert_eq!(keystore.keyring(), KeyringState::Locked);
    assert!(began.elapsed() < PATIENCE, "{:?}", began.elapsed());
    keystore.create_data_key("default").unwrap();
    assert_eq!(keystore.protection().unwrap(), Protection::FilePermissions);
}
