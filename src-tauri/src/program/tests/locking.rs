//! Locking over a real local network.

use pileus_ports::SecretText;

use super::*;
use crate::program::locking::{DEFAULT_MINUTES, lock_unless_locked};

const PASSPHRASE: &str = "correct horse";

fn protect(program: &Program) {
    let passphrase = SecretText::new(PASSPHRASE.to_owned());
    let home = program.0.runtime.block_on(program.home()).unwrap();
    home.keys.set_passphrase(Some(&passphrase)).unwrap();
}

fn unlock(program: &Program) {
    let passphrase = serde_json::from_value(PASSPHRASE.into()).unwrap();
    keys::at_home(program, |place| place.unlock_keys(passphrase)).unwrap();
}

fn is_locked(program: &Program) -> bool {
    program.0.runtime.block_on(program.home()).unwrap().keys.is_locked()
}

fn lock(program: &Program, wipe: bool) -> Result<(), Problem> {
    program.0.runtime.block_on(program.clone().lock(wipe))
}

#[test]
fn a_lock_leaves_running_sends_their_keys_unless_they_are_wiped_too() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    try_local(&program);
    protect(&program);
    let (_, told) = follow(&program);
    let path = file(home.path(), "film.mkv", 60 << 20);
    let job = upload(&program, &path, "films").job;
    wait_for(&told, |changed| changed.stage == JobStage::Sending && changed.done > 0);
    assert_eq!(program.lock_question(), 1);
    lock(&program, false).unwrap();
    assert!(is_locked(&program));
    assert_eq!(program.lock_question(), 1, "it goes on");

    lock(&program, true).unwrap();
    let (waiting, _) = wait_for(&told, |changed| changed.condition == JobCondition::NeedsKey);
    assert_eq!((waiting.job.as_str(), program.lock_question()), (job.as_str(), 0));
    unlock(&program);
    wait_for(&told, |changed| changed.job == job && is_stored(changed));
    assert!(end(&program) < END);
}

#[test]
fn every_lock_is_told() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    try_local(&program);
    let (tell, told) = std::sync::mpsc::channel();
    program.on_lock(move || tell.send(()).unwrap());
    lock(&program, false).unwrap();
    assert!(told.try_recv().is_ok());
    let weak = Arc::downgrade(&program.0);
    program.0.runtime.block_on(lock_unless_locked(&weak));
    assert!(told.try_recv().is_err(), "there is nothing to lock with yet");

    protect(&program);
    program.0.runtime.block_on(lock_unless_locked(&weak));
    assert!(is_locked(&program) && told.try_recv().is_ok());
    program.0.runtime.block_on(lock_unless_locked(&weak));
    assert!(told.try_recv().is_err(), "they are locked already");
    assert!(end(&program) < END);
}

#[test]
fn the_time_until_the_keys_lock_is_kept() {
    let home = TempDir::new().unwrap();
    let first = program(home.path());
    let kept = |program: &Program| program.0.runtime.block_on(program.auto_lock()).unwrap();
    let set = |minutes| first.0.runtime.block_on(first.clone().set_auto_lock(minutes));
    assert_eq!(kept(&first), Some(DEFAULT_MINUTES));
    assert!(!home.path().join("data").exists(), "looking makes nothing");
    for wrong in [0, 721] {
        assert_eq!(set(Some(wrong)).unwrap_err().code, "auto_lock_minutes");
    }
    set(Some(720)).unwrap();
    assert_eq!(kept(&first), Some(720));
    set(None).unwrap();
    assert!(end(&first) < END);

    let second = program(home.path());
    assert_eq!(kept(&second), None);
    assert!(end(&second) < END);
}
