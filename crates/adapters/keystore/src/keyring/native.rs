//! The keyring that comes with the system: macOS Keychain, Windows Credential Manager, Secret Service elsewhere.

use keyring::Entry;

use super::Failure;

/// The service that all entries of the program belong to.
const SERVICE: &str = "org.pileus.vault";

/// An entry.
pub(super) fn entry(user: &str) -> keyring_core::Result<keyring_core::Entry> {
    Entry::new(SERVICE, user).map(|entry| entry.inner)
}

/// These are there with the system; whether one is locked shows at the first use.
#[expect(clippy::unnecessary_wraps, reason = "the Secret Service has more to say here")]
pub(super) fn reach() -> Result<(), Failure> {
    Ok(())
}

/// The same: the system decides when it asks.
pub(super) fn reach_quietly() -> Result<(), Failure> {
    reach()
}
