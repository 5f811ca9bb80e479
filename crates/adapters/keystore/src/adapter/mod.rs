//! The adapter: every call of the port over the vault file.
//!
//! Invariants: what was read is never written back without the turn; the key that opens the vault is in memory only while
//! it is unlocked, and nothing that waits for the person or for Argon2id holds the turn.

mod accounts;
mod bundle;
mod data_keys;
mod port;
mod protecting;
mod session;
#[cfg(test)]
mod tests;

use std::{path::Path, sync::Arc};

use pileus_ports::{Clock, Consent, Entropy, Given, KeystoreError};

use self::session::Session;
use crate::{
    content::{Directory, Secrets},
    disk::Disk,
    effort::PassphraseEffort,
    encoding::SecretKey,
    keyring::{Keyring, SystemKeyring},
    protection::KeyProtection,
    vault::Vault,
};

/// The keystore in a folder of its own: `vault.json`.
///
/// Several processes may have it open at once; each change reads the file anew. A vault whose passphrase was changed by
/// another process is locked here.
#[derive(Clone)]
pub struct KeystoreAdapter {
    disk: Disk,
    keyring: Arc<dyn Keyring>,
    effort: PassphraseEffort,
    entropy: Arc<dyn Entropy>,
    clock: Arc<dyn Clock>,
    session: Arc<Session>,
    /// Asked before every change.
    consent: Arc<dyn Consent>,
}

/// Does a change renew the vault's key?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum VaultKey {
    Kept,
    Renewed,
}

impl KeystoreAdapter {
    /// Open the vault of a folder; make the folder if need be, the file with the first change.
    ///
    /// `effort` is what a guess at a passphrase that is set from now on shall cost.
    ///
    /// # Errors
    /// [`KeystoreError::Newer`], [`KeystoreError::Damaged`], [`KeystoreError::File`].
    pub fn open(
        folder: &Path,
        effort: impl Into<PassphraseEffort>,
        entropy: Arc<dyn Entropy>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, KeystoreError> {
        Self::over(Disk::open(folder)?, Arc::new(SystemKeyring::default()), effort.into(), entropy, clock)
    }

    fn over(
        disk: Disk,
        keyring: Arc<dyn Keyring>,
        effort: PassphraseEffort,
        entropy: Arc<dyn Entropy>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, KeystoreError> {
        let (session, consent) = (Arc::default(), Arc::new(Given));
        let adapter = Self { disk, keyring, effort, entropy, clock, session, consent };
        if adapter.disk.read()?.is_some() {
            adapter.sweep()?;
        }
        Ok(adapter)
    }

    /// Tidy up what an earlier process left; a folder that cannot be written stays as it is, and can be read.
    fn sweep(&self) -> Result<(), KeystoreError> {
        match self.disk.sweep().and_then(|()| self.sweep_keyring()) {
            Err(KeystoreError::ReadOnly { .. }) => Ok(()),
            result => result,
        }
    }

    fn load(&self) -> Result<Vault, KeystoreError> {
        Ok(self.disk.read()?.unwrap_or_else(|| Vault::empty(&*self.entropy)))
    }

    /// The key of a vault, if it is in the clear, or unlocked, or to be had from the keyring.
    fn key(&self, vault: &Vault) -> Result<SecretKey, KeystoreError> {
        if let Some(key) = self.key_at_hand(vault) {
            return Ok(key);
        }
        let entry = vault.protection.entry().ok_or(KeystoreError::Locked)?;
        let _others_wait_for_the_answer = self.session.fetching();
        if let Some(key) = self.key_at_hand(vault) {
            return Ok(key);
        }
        if self.session.is_closed() {
            return Err(KeystoreError::Locked);
        }
        let (wrapping, key) = self.fetch(entry, &vault.protection)?;
        if self.session.open_unless_closed(wrapping) { Ok(key) } else { Err(KeystoreError::Locked) }
    }

    fn key_at_hand(&self, vault: &Vault) -> Option<SecretKey> {
        if let Some(key) = vault.protection.open_without() {
            return Some(key.clone());
        }
        vault.protection.open(&self.session.wrapping()?)
    }

    /// Can secrets be had? Waits for the keyring, if need be, before somebody takes the turn.
    fn ensure_open(&self) -> Result<(), KeystoreError> {
        self.key(&self.load()?).map(drop)
    }

    fn secrets(&self) -> Result<(Directory, Secrets), KeystoreError> {
        let vault = self.load()?;
        let secrets = vault.open(&self.key(&vault)?)?;
        Ok((vault.directory, secrets))
    }

    /// The last moment at which a person can think better of a change.
    fn confirm(&self) -> Result<(), KeystoreError> {
        if self.consent.confirm() { Ok(()) } else { Err(KeystoreError::Stopped) }
    }

    /// Change what the vault holds.
    fn change<T>(
        &self,
        edit: impl FnOnce(&mut Directory, &mut Secrets) -> Result<T, KeystoreError>,
    ) -> Result<T, KeystoreError> {
        self.rewrite(VaultKey::Kept, edit)
    }

    fn rewrite<T>(
        &self,
        of_vault: VaultKey,
        edit: impl FnOnce(&mut Directory, &mut Secrets) -> Result<T, KeystoreError>,
    ) -> Result<T, KeystoreError> {
        self.ensure_open()?;
        let turn = self.disk.turn()?;
        let vault = self.load()?;
        let key = self.key(&vault)?;
        let mut secrets = vault.open(&key)?;
        let Vault { protection, mut directory, .. } = vault;
        let result = edit(&mut directory, &mut secrets)?;
        let (protection, key) = self.key_for(of_vault, protection, key)?;
        let changed = Vault::close(protection, &key, directory, &secrets, &*self.entropy);
        self.confirm()?;
        self.disk.write(&changed, &turn)?;
        Ok(result)
    }

    fn key_for(
        &self,
        of_vault: VaultKey,
        protection: KeyProtection,
        key: SecretKey,
    ) -> Result<(KeyProtection, SecretKey), KeystoreError> {
        match of_vault {
            VaultKey::Kept => Ok((protection, key)),
            VaultKey::Renewed => {
                let renewed = protection.renewed(self.session.wrapping().as_ref(), &*self.entropy);
                renewed.ok_or(KeystoreError::Locked)
            }
        }
    }
}
