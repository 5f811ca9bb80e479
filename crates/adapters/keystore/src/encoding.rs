//! Bytes as hexadecimal digits in JSON.

use std::fmt;

use pileus_ports::Entropy;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Bytes that anybody may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bytes(pub(crate) Vec<u8>);

/// A fixed number of bytes that anybody may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fixed<const N: usize>(pub(crate) [u8; N]);

/// Thirty-two secret bytes. Print as stars, cleared on drop; stay at one place in memory while they are handed on.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub(crate) struct SecretKey(Box<[u8; 32]>);

/// Secret text. Prints as stars, cleared on drop.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(crate) struct SecretString(pub(crate) String);

impl SecretKey {
    /// All zero, to be filled.
    pub(crate) fn blank() -> Self {
        Self(Box::new([0; 32]))
    }

    /// New and random.
    pub(crate) fn random(entropy: &dyn Entropy) -> Self {
        let mut key = Self::blank();
        entropy.fill(&mut *key.0);
        key
    }

    /// A copy; none when the length is wrong.
    pub(crate) fn copied(bytes: &[u8]) -> Option<Self> {
        let mut key = Self::blank();
        let fits = bytes.len() == key.0.len();
        fits.then(|| key.0.copy_from_slice(bytes)).map(|()| key)
    }

    /// Look at the bytes.
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Write the bytes.
    pub(crate) fn bytes_mut(&mut self) -> &mut [u8; 32] {
        &mut self.0
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(***)")
    }
}

impl fmt::Debug for SecretString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretString(***)")
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(&self.0))
    }
}

impl<const N: usize> Serialize for Fixed<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(self.0))
    }
}

impl Serialize for SecretKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Zeroizing::new(hex::encode(self.bytes())))
    }
}

impl Serialize for SecretString {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text(|text: &str| hex::decode(text).ok().map(Self)))
    }
}

impl<'de, const N: usize> Deserialize<'de> for Fixed<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text(|text: &str| {
            let mut bytes = [0; N];
            hex::decode_to_slice(text, &mut bytes).ok().map(|()| Self(bytes))
        }))
    }
}

impl<'de> Deserialize<'de> for SecretKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text(|text: &str| {
            let mut key = Self::blank();
            hex::decode_to_slice(text, key.bytes_mut()).ok().map(|()| key)
        }))
    }
}

impl<'de> Deserialize<'de> for SecretString {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text(|text: &str| Some(Self(text.to_owned()))))
    }
}

/// Reads borrowed text, so that no copy of a secret stays behind; what cannot be read is not repeated.
struct Text<F>(F);

impl<T, F: FnOnce(&str) -> Option<T>> de::Visitor<'_> for Text<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hexadecimal digits of the right number")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.0)(text).ok_or_else(|| E::custom("not hexadecimal digits of the right number"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_read_back_and_wrong_lengths_do_not() {
        let fixed = Fixed([1, 2, 0xff]);
        assert_eq!(serde_json::to_string(&fixed).unwrap(), "\"0102ff\"");
        assert_eq!(serde_json::from_str::<Fixed<3>>("\"0102ff\"").unwrap(), fixed);
        assert!(serde_json::from_str::<Fixed<4>>("\"0102ff\"").is_err());
        assert!(serde_json::from_str::<Bytes>("\"0\"").is_err());
        assert!(serde_json::from_str::<SecretKey>("7").is_err());
    }

    #[test]
    fn a_secret_that_cannot_be_read_is_not_repeated() {
        let error = serde_json::from_str::<SecretKey>("\"5ec7e7\"").unwrap_err().to_string();
        assert!(!error.contains("5ec7e7"), "{error}");
        assert!(!format!("{:?}", SecretKey::copied(&[0x5e; 32])).contains("5e"));
    }
}
