//! The keystore in memory.

use pileus_domain::AccountId;
use pileus_ports::{
    AccountOrigin, Keystore as _, SecretText, conformance,
    fake::{FakeClock, FakeEntropy, FakeKeystore},
};

#[test]
fn the_fake_keystore_keeps_the_promises_of_the_port() {
    let mut seed = 0;
    let empty = || {
        seed += 1;
        FakeKeystore::new(FakeClock::default(), FakeEntropy::from_seed(seed))
    };
    conformance::keystore::run(empty, verify);
}

/// A fake signature is right when Alice's signer would make the same.
fn verify(account: &AccountId, message: &[u8], signature: &[u8; 64]) -> bool {
    let keystore = FakeKeystore::default();
    let secret = SecretText::new("//Alice".to_owned());
    let alice = keystore.import_account("alice", &secret, AccountOrigin::Development).unwrap();
    alice.account == *account && keystore.signer(account).unwrap().sign(message) == *signature
}
