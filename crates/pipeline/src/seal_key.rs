//! Keys that open and close sealed files, as ports give them and as the codec takes them.

use pileus_codec::{Argon2Cost, DataKey, Passphrase, UnlockKey, WrapKey};
use pileus_ports::{SecretBytes, SecretText};

/// A way to open or close a sealed file.
#[derive(Debug, Clone)]
pub enum SealKey {
    /// A data key of the keystore.
    DataKey(SecretBytes),
    /// A passphrase that is kept nowhere.
    Passphrase(SecretText),
}

/// The same for the codec.
pub(crate) enum CodecKey {
    DataKey(DataKey),
    Passphrase(Passphrase),
}

impl From<&SealKey> for CodecKey {
    fn from(key: &SealKey) -> Self {
        match key {
            SealKey::DataKey(secret) => Self::DataKey(DataKey::from_bytes(*secret.expose())),
            SealKey::Passphrase(text) => Self::Passphrase(Passphrase::new(text.expose().to_owned())),
        }
    }
}

impl CodecKey {
    /// For a new header.
    pub(crate) fn wrap(&self, cost: Argon2Cost) -> WrapKey<'_> {
        match self {
            Self::DataKey(key) => WrapKey::DataKey(key),
            Self::Passphrase(words) => WrapKey::Passphrase(words, cost),
        }
    }

    /// For a finished header.
    pub(crate) fn unlock(&self) -> UnlockKey<'_> {
        match self {
            Self::DataKey(key) => UnlockKey::DataKey(key),
            Self::Passphrase(words) => UnlockKey::Passphrase(words),
        }
    }
}
