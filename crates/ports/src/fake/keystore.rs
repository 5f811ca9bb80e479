//! The keystore in memory.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pileus_domain::AccountId;
use sha2::{Digest as _, Sha256};

use super::{FakeClock, FakeEntropy};
use crate::{
    AccountEntry, AccountFileError, AccountOrigin, Clock, DataKeyEntry, Entropy, Keystore, KeystoreError, Protection,
    SecretBytes, SecretText, Signer,
};

/// Accounts and keys in memory; clones share them. Its signatures are no signatures of any curve.
#[derive(Clone, Default)]
pub struct FakeKeystore {
    state: Arc<Mutex<State>>,
    clock: FakeClock,
    entropy: FakeEntropy,
}

#[derive(Default)]
struct State {
    passphrase: Option<SecretText>,
    locked: bool,
    accounts: Vec<(AccountEntry, SecretText)>,
    data_keys: Vec<(DataKeyEntry, SecretBytes)>,
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
    /// An empty keystore without a passphrase.
    pub fn new(clock: FakeClock, entropy: FakeEntropy) -> Self {
        Self { state: Arc::default(), clock, entropy }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> Result<MutexGuard<'_, State>, KeystoreError> {
        let state = self.state();
        if state.locked { Err(KeystoreError::Locked) } else { Ok(state) }
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

    fn add(&self, name: &str, secret: SecretText, origin: AccountOrigin) -> Result<AccountEntry, KeystoreError> {
        let mut state = self.open()?;
        let account = HashSigner { secret: secret.clone() }.account();
        if let Some((taken, _)) = state.accounts.iter().find(|(e, _)| e.name == name || e.account == account) {
            return Err(KeystoreError::Exists { what: "account", name: taken.name.clone() });
        }
        let (is_default, created) = (state.accounts.is_empty(), self.clock.now());
        let entry = AccountEntry { name: name.to_owned(), account, origin, is_default, created };
        state.accounts.push((entry.clone(), secret));
        Ok(entry)
    }
}

impl Keystore for FakeKeystore {
    fn protection(&self) -> Result<Protection, KeystoreError> {
        let has_passphrase = self.state().passphrase.is_some();
        Ok(if has_passphrase { Protection::Passphrase } else { Protection::FilePermissions })
    }
    fn is_locked(&self) -> bool {
        self.state().locked
    }
    fn unlock(&self, passphrase: &SecretText) -> Result<(), KeystoreError> {
        let mut state = self.state();
        if state.passphrase.as_ref().is_some_and(|kept| kept.expose() != passphrase.expose()) {
            return Err(KeystoreError::WrongPassphrase);
        }
        state.locked = false;
        Ok(())
    }
    fn lock(&self) {
        let mut state = self.state();
        state.locked = state.passphrase.is_some();
    }
    fn set_passphrase(&self, passphrase: Option<&SecretText>) -> Result<(), KeystoreError> {
        self.open()?.passphrase = passphrase.cloned();
        Ok(())
    }

