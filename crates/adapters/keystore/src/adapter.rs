//! The adapter: every call of the port over the vault file.

use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use pileus_domain::AccountId;
use pileus_ports::{
    AccountEntry, AccountOrigin, Clock, DataKeyEntry, Entropy, Keystore, KeystoreError, Protection, SecretBytes,
    SecretText, Signer,
};

use crate::{
    account::{self, AccountSigner},
    account_file::{self, AccountFile},
    content::{self, AccountSecret, DataKeySecret, Directory, Secrets},
    disk::Disk,
    encoding::{SecretKey, SecretString},
    error::{no_account, no_data_key},
    passphrase::PassphraseCost,
    protection::KeyProtection,
    vault::Vault,
};

/// The keystore in a folder of its own: `vault.json`.
///
/// Several processes may have it open at once; each change reads the file anew. A vault whose passphrase was changed by
/// another process is locked here.
pub struct KeystoreAdapter {
    disk: Disk,
    cost: PassphraseCost,
    entropy: Arc<dyn Entropy>,
    clock: Arc<dyn Clock>,
    unlocked: Mutex<Option<Unlocked>>,
}

/// The vault's key, and the protection that it came from.
struct Unlocked {
    from: KeyProtection,
    key: SecretKey,
}

impl KeystoreAdapter {
    /// Open the vault of a folder; make the folder if need be, the file with the first change.
    ///
    /// `cost` is what a guess at a passphrase that is set from now on shall cost.
    ///
    /// # Errors
    /// [`KeystoreError::Newer`], [`KeystoreError::Damaged`], [`KeystoreError::File`].
    pub fn open(
        folder: &Path,
        cost: PassphraseCost,
        entropy: Arc<dyn Entropy>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, KeystoreError> {
        let disk = Disk::open(folder)?;
        if disk.read()?.is_some() {
            disk.sweep()?;
        }
        Ok(Self { disk, cost, entropy, clock, unlocked: Mutex::default() })
    }

    fn unlocked(&self) -> MutexGuard<'_, Option<Unlocked>> {
        self.unlocked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn load(&self) -> Result<Vault, KeystoreError> {
        Ok(self.disk.read()?.unwrap_or_else(|| Vault::empty(&*self.entropy)))
    }

    /// The key of a vault, if it needs no passphrase or the passphrase was given.
    fn key(&self, vault: &Vault) -> Result<SecretKey, KeystoreError> {
        if let Some(key) = vault.protection.open_without() {
            return Ok(key.clone());
        }
        let unlocked = self.unlocked();
        let given = unlocked.as_ref().filter(|unlocked| unlocked.from == vault.protection);
        given.map(|unlocked| unlocked.key.clone()).ok_or(KeystoreError::Locked)
    }

    fn secrets(&self) -> Result<(Directory, Secrets), KeystoreError> {
        let vault = self.load()?;
        let secrets = vault.open(&self.key(&vault)?)?;
        Ok((vault.directory, secrets))
    }

    /// Change what the vault holds.
    fn change<T>(
        &self,
        edit: impl FnOnce(&mut Directory, &mut Secrets) -> Result<T, KeystoreError>,
    ) -> Result<T, KeystoreError> {
        let turn = self.disk.turn()?;
        let vault = self.load()?;
        let key = self.key(&vault)?;
        let mut secrets = vault.open(&key)?;
        let Vault { protection, mut directory, .. } = vault;
        let result = edit(&mut directory, &mut secrets)?;
        let changed = Vault::close(protection, &key, directory, &secrets, &*self.entropy);
        self.disk.write(&changed, &turn)?;
        Ok(result)
    }

    fn add_account(
        &self,
        name: &str,
        secret: SecretString,
        origin: AccountOrigin,
    ) -> Result<AccountEntry, KeystoreError> {
        let account = AccountSigner::of(&secret)?.account();
        let created = self.clock.now();
        self.change(|directory, secrets| {
            if let Some(taken) = directory.accounts.iter().find(|a| a.name == name || a.account == account) {
                return Err(KeystoreError::Exists { what: "account", name: taken.name.clone() });
            }
            let is_default = directory.accounts.is_empty();
            let entry = AccountEntry { name: name.to_owned(), account, origin, is_default, created };
            directory.accounts.push(entry.clone());
            secrets.accounts.push(AccountSecret { account, secret });
            Ok(entry)
        })
    }

    fn new_protection(&self, passphrase: Option<&SecretText>) -> Result<(KeyProtection, SecretKey), KeystoreError> {
        match passphrase {
            Some(passphrase) => KeyProtection::under(passphrase, self.cost, &*self.entropy),
            None => Ok(KeyProtection::in_the_clear(&*self.entropy)),
        }
    }
}

impl Keystore for KeystoreAdapter {
    fn protection(&self) -> Result<Protection, KeystoreError> {
        Ok(self.load()?.protection.kind())
    }

    /// A vault that cannot be read is not locked: the next call says what is wrong with it.
    fn is_locked(&self) -> bool {
        self.load().is_ok_and(|vault| matches!(self.key(&vault), Err(KeystoreError::Locked)))
    }

