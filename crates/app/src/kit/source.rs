//! Where a kit comes from, what opens it, and how it is split.

use std::path::PathBuf;

use pileus_ports::SecretText;

use super::error::KitError;

/// Where a kit comes from. Neither is a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KitSource {
    /// The file.
    File(PathBuf),
    /// The text of the codes on its page, in any order. Holds everything but the catalogue.
    Codes(String),
}

/// What opens a kit.
#[derive(Debug, Clone)]
pub enum KitOpening {
    /// Its 24 words.
    Words(SecretText),
    /// The words of some of its shares.
    Shares(Vec<SecretText>),
}

/// How many shares there are, and how many of them open a kit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KitSplit {
    needed: u8,
    total: u8,
}

impl KitSplit {
    /// Fewest shares that open a split kit; one alone shall open nothing.
    pub const LEAST: u8 = 2;
    /// Most shares of a kit.
    pub const MOST: u8 = 16;

    /// So many of so many.
    ///
    /// # Errors
    /// [`KitError::BadSplit`].
    pub fn new(needed: u8, total: u8) -> Result<Self, KitError> {
        let possible = (Self::LEAST..=Self::MOST).contains(&total) && (Self::LEAST..=total).contains(&needed);
        if possible { Ok(Self { needed, total }) } else { Err(KitError::BadSplit { needed, total }) }
    }

    /// How many shares open the kit.
    pub fn needed(self) -> u8 {
        self.needed
    }

    /// How many shares there are.
    pub fn total(self) -> u8 {
        self.total
    }
}
