//! Accounts: who signs.

use std::sync::Arc;

use pileus_domain::{AccountId, Problem};
use pileus_pipeline::problem;
use pileus_ports::{AccountEntry, AccountOrigin, KeystoreError, SecretText, Signer};

use super::{Keys, of, refuse_empty, refuse_name};
use crate::AppError;

impl Keys {
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

    /// Forget an account and its secret; the person types its name for that. Of the others the oldest becomes the
    /// default one when it was.
    ///
    /// What the account owns on a chain stays there, out of reach without a copy of its words or its file.
    ///
    /// # Errors
    /// [`AppError::AccountNameNeeded`] unless its name was typed; `key_unknown`, or another of the keystore.
    pub fn remove_account(&self, account: &AccountId, typed: &str) -> Result<(), Problem> {
        let accounts = self.accounts()?;
        if let Some(entry) = accounts.into_iter().find(|entry| entry.account == *account && entry.name != typed) {
            return Err(AppError::AccountNameNeeded { name: entry.name }.into());
        }
        of(self.0.remove_account(account))
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
}