    fn accounts(&self) -> Result<Vec<AccountEntry>, KeystoreError> {
        Ok(self.state().accounts.iter().map(|(entry, _)| entry.clone()).collect())
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
        if !looks_like_a_secret(secret.expose()) {
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
        let secret = open_account_file(file, passphrase).map_err(KeystoreError::AccountFile)?;
        self.add(name, secret, AccountOrigin::Imported)
    }
    fn export_account_file(&self, account: &AccountId, passphrase: &SecretText) -> Result<SecretText, KeystoreError> {
        let state = self.open()?;
        let found = state.accounts.iter().find(|(entry, _)| entry.account == *account);
        let (_, secret) = found.ok_or_else(|| no_account(account))?;
        Ok(SecretText::new([FILE_HEAD, passphrase.expose(), secret.expose(), FILE_END].join("\n")))
    }
    fn set_default_account(&self, account: &AccountId) -> Result<(), KeystoreError> {
        let mut state = self.open()?;
        if !state.accounts.iter().any(|(entry, _)| entry.account == *account) {
            return Err(no_account(account));
        }
        state.accounts.iter_mut().for_each(|(entry, _)| entry.is_default = entry.account == *account);
        Ok(())
    }
    fn rename_account(&self, account: &AccountId, name: &str) -> Result<(), KeystoreError> {
        let mut state = self.open()?;
        if state.accounts.iter().any(|(entry, _)| entry.name == name && entry.account != *account) {
            return Err(KeystoreError::Exists { what: "account", name: name.to_owned() });
        }
        let found = state.accounts.iter_mut().find(|(entry, _)| entry.account == *account);
        name.clone_into(&mut found.ok_or_else(|| no_account(account))?.0.name);
        Ok(())
    }
    fn signer(&self, account: &AccountId) -> Result<Arc<dyn Signer>, KeystoreError> {
        let state = self.open()?;
        let found = state.accounts.iter().find(|(entry, _)| entry.account == *account);
        let (_, secret) = found.ok_or_else(|| no_account(account))?;
        Ok(Arc::new(HashSigner { secret: secret.clone() }))
    }

    fn data_keys(&self) -> Result<Vec<DataKeyEntry>, KeystoreError> {
        Ok(self.state().data_keys.iter().map(|(entry, _)| entry.clone()).collect())
    }
    fn create_data_key(&self, name: &str) -> Result<DataKeyEntry, KeystoreError> {
        let mut state = self.open()?;
        if state.data_keys.iter().any(|(entry, _)| entry.name == name) {
            return Err(KeystoreError::Exists { what: "data key", name: name.to_owned() });
        }
        let mut secret = [0; 32];
        self.entropy.fill(&mut secret);
        let hash = Sha256::digest(secret);
        let first = hash.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
        let fingerprint = format!("{first:016x}");
        let entry = DataKeyEntry { name: name.to_owned(), fingerprint, created: self.clock.now() };
        state.data_keys.push((entry.clone(), SecretBytes::new(secret)));
        Ok(entry)
    }
    fn rename_data_key(&self, fingerprint: &str, name: &str) -> Result<(), KeystoreError> {
        let mut state = self.open()?;
        if state.data_keys.iter().any(|(entry, _)| entry.name == name && entry.fingerprint != fingerprint) {
            return Err(KeystoreError::Exists { what: "data key", name: name.to_owned() });
        }
        let found = state.data_keys.iter_mut().find(|(entry, _)| entry.fingerprint == fingerprint);
        let missing = || KeystoreError::NotFound { what: "data key", name: fingerprint.to_owned() };
        name.clone_into(&mut found.ok_or_else(missing)?.0.name);
        Ok(())
    }
    fn data_key(&self, name_or_fingerprint: &str) -> Result<SecretBytes, KeystoreError> {
        let state = self.open()?;
        let named = |field: fn(&DataKeyEntry) -> &String| {
            state.data_keys.iter().find(move |(entry, _)| field(entry) == name_or_fingerprint)
        };
        let found = named(|entry| &entry.name).or_else(|| named(|entry| &entry.fingerprint));
        let missing = || KeystoreError::NotFound { what: "data key", name: name_or_fingerprint.to_owned() };
        found.map(|(_, secret)| secret.clone()).ok_or_else(missing)
    }
}

fn no_account(account: &AccountId) -> KeystoreError {
    KeystoreError::NotFound { what: "account", name: account.to_string() }
}

/// First line of a fake account file; the passphrase, the secret and the last line follow, all for everybody to read.
const FILE_HEAD: &str = "fake account file";
const FILE_END: &str = "end";

fn open_account_file(file: &[u8], passphrase: Option<&SecretText>) -> Result<SecretText, AccountFileError> {
    let text = std::str::from_utf8(file).map_err(|_| AccountFileError::Damaged("it is no text"))?;
    let lines: Vec<&str> = text.split('\n').collect();
    let [FILE_HEAD, kept, secret, FILE_END] = lines[..] else {
        return Err(AccountFileError::Damaged("it has not the four lines of a fake"));
    };
    match passphrase {
        None => Err(AccountFileError::PassphraseNeeded),
        Some(passphrase) if passphrase.expose() != kept => Err(AccountFileError::WrongPassphrase),
        Some(_) => Ok(SecretText::new(secret.to_owned())),
    }
}

/// The shape of words, a seed or a derivation path; no word list and no checksum.
fn looks_like_a_secret(text: &str) -> bool {
    if let Some(digits) = text.strip_prefix("0x") {
        return digits.len() == 64 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    }
    text.starts_with("//") || [12, 15, 18, 21, 24].contains(&text.split_whitespace().count())
}
