//! SHA-256 values: of segments, of fragments, and the one that names a file.

use std::{fmt, str::FromStr};

use crate::DomainError;

/// SHA-256 of a segment or a fragment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash(pub [u8; 32]);

/// File id: what the network calls a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fid(pub ContentHash);

impl ContentHash {
    /// Bytes of a hash as the chain writes it.
    pub const TEXT_LENGTH: usize = 64;

    /// The 64 bytes of lower-case text that the chain keeps.
    pub fn to_text(self) -> [u8; Self::TEXT_LENGTH] {
        let mut text = [0; Self::TEXT_LENGTH];
        hex::encode_to_slice(self.0, &mut text).expect("64 digits for 32 bytes");
        text
    }

    /// Read the chain's text; capital digits are refused, as the chain compares bytes.
    ///
    /// # Errors
    /// [`DomainError::Hash`] when it is not 64 lower-case hexadecimal digits.
    pub fn from_text(text: &[u8]) -> Result<Self, DomainError> {
        let refuse = || DomainError::Hash(String::from_utf8_lossy(text).into_owned());
        if text.iter().any(u8::is_ascii_uppercase) {
            return Err(refuse());
        }
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| refuse())?;
        Ok(Self(bytes))
    }
}

impl Fid {
    /// The 64 bytes of lower-case text that the chain keeps.
    pub fn to_text(self) -> [u8; ContentHash::TEXT_LENGTH] {
        self.0.to_text()
    }
}

impl FromStr for ContentHash {
    type Err = DomainError;
    fn from_str(s: &str) -> Result<Self, DomainError> {
        Self::from_text(s.to_ascii_lowercase().as_bytes())
    }
}

impl FromStr for Fid {
    type Err = DomainError;
    fn from_str(s: &str) -> Result<Self, DomainError> {
        s.parse().map(Self)
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Display for Fid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for Fid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

macro_rules! text_on_the_wire {
    ($type:ty) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <String as serde::Deserialize>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use text_on_the_wire;

text_on_the_wire!(ContentHash);
text_on_the_wire!(Fid);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chain_text_round_trips_and_refuses_capitals() {
        let hash = ContentHash([0xab; 32]);
        assert_eq!(ContentHash::from_text(&hash.to_text()), Ok(hash));
        assert!(ContentHash::from_text("AB".repeat(32).as_bytes()).is_err());
        assert!("ab".repeat(31).parse::<Fid>().is_err());
    }
}