    fn unlock(&self, passphrase: &SecretText) -> Result<(), KeystoreError> {
        let vault = self.load()?;
        let key = vault.protection.open(passphrase)?;
        vault.open(&key)?;
        *self.unlocked() = Some(Unlocked { from: vault.protection, key });
        Ok(())
    }

    fn lock(&self) {
        *self.unlocked() = None;
    }

    /// The vault gets a new key, since the old one may have been in the clear.
    fn set_passphrase(&self, passphrase: Option<&SecretText>) -> Result<(), KeystoreError> {
        let turn = self.disk.turn()?;
        let vault = self.load()?;
        let secrets = vault.open(&self.key(&vault)?)?;
        let (protection, key) = self.new_protection(passphrase)?;
        let changed = Vault::close(protection, &key, vault.directory, &secrets, &*self.entropy);
        self.disk.write(&changed, &turn)?;
        *self.unlocked() = Some(Unlocked { from: changed.protection, key });
        Ok(())
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
        self.key(&self.load()?)?;
        let secret = AccountFile::parse(file).and_then(|file| file.open(passphrase));
        self.add_account(name, secret.map_err(KeystoreError::AccountFile)?, AccountOrigin::Imported)
    }

    fn export_account_file(&self, account: &AccountId, passphrase: &SecretText) -> Result<SecretText, KeystoreError> {
        let (directory, secrets) = self.secrets()?;
        let entry = directory.accounts.iter().find(|entry| entry.account == *account);
        let kept = secrets.accounts.iter().find(|kept| kept.account == *account);
        let (entry, kept) = entry.zip(kept).ok_or_else(|| no_account(account))?;
        let signer = AccountSigner::of(&kept.secret)?;
        Ok(account_file::write(entry, &signer, passphrase, &*self.entropy))
    }

    fn set_default_account(&self, account: &AccountId) -> Result<(), KeystoreError> {
        self.change(|directory, _| {
            if !directory.accounts.iter().any(|entry| entry.account == *account) {
                return Err(no_account(account));
            }
            directory.accounts.iter_mut().for_each(|entry| entry.is_default = entry.account == *account);
            Ok(())
        })
    }

    fn rename_account(&self, account: &AccountId, name: &str) -> Result<(), KeystoreError> {
        self.change(|directory, _| {
            if directory.accounts.iter().any(|entry| entry.name == name && entry.account != *account) {
                return Err(KeystoreError::Exists { what: "account", name: name.to_owned() });
            }
            let entry = directory.accounts.iter_mut().find(|entry| entry.account == *account);
            name.clone_into(&mut entry.ok_or_else(|| no_account(account))?.name);
            Ok(())
        })
    }

    fn signer(&self, account: &AccountId) -> Result<Arc<dyn Signer>, KeystoreError> {
        let (_, secrets) = self.secrets()?;
        let kept = secrets.accounts.iter().find(|kept| kept.account == *account);
        Ok(Arc::new(AccountSigner::of(&kept.ok_or_else(|| no_account(account))?.secret)?))
    }

    fn data_keys(&self) -> Result<Vec<DataKeyEntry>, KeystoreError> {
        Ok(self.load()?.directory.data_keys)
    }

    fn create_data_key(&self, name: &str) -> Result<DataKeyEntry, KeystoreError> {
        let mut key = SecretKey([0; 32]);
        self.entropy.fill(&mut key.0);
        let (fingerprint, created) = (content::fingerprint(&key), self.clock.now());
        self.change(|directory, secrets| {
            if directory.data_keys.iter().any(|entry| entry.name == name) {
                return Err(KeystoreError::Exists { what: "data key", name: name.to_owned() });
            }
            let entry = DataKeyEntry { name: name.to_owned(), fingerprint: fingerprint.clone(), created };
            directory.data_keys.push(entry.clone());
            secrets.data_keys.push(DataKeySecret { fingerprint, key });
            Ok(entry)
        })
    }

    fn rename_data_key(&self, fingerprint: &str, name: &str) -> Result<(), KeystoreError> {
        self.change(|directory, _| {
            if directory.data_keys.iter().any(|entry| entry.name == name && entry.fingerprint != fingerprint) {
                return Err(KeystoreError::Exists { what: "data key", name: name.to_owned() });
            }
            let entry = directory.data_keys.iter_mut().find(|entry| entry.fingerprint == fingerprint);
            name.clone_into(&mut entry.ok_or_else(|| no_data_key(fingerprint))?.name);
            Ok(())
        })
    }

    fn data_key(&self, name_or_fingerprint: &str) -> Result<SecretBytes, KeystoreError> {
        let (directory, secrets) = self.secrets()?;
        let entry = directory.data_key(name_or_fingerprint).ok_or_else(|| no_data_key(name_or_fingerprint))?;
        let kept = secrets.data_keys.iter().find(|kept| kept.fingerprint == entry.fingerprint);
        kept.map(|kept| SecretBytes::new(kept.key.0)).ok_or_else(|| no_data_key(name_or_fingerprint))
    }
}
