//! Unlocking, locking, and moving between permissions, passphrase and keyring.
//!
//! Invariant: a key is in the keyring, read back and marked before the vault needs it, and goes from there only when the
//! vault no longer does; a mark goes last. So whatever is cut short, the vault that is there can be opened, and the next
//! opening removes what nothing needs.

use pileus_ports::{KeystoreError, Protection, SecretText};

use super::KeystoreAdapter;
use crate::{
    encoding::SecretKey,
    keyring::{EntryName, Failure},
    protection::{Fresh, KeyProtection},
    vault::Vault,
};

impl KeystoreAdapter {
    /// Is a passphrase needed, or did the person lock it? A vault that cannot be read is not locked: the next call says
    /// what is wrong with it.
    pub(super) fn must_be_unlocked(&self) -> bool {
        self.load().is_ok_and(|vault| match vault.protection.kind() {
            Protection::FilePermissions => false,
            Protection::Keyring => self.session.is_closed(),
            Protection::Passphrase => {
                self.session.wrapping().is_none_or(|wrapping| vault.protection.open(&wrapping).is_none())
            }
        })
    }

    pub(super) fn unlock_with_passphrase(&self, passphrase: &SecretText) -> Result<(), KeystoreError> {
        let vault = self.load()?;
        let Some(wrapping) = vault.protection.wrapping_of(passphrase)? else {
            return self.unlock_without_passphrase();
        };
        let key = vault.protection.open(&wrapping).ok_or(KeystoreError::WrongPassphrase)?;
        vault.open(&key)?;
        self.confirm()?;
        self.session.open(Some(wrapping));
        Ok(())
    }

    pub(super) fn unlock_without_passphrase(&self) -> Result<(), KeystoreError> {
        let vault = self.load()?;
        let Some(entry) = vault.protection.entry() else { return self.key(&vault).map(drop) };
        let (wrapping, key) = self.fetch(entry, &vault.protection)?;
        vault.open(&key)?;
        self.confirm()?;
        self.session.open(Some(wrapping));
        Ok(())
    }

    /// The wrapping key from the keyring, and the vault's key. A key that does not fit is not the one that was put there.
    pub(super) fn fetch(
        &self,
        entry: EntryName,
        protection: &KeyProtection,
    ) -> Result<(SecretKey, SecretKey), KeystoreError> {
        let wrapping = self.keyring.get(entry)?.ok_or(KeystoreError::KeyringEntryMissing)?;
        let key = protection.open(&wrapping).ok_or(KeystoreError::KeyringEntryMissing)?;
        Ok((wrapping, key))
    }

    /// The vault gets a new key, since the old one may have been in the clear.
    pub(super) fn protect_with(&self, passphrase: Option<&SecretText>) -> Result<(), KeystoreError> {
        self.ensure_open()?;
        self.replace(match passphrase {
            Some(passphrase) => Fresh::under(passphrase, self.effort.cost(&*self.clock)?, &*self.entropy)?,
            None => Fresh::in_the_clear(&*self.entropy),
        })
    }

    /// A vault that is there already gets another entry, so that one which the keyring lost is made good.
    pub(super) fn protect_with_keyring(&self) -> Result<(), KeystoreError> {
        self.ensure_open()?;
        if let Err(missing @ Failure::Missing(_)) = self.keyring.try_out() {
            return Err(missing.into());
        }
        let (entry, wrapping) = (EntryName::random(&*self.entropy), SecretKey::random(&*self.entropy));
        self.disk.mark(entry)?;
        let moved = match self.put_and_read_back(entry, &wrapping) {
            // It may still be put there when the person answers: the next opening looks after it.
            Err(Failure::TimedOut) => return Err(Failure::TimedOut.into()),
            Err(failure) => Err(failure.into()),
            Ok(()) => self.replace(Fresh::in_keyring(entry, wrapping, &*self.entropy)),
        };
        match moved {
            Ok(()) => self.disk.unmark(entry),
            Err(error) => {
                self.settle(entry);
                Err(error)
            }
        }
    }

    fn put_and_read_back(&self, entry: EntryName, wrapping: &SecretKey) -> Result<(), Failure> {
        self.keyring.put(entry, wrapping)?;
        match self.keyring.get(entry)? {
            Some(kept) if kept == *wrapping => Ok(()),
            _ => Err(Failure::Missing(Some("it did not keep what it was given".into()))),
        }
    }

    /// Replace what protects the vault, in one write, then forget what the keyring held for the old one.
    fn replace(&self, fresh: Fresh) -> Result<(), KeystoreError> {
        let Fresh { protection, key, wrapping } = fresh;
        let turn = self.disk.turn()?;
        let vault = self.load()?;
        let secrets = vault.open(&self.key(&vault)?)?;
        if let Some(entry) = protection.entry() {
            // Another process may have swept it away until now; from here on none can.
            self.fetch(entry, &protection)?;
        }
        self.confirm()?;
        let left = vault.protection.entry();
        left.map_or(Ok(()), |entry| self.disk.mark(entry))?;
        let changed = Vault::close(protection, &key, vault.directory, &secrets, &*self.entropy);
        self.disk.write(&changed, &turn)?;
        self.session.open(wrapping);
        drop(turn);
        if let Some(entry) = left {
            self.settle(entry);
        }
        Ok(())
    }

    /// Look after one entry now; what does not work now is left to the next opening.
    fn settle(&self, entry: EntryName) {
        let _left_to_the_next_opening = self.sweep_entry(entry);
    }

    /// Look after the entries that an earlier process marked. What does not work now is left to the next opening.
    pub(super) fn sweep_keyring(&self) -> Result<(), KeystoreError> {
        for entry in self.disk.marked() {
            if !self.sweep_entry(entry)? {
                break;
            }
        }
        Ok(())
    }

    /// Remove an entry that the vault does not need, and its mark; false when that has to wait.
    fn sweep_entry(&self, entry: EntryName) -> Result<bool, KeystoreError> {
        let Some(_turn) = self.disk.turn_now()? else { return Ok(false) };
        if !self.disk.is_settled() {
            return Ok(false);
        }
        let is_needed = self.load()?.protection.entry() == Some(entry);
        if !is_needed && self.keyring.delete(entry).is_err() {
            return Ok(false);
        }
        self.disk.unmark(entry).map(|()| true)
    }
}
