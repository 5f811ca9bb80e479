//! Accounts of the vault.

use pileus_domain::AccountId;
use pileus_ports::{AccountEntry, AccountOrigin, KeystoreError, SecretText};

use super::KeystoreAdapter;
use crate::{
    account::AccountSigner,
    account_file::{self, AccountFile},
    content::{AccountSecret, Secrets},
    encoding::SecretString,
    error::{account_exists, no_account},
};

impl KeystoreAdapter {
    pub(super) fn add_account(
        &self,
        name: &str,
        secret: SecretString,
        origin: AccountOrigin,
    ) -> Result<AccountEntry, KeystoreError> {
        let account = AccountSigner::of(&secret)?.public_key();
        let created = self.clock.now();
        self.change(|directory, secrets| {
            if let Some(taken) = directory.accounts.iter().find(|a| a.name == name || a.account == account) {
                return Err(account_exists(&taken.name));
            }
            let is_default = directory.accounts.is_empty();
            let entry = AccountEntry { name: name.to_owned(), account, origin, is_default, created };
            directory.accounts.push(entry.clone());
            secrets.accounts.push(AccountSecret { account, secret });
            Ok(entry)
        })
    }

    pub(super) fn add_account_of_file(
        &self,
        name: &str,
        file: &[u8],
        passphrase: Option<&SecretText>,
    ) -> Result<AccountEntry, KeystoreError> {
        self.ensure_open()?;
        let secret = AccountFile::parse(file).and_then(|file| file.open(passphrase));
        self.add_account(name, secret.map_err(KeystoreError::AccountFile)?, AccountOrigin::Imported)
    }

    pub(super) fn account_file(
        &self,
        account: &AccountId,
        passphrase: &SecretText,
    ) -> Result<SecretText, KeystoreError> {
        let (directory, secrets) = self.secrets()?;
        let entry = directory.accounts.iter().find(|entry| entry.account == *account);
        let signer = signer_of(&secrets, account)?;
        let entry = entry.ok_or_else(|| no_account(account))?;
        Ok(account_file::write(entry, &signer, passphrase, &*self.entropy))
    }

    pub(super) fn make_default(&self, account: &AccountId) -> Result<(), KeystoreError> {
        self.change(|directory, _| {
            if !directory.accounts.iter().any(|entry| entry.account == *account) {
                return Err(no_account(account));
            }
            directory.accounts.iter_mut().for_each(|entry| entry.is_default = entry.account == *account);
            Ok(())
        })
    }

    pub(super) fn name_account(&self, account: &AccountId, name: &str) -> Result<(), KeystoreError> {
        self.change(|directory, _| {
            if directory.accounts.iter().any(|entry| entry.name == name && entry.account != *account) {
                return Err(account_exists(name));
            }
            let entry = directory.accounts.iter_mut().find(|entry| entry.account == *account);
            name.clone_into(&mut entry.ok_or_else(|| no_account(account))?.name);
            Ok(())
        })
    }

    pub(super) fn forget_account(&self, account: &AccountId) -> Result<(), KeystoreError> {
        self.change(|directory, secrets| {
            if !directory.accounts.iter().any(|entry| entry.account == *account) {
                return Err(no_account(account));
            }
            directory.accounts.retain(|entry| entry.account != *account);
            secrets.accounts.retain(|kept| kept.account != *account);
            directory.choose_default();
            Ok(())
        })
    }
}

/// Signs as an account of the vault.
pub(super) fn signer_of(secrets: &Secrets, account: &AccountId) -> Result<AccountSigner, KeystoreError> {
    let kept = secrets.accounts.iter().find(|kept| kept.account == *account);
    AccountSigner::of(&kept.ok_or_else(|| no_account(account))?.secret)
}
