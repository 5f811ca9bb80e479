//! Data keys: what seals files.

use std::collections::BTreeMap;

use pileus_domain::Problem;
use pileus_pipeline::problem;
use pileus_ports::{DataKeyEntry, Journal, KeystoreError, SecretText, TransferDetails};

use super::{Keys, of, refuse_empty, refuse_name};
use crate::{AppError, list_jobs};

/// Name of the data key that is used when none is named.
const DEFAULT_KEY: &str = "default";

impl Keys {
    /// All data keys.
    ///
    /// # Errors
    /// The keystore's problem.
    pub fn data_keys(&self) -> Result<Vec<DataKeyEntry>, Problem> {
        of(self.0.data_keys())
    }

    /// A data key, made now when there is none of this name; true if so.
    ///
    /// # Errors
    /// The keystore's problem.
    pub fn ensure_data_key(&self, name: &str) -> Result<(DataKeyEntry, bool), Problem> {
        if let Some(entry) = self.find_data_key(name)? {
            return Ok((entry, false));
        }
        match self.0.create_data_key(name) {
            Ok(entry) => Ok((entry, true)),
            Err(e @ KeystoreError::Exists { .. }) => {
                let entry = self.find_data_key(name)?;
                entry.map(|entry| (entry, false)).ok_or_else(|| problem::of_keystore(&e))
            }
            Err(e) => Err(problem::of_keystore(&e)),
        }
    }

    /// The key that seals when none is named: the one called `default`, else the oldest; none when there is no key.
    ///
    /// # Errors
    /// The keystore's problem.
    pub fn default_data_key(&self) -> Result<Option<DataKeyEntry>, Problem> {
        let mut keys = self.data_keys()?;
        let named = keys.iter().position(|key| key.name == DEFAULT_KEY);
        Ok(if keys.is_empty() { None } else { Some(keys.swap_remove(named.unwrap_or(0))) })
    }

    /// Make a random data key.
    ///
    /// # Errors
    /// [`AppError::KeyName`], or the keystore's problem.
    pub fn create_data_key(&self, name: &str) -> Result<DataKeyEntry, Problem> {
        refuse_name(name)?;
        of(self.0.create_data_key(name))
    }

    /// Give a data key, by its fingerprint, another name.
    ///
    /// # Errors
    /// [`AppError::KeyName`], or the keystore's problem.
    pub fn rename_data_key(&self, fingerprint: &str, name: &str) -> Result<(), Problem> {
        refuse_name(name)?;
        of(self.0.rename_data_key(fingerprint, name))
    }

    /// Make the data key that follows from a name and a passphrase. The same two give the same key on any computer, so
    /// it is as strong as the passphrase and cannot be lost while both are known. Takes about a second.
    ///
    /// # Errors
    /// [`AppError::KeyName`], [`AppError::PassphraseEmpty`], or the keystore's problem.
    pub fn derive_data_key(&self, name: &str, passphrase: &SecretText) -> Result<DataKeyEntry, Problem> {
        refuse_name(name)?;
        refuse_empty(passphrase)?;
        of(self.0.derive_data_key(name, passphrase))
    }

    /// Take a data key from its text, as [`Keys::export_data_key`] gave it.
    ///
    /// # Errors
    /// [`AppError::KeyName`], `data_key_unreadable`, or another problem of the keystore.
    pub fn import_data_key(&self, name: &str, text: &SecretText) -> Result<DataKeyEntry, Problem> {
        refuse_name(name)?;
        of(self.0.import_data_key(name, text))
    }

    /// A data key as text with a checksum: whoever has it opens every file of this key.
    ///
    /// # Errors
    /// `vault_locked`, `key_unknown`, or another problem of the keystore.
    pub fn export_data_key(&self, fingerprint: &str) -> Result<SecretText, Problem> {
        of(self.0.export_data_key(fingerprint))
    }

    /// Let a new random key take over the name of a data key; the old one is kept under `old_name`.
    ///
    /// From then on what names the key seals with the new one. Files that are stored keep the key they were sealed with,
    /// and open as before, because the old key is still there: their header is a part of their name on the network.
    /// Another key for a stored file is a new upload, which takes space and fees like any other. Who has a copy of the
    /// old key can read the old files after it as before.
    ///
    /// # Errors
    /// [`AppError::KeyName`], or the keystore's problem.
    pub fn rotate_data_key(&self, fingerprint: &str, old_name: &str) -> Result<DataKeyEntry, Problem> {
        refuse_name(old_name)?;
        of(self.0.rotate_data_key(fingerprint, old_name))
    }

    /// How many files depend on each data key, by its fingerprint: those of the catalogue, of all accounts on all
    /// networks, and those that are being stored.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn data_key_uses(journal: &dyn Journal) -> Result<BTreeMap<String, u64>, Problem> {
        let mut uses = journal.data_key_uses().await.map_err(|e| problem::of_journal(&e))?;
        for job in list_jobs(journal).await?.iter().filter(|job| job.is_live()) {
            let TransferDetails::Upload(upload) = &job.details else { continue };
            for fingerprint in upload.seal.fingerprints() {
                *uses.entry(fingerprint.to_owned()).or_default() += 1;
            }
        }
        Ok(uses)
    }

    /// Forget a data key. While files depend on it, only when the person typed its name.
    ///
    /// # Errors
    /// [`AppError::DataKeyNeeded`]; `key_unknown`, or another problem of the keystore or the journal.
    pub async fn remove_data_key(
        &self,
        journal: &dyn Journal,
        fingerprint: &str,
        typed: Option<&str>,
    ) -> Result<(), Problem> {
        let entry = self.data_keys()?.into_iter().find(|key| key.fingerprint == fingerprint);
        if let Some(DataKeyEntry { name, .. }) = entry.filter(|key| Some(key.name.as_str()) != typed) {
            let files = Self::data_key_uses(journal).await?.remove(fingerprint).unwrap_or(0);
            if files > 0 {
                return Err(AppError::DataKeyNeeded { name, files }.into());
            }
        }
        of(self.0.remove_data_key(fingerprint))
    }

    /// A data key by name or fingerprint.
    ///
    /// # Errors
    /// `key_unknown`, or another problem of the keystore.
    pub fn data_key(&self, wanted: &str) -> Result<DataKeyEntry, Problem> {
        let found = self.data_keys()?.into_iter().find(|key| key.name == wanted || key.fingerprint == wanted);
        of(found.ok_or_else(|| KeystoreError::NotFound { what: "data key", name: wanted.to_owned() }))
    }

    fn find_data_key(&self, name: &str) -> Result<Option<DataKeyEntry>, Problem> {
        Ok(self.data_keys()?.into_iter().find(|key| key.name == name))
    }
}
