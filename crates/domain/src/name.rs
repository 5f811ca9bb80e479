//! Names that stand on the chain.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::DomainError;

const CHAIN_NAME_LIMIT: usize = 63;

/// The name of a file as the whole world can read it: 3 to 63 bytes.
///
/// # Source
/// `FileBank.NameMinLength`, `NameStrLimit`; protocol §1.2.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ChainFileName(String);

impl ChainFileName {
    /// Least bytes.
    pub const MIN: usize = 3;
    /// Most bytes.
    pub const MAX: usize = CHAIN_NAME_LIMIT;

    /// Take a name that already fits.
    ///
    /// # Errors
    /// [`DomainError::NameLength`] outside 3 to 63 bytes.
    pub fn new(name: impl Into<String>) -> Result<Self, DomainError> {
        check("file name", name.into(), Self::MIN, Self::MAX).map(Self)
    }

    /// Make a name fit, never refusing one for its length.
    ///
    /// `bucket/name`, cut at a character boundary before its extension to 63 bytes, filled with `_` to 3.
    ///
    /// # Source
    /// design §6.
    pub fn fitting(bucket: &str, name: &str) -> Self {
        let mut whole = if bucket.is_empty() { name.to_owned() } else { format!("{bucket}/{name}") };
        if whole.len() > Self::MAX {
            let extension = extension_of(name).to_owned();
            let room = Self::MAX - extension.len();
            whole.truncate(floor_boundary(&whole, room));
            whole.push_str(&extension);
        }
        while whole.len() < Self::MIN {
            whole.push('_');
        }
        Self(whole)
    }

    /// The name with nothing that a program would take for a folder or for the name's end: slashes and quotes become `_`.
    #[must_use]
    pub fn plain(&self) -> Self {
        let replaced = |c: char| if c.is_control() || matches!(c, '/' | '\\' | '"') { '_' } else { c };
        Self::fitting("", &self.0.chars().map(replaced).collect::<String>())
    }

