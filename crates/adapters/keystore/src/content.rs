//! What a vault holds: secrets, and what may be known of them.

use pileus_domain::AccountId;
use pileus_ports::{AccountEntry, DataKeyEntry, KeystoreError};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::{
    buffer::ClearedBuffer,
    encoding::{SecretKey, SecretString},
    error::damaged,
};

const CONTEXT: &[u8] = b"pileus vault 1: secrets";
const FINGERPRINT_LABEL: &[u8] = b"pileus data key fingerprint";
/// Bytes of the hash that are shown.
const FINGERPRINT_LENGTH: usize = 8;

/// What can be read without the key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Directory {
    pub(crate) accounts: Vec<AccountEntry>,
    pub(crate) data_keys: Vec<DataKeyEntry>,
}

/// What cannot.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Secrets {
    pub(crate) accounts: Vec<AccountSecret>,
    pub(crate) data_keys: Vec<DataKeySecret>,
}

/// The words, seed or secret URI of an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountSecret {
    pub(crate) account: AccountId,
    pub(crate) secret: SecretString,
}

/// A data key.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DataKeySecret {
    pub(crate) fingerprint: String,
    pub(crate) key: SecretKey,
}

impl Directory {
    /// Binds the secrets to the names they go by, so that nobody can change these unnoticed.
    pub(crate) fn context(&self) -> Vec<u8> {
        let json = serde_json::to_vec(self).expect("names and public keys are plain JSON");
        [CONTEXT, Sha256::digest(json).as_slice()].concat()
    }

    /// The data key of a name, or else of a fingerprint.
    pub(crate) fn data_key(&self, name_or_fingerprint: &str) -> Option<&DataKeyEntry> {
        let by_name = self.data_keys.iter().find(|key| key.name == name_or_fingerprint);
        by_name.or_else(|| self.data_keys.iter().find(|key| key.fingerprint == name_or_fingerprint))
    }

    /// The oldest account becomes the default where none is.
    pub(crate) fn choose_default(&mut self) {
        if !self.accounts.iter().any(|entry| entry.is_default)
            && let Some(oldest) = self.accounts.first_mut()
        {
            oldest.is_default = true;
        }
    }
}

impl Secrets {
    /// As JSON.
    pub(crate) fn to_text(&self) -> Zeroizing<Vec<u8>> {
        let mut text = ClearedBuffer::new();
        serde_json::to_writer(&mut text, self).expect("writing secrets to memory");
        text.into_bytes()
    }

    /// From JSON.
    pub(crate) fn from_text(text: &[u8]) -> Result<Self, KeystoreError> {
        serde_json::from_slice(text).map_err(|_| damaged("its secrets cannot be read"))
    }
}

/// What a data key is known by: safe to show, and useless to a thief.
pub(crate) fn fingerprint(key: &SecretKey) -> String {
    let hash = Sha256::new().chain_update(FINGERPRINT_LABEL).chain_update(key.bytes()).finalize();
    hex::encode(&hash[..FINGERPRINT_LENGTH])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_read_back_whatever_signs_are_in_them() {
        let secrets = ["", "\u{1}\"\\", &"word ".repeat(2_000)].map(|secret| SecretString(secret.to_owned()));
        let account = |secret| AccountSecret { account: AccountId([1; 32]), secret };
        let key = SecretKey::blank();
        let data_keys = (0..50).map(|_| DataKeySecret { fingerprint: fingerprint(&key), key: key.clone() }).collect();
        let text = Secrets { accounts: secrets.map(account).into(), data_keys }.to_text();
        let back = Secrets::from_text(&text).unwrap();
        assert_eq!((back.accounts[1].secret.0.as_str(), back.data_keys.len()), ("\u{1}\"\\", 50));
        assert_eq!(*back.to_text(), *text);
    }

    #[test]
    fn fingerprints_are_as_documented() {
        assert_eq!(fingerprint(&SecretKey::blank()), "f526cc544094674c");
    }
}
