//! What keeps the vault's key: the file's permissions, a passphrase, or the system's keyring.
//!
//! Invariants: under a passphrase and in the keyring the file holds the key sealed only, under a second one, the wrapping
//! key, which comes from outside; the vault's key can be renewed without it changing.

use pileus_ports::{Entropy, KeystoreError, Protection, SecretText};
use serde::{Deserialize, Serialize};

use crate::{
    cipher::{self, Sealed},
    encoding::{Fixed, SecretKey},
    keyring::EntryName,
    passphrase::{self, PassphraseCost},
};

const PASSPHRASE_CONTEXT: &[u8] = b"pileus vault 1: key";
const KEYRING_CONTEXT: &[u8] = b"pileus vault 2: keyring";

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
    /// Sealed with a key that the system's keyring keeps.
    Keyring {
        /// Which entry of the keyring; of this vault alone.
        entry: EntryName,
        /// The vault's key, sealed.
        key: Sealed,
    },
}

/// A protection that was just made: how the file keeps the new key, the key, and what opens it.
pub(crate) struct Fresh {
    pub(crate) protection: KeyProtection,
    pub(crate) key: SecretKey,
    pub(crate) wrapping: Option<SecretKey>,
}

impl Fresh {
    /// In the clear.
    pub(crate) fn in_the_clear(entropy: &dyn Entropy) -> Self {
        let key = SecretKey::random(entropy);
        Self { protection: KeyProtection::FilePermissions { key: key.clone() }, key, wrapping: None }
    }

    /// Under a passphrase.
    pub(crate) fn under(
        passphrase: &SecretText,
        cost: PassphraseCost,
        entropy: &dyn Entropy,
    ) -> Result<Self, KeystoreError> {
        let mut salt = Fixed([0; 16]);
        entropy.fill(&mut salt.0);
        let wrapping = passphrase::derive(passphrase, &salt.0, cost)?;
        let (key, sealed) = new_key(&wrapping, &passphrase_context(cost, salt), entropy);
        Ok(Self { protection: KeyProtection::Passphrase { cost, salt, key: sealed }, key, wrapping: Some(wrapping) })
    }

    /// Under a key that an entry of the keyring holds.
    pub(crate) fn in_keyring(entry: EntryName, wrapping: SecretKey, entropy: &dyn Entropy) -> Self {
        let (key, sealed) = new_key(&wrapping, &keyring_context(entry), entropy);
        Self { protection: KeyProtection::Keyring { entry, key: sealed }, key, wrapping: Some(wrapping) }
    }
}

impl KeyProtection {
    /// The wrapping key, given the passphrase; none where no passphrase is asked for.
    pub(crate) fn wrapping_of(&self, passphrase: &SecretText) -> Result<Option<SecretKey>, KeystoreError> {
        match self {
            Self::Passphrase { cost, salt, .. } => passphrase::derive(passphrase, &salt.0, *cost).map(Some),
            Self::FilePermissions { .. } | Self::Keyring { .. } => Ok(None),
        }
    }

    /// The vault's key; none when the wrapping key is not the right one. The file's checksum has told before that its
    /// bytes are as they were written.
    pub(crate) fn open(&self, wrapping: &SecretKey) -> Option<SecretKey> {
        let (sealed, context) = match self {
            Self::FilePermissions { key } => return Some(key.clone()),
            Self::Passphrase { cost, salt, key } => (key, passphrase_context(*cost, *salt)),
            Self::Keyring { entry, key } => (key, keyring_context(*entry)),
        };
        SecretKey::copied(&cipher::open(wrapping, &context, sealed)?)
    }

    /// The vault's key, where it stands in the clear.
    pub(crate) fn open_without(&self) -> Option<&SecretKey> {
        match self {
            Self::FilePermissions { key } => Some(key),
            Self::Passphrase { .. } | Self::Keyring { .. } => None,
        }
    }

    /// The same protection of a new key; none where that needs a wrapping key and there is none.
    pub(crate) fn renewed(&self, wrapping: Option<&SecretKey>, entropy: &dyn Entropy) -> Option<(Self, SecretKey)> {
        let (key, renewed) = match self {
            Self::FilePermissions { .. } => {
                let fresh = Fresh::in_the_clear(entropy);
                return Some((fresh.protection, fresh.key));
            }
            Self::Passphrase { cost, salt, .. } => {
                let (key, sealed) = new_key(wrapping?, &passphrase_context(*cost, *salt), entropy);
                (key, Self::Passphrase { cost: *cost, salt: *salt, key: sealed })
            }
            Self::Keyring { entry, .. } => {
                let (key, sealed) = new_key(wrapping?, &keyring_context(*entry), entropy);
                (key, Self::Keyring { entry: *entry, key: sealed })
            }
        };
        Some((renewed, key))
    }

