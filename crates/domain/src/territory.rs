//! Rented space.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{BlockNumber, ByteCount, Geometry, TerritoryName, transaction::chain_hash};

chain_hash!(
    /// The chain's own name of a territory, for trading.
    TerritoryToken
);

/// `StorageHandler.Territory`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Territory {
    /// Its name.
    pub name: TerritoryName,
    /// The chain's own name of it.
    pub token: TerritoryToken,
    /// All space rented.
    pub total: ByteCount,
    /// Space of stored files.
    pub used: ByteCount,
    /// Space of open orders.
    pub locked: ByteCount,
    /// What is left.
    pub remaining: ByteCount,
    /// First block of the term.
    pub start: BlockNumber,
    /// Last block of the term.
    pub deadline: BlockNumber,
    /// What it allows now.
    pub state: TerritoryState,
}

impl Territory {
    /// Does an order of so many segments fit? The chain wants strictly more than the need.
    ///
    /// # Source
    /// protocol §4.3, step 5.
    pub fn fits(&self, segments: u64) -> bool {
        Geometry::CESS.charge().0.checked_mul(segments).is_some_and(|need| self.remaining.0 > need)
    }
}

/// What a territory allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TerritoryState {
    /// Everything.
    Active,
    /// Past its term: reading, deleting and renewing.
    Frozen,
    /// Gone with its files, until revived.
    Expired,
    /// For sale: no uploads.
    OnConsignment,
}

impl fmt::Display for TerritoryState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Active => "active",
            Self::Frozen => "frozen",
            Self::Expired => "expired",
            Self::OnConsignment => "on sale",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exact_fit_is_refused_as_the_chain_does() {
        let space = Geometry::CESS.charge().0;
        let mut territory = Territory {
            name: TerritoryName::new("t").unwrap(),
            token: TerritoryToken([0; 32]),
            total: ByteCount(space),
            used: ByteCount(0),
            locked: ByteCount(0),
            remaining: ByteCount(space),
            start: BlockNumber(0),
            deadline: BlockNumber(1),
            state: TerritoryState::Active,
        };
        assert!(!territory.fits(1));
        territory.remaining = ByteCount(space + 1);
        assert!(territory.fits(1));
        assert!(!territory.fits(u64::MAX));
    }
}
