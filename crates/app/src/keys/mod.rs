//! Accounts and data keys.

mod accounts;
mod data_keys;

use std::sync::Arc;

use pileus_domain::Problem;
use pileus_pipeline::problem;
use pileus_ports::{Consent, KeyringState, Keystore, KeystoreError, Protection, SecretText};

use crate::AppError;

/// The person's keys; clones share the keystore. Opening may take a second.
#[derive(Clone)]
pub struct Keys(Arc<dyn Keystore>);

/// Longest name of an account or a data key, in characters.
const NAME_LIMIT: usize = 64;

/// Names with blanks around them, without any letter, or with signs that move the cursor would only confuse.
fn refuse_name(name: &str) -> Result<(), AppError> {
    let fits = !name.is_empty() && name.trim() == name && name.chars().count() <= NAME_LIMIT;
    if fits && !name.chars().any(char::is_control) {
        return Ok(());
    }
    Err(AppError::KeyName { name: name.chars().filter(|c| !c.is_control()).take(NAME_LIMIT).collect() })
}

/// Blanks alone protect nothing.
fn refuse_empty(passphrase: &SecretText) -> Result<(), AppError> {
    if passphrase.expose().trim().is_empty() { Err(AppError::PassphraseEmpty) } else { Ok(()) }
}

fn of<T>(result: Result<T, KeystoreError>) -> Result<T, Problem> {
    result.map_err(|e| problem::of_keystore(&e))
}

impl Keys {
    /// Over a keystore.
    pub fn new(keystore: Arc<dyn Keystore>) -> Self {
        Self(keystore)
    }

    /// The same keys for one request that a person may stop: every change asks for consent right before it is made, and is
    /// refused as `stopped` once that was withdrawn.
    #[must_use]
    pub fn under(&self, consent: Arc<dyn Consent>) -> Self {
        Self(self.0.under(consent))
    }

    /// What keeps strangers out.
    ///
    /// # Errors
    /// The keystore's problem, as in every method here.
    pub fn protection(&self) -> Result<Protection, Problem> {
        of(self.0.protection())
    }

    /// Must it be opened first?
    pub fn is_locked(&self) -> bool {
        self.0.is_locked()
    }

    /// Give the passphrase.
    ///
    /// # Errors
    /// `wrong_passphrase`, `vault_damaged`.
    pub fn unlock(&self, passphrase: &SecretText) -> Result<(), Problem> {
        of(self.0.unlock(passphrase))
    }

    /// Open a vault whose key is in the system's keyring.
    ///
    /// # Errors
    /// `keyring_missing`, `keyring_locked`, `keyring_entry_missing`, `vault_damaged`.
    pub fn unlock_with_keyring(&self) -> Result<(), Problem> {
        of(self.0.unlock_with_keyring())
    }

    /// Forget the passphrase and all secrets in memory; kept by file permissions alone there is nothing to lock with.
    pub fn lock(&self) {
        self.0.lock();
    }

    /// How the system's keyring stands. Asks the system, which may take a moment.
    pub fn keyring(&self) -> KeyringState {
        self.0.keyring()
    }

    /// Move the vault's key into the system's keyring. What is in the vault stays as it is.
    ///
    /// # Errors
    /// `vault_locked`, `keyring_missing`, `keyring_locked`.
    pub fn move_to_keyring(&self) -> Result<(), Problem> {
        of(self.0.move_to_keyring())
    }

    /// Set, change or (with none) remove the passphrase; also takes the vault's key out of the system's keyring.
    ///
    /// # Errors
    /// [`AppError::PassphraseEmpty`], or the keystore's problem.
    pub fn set_passphrase(&self, passphrase: Option<&SecretText>) -> Result<(), Problem> {
        passphrase.map_or(Ok(()), refuse_empty)?;
        of(self.0.set_passphrase(passphrase))
    }
}
