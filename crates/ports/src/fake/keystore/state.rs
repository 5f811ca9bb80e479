//! What the fake holds, and the rules for adding to it.

use pileus_domain::AccountId;

use super::{HashSigner, texts};
use crate::{
    AccountEntry, BundledAccount, BundledDataKey, DataKeyEntry, KeyringState, KeystoreError, Protection,
    RestoredSecrets, SecretBundle, SecretText, Signer as _, free_name,
};

pub(super) struct State {
    pub(super) passphrase: Option<SecretText>,
    pub(super) in_keyring: bool,
    pub(super) keyring: KeyringState,
    pub(super) entry_is_gone: bool,
    pub(super) locked: bool,
    pub(super) kept: SecretBundle,
}

impl Default for State {
    fn default() -> Self {
        Self {
            passphrase: None,
            in_keyring: false,
            keyring: KeyringState::Ready,
            entry_is_gone: false,
            locked: false,
            kept: SecretBundle::default(),
        }
    }
}

impl State {
    pub(super) fn protection(&self) -> Protection {
        match &self.passphrase {
            Some(_) => Protection::Passphrase,
            None if self.in_keyring => Protection::Keyring,
            None => Protection::FilePermissions,
        }
    }

    pub(super) fn account(&mut self, account: &AccountId) -> Result<&mut BundledAccount, KeystoreError> {
        let missing = || KeystoreError::NotFound { what: "account", name: account.to_string() };
        self.kept.accounts.iter_mut().find(|kept| kept.entry.account == *account).ok_or_else(missing)
    }

    pub(super) fn data_key(&mut self, fingerprint: &str) -> Result<&mut BundledDataKey, KeystoreError> {
        let missing = || KeystoreError::NotFound { what: "data key", name: fingerprint.to_owned() };
        self.kept.data_keys.iter_mut().find(|kept| kept.entry.fingerprint == fingerprint).ok_or_else(missing)
    }

    pub(super) fn add_account(&mut self, account: BundledAccount) -> Result<AccountEntry, KeystoreError> {
        let BundledAccount { entry, .. } = &account;
        let same = |kept: &&BundledAccount| kept.entry.name == entry.name || kept.entry.account == entry.account;
        if let Some(taken) = self.kept.accounts.iter().find(same) {
            return Err(KeystoreError::Exists { what: "account", name: taken.entry.name.clone() });
        }
        let has_default = self.kept.accounts.iter().any(|kept| kept.entry.is_default);
        let entry = AccountEntry { is_default: !has_default, ..entry.clone() };
        self.kept.accounts.push(BundledAccount { entry: entry.clone(), ..account });
        Ok(entry)
    }

    pub(super) fn add_data_key(&mut self, key: BundledDataKey) -> Result<DataKeyEntry, KeystoreError> {
        let BundledDataKey { entry, .. } = &key;
        let same =
            |kept: &&BundledDataKey| kept.entry.name == entry.name || kept.entry.fingerprint == entry.fingerprint;
        if let Some(taken) = self.kept.data_keys.iter().find(same) {
            return Err(KeystoreError::Exists { what: "data key", name: taken.entry.name.clone() });
        }
        let entry = entry.clone();
        self.kept.data_keys.push(key);
        Ok(entry)
    }

    /// The oldest account becomes the default when none is.
    pub(super) fn choose_default(&mut self) {
        if !self.kept.accounts.iter().any(|kept| kept.entry.is_default)
            && let Some(first) = self.kept.accounts.first_mut()
        {
            first.entry.is_default = true;
        }
    }

    pub(super) fn restore(&mut self, bundle: &SecretBundle) -> Result<RestoredSecrets, KeystoreError> {
        refuse_strangers(bundle)?;
        let (accounts, data_keys) = (self.kept.accounts.len(), self.kept.data_keys.len());
        for account in &bundle.accounts {
            if self.account(&account.entry.account).is_err() {
                let mut account = account.clone();
                account.entry.name = free_name(&account.entry.name, |name| self.has_account(name));
                account.entry.is_default &= accounts == 0;
                self.kept.accounts.push(account);
            }
        }
        self.choose_default();
        for key in &bundle.data_keys {
            if self.data_key(&key.entry.fingerprint).is_err() {
                let mut key = key.clone();
                key.entry.name = free_name(&key.entry.name, |name| self.has_data_key(name));
                self.kept.data_keys.push(key);
            }
        }
        Ok(RestoredSecrets {
            accounts: self.kept.accounts.iter().skip(accounts).map(|kept| kept.entry.clone()).collect(),
            data_keys: self.kept.data_keys.iter().skip(data_keys).map(|kept| kept.entry.clone()).collect(),
        })
    }

    pub(super) fn has_account(&self, name: &str) -> bool {
        self.kept.accounts.iter().any(|kept| kept.entry.name == name)
    }

    pub(super) fn has_data_key(&self, name: &str) -> bool {
        self.kept.data_keys.iter().any(|kept| kept.entry.name == name)
    }
}

/// Every secret must be that of its entry.
fn refuse_strangers(bundle: &SecretBundle) -> Result<(), KeystoreError> {
    for BundledAccount { entry, secret } in &bundle.accounts {
        if (HashSigner { secret: secret.clone() }).account() != entry.account {
            return Err(KeystoreError::BadSecret(format!("it is not that of account {:?}", entry.name)));
        }
    }
    for BundledDataKey { entry, key } in &bundle.data_keys {
        if texts::fingerprint(key) != entry.fingerprint {
            return Err(KeystoreError::BadDataKey(format!("it is not that of data key {:?}", entry.name)));
        }
    }
    Ok(())
}
