//! The keystore in memory.

mod state;
mod texts;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pileus_domain::{AccountId, Capsule};
use sha2::{Digest as _, Sha256};

use self::state::State;
use super::{FakeClock, FakeEntropy};
use crate::{
    AccountEntry, AccountOrigin, BundledAccount, BundledDataKey, Clock, Consent, DataKeyEntry, Entropy, KeyringState,
    Keystore, KeystoreError, Protection, RestoredSecrets, SecretBundle, SecretBytes, SecretText, Signer,
};

/// Accounts and keys in memory; clones share them. Its signatures are no signatures of any curve.
#[derive(Clone, Default)]
pub struct FakeKeystore {
    state: Arc<Mutex<State>>,
    clock: FakeClock,
    entropy: FakeEntropy,
    /// Asked before every change; none asks nobody.
    consent: Option<Arc<dyn Consent>>,
}

/// Signs by hashing: the same secret and message give the same 64 bytes.
struct HashSigner {
    secret: SecretText,
}

impl HashSigner {
    fn hash(&self, label: &str, message: &[u8]) -> [u8; 32] {
        let hash = Sha256::new().chain_update(label).chain_update(self.secret.expose());
        hash.chain_update([0]).chain_update(message).finalize().into()
    }
}

impl Signer for HashSigner {
    fn account(&self) -> AccountId {
        AccountId(self.hash("account", &[]))
    }
    fn sign(&self, message: &[u8]) -> [u8; 64] {
        let mut signature = [0; 64];
        signature[..32].copy_from_slice(&self.hash("first half", message));
        signature[32..].copy_from_slice(&self.hash("second half", message));
        signature
    }
}

impl FakeKeystore {
    /// An empty keystore without a passphrase, on a system whose keyring is ready.
    pub fn new(clock: FakeClock, entropy: FakeEntropy) -> Self {
        Self { state: Arc::default(), clock, entropy, consent: None }
    }

    /// Let the system's keyring be like this from now on.
    pub fn set_keyring(&self, state: KeyringState) {
        self.state().keyring = state;
    }

    /// Let the system's keyring forget what it keeps for this keystore.
    pub fn forget_keyring_entry(&self) {
        self.state().entry_is_gone = true;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> Result<MutexGuard<'_, State>, KeystoreError> {
        let state = self.state();
        if state.locked { Err(KeystoreError::Locked) } else { Ok(state) }
    }

    /// The same for a change.
    fn change(&self) -> Result<MutexGuard<'_, State>, KeystoreError> {
        let state = self.open()?;
        self.confirm().map(|()| state)
    }

    fn confirm(&self) -> Result<(), KeystoreError> {
        let wanted = self.consent.as_ref().is_none_or(|consent| consent.confirm());
        if wanted { Ok(()) } else { Err(KeystoreError::Stopped) }
    }

    /// Twelve words that nobody could mistake for real ones.
    fn words(&self) -> SecretText {
        let words = (0..12).map(|_| {
            let mut bytes = [0; 8];
            self.entropy.fill(&mut bytes);
            bytes.iter().map(|b| char::from(b'a' + b % 26)).collect::<String>()
        });
        SecretText::new(words.collect::<Vec<_>>().join(" "))
    }

    fn random_key(&self) -> SecretBytes {
        let mut bytes = [0; 32];
        self.entropy.fill(&mut bytes);
        SecretBytes::new(bytes)
    }

    fn add(&self, name: &str, secret: SecretText, origin: AccountOrigin) -> Result<AccountEntry, KeystoreError> {
        let account = HashSigner { secret: secret.clone() }.account();
        let (is_default, created) = (false, self.clock.now());
        let entry = AccountEntry { name: name.to_owned(), account, origin, is_default, created };
        self.change()?.add_account(BundledAccount { entry, secret })
    }

    fn bundled(&self, name: &str, key: SecretBytes) -> BundledDataKey {
        let (name, fingerprint, created) = (name.to_owned(), texts::fingerprint(&key), self.clock.now());
        BundledDataKey { entry: DataKeyEntry { name, fingerprint, created }, key }
    }
}

