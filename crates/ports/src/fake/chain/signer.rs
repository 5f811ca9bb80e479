//! A signer without a key, for the fake chain that checks none.

use pileus_domain::AccountId;

use super::dispatch::blake2_256;
use crate::Signer;

/// Signs as `account` with bytes that depend on account and message, so equal transactions are equal bytes.
#[derive(Debug, Clone, Copy)]
pub struct FakeSigner(pub AccountId);

impl FakeSigner {
    /// A signer for the account whose 32 bytes are all `byte`.
    pub fn of(byte: u8) -> Self {
        Self(AccountId([byte; 32]))
    }
}

impl Signer for FakeSigner {
    fn account(&self) -> AccountId {
        self.0
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        let mut signature = [0; 64];
        signature[..32].copy_from_slice(&blake2_256(&[&self.0.0, message]));
        signature[32..].copy_from_slice(&self.0.0);
        signature
    }
}
