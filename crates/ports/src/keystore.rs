//! The Keystore port: accounts and data keys.

use std::{fmt, sync::Arc};

use pileus_domain::AccountId;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{KeystoreError, Signer, Timestamp};

/// Secret text: a passphrase or recovery words. Prints as stars, cleared on drop.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SecretText(String);

impl SecretText {
    /// Take a secret over.
    pub fn new(text: String) -> Self {
        Self(text)
    }
    /// Look at the secret.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Secret bytes: a data key. Prints as stars, cleared on drop.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SecretBytes([u8; 32]);

impl SecretBytes {
    /// Take a secret over.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
    /// Look at the secret.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(***)")
    }
}

impl fmt::Debug for SecretBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretBytes(***)")
    }
}

/// What keeps strangers out of the keystore.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    /// Only the file's permissions, until the person sets a passphrase.
    FilePermissions,
    /// A passphrase through Argon2id.
    Passphrase,
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

/// Keeps accounts and data keys. Opening may take a second (Argon2id): call it off the window's thread.
pub trait Keystore: Send + Sync + 'static {
    /// What keeps strangers out.
    ///
    /// # Errors
    /// [`KeystoreError::File`], [`KeystoreError::Damaged`], [`KeystoreError::Newer`]; so does every call that reads the vault.
    fn protection(&self) -> Result<Protection, KeystoreError>;
    /// Must a passphrase be given before secrets can be used?
    fn is_locked(&self) -> bool;
    /// Give the passphrase.
    ///
    /// # Errors
    /// [`KeystoreError::WrongPassphrase`]; [`KeystoreError::Damaged`] when names or secrets were changed.
    fn unlock(&self, passphrase: &SecretText) -> Result<(), KeystoreError>;
    /// Forget all secrets in memory.
    fn lock(&self);
    /// Set, change or (with none) remove the passphrase.
    ///
    /// # Errors
    /// [`KeystoreError::Locked`].
    fn set_passphrase(&self, passphrase: Option<&SecretText>) -> Result<(), KeystoreError>;

    /// All accounts.
    ///
    /// # Errors
    /// As for [`Self::protection`]; names can be read while it is locked.
    fn accounts(&self) -> Result<Vec<AccountEntry>, KeystoreError>;
    /// Make an account from twelve new words, and hand the words out this once.
    ///
    /// # Errors
    /// [`KeystoreError::Locked`]; [`KeystoreError::Exists`].
    fn create_account(&self, name: &str) -> Result<(AccountEntry, SecretText), KeystoreError>;
    /// Take an account from words, a seed (`0x…`) or a secret URI with derivation.
    ///
    /// # Errors
    /// [`KeystoreError::BadSecret`], [`KeystoreError::Locked`]; [`KeystoreError::Exists`] for a name or a key that is there.
    fn import_account(
        &self,
        name: &str,
        secret: &SecretText,
        origin: AccountOrigin,
    ) -> Result<AccountEntry, KeystoreError>;
    /// Take an account from the file of another wallet, with the passphrase of that file if it has one.
    ///
    /// # Errors
    /// [`KeystoreError::AccountFile`], [`KeystoreError::Locked`]; [`KeystoreError::Exists`] for a name or a key that is
    /// there.
    fn import_account_file(
        &self,
        name: &str,
        file: &[u8],
        passphrase: Option<&SecretText>,
    ) -> Result<AccountEntry, KeystoreError>;
    /// An account as the text of a file that other wallets read, under a passphrase of its own.
    ///
    /// # Errors
    /// [`KeystoreError::Locked`]; [`KeystoreError::NotFound`].
    fn export_account_file(&self, account: &AccountId, passphrase: &SecretText) -> Result<SecretText, KeystoreError>;
    /// Use this one when none is named.
    ///
    /// # Errors
    /// [`KeystoreError::Locked`]; [`KeystoreError::NotFound`].
    fn set_default_account(&self, account: &AccountId) -> Result<(), KeystoreError>;
    /// Give an account another name.
    ///
    /// # Errors
    /// [`KeystoreError::Locked`]; [`KeystoreError::NotFound`]; [`KeystoreError::Exists`] for a name that another one has.
    fn rename_account(&self, account: &AccountId, name: &str) -> Result<(), KeystoreError>;
    /// Sign as an account.
    ///
    /// # Errors
    /// [`KeystoreError::Locked`]; [`KeystoreError::NotFound`].
    fn signer(&self, account: &AccountId) -> Result<Arc<dyn Signer>, KeystoreError>;

    /// All data keys.
    ///
    /// # Errors
    /// As for [`Self::protection`]; names can be read while it is locked.
    fn data_keys(&self) -> Result<Vec<DataKeyEntry>, KeystoreError>;
    /// Make a random data key.
    ///
    /// # Errors
    /// [`KeystoreError::Locked`]; [`KeystoreError::Exists`].
    fn create_data_key(&self, name: &str) -> Result<DataKeyEntry, KeystoreError>;
    /// Give a data key, by its fingerprint, another name.
    ///
    /// # Errors
    /// As for [`Self::rename_account`].
    fn rename_data_key(&self, fingerprint: &str, name: &str) -> Result<(), KeystoreError>;
    /// The secret of a data key, by name or fingerprint.
    ///
    /// # Errors
    /// [`KeystoreError::Locked`]; [`KeystoreError::NotFound`].
    fn data_key(&self, name_or_fingerprint: &str) -> Result<SecretBytes, KeystoreError>;
}