    /// The name with digits before it that make it another one; a long name loses its end, never these.
    #[must_use]
    pub fn behind(&self, number: u32) -> Self {
        Self::fitting("", &format!("{number:08x}-{}", self.0))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Longest extension, with its dot, that survives a cut.
const EXTENSION_LIMIT: usize = 16;

fn extension_of(name: &str) -> &str {
    match name.rfind('.') {
        Some(at) if at > 0 && name.len() - at <= EXTENSION_LIMIT && !name[at..].contains('/') => &name[at..],
        _ => "",
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// The name of a territory: 1 to 63 bytes that can be shown, or that of one that was granted.
///
/// A granted territory is called by the 32 bytes of its token, which are no text: it is written `0x` with 64
/// hexadecimal digits, longer than any other name. The chain also takes an empty name; people cannot work with it, so
/// Pileus does not.
///
/// # Source
/// protocol §4.9.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TerritoryName(String);

/// What the name of a granted territory begins with.
const GRANTED_PREFIX: &str = "0x";
/// Bytes of the name of a granted territory.
const GRANTED_LENGTH: usize = 32;

impl TerritoryName {
    /// Take a name.
    ///
    /// # Errors
    /// [`DomainError`] when it is empty, longer than 63 bytes or holds control characters.
    pub fn new(name: impl Into<String>) -> Result<Self, DomainError> {
        let name = name.into();
        if granted(&name).is_some() {
            return Ok(Self(name));
        }
        let name = check("territory name", name, 1, CHAIN_NAME_LIMIT)?;
        if name.chars().any(char::is_control) {
            return Err(DomainError::NameCharacters { what: "territory name", name });
        }
        Ok(Self(name))
    }

    /// The name that the chain keeps as these bytes; none when no person could write it.
    pub fn from_chain(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok().and_then(|text| Self::new(text).ok());
        text.or_else(|| {
            (bytes.len() == GRANTED_LENGTH).then(|| Self(format!("{GRANTED_PREFIX}{}", hex::encode(bytes))))
        })
    }

    /// The bytes that the chain keeps.
    pub fn to_chain(&self) -> Vec<u8> {
        granted(&self.0).unwrap_or_else(|| self.0.clone().into_bytes())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The bytes behind the written name of a granted territory.
fn granted(name: &str) -> Option<Vec<u8>> {
    let digits = name.strip_prefix(GRANTED_PREFIX)?;
    let bytes = hex::decode(digits).ok()?;
    (bytes.len() == GRANTED_LENGTH && digits == digits.to_ascii_lowercase()).then_some(bytes)
}

pub(crate) fn check(what: &'static str, name: String, min: usize, max: usize) -> Result<String, DomainError> {
    let length = name.len();
    if (min..=max).contains(&length) { Ok(name) } else { Err(DomainError::NameLength { what, name, length, min, max }) }
}

macro_rules! named {
    ($type:ty) => {
        impl TryFrom<String> for $type {
            type Error = DomainError;
            fn try_from(name: String) -> Result<Self, DomainError> {
                Self::new(name)
            }
        }
        impl From<$type> for String {
            fn from(name: $type) -> Self {
                name.0
            }
        }
        impl std::str::FromStr for $type {
            type Err = DomainError;
            fn from_str(s: &str) -> Result<Self, DomainError> {
                Self::new(s)
            }
        }
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}
pub(crate) use named;

named!(ChainFileName);
named!(TerritoryName);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_name_has_no_folders_and_no_quotes() {
        let plain = |name: &str| ChainFileName::new(name).unwrap().plain().as_str().to_owned();
        assert_eq!(plain("photos/caf\u{e9} 1.jpg"), "photos_caf\u{e9} 1.jpg");
        assert_eq!(plain("a\"\\\n/.txt"), "a____.txt");
        assert_eq!(plain("\u{80}/"), "___");
    }

    #[test]
    fn digits_before_a_name_stay_however_long_it_is() {
        let long = ChainFileName::new(format!("{}.bin", "x".repeat(59))).unwrap();
        let other = long.behind(0xab);
        assert!(other.as_str().starts_with("000000ab-x") && other.as_str().len() <= ChainFileName::MAX, "{other:?}");
    }

    #[test]
    fn a_long_name_keeps_its_extension_and_whole_characters() {
        let name = ChainFileName::fitting("photos", &format!("{}.jpeg", "ü".repeat(60)));
        assert!(name.as_str().len() <= 63);
        assert!(name.as_str().starts_with("photos/ü"));
        assert!(name.as_str().ends_with("ü.jpeg"));
    }

    #[test]
    fn names_of_every_length_fit() {
        for length in [0, 1, 2, 3, 62, 63, 64, 300] {
            let name = ChainFileName::fitting("", &"a".repeat(length));
            assert!((3..=63).contains(&name.as_str().len()), "{length}");
        }
        assert_eq!(ChainFileName::fitting("", "").as_str(), "___");
        assert_eq!(
            ChainFileName::fitting("", ".a_very_long_hidden_name_that_is_no_extension_at_all_and_exceeds_63_bytes")
                .as_str()
                .len(),
            63
        );
    }

    #[test]
    fn the_chain_limits_hold() {
        assert!(ChainFileName::new("ab").is_err());
        assert!(ChainFileName::new("a".repeat(64)).is_err());
        assert!(TerritoryName::new("").is_err());
        assert!(TerritoryName::new("a\nb").is_err());
        assert!(TerritoryName::new("my space").is_ok());
    }

    #[test]
    fn a_granted_territory_is_written_by_its_token() {
        let token = [0xfe; 32];
        let name = TerritoryName::from_chain(&token).unwrap();
        assert_eq!(name.as_str(), format!("0x{}", "fe".repeat(32)));
        assert_eq!(name.to_chain(), token);
        assert_eq!(TerritoryName::new(name.as_str()).unwrap(), name);
        assert!(TerritoryName::new(format!("0x{}", "FE".repeat(32))).is_err());
        assert!(TerritoryName::from_chain(&[0xfe; 31]).is_none() && TerritoryName::from_chain(b"").is_none());
    }

    #[test]
    fn a_written_name_is_its_own_bytes() {
        for text in ["default", "0xfe", "ü"] {
            let name = TerritoryName::new(text).unwrap();
            assert_eq!((name.to_chain(), TerritoryName::from_chain(text.as_bytes())), (text.into(), Some(name)));
        }
    }
}
