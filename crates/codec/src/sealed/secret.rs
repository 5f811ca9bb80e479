//! What opens a sealed file, in types that show nothing of it.

use std::fmt;

use rand::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::derive;
use crate::error::{LimitedField, SealError};

/// A person's key for sealed files: 32 random bytes that live in the vault.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct DataKey([u8; DataKey::LENGTH]);

impl DataKey {
    /// Bytes of a key.
    pub const LENGTH: usize = 32;

    /// Take over the bytes of a key.
    pub fn from_bytes(bytes: [u8; Self::LENGTH]) -> Self {
        Self(bytes)
    }

    /// Make a new key.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut key = Self([0; Self::LENGTH]);
        rng.fill_bytes(&mut key.0);
        key
    }

    /// The bytes, to be put into a vault and nowhere else.
    pub fn expose(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }

    /// Sixteen digits that name the key and tell nothing about it.
    pub fn fingerprint(&self) -> String {
        format!("{:016x}", u64::from_be_bytes(derive::fingerprint(&self.0)))
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(****)")
    }
}

/// Words that a person remembers; taken byte by byte as they were typed.
#[derive(Clone)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Take over a passphrase.
    pub fn new(words: String) -> Self {
        Self(Zeroizing::new(words))
    }

    /// Its bytes, for deriving a key.
    pub(crate) fn expose(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(****)")
    }
}

/// How much work it is to try a passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argon2Cost {
    memory: u32,
    passes: u32,
    lanes: u32,
}

impl Argon2Cost {
    /// What the product writes: 64 MiB, 3 passes, 1 lane.
    pub const PRODUCT: Self = Self { memory: 64 << 10, passes: 3, lanes: 1 };
    /// Least memory a lane.
    ///
    /// # Units
    /// KiB.
    pub const MEMORY_MIN_PER_LANE: u32 = 8;
    /// Most memory that a reader grants.
    ///
    /// # Units
    /// KiB.
    pub const MEMORY_LIMIT: u32 = 1 << 20;
    /// Most passes that a reader grants.
    pub const PASSES_LIMIT: u32 = 16;
    /// Most lanes that a reader grants.
    pub const LANES_LIMIT: u32 = 16;

    /// A cost within the limits.
    ///
    /// # Units
    /// `memory` in KiB.
    /// # Errors
    /// [`SealError::Cost`] names what is out of bounds.
    pub fn new(memory: u32, passes: u32, lanes: u32) -> Result<Self, SealError> {
        let cost = Self { memory, passes, lanes };
        for (field, found, min, limit) in cost.bounds() {
            if !(min..=limit).contains(&found) {
                return Err(SealError::Cost { field, found: found.into(), min: min.into(), limit: limit.into() });
            }
        }
        Ok(cost)
    }

    /// Memory in KiB.
    pub fn memory(self) -> u32 {
        self.memory
    }
    /// Passes over the memory.
    pub fn passes(self) -> u32 {
        self.passes
    }
    /// Lanes of the memory.
    pub fn lanes(self) -> u32 {
        self.lanes
    }

    /// Each part with its least and largest value; lanes first, since the least memory depends on them.
    fn bounds(self) -> [(LimitedField, u32, u32, u32); 3] {
        let least_memory = Self::MEMORY_MIN_PER_LANE.saturating_mul(self.lanes);
        [
            (LimitedField::Lanes, self.lanes, 1, Self::LANES_LIMIT),
            (LimitedField::Passes, self.passes, 1, Self::PASSES_LIMIT),
            (LimitedField::Memory, self.memory, least_memory, Self::MEMORY_LIMIT),
        ]
    }
}

impl Default for Argon2Cost {
    fn default() -> Self {
        Self::PRODUCT
    }
}

/// A way to open, to be written into a header.
#[derive(Debug, Clone, Copy)]
pub enum WrapKey<'a> {
    /// A key from the vault.
    DataKey(&'a DataKey),
    /// A passphrase and the work to try it.
    Passphrase(&'a Passphrase, Argon2Cost),
}

/// A key to try on a header.
#[derive(Debug, Clone, Copy)]
pub enum UnlockKey<'a> {
    /// A key from the vault.
    DataKey(&'a DataKey),
    /// A passphrase.
    Passphrase(&'a Passphrase),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_print_as_stars() {
        let key = DataKey::from_bytes([0x5A; 32]);
        assert_eq!(format!("{key:?}"), "DataKey(****)");
        let passphrase = Passphrase::new("correct horse".to_owned());
        assert_eq!(format!("{:?}", WrapKey::Passphrase(&passphrase, Argon2Cost::PRODUCT)).find("horse"), None);
        assert_eq!(key.fingerprint().len(), 16);
        assert_ne!(key.fingerprint(), DataKey::from_bytes([0x5B; 32]).fingerprint());
    }

    #[test]
    fn costs_out_of_bounds_are_refused() {
        let field = |result| match result {
            Err(SealError::Cost { field, .. }) => Some(field),
            _ => None,
        };
        assert!(Argon2Cost::new(8, 1, 1).is_ok());
        assert_eq!(field(Argon2Cost::new(7, 1, 1)), Some(LimitedField::Memory));
        assert_eq!(field(Argon2Cost::new(31, 1, 4)), Some(LimitedField::Memory));
        assert_eq!(field(Argon2Cost::new((1 << 20) + 1, 1, 1)), Some(LimitedField::Memory));
        assert_eq!(field(Argon2Cost::new(64, 0, 1)), Some(LimitedField::Passes));
        assert_eq!(field(Argon2Cost::new(64, 17, 1)), Some(LimitedField::Passes));
        assert_eq!(field(Argon2Cost::new(64, 1, 0)), Some(LimitedField::Lanes));
        assert_eq!(field(Argon2Cost::new(1 << 19, 1, 17)), Some(LimitedField::Lanes));
    }
}
