//! What a territory allows.

use pileus_domain as domain;
use serde::Serialize;
use specta::Type;

/// What a territory allows now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TerritoryState {
    /// Everything.
    Active,
    /// Past its term: reading, deleting and renewing.
    Frozen,
    /// Gone with its files, until revived.
    Expired,
    /// For sale: no uploads.
    OnSale,
    /// The chain did not tell.
    Unknown,
}

impl From<domain::TerritoryState> for TerritoryState {
    fn from(state: domain::TerritoryState) -> Self {
        match state {
            domain::TerritoryState::Active => Self::Active,
            domain::TerritoryState::Frozen => Self::Frozen,
            domain::TerritoryState::Expired => Self::Expired,
            domain::TerritoryState::OnConsignment => Self::OnSale,
        }
    }
}