/// Can the keyring give the vault's key?
fn reach(state: &State) -> Result<(), KeystoreError> {
    match state.keyring {
        KeyringState::Missing => Err(KeystoreError::KeyringMissing(None)),
        KeyringState::Locked => Err(KeystoreError::KeyringLocked(None)),
        KeyringState::Ready => Ok(()),
    }
}

impl Keystore for FakeKeystore {
    fn under(&self, consent: Arc<dyn Consent>) -> Arc<dyn Keystore> {
        Arc::new(Self { consent: Some(consent), ..self.clone() })
    }

    fn protection(&self) -> Result<Protection, KeystoreError> {
        Ok(self.state().protection())
    }
    fn is_locked(&self) -> bool {
        self.state().locked
    }
    fn unlock(&self, passphrase: &SecretText) -> Result<(), KeystoreError> {
        let mut state = self.state();
        match &state.passphrase {
            None => {
                drop(state);
                return self.unlock_with_keyring();
            }
            Some(kept) if kept.expose() != passphrase.expose() => return Err(KeystoreError::WrongPassphrase),
            Some(_) => {
                self.confirm()?;
                state.locked = false;
            }
        }
        Ok(())
    }
    fn unlock_with_keyring(&self) -> Result<(), KeystoreError> {
        let mut state = self.state();
        match state.protection() {
            Protection::Passphrase if state.locked => return Err(KeystoreError::Locked),
            Protection::FilePermissions | Protection::Passphrase => return Ok(()),
            Protection::Keyring => reach(&state)?,
        }
        if state.entry_is_gone {
            return Err(KeystoreError::KeyringEntryMissing);
        }
        self.confirm()?;
        state.locked = false;
        Ok(())
    }
    fn lock(&self) {
        let mut state = self.state();
        state.locked = state.protection() != Protection::FilePermissions;
    }
    fn set_passphrase(&self, passphrase: Option<&SecretText>) -> Result<(), KeystoreError> {
        let mut state = self.change()?;
        state.passphrase = passphrase.cloned();
        state.in_keyring = false;
        Ok(())
    }
    fn keyring(&self) -> KeyringState {
        self.state().keyring
    }
    fn move_to_keyring(&self) -> Result<(), KeystoreError> {
        let mut state = self.change()?;
        reach(&state)?;
        state.passphrase = None;
        (state.in_keyring, state.entry_is_gone) = (true, false);
        Ok(())
    }

    fn accounts(&self) -> Result<Vec<AccountEntry>, KeystoreError> {
        Ok(self.state().kept.accounts.iter().map(|kept| kept.entry.clone()).collect())
    }
    fn create_account(&self, name: &str) -> Result<(AccountEntry, SecretText), KeystoreError> {
        let words = self.words();
        Ok((self.add(name, words.clone(), AccountOrigin::Created)?, words))
    }
    fn import_account(
        &self,
        name: &str,
        secret: &SecretText,
        origin: AccountOrigin,
    ) -> Result<AccountEntry, KeystoreError> {
        if !texts::looks_like_a_secret(secret.expose()) {
            return Err(KeystoreError::BadSecret("neither words nor a seed".to_owned()));
        }
        self.add(name, secret.clone(), origin)
    }
    fn import_account_file(
        &self,
        name: &str,
        file: &[u8],
        passphrase: Option<&SecretText>,
    ) -> Result<AccountEntry, KeystoreError> {
        drop(self.open()?);
        let secret = texts::open_account_file(file, passphrase).map_err(KeystoreError::AccountFile)?;
        self.add(name, secret, AccountOrigin::Imported)
    }
    fn export_account_file(&self, account: &AccountId, passphrase: &SecretText) -> Result<SecretText, KeystoreError> {
        Ok(texts::account_file(passphrase, &self.open()?.account(account)?.secret))
    }
    fn set_default_account(&self, account: &AccountId) -> Result<(), KeystoreError> {
        let mut state = self.change()?;
        state.account(account)?;
        state.kept.accounts.iter_mut().for_each(|kept| kept.entry.is_default = kept.entry.account == *account);
        Ok(())
    }
    fn rename_account(&self, account: &AccountId, name: &str) -> Result<(), KeystoreError> {
        let mut state = self.change()?;
        if state.has_account(name) && state.account(account)?.entry.name != name {
            return Err(KeystoreError::Exists { what: "account", name: name.to_owned() });
        }
        name.clone_into(&mut state.account(account)?.entry.name);
        Ok(())
    }
    fn remove_account(&self, account: &AccountId) -> Result<(), KeystoreError> {
        let mut state = self.change()?;
        state.account(account)?;
        state.kept.accounts.retain(|kept| kept.entry.account != *account);
        state.choose_default();
        Ok(())
    }
    fn signer(&self, account: &AccountId) -> Result<Arc<dyn Signer>, KeystoreError> {
        let secret = self.open()?.account(account)?.secret.clone();
        Ok(Arc::new(HashSigner { secret }))
    }
    /// There is no curve here: a part is refused when all its bits are set, which no part of a real one has.
    fn open_capsule(&self, account: &AccountId, capsule: &Capsule) -> Result<SecretBytes, KeystoreError> {
        let secret = self.open()?.account(account)?.secret.clone();
        let parts = [capsule.e, capsule.v, capsule.s];
        if parts.contains(&[0xff; 32]) {
            return Err(KeystoreError::BadCapsule("a part has all its bits set"));
        }
        Ok(SecretBytes::new(HashSigner { secret }.hash("capsule", &parts.concat())))
    }

