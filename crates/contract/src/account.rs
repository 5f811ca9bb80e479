//! Accounts, keys and money as they cross over. Never a secret.

use std::path::Path;

use pileus_domain::{Planck, Ss58Prefix};
use pileus_ports::{AccountEntry, AccountOrigin, Balance, DataKeyEntry, Protection, Timestamp};
use serde::Serialize;

use crate::ResealingView;

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountView {
    /// What the person calls it.
    pub account: String,
    /// Its address, in CESS form.
    pub address: String,
    /// Its public key.
    pub public_key: String,
    /// Where it came from.
    pub origin: AccountOrigin,
    /// Is it used when none is named?
    pub is_default: bool,
    /// When it came here, in milliseconds since 1970.
    pub created: Timestamp,
}

impl From<&AccountEntry> for AccountView {
    fn from(entry: &AccountEntry) -> Self {
        Self {
            account: entry.name.clone(),
            address: entry.account.to_ss58(Ss58Prefix::CESS),
            public_key: format!("0x{}", hex::encode(entry.account.0)),
            origin: entry.origin,
            is_default: entry.is_default,
            created: entry.created,
        }
    }
}

/// An account that was written to a file for other wallets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountFileView {
    /// The account.
    #[serde(flatten)]
    pub account: AccountView,
    /// The file.
    pub path: String,
}

impl AccountFileView {
    /// From an account and the file that it was written to.
    pub fn new(entry: &AccountEntry, path: &Path) -> Self {
        Self { account: entry.into(), path: path.display().to_string() }
    }
}

/// An account with its money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BalanceView {
    /// The account.
    #[serde(flatten)]
    pub account: AccountView,
    /// All that is not reserved.
    pub free: Planck,
    /// What can be spent while keeping the account alive.
    pub spendable: Planck,
    /// Reserved for something.
    pub reserved: Planck,
    /// What the money is called.
    pub token: String,
}

impl BalanceView {
    /// From an account and its money.
    pub fn new(entry: &AccountEntry, balance: Balance, token: &str) -> Self {
        let Balance { free, spendable, reserved } = balance;
        Self { account: entry.into(), free, spendable, reserved, token: token.to_owned() }
    }
}

/// A data key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DataKeyView {
    /// What the person calls it.
    pub key: String,
    /// First bytes of a hash of it.
    pub fingerprint: String,
}

impl From<&DataKeyEntry> for DataKeyView {
    fn from(entry: &DataKeyEntry) -> Self {
        Self { key: entry.name.clone(), fingerprint: entry.fingerprint.clone() }
    }
}

/// A data key and what depends on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DataKeyUseView {
    /// The key.
    #[serde(flatten)]
    pub key: DataKeyView,
    /// Files that it opens: of the catalogue, of all accounts and networks, and those that are being stored.
    pub files: u64,
    /// When it came here, in milliseconds since 1970.
    pub created: Timestamp,
}

impl DataKeyUseView {
    /// From a key and how many files depend on it.
    pub fn new(entry: &DataKeyEntry, files: u64) -> Self {
        Self { key: entry.into(), files, created: entry.created }
    }
}

/// A data key that was handed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DataKeyFileView {
    /// The key.
    #[serde(flatten)]
    pub key: DataKeyView,
    /// The file that its text is in; none when it was shown on the terminal.
    pub path: Option<String>,
}

impl DataKeyFileView {
    /// From a key and the file that it was written to.
    pub fn new(entry: &DataKeyEntry, path: Option<&Path>) -> Self {
        Self { key: entry.into(), path: path.map(|path| path.display().to_string()) }
    }
}

/// A data key whose name a new key took over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RotationView {
    /// The new key.
    #[serde(flatten)]
    pub key: DataKeyView,
    /// The old one, under its other name.
    pub old: DataKeyView,
    /// What it takes to store the files of the old one anew; none without such files, or without a network to ask.
    pub new_upload: Option<ResealingView>,
}

/// What is in the keystore, and what keeps strangers out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeystoreView {
    /// What keeps strangers out.
    pub protection: Protection,
    /// The accounts.
    pub accounts: Vec<AccountView>,
    /// The data keys; none while the vault is locked.
    pub data_keys: Vec<DataKeyView>,
}
