//! Data keys of the vault.

use pileus_ports::{DataKeyEntry, KeystoreError, SecretBytes, SecretText};

use super::{KeystoreAdapter, VaultKey};
use crate::{
    content::{self, DataKeySecret, Directory, Secrets},
    data_key_text,
    encoding::SecretKey,
    error::{data_key_exists, no_data_key},
};

impl KeystoreAdapter {
    pub(super) fn add_data_key(&self, name: &str, key: SecretKey) -> Result<DataKeyEntry, KeystoreError> {
        let entry = self.entry_of(name, &key);
        self.change(|directory, secrets| {
            let taken = |kept: &&DataKeyEntry| kept.name == entry.name || kept.fingerprint == entry.fingerprint;
            if let Some(taken) = directory.data_keys.iter().find(taken) {
                return Err(data_key_exists(&taken.name));
            }
            keep(directory, secrets, &entry, key);
            Ok(entry)
        })
    }

    pub(super) fn data_key_text(&self, fingerprint: &str) -> Result<SecretText, KeystoreError> {
        let (_, secrets) = self.secrets()?;
        key_of(&secrets, fingerprint).map(data_key_text::write)
    }

    pub(super) fn replace_data_key(&self, fingerprint: &str, old_name: &str) -> Result<DataKeyEntry, KeystoreError> {
        let key = SecretKey::random(&*self.entropy);
        self.rewrite(VaultKey::Renewed, |directory, secrets| {
            let old = directory.data_keys.iter().position(|entry| entry.fingerprint == fingerprint);
            let old = old.ok_or_else(|| no_data_key(fingerprint))?;
            if directory.data_keys.iter().any(|entry| entry.name == old_name) {
                return Err(data_key_exists(old_name));
            }
            let name = std::mem::replace(&mut directory.data_keys[old].name, old_name.to_owned());
            let entry = self.entry_of(&name, &key);
            keep(directory, secrets, &entry, key);
            Ok(entry)
        })
    }

    pub(super) fn name_data_key(&self, fingerprint: &str, name: &str) -> Result<(), KeystoreError> {
        self.change(|directory, _| {
            if directory.data_keys.iter().any(|entry| entry.name == name && entry.fingerprint != fingerprint) {
                return Err(data_key_exists(name));
            }
            let entry = directory.data_keys.iter_mut().find(|entry| entry.fingerprint == fingerprint);
            name.clone_into(&mut entry.ok_or_else(|| no_data_key(fingerprint))?.name);
            Ok(())
        })
    }

    pub(super) fn forget_data_key(&self, fingerprint: &str) -> Result<(), KeystoreError> {
        self.change(|directory, secrets| {
            if !directory.data_keys.iter().any(|entry| entry.fingerprint == fingerprint) {
                return Err(no_data_key(fingerprint));
            }
            directory.data_keys.retain(|entry| entry.fingerprint != fingerprint);
            secrets.data_keys.retain(|kept| kept.fingerprint != fingerprint);
            Ok(())
        })
    }

    pub(super) fn open_data_key(&self, name_or_fingerprint: &str) -> Result<SecretBytes, KeystoreError> {
        let (directory, secrets) = self.secrets()?;
        let entry = directory.data_key(name_or_fingerprint).ok_or_else(|| no_data_key(name_or_fingerprint))?;
        key_of(&secrets, &entry.fingerprint).map(|key| SecretBytes::copied(key.bytes()))
    }

    fn entry_of(&self, name: &str, key: &SecretKey) -> DataKeyEntry {
        DataKeyEntry { name: name.to_owned(), fingerprint: content::fingerprint(key), created: self.clock.now() }
    }
}

fn keep(directory: &mut Directory, secrets: &mut Secrets, entry: &DataKeyEntry, key: SecretKey) {
    directory.data_keys.push(entry.clone());
    secrets.data_keys.push(DataKeySecret { fingerprint: entry.fingerprint.clone(), key });
}

fn key_of<'a>(secrets: &'a Secrets, fingerprint: &str) -> Result<&'a SecretKey, KeystoreError> {
    let kept = secrets.data_keys.iter().find(|kept| kept.fingerprint == fingerprint);
    kept.map(|kept| &kept.key).ok_or_else(|| no_data_key(fingerprint))
}