    fn data_keys(&self) -> Result<Vec<DataKeyEntry>, KeystoreError> {
        Ok(self.state().kept.data_keys.iter().map(|kept| kept.entry.clone()).collect())
    }
    fn create_data_key(&self, name: &str) -> Result<DataKeyEntry, KeystoreError> {
        let key = self.bundled(name, self.random_key());
        self.change()?.add_data_key(key)
    }
    fn derive_data_key(&self, name: &str, passphrase: &SecretText) -> Result<DataKeyEntry, KeystoreError> {
        let key = self.bundled(name, texts::derived(name, passphrase));
        self.change()?.add_data_key(key)
    }
    fn import_data_key(&self, name: &str, text: &SecretText) -> Result<DataKeyEntry, KeystoreError> {
        drop(self.open()?);
        let bad = || KeystoreError::BadDataKey("it is not the text that was given out".to_owned());
        let key = texts::key_of_text(text).ok_or_else(bad)?;
        self.change()?.add_data_key(self.bundled(name, key))
    }
    fn export_data_key(&self, fingerprint: &str) -> Result<SecretText, KeystoreError> {
        Ok(texts::key_text(&self.open()?.data_key(fingerprint)?.key))
    }
    fn rotate_data_key(&self, fingerprint: &str, old_name: &str) -> Result<DataKeyEntry, KeystoreError> {
        let mut state = self.change()?;
        let name = state.data_key(fingerprint)?.entry.name.clone();
        if state.has_data_key(old_name) {
            return Err(KeystoreError::Exists { what: "data key", name: old_name.to_owned() });
        }
        old_name.clone_into(&mut state.data_key(fingerprint)?.entry.name);
        state.add_data_key(self.bundled(&name, self.random_key()))
    }
    fn rename_data_key(&self, fingerprint: &str, name: &str) -> Result<(), KeystoreError> {
        let mut state = self.change()?;
        if state.has_data_key(name) && state.data_key(fingerprint)?.entry.name != name {
            return Err(KeystoreError::Exists { what: "data key", name: name.to_owned() });
        }
        name.clone_into(&mut state.data_key(fingerprint)?.entry.name);
        Ok(())
    }
    fn remove_data_key(&self, fingerprint: &str) -> Result<(), KeystoreError> {
        let mut state = self.change()?;
        state.data_key(fingerprint)?;
        state.kept.data_keys.retain(|kept| kept.entry.fingerprint != fingerprint);
        Ok(())
    }
    fn data_key(&self, name_or_fingerprint: &str) -> Result<SecretBytes, KeystoreError> {
        let mut state = self.open()?;
        let named = state.kept.data_keys.iter().find(|kept| kept.entry.name == name_or_fingerprint);
        if let Some(kept) = named {
            return Ok(kept.key.clone());
        }
        Ok(state.data_key(name_or_fingerprint)?.key.clone())
    }

    fn bundle(&self) -> Result<SecretBundle, KeystoreError> {
        Ok(self.open()?.kept.clone())
    }
    fn restore(&self, bundle: &SecretBundle) -> Result<RestoredSecrets, KeystoreError> {
        self.change()?.restore(bundle)
    }
}
