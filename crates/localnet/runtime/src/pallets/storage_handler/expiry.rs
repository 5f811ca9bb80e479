//! The end of a term: first a territory freezes, then it expires.

use frame_support::dispatch::DispatchResult;

use super::pallet::pallet::FROZEN_SPAN;
use super::{
    Config, Consignment, Error, Pallet, Territory, TerritoryExpired, TerritoryFrozen, TerritoryKey, TerritoryState,
};
use crate::primitives::{AccountId, BlockNumber, TerrName, TokenId};

impl<T: Config> Pallet<T> {
    /// Freeze the territories whose term ends at this block.
    pub(crate) fn freeze_due(block: BlockNumber) {
        for token in TerritoryFrozen::<T>::iter_key_prefix(block).collect::<Vec<_>>() {
            // A territory that is gone has nothing to freeze.
            let _ = Self::freeze(token);
        }
    }

    fn freeze(token: TokenId) -> DispatchResult {
        let (owner, name) = TerritoryKey::<T>::get(token).ok_or(Error::<T>::Unexpected)?;
        Territory::<T>::try_mutate(owner, name, |territory| {
            let territory = territory.as_mut().ok_or(Error::<T>::Unexpected)?;
            if territory.state == TerritoryState::OnConsignment {
                // Whatever a buyer reserved stays reserved.
                Consignment::<T>::remove(token);
            }
            territory.state = TerritoryState::Frozen;
            let expiry = territory.deadline.checked_add(FROZEN_SPAN).ok_or(Error::<T>::Overflow)?;
            TerritoryExpired::<T>::insert(expiry, territory.token, true);
            Ok(())
        })
    }

    /// Expire the territories whose frozen time ends at this block, and name them.
    pub(crate) fn expire_due(block: BlockNumber) -> Vec<(AccountId, TerrName)> {
        let tokens = TerritoryExpired::<T>::iter_key_prefix(block).collect::<Vec<_>>();
        let territories: Vec<_> = tokens.into_iter().filter_map(TerritoryKey::<T>::get).collect();
        for (owner, name) in &territories {
            // A ledger that does not add up leaves the territory as it is; its files go all the same.
            let _ = Self::expire(owner, name);
        }
        territories
    }

    fn expire(owner: &AccountId, name: &TerrName) -> DispatchResult {
        Territory::<T>::try_mutate(owner, name, |territory| {
            let territory = territory.as_mut().ok_or(Error::<T>::Unexpected)?;
            Self::remove_purchased_space(territory.total_space)?;
            if territory.state == TerritoryState::Frozen {
                territory.state = TerritoryState::Expired;
            }
            Ok(())
        })
    }

    /// The blocks at which terms or frozen times end.
    pub(crate) fn ends() -> impl Iterator<Item = BlockNumber> {
        let freezing = TerritoryFrozen::<T>::iter_keys().map(|(block, _)| block);
        freezing.chain(TerritoryExpired::<T>::iter_keys().map(|(block, _)| block))
    }
}
