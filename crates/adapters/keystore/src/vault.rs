//! The vault file's format.
//!
//! Invariants: a newer version is told from damage before anything else is read; bytes that changed by accident are told
//! from a wrong passphrase by the checksum; an empty vault is the same as none.

use std::io::Write as _;

use pileus_ports::{Entropy, KeystoreError};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::{
    buffer::ClearedBuffer,
    cipher::{self, Sealed},
    content::{Directory, Secrets},
    encoding::{Fixed, SecretKey},
    error::damaged,
    protection::{Fresh, KeyProtection},
};

const FORMAT: &str = "pileus-vault";
/// The version that is written, and the newest that is read.
const VERSION: u32 = 2;
const CHECKSUM_LABEL: &[u8] = b"pileus vault: checksum";
/// The first version whose key may be in the system's keyring.
const FIRST_WITH_KEYRING: u32 = 2;

/// A vault as it is kept, its secrets sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vault {
    pub(crate) protection: KeyProtection,
    pub(crate) directory: Directory,
    secrets: Sealed,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope {
    format: String,
    version: u32,
    checksum: Fixed<32>,
    vault: Vault,
}

/// The part that every version has.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

impl Vault {
    /// A vault with nothing in it, protected by permissions only.
    pub(crate) fn empty(entropy: &dyn Entropy) -> Self {
        let Fresh { protection, key, .. } = Fresh::in_the_clear(entropy);
        Self::close(protection, &key, Directory::default(), &Secrets::default(), entropy)
    }

    /// Seal secrets into a vault.
    pub(crate) fn close(
        protection: KeyProtection,
        key: &SecretKey,
        directory: Directory,
        secrets: &Secrets,
        entropy: &dyn Entropy,
    ) -> Self {
        let secrets = cipher::seal(key, &directory.context(), &secrets.to_text(), entropy);
        Self { protection, directory, secrets }
    }

    /// The secrets.
    ///
    /// # Errors
    /// [`KeystoreError::Damaged`] when names or secrets are not what was written.
    pub(crate) fn open(&self, key: &SecretKey) -> Result<Secrets, KeystoreError> {
        let text = cipher::open(key, &self.directory.context(), &self.secrets);
        Secrets::from_text(&text.ok_or_else(|| damaged("its names or secrets were changed"))?)
    }

    /// The file's bytes.
    pub(crate) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let (format, checksum) = (FORMAT.to_owned(), self.checksum(VERSION));
        let envelope = Envelope { format, version: VERSION, checksum, vault: self.clone() };
        let mut bytes = ClearedBuffer::new();
        serde_json::to_writer_pretty(&mut bytes, &envelope).expect("a vault is plain JSON");
        bytes.write_all(b"\n").expect("writing a vault to memory");
        bytes.into_bytes()
    }

    /// Read the file's bytes.
    ///
    /// # Errors
    /// [`KeystoreError::Newer`]; [`KeystoreError::Damaged`].
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, KeystoreError> {
        let head: Head = serde_json::from_slice(bytes).map_err(damaged)?;
        if head.format != FORMAT || head.version == 0 {
            return Err(damaged("this is no vault"));
        }
        if head.version > VERSION {
            return Err(KeystoreError::Newer { found: head.version, known: VERSION });
        }
        let envelope: Envelope = serde_json::from_slice(bytes).map_err(damaged)?;
        if envelope.checksum != envelope.vault.checksum(envelope.version) {
            return Err(damaged("its checksum is wrong"));
        }
        if envelope.version < FIRST_WITH_KEYRING && envelope.vault.protection.entry().is_some() {
            return Err(damaged("its version knows no keyring"));
        }
        Ok(envelope.vault)
    }

    /// SHA-256 of the vault as JSON without blanks, fields in their order; from the second version on of the version, too.
    fn checksum(&self, version: u32) -> Fixed<32> {
        let mut json = ClearedBuffer::new();
        serde_json::to_writer(&mut json, self).expect("a vault is plain JSON");
        let mut hash = Sha256::new();
        if version > 1 {
            hash.update(CHECKSUM_LABEL);
            hash.update(version.to_le_bytes());
        }
        Fixed(hash.chain_update(json.into_bytes().as_slice()).finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use pileus_ports::{DataKeyEntry, Timestamp, fake::FakeEntropy};

    use super::*;

    fn text(vault: &Vault) -> String {
        String::from_utf8(vault.to_bytes().to_vec()).unwrap()
    }

    fn is_damaged(text: &str) -> bool {
        matches!(Vault::from_bytes(text.as_bytes()), Err(KeystoreError::Damaged(_)))
    }

    #[test]
    fn a_vault_reads_back() {
        let vault = Vault::empty(&FakeEntropy::default());
        assert_eq!(Vault::from_bytes(text(&vault).as_bytes()).unwrap(), vault);
    }

    #[test]
    fn any_changed_digit_is_damage() {
        let text = text(&Vault::empty(&FakeEntropy::default()));
        let digits = text.char_indices().filter(|(_, c)| c.is_ascii_hexdigit()).map(|(at, _)| at);
        for at in digits {
            let other = if &text[at..=at] == "1" { "2" } else { "1" };
            let changed = [&text[..at], other, &text[at + 1..]].concat();
            let result = Vault::from_bytes(changed.as_bytes());
            assert!(matches!(result, Err(KeystoreError::Damaged(_) | KeystoreError::Newer { .. })), "byte {at}");
        }
    }

    #[test]
    fn cut_and_foreign_files_are_damage() {
        let text = text(&Vault::empty(&FakeEntropy::default()));
        assert!((0..text.len() - 2).all(|length| is_damaged(&text[..length])));
        assert!(is_damaged(&text.replace("pileus-vault", "other-vault")));
        assert!(is_damaged("{}") && is_damaged("null") && is_damaged("{\"format\":\"pileus-vault\",\"version\":1}"));
    }

    #[test]
    fn a_newer_version_is_told_from_damage() {
        let newer = "{\"format\": \"pileus-vault\", \"version\": 3, \"anything\": []}";
        let result = Vault::from_bytes(newer.as_bytes());
        assert!(matches!(result, Err(KeystoreError::Newer { found: 3, known: 2 })), "{result:?}");
    }

    #[test]
    fn names_cannot_be_changed_even_with_a_right_checksum() {
        let entropy = FakeEntropy::default();
        let Fresh { protection, key, .. } = Fresh::in_the_clear(&entropy);
        let vault = Vault::close(protection, &key, Directory::default(), &Secrets::default(), &entropy);
        let mut changed = vault.clone();
        let entry = DataKeyEntry { name: "x".into(), fingerprint: "00".into(), created: Timestamp(0) };
        changed.directory.data_keys.push(entry);
        let changed = Vault::from_bytes(text(&changed).as_bytes()).unwrap();
        assert!(vault.open(&key).is_ok());
        assert!(matches!(changed.open(&key), Err(KeystoreError::Damaged(_))));
    }
}
