//! The Secret Service of Linux desktops, over the session bus.

use std::collections::HashMap;

use keyring_core::{Entry, api::CredentialStoreApi as _};
use secret_service::{EncryptionType, Error, blocking::SecretService};
use zbus_secret_service_keyring_store::Store;

use super::Failure;

/// The attribute that all entries of the program have.
const SERVICE: &str = "org.pileus.vault";
/// What the desktop's own dialogs call an entry.
const LABEL: &str = "Key of a Pileus vault";

/// An entry, over a connection of its own whose secrets travel encrypted.
pub(super) fn entry(user: &str) -> keyring_core::Result<Entry> {
    Store::new()?.build(SERVICE, user, Some(&HashMap::from([("label", LABEL)])))
}

/// Is there a keyring, locked or not?
pub(super) fn reach() -> Result<(), Failure> {
    is_locked().map(drop)
}

/// The same, and it must be unlocked: with a locked one the next call would make the desktop ask.
pub(super) fn reach_quietly() -> Result<(), Failure> {
    if is_locked()? { Err(Failure::Locked(None)) } else { Ok(()) }
}

/// Is the keyring locked that new entries go into? Nothing secret travels.
fn is_locked() -> Result<bool, Failure> {
    let missing = |error: Error| Failure::Missing(Some(error.into()));
    let service = SecretService::connect(EncryptionType::Plain).map_err(missing)?;
    service.get_default_collection().map_err(missing)?.is_locked().map_err(missing)
}
