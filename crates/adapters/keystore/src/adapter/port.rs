//! The port's calls, each handed to the part that does it.

use std::sync::Arc;

use pileus_domain::{AccountId, Capsule};
use pileus_ports::{
    AccountEntry, AccountOrigin, Consent, DataKeyEntry, KeyringState, Keystore, KeystoreError, Protection,
    RestoredSecrets, SecretBundle, SecretBytes, SecretText, Signer,
};

use super::{KeystoreAdapter, accounts};
use crate::{account, data_key_text, derived_key, encoding::SecretKey, keyring};

impl Keystore for KeystoreAdapter {
    fn under(&self, consent: Arc<dyn Consent>) -> Arc<dyn Keystore> {
        Arc::new(Self { consent, ..self.clone() })
    }

    fn protection(&self) -> Result<Protection, KeystoreError> {
        Ok(self.load()?.protection.kind())
    }
    fn is_locked(&self) -> bool {
        self.must_be_unlocked()
    }
    fn unlock(&self, passphrase: &SecretText) -> Result<(), KeystoreError> {
        self.unlock_with_passphrase(passphrase)
    }
    fn unlock_with_keyring(&self) -> Result<(), KeystoreError> {
        self.unlock_without_passphrase()
    }
    fn lock(&self) {
        self.session.close();
    }
    fn set_passphrase(&self, passphrase: Option<&SecretText>) -> Result<(), KeystoreError> {
        self.protect_with(passphrase)
    }
    fn keyring(&self) -> KeyringState {
        keyring::state_of(&self.keyring.try_out())
    }
    fn move_to_keyring(&self) -> Result<(), KeystoreError> {
        self.protect_with_keyring()
    }

    fn accounts(&self) -> Result<Vec<AccountEntry>, KeystoreError> {
        Ok(self.load()?.directory.accounts)
    }
    fn create_account(&self, name: &str) -> Result<(AccountEntry, SecretText), KeystoreError> {
        let words = account::new_words(&*self.entropy);
        let entry = self.add_account(name, words.clone(), AccountOrigin::Created)?;
        Ok((entry, SecretText::new(words.0.clone())))
    }
    fn import_account(
        &self,
        name: &str,
        secret: &SecretText,
        origin: AccountOrigin,
    ) -> Result<AccountEntry, KeystoreError> {
        self.add_account(name, account::tidy(secret), origin)
    }
    fn import_account_file(
        &self,
        name: &str,
        file: &[u8],
        passphrase: Option<&SecretText>,
    ) -> Result<AccountEntry, KeystoreError> {
        self.add_account_of_file(name, file, passphrase)
    }
    fn export_account_file(&self, account: &AccountId, passphrase: &SecretText) -> Result<SecretText, KeystoreError> {
        self.account_file(account, passphrase)
    }
    fn set_default_account(&self, account: &AccountId) -> Result<(), KeystoreError> {
        self.make_default(account)
    }
    fn rename_account(&self, account: &AccountId, name: &str) -> Result<(), KeystoreError> {
        self.name_account(account, name)
    }
    fn remove_account(&self, account: &AccountId) -> Result<(), KeystoreError> {
        self.forget_account(account)
    }
    fn signer(&self, account: &AccountId) -> Result<Arc<dyn Signer>, KeystoreError> {
        let (_, secrets) = self.secrets()?;
        Ok(Arc::new(accounts::signer_of(&secrets, account)?))
    }
    fn open_capsule(&self, account: &AccountId, capsule: &Capsule) -> Result<SecretBytes, KeystoreError> {
        let (_, secrets) = self.secrets()?;
        crate::capsule::open(accounts::signer_of(&secrets, account)?.secret_key(), capsule)
    }

    fn data_keys(&self) -> Result<Vec<DataKeyEntry>, KeystoreError> {
        Ok(self.load()?.directory.data_keys)
    }
    fn create_data_key(&self, name: &str) -> Result<DataKeyEntry, KeystoreError> {
        self.add_data_key(name, SecretKey::random(&*self.entropy))
    }
    fn derive_data_key(&self, name: &str, passphrase: &SecretText) -> Result<DataKeyEntry, KeystoreError> {
        self.ensure_open()?;
        self.add_data_key(name, derived_key::derive(name, passphrase)?)
    }
    fn import_data_key(&self, name: &str, text: &SecretText) -> Result<DataKeyEntry, KeystoreError> {
        self.ensure_open()?;
        self.add_data_key(name, data_key_text::read(text)?)
    }
    fn export_data_key(&self, fingerprint: &str) -> Result<SecretText, KeystoreError> {
        self.data_key_text(fingerprint)
    }
    fn rotate_data_key(&self, fingerprint: &str, old_name: &str) -> Result<DataKeyEntry, KeystoreError> {
        self.replace_data_key(fingerprint, old_name)
    }
    fn rename_data_key(&self, fingerprint: &str, name: &str) -> Result<(), KeystoreError> {
        self.name_data_key(fingerprint, name)
    }
    fn remove_data_key(&self, fingerprint: &str) -> Result<(), KeystoreError> {
        self.forget_data_key(fingerprint)
    }
    fn data_key(&self, name_or_fingerprint: &str) -> Result<SecretBytes, KeystoreError> {
        self.open_data_key(name_or_fingerprint)
    }

    fn bundle(&self) -> Result<SecretBundle, KeystoreError> {
        self.everything()
    }
    fn restore(&self, bundle: &SecretBundle) -> Result<RestoredSecrets, KeystoreError> {
        self.add_bundle(bundle)
    }
}