    /// Which entry of the keyring it needs.
    pub(crate) fn entry(&self) -> Option<EntryName> {
        match self {
            Self::Keyring { entry, .. } => Some(*entry),
            Self::FilePermissions { .. } | Self::Passphrase { .. } => None,
        }
    }

    /// In the port's words.
    pub(crate) fn kind(&self) -> Protection {
        match self {
            Self::FilePermissions { .. } => Protection::FilePermissions,
            Self::Passphrase { .. } => Protection::Passphrase,
            Self::Keyring { .. } => Protection::Keyring,
        }
    }
}

fn new_key(wrapping: &SecretKey, context: &[u8], entropy: &dyn Entropy) -> (SecretKey, Sealed) {
    let key = SecretKey::random(entropy);
    let sealed = cipher::seal(wrapping, context, key.bytes(), entropy);
    (key, sealed)
}

/// Binds the sealed key to the way it is protected.
fn passphrase_context(cost: PassphraseCost, salt: Fixed<16>) -> Vec<u8> {
    let numbers = [cost.memory_kib, cost.passes, cost.lanes].map(u32::to_le_bytes);
    [PASSPHRASE_CONTEXT, numbers.as_flattened(), &salt.0].concat()
}

/// The same for an entry of the keyring.
fn keyring_context(entry: EntryName) -> Vec<u8> {
    [KEYRING_CONTEXT, entry.bytes()].concat()
}

#[cfg(test)]
mod tests {
    use pileus_ports::fake::FakeEntropy;

    use super::*;

    fn text(secret: &str) -> SecretText {
        SecretText::new(secret.to_owned())
    }

    fn under(passphrase: &str, entropy: &FakeEntropy) -> Fresh {
        Fresh::under(&text(passphrase), PassphraseCost::LEAST, entropy).unwrap()
    }

    fn in_keyring(entropy: &FakeEntropy) -> Fresh {
        Fresh::in_keyring(EntryName::random(entropy), SecretKey::random(entropy), entropy)
    }

    #[test]
    fn a_passphrase_opens_what_it_closed() {
        let Fresh { protection, key, .. } = under("right", &FakeEntropy::default());
        let open = |passphrase: &str| protection.open(&protection.wrapping_of(&text(passphrase)).unwrap().unwrap());
        assert_eq!(open("right").unwrap(), key);
        assert!(open("wrong").is_none() && protection.open_without().is_none());
    }

    #[test]
    fn two_vaults_under_one_passphrase_share_nothing() {
        let entropy = FakeEntropy::default();
        assert_ne!(under("same", &entropy).protection, under("same", &entropy).protection);
    }

    #[test]
    fn a_key_of_the_keyring_opens_under_its_own_entry_only() {
        let entropy = FakeEntropy::default();
        let Fresh { protection, key, wrapping } = in_keyring(&entropy);
        let wrapping = wrapping.unwrap();
        assert_eq!(protection.open(&wrapping).unwrap(), key);
        let KeyProtection::Keyring { key: sealed, .. } = protection else { panic!("{protection:?}") };
        let moved = KeyProtection::Keyring { entry: EntryName::random(&entropy), key: sealed };
        assert!(moved.open(&wrapping).is_none());
    }

    #[test]
    fn a_renewed_key_is_another_one_that_the_same_wrapping_key_opens() {
        let entropy = FakeEntropy::default();
        for Fresh { protection, key, wrapping } in [under("p", &entropy), in_keyring(&entropy)] {
            let (renewed, new) = protection.renewed(wrapping.as_ref(), &entropy).unwrap();
            assert!(new != key && renewed.kind() == protection.kind() && renewed.entry() == protection.entry());
            assert_eq!(renewed.open(&wrapping.unwrap()).unwrap(), new);
            assert!(protection.renewed(None, &entropy).is_none());
        }
        let open = Fresh::in_the_clear(&entropy);
        let (renewed, new) = open.protection.renewed(None, &entropy).unwrap();
        assert!(new != open.key && renewed.open_without() == Some(&new));
    }

    #[test]
    fn the_file_says_honestly_what_protects_it() {
        let entropy = FakeEntropy::default();
        let fresh = [Fresh::in_the_clear(&entropy), under("p", &entropy), in_keyring(&entropy)];
        for (fresh, word) in fresh.into_iter().zip(["file_permissions", "passphrase", "keyring"]) {
            let json = serde_json::to_value(&fresh.protection).unwrap();
            assert!(json.get(word).is_some(), "{json}");
        }
    }
}
