//! Accounts and data keys.

use std::sync::Arc;

use pileus_domain::{AccountId, Problem};
use pileus_pipeline::problem;
use pileus_ports::{
    AccountEntry, AccountOrigin, DataKeyEntry, Keystore, KeystoreError, Protection, SecretText, Signer,
};

use crate::AppError;

/// The person's keys; clones share the keystore. Opening may take a second.
#[derive(Clone)]
pub struct Keys(Arc<dyn Keystore>);

/// Name of the data key that is used when none is named.
const DEFAULT_KEY: &str = "default";
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

    /// What keeps strangers out.
    ///
    /// # Errors
    /// The keystore's problem, as in every method here.
    pub fn protection(&self) -> Result<Protection, Problem> {
        of(self.0.protection())
    }

    /// Must a passphrase be given first?
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

    /// Forget the passphrase and all secrets in memory; without a passphrase there is nothing to lock with.
    pub fn lock(&self) {
        self.0.lock();
    }

    /// Set, change or (with none) remove the passphrase.
    ///
    /// # Errors
    /// [`AppError::PassphraseEmpty`], or the keystore's problem.
    pub fn set_passphrase(&self, passphrase: Option<&SecretText>) -> Result<(), Problem> {
        passphrase.map_or(Ok(()), refuse_empty)?;
        of(self.0.set_passphrase(passphrase))
    }

    /// All accounts.
    ///
    /// # Errors
    /// The keystore's problem.
    pub fn accounts(&self) -> Result<Vec<AccountEntry>, Problem> {
        of(self.0.accounts())
    }

    /// An account by name or address; the default one when none is named.
    ///
    /// # Errors
    /// [`AppError::NoAccount`], [`AppError::AccountMissing`].
    pub fn account(&self, wanted: Option<&str>) -> Result<AccountEntry, Problem> {
        let accounts = self.accounts()?;
        let Some(wanted) = wanted else {
            let default = accounts.iter().find(|a| a.is_default).or(accounts.first());
            return default.cloned().ok_or_else(|| AppError::NoAccount.into());
        };
        let address: Option<AccountId> = wanted.parse().ok();
        let found = accounts.into_iter().find(|a| a.name == wanted || Some(a.account) == address);
        found.ok_or_else(|| AppError::AccountMissing { name: wanted.to_owned() }.into())
    }

    /// Make an account; its words are handed out this once.
    ///
    /// # Errors
    /// [`AppError::KeyName`], or the keystore's problem.
    pub fn create_account(&self, name: &str) -> Result<(AccountEntry, SecretText), Problem> {
        refuse_name(name)?;
        of(self.0.create_account(name))
    }

    /// Take an account over from its secret.
    ///
    /// # Errors
    /// [`AppError::KeyName`], or the keystore's problem.
    pub fn import_account(
        &self,
        name: &str,
        secret: &SecretText,
        origin: AccountOrigin,
    ) -> Result<AccountEntry, Problem> {
        refuse_name(name)?;
        of(self.0.import_account(name, secret, origin))
    }

    /// Take an account over from a Polkadot JSON file of another wallet. Opening it may take a second.
    ///
    /// # Errors
    /// [`AppError::KeyName`]; `account_file_locked`, `account_file_passphrase`, `account_file_damaged`,
    /// `account_file_unsupported`, `account_file_hostile`, `account_file_mismatch`; or the keystore's problem.
    pub fn import_account_file(
        &self,
        name: &str,
        file: &[u8],
        passphrase: Option<&SecretText>,
    ) -> Result<AccountEntry, Problem> {
        refuse_name(name)?;
        of(self.0.import_account_file(name, file, passphrase))
    }

    /// An account as a Polkadot JSON file, under a passphrase of its own. May take a second.
    ///
    /// # Errors
    /// [`AppError::PassphraseEmpty`], or the keystore's problem.
    pub fn export_account_file(&self, account: &AccountId, passphrase: &SecretText) -> Result<SecretText, Problem> {
        refuse_empty(passphrase)?;
        of(self.0.export_account_file(account, passphrase))
    }

    /// Use this account when none is named.
    ///
    /// # Errors
    /// The keystore's problem.
    pub fn set_default(&self, account: &AccountId) -> Result<(), Problem> {
        of(self.0.set_default_account(account))
    }

    /// Give an account another name.
    ///
    /// # Errors
    /// [`AppError::KeyName`], or the keystore's problem.
    pub fn rename_account(&self, account: &AccountId, name: &str) -> Result<(), Problem> {
        refuse_name(name)?;
        of(self.0.rename_account(account, name))
    }

    /// Sign as an account.
    ///
    /// # Errors
    /// `vault_locked`, `key_unknown`.
    pub fn signer(&self, account: &AccountId) -> Result<Arc<dyn Signer>, Problem> {
        of(self.0.signer(account))
    }

    /// The default account, made now when there is none; with its words if so.
    ///
    /// # Errors
    /// The keystore's problem.
    pub fn ensure_account(&self, name: &str) -> Result<(AccountEntry, Option<SecretText>), Problem> {
        if !self.accounts()?.is_empty() {
            return Ok((self.account(None)?, None));
        }
        match self.0.create_account(name) {
            Ok((entry, words)) => Ok((entry, Some(words))),
            // Another process was quicker.
            Err(KeystoreError::Exists { .. }) => Ok((self.account(None)?, None)),
            Err(e) => Err(problem::of_keystore(&e)),
        }
    }

    /// All data keys.
    ///
    /// # Errors
    /// The keystore's problem.
    pub fn data_keys(&self) -> Result<Vec<DataKeyEntry>, Problem> {
        of(self.0.data_keys())
    }

    /// A data key, made now when there is none of this name; true if so.
    ///
    /// # Errors
    /// The keystore's problem.
    pub fn ensure_data_key(&self, name: &str) -> Result<(DataKeyEntry, bool), Problem> {
        if let Some(entry) = self.find_data_key(name)? {
            return Ok((entry, false));
        }
        match self.0.create_data_key(name) {
            Ok(entry) => Ok((entry, true)),
            Err(e @ KeystoreError::Exists { .. }) => {
                let entry = self.find_data_key(name)?;
                entry.map(|entry| (entry, false)).ok_or_else(|| problem::of_keystore(&e))
            }
            Err(e) => Err(problem::of_keystore(&e)),
        }
    }

    /// The key that seals when none is named: the one called `default`, else the oldest; none when there is no key.
    ///
    /// # Errors
    /// The keystore's problem.
    pub fn default_data_key(&self) -> Result<Option<DataKeyEntry>, Problem> {
        let mut keys = self.data_keys()?;
        let named = keys.iter().position(|key| key.name == DEFAULT_KEY);
        Ok(if keys.is_empty() { None } else { Some(keys.swap_remove(named.unwrap_or(0))) })
    }

    /// Make a random data key.
    ///
    /// # Errors
    /// [`AppError::KeyName`], or the keystore's problem.
    pub fn create_data_key(&self, name: &str) -> Result<DataKeyEntry, Problem> {
        refuse_name(name)?;
        of(self.0.create_data_key(name))
    }

    /// Give a data key, by its fingerprint, another name.
    ///
    /// # Errors
    /// [`AppError::KeyName`], or the keystore's problem.
    pub fn rename_data_key(&self, fingerprint: &str, name: &str) -> Result<(), Problem> {
        refuse_name(name)?;
        of(self.0.rename_data_key(fingerprint, name))
    }

    fn find_data_key(&self, name: &str) -> Result<Option<DataKeyEntry>, Problem> {
        Ok(self.data_keys()?.into_iter().find(|key| key.name == name))
    }
}
