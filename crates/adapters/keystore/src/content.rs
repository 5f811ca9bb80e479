//! What a vault holds: secrets, and what may be known of them.

use pileus_domain::AccountId;
use pileus_ports::{AccountEntry, DataKeyEntry, KeystoreError};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::{
    cipher::TAG_LENGTH,
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
}

impl Secrets {
    /// As JSON, in a buffer that never moves and so leaves no copy behind.
    pub(crate) fn to_text(&self) -> Zeroizing<Vec<u8>> {
        let mut text = Zeroizing::new(Vec::with_capacity(self.text_limit()));
        serde_json::to_writer(&mut *text, self).expect("writing secrets to memory");
        text
    }

    /// From JSON.
    pub(crate) fn from_text(text: &[u8]) -> Result<Self, KeystoreError> {
        serde_json::from_slice(text).map_err(|_| damaged("its secrets cannot be read"))
    }

    /// Enough bytes for the JSON, with every character escaped, and the tag.
    fn text_limit(&self) -> usize {
        const FRAME: usize = 256;
        const ESCAPED: usize = 6;
        let accounts: usize = self.accounts.iter().map(|a| FRAME + ESCAPED * a.secret.0.len()).sum();
        FRAME + accounts + FRAME * self.data_keys.len() + TAG_LENGTH
    }
}

/// What a data key is known by: safe to show, and useless to a thief.
pub(crate) fn fingerprint(key: &SecretKey) -> String {
    let hash = Sha256::new().chain_update(FINGERPRINT_LABEL).chain_update(key.0).finalize();
    hex::encode(&hash[..FINGERPRINT_LENGTH])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_fit_the_buffer_that_was_made_for_them() {
        let accounts = [String::new(), "\u{1}".repeat(500), "word ".repeat(24)];
        let account = |secret| AccountSecret { account: AccountId([1; 32]), secret: SecretString(secret) };
        let key = SecretKey([7; 32]);
        let data_keys = (0..50).map(|_| DataKeySecret { fingerprint: fingerprint(&key), key: key.clone() }).collect();
        let secrets = Secrets { accounts: accounts.into_iter().map(account).collect(), data_keys };
        let text = secrets.to_text();
        assert!(text.len() + TAG_LENGTH <= secrets.text_limit());
        let back = Secrets::from_text(&text).unwrap();
        assert_eq!(*back.to_text(), *text);
    }

    #[test]
    fn fingerprints_are_as_documented() {
        assert_eq!(fingerprint(&SecretKey([0; 32])), "f526cc544094674c");
    }
}
