//! The system's keyring: Secret Service, macOS Keychain or Windows Credential Manager.
//!
//! Duty: keep one wrapping key for each vault under a name of its own, and say truthfully whether that works now.
//!
//! Invariants: no call waits longer than a named time; what only looks, or tidies up, never makes the system ask the
//! person.
//!
//! Absent on purpose: keeping the secrets themselves there (see `docs/decisions/0007-keyring-holds-one-key.md`).

mod bounded;
#[cfg_attr(target_os = "linux", path = "secret_service.rs")]
#[cfg_attr(not(target_os = "linux"), path = "native.rs")]
mod platform;
mod system;

use std::fmt;

use pileus_ports::{Cause, Entropy, KeyringState, KeystoreError};
use serde::{Deserialize, Serialize};

use crate::encoding::{Fixed, SecretKey};

pub(crate) use self::system::SystemKeyring;

/// Names an entry of the keyring: random, so that no two vaults share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct EntryName(Fixed<16>);

impl EntryName {
    /// A new name.
    pub(crate) fn random(entropy: &dyn Entropy) -> Self {
        let mut name = Fixed([0; 16]);
        entropy.fill(&mut name.0);
        Self(name)
    }

    /// From its hexadecimal digits.
    pub(crate) fn parse(digits: &str) -> Option<Self> {
        let mut name = Fixed([0; 16]);
        hex::decode_to_slice(digits, &mut name.0).ok().map(|()| Self(name))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0.0
    }
}

impl fmt::Display for EntryName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.bytes()))
    }
}

/// Why the keyring did not do what it was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// There is none, or it stores nothing.
    Missing(Option<Cause>),
    /// The person has to unlock it first, or did not.
    Locked(Option<Cause>),
    /// No answer within the limit; what was asked may still happen.
    TimedOut,
}

impl From<Failure> for KeystoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Missing(cause) => Self::KeyringMissing(cause),
            Failure::Locked(cause) => Self::KeyringLocked(cause),
            Failure::TimedOut => Self::KeyringLocked(Some("it did not answer in time".into())),
        }
    }
}

/// What trying a keyring out says about it.
pub(crate) fn state_of(tried: &Result<(), Failure>) -> KeyringState {
    match tried {
        Ok(()) => KeyringState::Ready,
        Err(Failure::Locked(_) | Failure::TimedOut) => KeyringState::Locked,
        Err(Failure::Missing(_)) => KeyringState::Missing,
    }
}

/// A place outside the vault's folder that keeps wrapping keys.
pub(crate) trait Keyring: Send + Sync + 'static {
    /// Does it keep, give back and forget a trial entry? Asks the person nothing.
    fn try_out(&self) -> Result<(), Failure>;
    /// Keep a key. May ask the person.
    fn put(&self, entry: EntryName, key: &SecretKey) -> Result<(), Failure>;
    /// Give a key back; none when there is no such entry. May ask the person.
    fn get(&self, entry: EntryName) -> Result<Option<SecretKey>, Failure>;
    /// Forget a key, also one that is not there. Asks the person nothing.
    fn delete(&self, entry: EntryName) -> Result<(), Failure>;
}
