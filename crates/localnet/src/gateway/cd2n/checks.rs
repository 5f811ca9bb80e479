//! What CD²N checks once it has a whole file.

use pileus_localnet_runtime::{pallets::storage_handler::TerritoryState, primitives::AccountId};

use crate::{
    gateway::{
        records::{self, Record},
        shared::Core,
    },
    node::name::HashName,
};

/// Why a file may not be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unmet {
    /// The chain does not answer.
    Chain,
    /// The owner has not authorised this gateway.
    Authority,
    /// The territory is not there, not active, or has no room, as the gateway counts.
    Territory,
    /// The file is stored already; the published gateway looks for its own account among the owners, not the user's.
    Stored,
}

impl Unmet {
    /// The code of the answer.
    pub(super) fn code(self) -> u16 {
        match self {
            Self::Chain => 10_110,
            Self::Authority => 10_111,
            Self::Territory => 10_113,
            Self::Stored => 10_114,
        }
    }

    /// The words of the answer.
    pub(super) fn message(self) -> &'static str {
        match self {
            Self::Chain => "the chain does not answer",
            Self::Authority => "The user has not authorized the gateway",
            Self::Territory => "Insufficient territory space or not activated",
            Self::Stored => "The user already owns the file",
        }
    }
}

/// May a file be stored in a territory of this owner?
///
/// Only its own bytes are counted, though the chain takes three times as much in whole segments.
pub(super) async fn may_store(
    core: &Core,
    owner: &AccountId,
    territory: &str,
    length: u64,
    fid: &HashName,
) -> Result<(), Unmet> {
    let ledger = core.ledger.as_ref();
    let authorised = records::authorised(ledger, owner).await.map_err(|_| Unmet::Chain)?;
    if !authorised.contains(&core.account) {
        return Err(Unmet::Authority);
    }
    let found = records::territory(ledger, owner, territory).await.map_err(|_| Unmet::Chain)?;
    let fits = |remaining| remaining >= u128::from(length);
    if !found.is_some_and(|info| info.state == TerritoryState::Active && fits(info.remaining_space)) {
        return Err(Unmet::Territory);
    }
    match records::record(ledger, fid).await.map_err(|_| Unmet::Chain)? {
        Record::File(file) if file.owner.iter().any(|brief| brief.user == core.account) => Err(Unmet::Stored),
        _ => Ok(()),
    }
}
