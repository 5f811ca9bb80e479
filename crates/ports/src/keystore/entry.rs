//! What may be known of accounts and data keys without their secrets.

use pileus_domain::AccountId;
use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// What keeps strangers out of the keystore.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    /// Only the file's permissions, until the person chooses something better.
    FilePermissions,
    /// A passphrase through Argon2id.
    Passphrase,
    /// The system's keyring, which keeps the key of the vault file.
    Keyring,
}

/// Can the system's keyring be used now?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyringState {
    /// It kept a trial entry, gave it back and forgot it.
    Ready,
    /// It is there, and has to be unlocked by the person first.
    Locked,
    /// There is none, or none that stores anything.
    Missing,
}

/// Where an account's secret came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountOrigin {
    /// Made here from new words.
    Created,
    /// Brought in by the person.
    Imported,
    /// A development account of the local network, known to everybody.
    Development,
}

/// An account without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountEntry {
    /// What the person calls it.
    pub name: String,
    /// Its public key.
    pub account: AccountId,
    /// Where it came from.
    pub origin: AccountOrigin,
    /// Is it used when none is named?
    pub is_default: bool,
    /// When it came here.
    pub created: Timestamp,
}

/// A data key without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataKeyEntry {
    /// What the person calls it.
    pub name: String,
    /// First bytes of a hash of it, in hexadecimal digits; safe to show.
    pub fingerprint: String,
    /// When it was made.
    pub created: Timestamp,
}
