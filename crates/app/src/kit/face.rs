//! What a kit tells to whoever has it, without words or shares.

use pileus_ports::Timestamp;

use super::{codes, error::KitError, format::SealedKit, source::KitSplit};

/// What a kit tells to whoever has it, without words or shares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitFace {
    /// Its number, as it is printed.
    pub number: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// How it is split: what opens it.
    pub split: Option<KitSplit>,
}

impl KitFace {
    /// Of the bytes of a kit.
    ///
    /// # Errors
    /// [`KitError::NotAKit`], [`KitError::Newer`], [`KitError::Damaged`].
    pub fn of_bytes(bytes: &[u8]) -> Result<Self, KitError> {
        SealedKit::parse(bytes).map(|kit| Self::of(&kit))
    }

    /// Of the text of its codes.
    ///
    /// # Errors
    /// [`KitError::NoCodes`], [`KitError::CodeDamaged`], [`KitError::CodesMissing`], [`KitError::CodesMixed`]; those of
    /// [`KitFace::of_bytes`].
    pub fn of_codes(text: &str) -> Result<Self, KitError> {
        codes::kit_of(text).map(|kit| Self::of(&kit))
    }

    pub(super) fn of(kit: &SealedKit) -> Self {
        Self { number: kit.head.number(), made_at: kit.head.made, split: kit.head.split }
    }
}
