//! Places inside a file.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::DomainError;

/// Which segment of a file, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SegmentIndex(pub u32);

/// Which of a segment's fragments, from 1 as on the chain; fragment *k* of every segment is column *k*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct ColumnIndex(u8);

impl ColumnIndex {
    /// Columns of the product's geometry.
    pub const COUNT: u8 = 12;

    /// A column counted from 1.
    ///
    /// # Errors
    /// [`DomainError::Column`] outside 1 to 12.
    pub fn new(number: u8) -> Result<Self, DomainError> {
        if (1..=Self::COUNT).contains(&number) { Ok(Self(number)) } else { Err(DomainError::Column(number)) }
    }

    /// A column counted from 0, as arrays do.
    ///
    /// # Errors
    /// [`DomainError::Column`] from 12 on.
    pub fn from_position(position: usize) -> Result<Self, DomainError> {
        let number = u8::try_from(position).ok().and_then(|p| p.checked_add(1)).unwrap_or(u8::MAX);
        Self::new(number)
    }

    /// Counted from 1.
    pub fn number(self) -> u8 {
        self.0
    }

    /// Counted from 0.
    pub fn position(self) -> usize {
        usize::from(self.0) - 1
    }

    /// All twelve in order.
    pub fn all() -> impl ExactSizeIterator<Item = Self> + Clone {
        (1..=Self::COUNT).map(Self)
    }
}

impl TryFrom<u8> for ColumnIndex {
    type Error = DomainError;
    fn try_from(number: u8) -> Result<Self, DomainError> {
        Self::new(number)
    }
}

impl From<ColumnIndex> for u8 {
    fn from(column: ColumnIndex) -> Self {
        column.0
    }
}

impl fmt::Display for ColumnIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for SegmentIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One fragment of one segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FragmentAddress {
    /// The segment.
    pub segment: SegmentIndex,
    /// The fragment in it.
    pub column: ColumnIndex,
}
