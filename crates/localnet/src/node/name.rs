//! Names of files and fragments that are safe to use in a path.

use std::fmt;

use pileus_localnet_runtime::primitives::Hash;

/// Length of a hash in hexadecimal digits.
pub(crate) const HASH_DIGITS: usize = 64;

/// A hash as the chain writes it: 64 lower-case hexadecimal digits, nothing else.
///
/// A header of a stranger becomes part of a path only by way of this type.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct HashName(String);

impl HashName {
    /// Take a text for a hash if it is one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let hash = text.len() == HASH_DIGITS && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        hash.then(|| Self(text.to_owned()))
    }

    /// The digits.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Take a hash of the chain, which may be any 64 bytes, if it is a proper one.
    pub(crate) fn of(hash: &Hash) -> Option<Self> {
        Self::parse(std::str::from_utf8(&hash.0).ok()?)
    }

    /// The digits of 32 bytes.
    pub(crate) fn of_bytes(bytes: [u8; 32]) -> Self {
        Self(hex::encode(bytes))
    }

    /// The digits as the chain stores them.
    pub(crate) fn hash(&self) -> Hash {
        let mut ascii = [0; HASH_DIGITS];
        ascii.copy_from_slice(self.0.as_bytes());
        Hash(ascii)
    }
}

impl fmt::Display for HashName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lower_case_hashes_are_names() {
        assert!(HashName::parse(&"a0".repeat(32)).is_some());
        assert!(HashName::parse(&"A0".repeat(32)).is_none());
        assert!(HashName::parse(&"a0".repeat(31)).is_none());
        assert!(HashName::parse(&"..".repeat(32)).is_none());
        assert!(HashName::parse("").is_none());
    }

    #[test]
    fn a_hash_of_the_chain_may_have_no_name() {
        assert_eq!(HashName::of(&Hash([b'a'; 64])).map(|name| name.hash()), Some(Hash([b'a'; 64])));
        assert!(HashName::of(&Hash([b'/'; 64])).is_none());
        assert!(HashName::of(&Hash([0xff; 64])).is_none());
    }
}
