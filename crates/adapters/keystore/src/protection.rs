//! What keeps the vault's key: the file's permissions, or a passphrase.

use pileus_ports::{Entropy, KeystoreError, Protection, SecretText};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{
    cipher::{self, Sealed},
    encoding::{Fixed, SecretKey},
    error::damaged,
    passphrase::{self, PassphraseCost},
};

const CONTEXT: &[u8] = b"pileus vault 1: key";

/// How the file keeps the vault's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum KeyProtection {
    /// In the clear: only the file's permissions protect it.
    FilePermissions {
        /// The vault's key.
        key: SecretKey,
    },
    /// Sealed with a key that Argon2id makes of the passphrase.
    Passphrase {
        /// What a guess costs.
        cost: PassphraseCost,
        /// Makes equal passphrases different.
        salt: Fixed<16>,
        /// The vault's key, sealed.
        key: Sealed,
    },
}

impl KeyProtection {
    /// A new key, in the clear.
    pub(crate) fn in_the_clear(entropy: &dyn Entropy) -> (Self, SecretKey) {
        let key = new_key(entropy);
        (Self::FilePermissions { key: key.clone() }, key)
    }

    /// A new key under a passphrase.
    pub(crate) fn under(
        passphrase: &SecretText,
        cost: PassphraseCost,
        entropy: &dyn Entropy,
    ) -> Result<(Self, SecretKey), KeystoreError> {
        let mut salt = [0; 16];
        entropy.fill(&mut salt);
        let outer = passphrase::derive(passphrase, &salt, cost)?;
        let key = new_key(entropy);
        let text = Zeroizing::new(key.0.to_vec());
        let sealed = cipher::seal(&outer, &context(cost, &salt), text, entropy);
        Ok((Self::Passphrase { cost, salt: Fixed(salt), key: sealed }, key))
    }

    /// The key, given the passphrase.
    ///
    /// # Errors
    /// [`KeystoreError::WrongPassphrase`]: the file's checksum has told before that its bytes are as written.
    pub(crate) fn open(&self, passphrase: &SecretText) -> Result<SecretKey, KeystoreError> {
        let (cost, salt, sealed) = match self {
            Self::FilePermissions { key } => return Ok(key.clone()),
            Self::Passphrase { cost, salt, key } => (*cost, salt, key),
        };
        let outer = passphrase::derive(passphrase, &salt.0, cost)?;
        let text = cipher::open(&outer, &context(cost, &salt.0), sealed).ok_or(KeystoreError::WrongPassphrase)?;
        let bytes = text.as_slice().try_into().map_err(|_| damaged("its key has a wrong length"))?;
        Ok(SecretKey(bytes))
    }

    /// The key, where no passphrase is needed.
    pub(crate) fn open_without(&self) -> Option<&SecretKey> {
        match self {
            Self::FilePermissions { key } => Some(key),
            Self::Passphrase { .. } => None,
        }
    }

    /// In the port's words.
    pub(crate) fn kind(&self) -> Protection {
        match self {
            Self::FilePermissions { .. } => Protection::FilePermissions,
            Self::Passphrase { .. } => Protection::Passphrase,
        }
    }
}

fn new_key(entropy: &dyn Entropy) -> SecretKey {
    let mut key = SecretKey([0; 32]);
    entropy.fill(&mut key.0);
    key
}

/// Binds the sealed key to the way it is protected.
fn context(cost: PassphraseCost, salt: &[u8; 16]) -> Vec<u8> {
    let numbers = [cost.memory_kib, cost.passes, cost.lanes].map(u32::to_le_bytes);
    [CONTEXT, numbers.as_flattened(), salt].concat()
}

#[cfg(test)]
mod tests {
    use pileus_ports::fake::FakeEntropy;

    use super::*;

    fn text(secret: &str) -> SecretText {
        SecretText::new(secret.to_owned())
    }

    #[test]
    fn a_passphrase_opens_what_it_closed() {
        let entropy = FakeEntropy::default();
        let (protection, key) = KeyProtection::under(&text("right"), PassphraseCost::LEAST, &entropy).unwrap();
        assert_eq!(protection.open(&text("right")).unwrap(), key);
        assert!(matches!(protection.open(&text("wrong")), Err(KeystoreError::WrongPassphrase)));
        assert!(protection.open_without().is_none());
    }

    #[test]
    fn two_vaults_under_one_passphrase_share_nothing() {
        let entropy = FakeEntropy::default();
        let make = || KeyProtection::under(&text("same"), PassphraseCost::LEAST, &entropy).unwrap();
        let (one, two) = (make(), make());
        assert_ne!(one, two);
    }

    #[test]
    fn the_file_says_honestly_what_protects_it() {
        let (protection, _) = KeyProtection::in_the_clear(&FakeEntropy::default());
        let json = serde_json::to_value(&protection).unwrap();
        assert!(json.get("file_permissions").is_some(), "{json}");
    }
}
