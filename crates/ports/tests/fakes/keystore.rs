//! The keystore in memory.

use pileus_domain::AccountId;
use pileus_ports::{
    AccountOrigin, KeyringState, Keystore as _, KeystoreError, SecretText, conformance,
    fake::{FakeClock, FakeEntropy, FakeKeystore},
};

fn empty(seed: &mut u64) -> FakeKeystore {
    *seed += 1;
    FakeKeystore::new(FakeClock::default(), FakeEntropy::from_seed(*seed))
}

#[test]
fn the_fake_keystore_keeps_the_promises_of_the_port() {
    let mut seed = 0;
    conformance::keystore::run(|| empty(&mut seed), verify);
    conformance::keystore::run_with_keyring(|| empty(&mut seed), verify);
}

#[test]
fn a_fake_keyring_can_be_locked_missing_and_forgetful() {
    for state in [KeyringState::Locked, KeyringState::Missing] {
        let keystore = FakeKeystore::default();
        keystore.set_keyring(state);
        conformance::keystore::run_without_keyring(&keystore, state);
    }
    let keystore = FakeKeystore::default();
    keystore.move_to_keyring().unwrap();
    keystore.forget_keyring_entry();
    keystore.lock();
    assert!(matches!(keystore.unlock_with_keyring(), Err(KeystoreError::KeyringEntryMissing)));
    assert!(keystore.is_locked());
}

/// A fake signature is right when Alice's signer would make the same.
fn verify(account: &AccountId, message: &[u8], signature: &[u8; 64]) -> bool {
    let keystore = FakeKeystore::default();
    let secret = SecretText::new("//Alice".to_owned());
    let alice = keystore.import_account("alice", &secret, AccountOrigin::Development).unwrap();
    alice.account == *account && keystore.signer(account).unwrap().sign(message) == *signature
}
