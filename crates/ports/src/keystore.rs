//! The Keystore port: accounts and data keys.

mod bundle;
mod entry;
mod secret;

use std::sync::Arc;

use pileus_domain::{AccountId, Capsule};

use crate::{Consent, KeystoreError, Signer};

pub use bundle::{BundledAccount, BundledDataKey, RestoredSecrets, SecretBundle, free_name};
pub use entry::{AccountEntry, AccountOrigin, DataKeyEntry, KeyringState, Protection};
pub use secret::{SecretBytes, SecretText};

/// Keeps accounts and data keys. Opening may take a second (Argon2id), and the system's keyring may ask the person: call
/// it off the window's thread.
///
/// While the system's keyring keeps the vault's key, a call that needs a secret fetches that key by itself, once, unless
/// [`Self::lock`] was called; it can then fail with [`KeystoreError::KeyringMissing`],
/// [`KeystoreError::KeyringLocked`] or [`KeystoreError::KeyringEntryMissing`] wherever [`KeystoreError::Locked`] is named.
pub trait Keystore: Send + Sync + 'static {
    /// The same keystore for one request: every call that changes something, or unlocks, asks for consent right before it
    /// does, after all that takes its time, and fails with [`KeystoreError::Stopped`] once it was withdrawn.
    fn under(&self, consent: Arc<dyn Consent>) -> Arc<dyn Keystore>;
    /// What keeps strangers out.
    ///
    /// # Errors
    /// [`KeystoreError::File`], [`KeystoreError::Damaged`], [`KeystoreError::Newer`]; so does every call that reads the
    /// vault. Every call that changes it can also fail with [`KeystoreError::ReadOnly`].
    fn protection(&self) -> Result<Protection, KeystoreError>;
    /// Must it be unlocked before secrets can be used? Does not ask the system's keyring.
    fn is_locked(&self) -> bool;
    /// Give the passphrase. Where there is none, any text opens as [`Self::unlock_with_keyring`] does.
    ///
    /// # Errors
    /// [`KeystoreError::WrongPassphrase`]; [`KeystoreError::Damaged`] when names or secrets were changed.
    fn unlock(&self, passphrase: &SecretText) -> Result<(), KeystoreError>;
    /// Fetch the vault's key from the system's keyring again, after [`Self::lock`].
    ///
    /// # Errors
    /// [`KeystoreError::KeyringMissing`], [`KeystoreError::KeyringLocked`], [`KeystoreError::KeyringEntryMissing`];
    /// [`KeystoreError::Locked`] when a passphrase is needed instead.
    fn unlock_with_keyring(&self) -> Result<(), KeystoreError>;
    /// Forget all secrets in memory.
    fn lock(&self);
    /// Set, change or (with none) remove the passphrase. Moves out of the system's keyring.
    ///
    /// # Errors
    /// [`KeystoreError::Locked`].
    fn set_passphrase(&self, passphrase: Option<&SecretText>) -> Result<(), KeystoreError>;
    /// Ask the system's keyring whether it can be used: it gets a trial entry. May take 100 ms; asks the person nothing.
    fn keyring(&self) -> KeyringState;
    /// Move the vault's key into the system's keyring, which may ask the person to unlock it. Stopped half-way, this
    /// loses nothing.
    ///
    /// # Errors
    /// [`KeystoreError::Locked`], [`KeystoreError::KeyringMissing`], [`KeystoreError::KeyringLocked`].
    fn move_to_keyring(&self) -> Result<(), KeystoreError>;

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
    /// Forget an account and its secret. If it was the default, the oldest of the others becomes it.
    ///
    /// # Errors
    /// [`KeystoreError::Locked`]; [`KeystoreError::NotFound`].
    fn remove_account(&self, account: &AccountId) -> Result<(), KeystoreError>;
    /// Sign as an account.
    ///
    /// # Errors
    /// [`KeystoreError::Locked`]; [`KeystoreError::NotFound`].
    fn signer(&self, account: &AccountId) -> Result<Arc<dyn Signer>, KeystoreError>;
    /// The key that a CD²N gateway locked into a capsule, as an account gets it out. Nothing tells here whether the capsule
    /// was made for this account: for another one the key is another one, and opens nothing.
    ///
    /// # Errors
    /// [`KeystoreError::BadCapsule`] when its parts are none or do not belong together; [`KeystoreError::Locked`];
    /// [`KeystoreError::NotFound`].
    fn open_capsule(&self, account: &AccountId, capsule: &Capsule) -> Result<SecretBytes, KeystoreError>;

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
    /// Make the data key that follows from a name and a passphrase (Argon2id): the same one everywhere and always.
    ///
    /// # Errors
    /// [`KeystoreError::Locked`]; [`KeystoreError::Exists`] for a name or a key that is there.
    fn derive_data_key(&self, name: &str, passphrase: &SecretText) -> Result<DataKeyEntry, KeystoreError>;
    /// Take a data key from the text that [`Self::export_data_key`] gave.
    ///
    /// # Errors
    /// [`KeystoreError::BadDataKey`], [`KeystoreError::Locked`]; [`KeystoreError::Exists`] for a name or a key that is
    /// there.
    fn import_data_key(&self, name: &str, text: &SecretText) -> Result<DataKeyEntry, KeystoreError>;
    /// A data key, by its fingerprint, as text with a checksum.
    ///
    /// # Errors
    /// [`KeystoreError::Locked`]; [`KeystoreError::NotFound`].
    fn export_data_key(&self, fingerprint: &str) -> Result<SecretText, KeystoreError>;
    /// Let a new random key take over the name of a data key, by its fingerprint; the old key is kept as `old_name`. The
    /// vault's own key is renewed with it.
    ///
    /// # Errors
    /// [`KeystoreError::Locked`]; [`KeystoreError::NotFound`]; [`KeystoreError::Exists`] for an `old_name` that is taken.
    fn rotate_data_key(&self, fingerprint: &str, old_name: &str) -> Result<DataKeyEntry, KeystoreError>;
    /// Give a data key, by its fingerprint, another name.
    ///
    /// # Errors
    /// As for [`Self::rename_account`].
    fn rename_data_key(&self, fingerprint: &str, name: &str) -> Result<(), KeystoreError>;
    /// Forget a data key, by its fingerprint. What it sealed stays closed without a copy of it.
    ///
    /// # Errors
    /// [`KeystoreError::Locked`]; [`KeystoreError::NotFound`].
    fn remove_data_key(&self, fingerprint: &str) -> Result<(), KeystoreError>;
    /// The secret of a data key, by name or fingerprint.
    ///
    /// # Errors
    /// [`KeystoreError::Locked`]; [`KeystoreError::NotFound`].
    fn data_key(&self, name_or_fingerprint: &str) -> Result<SecretBytes, KeystoreError>;

    /// Everything with its secrets, for a recovery kit.
    ///
    /// # Errors
    /// [`KeystoreError::Locked`].
    fn bundle(&self) -> Result<SecretBundle, KeystoreError>;
    /// Add what is not there yet, in one step; a taken name gets a number behind it ([`free_name`]). Where there is a
    /// default account it stays the default.
    ///
    /// # Errors
    /// [`KeystoreError::Locked`]; [`KeystoreError::BadSecret`] and [`KeystoreError::BadDataKey`] when a secret is not that
    /// of its entry: then nothing is added.
    fn restore(&self, bundle: &SecretBundle) -> Result<RestoredSecrets, KeystoreError>;
}
