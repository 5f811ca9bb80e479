//! The person's accounts and data keys, as the Keys window reads them.
//!
//! Invariant: the only secrets that go out are the words of an account at the moment it is made, and a data key that the
//! person asks to see.

use std::fmt;

use pileus_ports::{self as ports, AccountEntry, DataKeyEntry, SecretText};
use serde::{Deserialize, Serialize, Serializer};
use specta::Type;
use specta_typescript::Number;

use super::KitState;

/// Everything in the vault that may be known without opening it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeysView {
    /// What keeps strangers out.
    pub protection: Protection,
    /// The system's keyring, whether it is used or not.
    pub keyring: KeyringState,
    /// Must they be unlocked before anything can be signed or opened?
    pub locked: bool,
    /// What the money of the open network is called; empty without one.
    pub token_symbol: String,
    /// The accounts, oldest first.
    pub accounts: Vec<AccountCard>,
    /// The data keys, oldest first.
    pub data_keys: Vec<DataKeyRow>,
    /// Is there a network that balances could come from?
    pub network_open: bool,
    /// Minutes without the person after which they lock by themselves; none for never.
    pub auto_lock_minutes: Option<u32>,
    /// How far the newest recovery kit is behind.
    pub kit: KitState,
}

/// What keeps strangers out of the vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Protection {
    /// Nothing but the rights on its file.
    None,
    /// A passphrase.
    Passphrase,
    /// The system's keyring keeps the vault's key.
    Keyring,
}

impl From<ports::Protection> for Protection {
    fn from(protection: ports::Protection) -> Self {
        match protection {
            ports::Protection::FilePermissions => Self::None,
            ports::Protection::Passphrase => Self::Passphrase,
            ports::Protection::Keyring => Self::Keyring,
        }
    }
}

/// What can be done with the system's keyring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum KeyringState {
    /// It can be used.
    Ready,
    /// The person has to unlock it first.
    Locked,
    /// There is none that keeps anything.
    Missing,
}

impl From<ports::KeyringState> for KeyringState {
    fn from(state: ports::KeyringState) -> Self {
        match state {
            ports::KeyringState::Ready => Self::Ready,
            ports::KeyringState::Locked => Self::Locked,
            ports::KeyringState::Missing => Self::Missing,
        }
    }
}

/// What goes on with keys in use when they are locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LockQuestion {
    /// Transfers that keep the keys of their files until they end.
    pub running: u32,
}

/// A secret is in the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Copied {
    /// When it is taken out again, in milliseconds since 1970.
    #[specta(type = Number)]
    pub clears_at: u64,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountCard {
    /// What the person calls it.
    pub name: String,
    /// Its address, in CESS form.
    pub address: String,
    /// Is it used when none is named?
    pub is_default: bool,
    /// Where it came from.
    pub origin: AccountOrigin,
    /// What it can spend on the open network, in plancks; none without a network that answers.
    pub balance: Option<String>,
    /// When it came here, in milliseconds since 1970.
    #[specta(type = Number)]
    pub created: u64,
}

/// Where an account came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum AccountOrigin {
    /// Made here from new words.
    Created,
    /// Its secret was brought in.
    Imported,
}

impl From<&AccountEntry> for AccountCard {
    fn from(entry: &AccountEntry) -> Self {
        Self {
            name: entry.name.clone(),
            address: entry.account.to_string(),
            is_default: entry.is_default,
            origin: match entry.origin {
                ports::AccountOrigin::Created => AccountOrigin::Created,
                ports::AccountOrigin::Imported | ports::AccountOrigin::Development => AccountOrigin::Imported,
            },
            balance: None,
            created: entry.created.0,
        }
    }
}

/// A data key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DataKeyRow {
    /// What the person calls it.
    pub name: String,
    /// First bytes of a hash of it; safe to show.
    pub fingerprint: String,
    /// Files that it opens: of the catalogue, of all accounts and networks, and those that are being stored.
    pub files: u32,
    /// When it was made, in milliseconds since 1970.
    #[specta(type = Number)]
    pub created: u64,
}

impl DataKeyRow {
    /// With the number of files that need it.
    pub fn new(entry: &DataKeyEntry, files: u64) -> Self {
        Self {
            name: entry.name.clone(),
            fingerprint: entry.fingerprint.clone(),
            files: u32::try_from(files).unwrap_or(u32::MAX),
            created: entry.created.0,
        }
    }
}

/// An account that was just made, with the words that bring it back.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CreatedAccount {
    /// The account.
    pub account: AccountCard,
    /// Its words, this once.
    pub words: Words,
}

/// Recovery words, or a data key, on their way out. Prints as stars, cleared on drop; it cannot be read in.
#[derive(Type)]
#[specta(transparent)]
pub struct Words(#[specta(type = String)] SecretText);

impl Words {
    /// Take a secret over that is to be shown once.
    pub fn new(words: SecretText) -> Self {
        Self(words)
    }
}

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose())
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Words(***)")
    }
}

/// What the person typed to bring an account in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SecretKind {
    /// Recovery words, with a derivation path if there is one.
    Words,
    /// 64 hexadecimal digits, with or without `0x`.
    Seed,
}
