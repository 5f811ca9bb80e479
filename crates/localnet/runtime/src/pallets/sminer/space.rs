//! A node's books: idle space, space locked for orders, space in service.

use frame_support::dispatch::DispatchResult;
use sp_runtime::DispatchError;

use super::{Config, Error, MinerInfo, MinerItems, NodeState, Pallet, PendingReplacements, RestoralTarget, state};
use crate::primitives::{AccountId, Hash};

impl<T: Config> Pallet<T> {
    /// A state as the chain keeps it.
    pub(crate) fn state(name: &[u8]) -> Result<NodeState, DispatchError> {
        Ok(NodeState::try_from(name.to_vec()).map_err(|_| Error::<T>::Overflow)?)
    }

    /// Change a registered node.
    pub(super) fn change<Answer>(
        node: &AccountId,
        change: impl FnOnce(&mut MinerInfo) -> Result<Answer, DispatchError>,
    ) -> Result<Answer, DispatchError> {
        MinerItems::<T>::try_mutate(node, |info| change(info.as_mut().ok_or(Error::<T>::NotMiner)?))
    }

    /// Whether a node is at work.
    ///
    /// # Errors
    /// `NotMiner` when there is no such node.
    pub(crate) fn is_positive(node: &AccountId) -> Result<bool, DispatchError> {
        let info = MinerItems::<T>::get(node).ok_or(Error::<T>::NotMiner)?;
        Ok(info.is_in(state::POSITIVE))
    }

    /// Set idle space aside for an order.
    pub(crate) fn lock_space(node: &AccountId, size: u128) -> DispatchResult {
        MinerItems::<T>::try_mutate(node, |info| {
            let info = info.as_mut().ok_or(Error::<T>::NotExisted)?;
            info.lock_space = sum::<T>(info.lock_space, size)?;
            info.idle_space = difference::<T>(info.idle_space, size)?;
            Ok(())
        })
    }

    /// Make locked space idle again; a node that is gone has none.
    pub(crate) fn unlock_space(node: &AccountId, size: u128) -> DispatchResult {
        Self::change_if_there(node, |info| {
            info.lock_space = difference::<T>(info.lock_space, size)?;
            info.idle_space = sum::<T>(info.idle_space, size)?;
            Ok(())
        })
    }

    /// Drop locked space together with the fragments in it.
    pub(crate) fn drop_locked_space(node: &AccountId, size: u128) -> DispatchResult {
        Self::change_if_there(node, |info| {
            info.lock_space = difference::<T>(info.lock_space, size)?;
            Ok(())
        })
    }

    /// Take locked space into service, now that the fragments in it are tagged.
    pub(crate) fn serve_locked_space(node: &AccountId, size: u128) -> DispatchResult {
        MinerItems::<T>::try_mutate(node, |info| {
            let info = info.as_mut().ok_or(Error::<T>::NotExisted)?;
            info.lock_space = difference::<T>(info.lock_space, size)?;
            info.service_space = sum::<T>(info.service_space, size)?;
            Ok(())
        })
    }

    /// Count space in service; a node that left has none.
    pub(crate) fn add_service_space(node: &AccountId, size: u128) -> DispatchResult {
        Self::change_unless_left(node, |info| {
            info.service_space = sum::<T>(info.service_space, size)?;
            Ok(())
        })
    }

    /// Drop space in service; a node that left has none.
    pub(crate) fn drop_service_space(node: &AccountId, size: u128) -> DispatchResult {
        Self::change_unless_left(node, |info| {
            info.service_space = difference::<T>(info.service_space, size)?;
            Ok(())
        })
    }

    /// Take idle space off without another use for it.
    pub(crate) fn drop_idle_space(node: &AccountId, size: u128) -> DispatchResult {
        Self::change(node, |info| {
            info.idle_space = difference::<T>(info.idle_space, size)?;
            Ok(())
        })
    }

    fn change_if_there(node: &AccountId, change: impl FnOnce(&mut MinerInfo) -> DispatchResult) -> DispatchResult {
        MinerItems::<T>::try_mutate(node, |info| info.as_mut().map_or(Ok(()), change))
    }

    fn change_unless_left(node: &AccountId, change: impl FnOnce(&mut MinerInfo) -> DispatchResult) -> DispatchResult {
        Self::change_if_there(node, |info| if info.is_in(state::EXIT) { Ok(()) } else { change(info) })
    }

    /// Count hashes into a node's filter.
    pub(crate) fn insert_into_filter(node: &AccountId, hashes: &[Hash]) -> DispatchResult {
        Self::change(node, |info| {
            hashes
                .iter()
                .try_for_each(|hash| info.service_bloom_filter.insert(hash))
                .ok_or_else(|| Error::<T>::BloomElemPushError.into())
        })
    }

    /// Count hashes out of a node's filter.
    pub(crate) fn remove_from_filter(node: &AccountId, hashes: &[Hash]) -> DispatchResult {
        Self::change(node, |info| {
            hashes
                .iter()
                .try_for_each(|hash| info.service_bloom_filter.remove(hash))
                .ok_or_else(|| Error::<T>::BloomElemPushError.into())
        })
    }

    /// Let a node replace idle space by what it stores.
    pub(crate) fn add_replacement(node: &AccountId, size: u128) -> DispatchResult {
        PendingReplacements::<T>::try_mutate(node, |pending| {
            *pending = sum::<T>(*pending, size)?;
            Ok(())
        })
    }

    /// Note that a node replaced idle space.
    pub(crate) fn take_replacement(node: &AccountId, size: u128) -> DispatchResult {
        PendingReplacements::<T>::try_mutate(node, |pending| {
            *pending = pending.checked_sub(size).ok_or(Error::<T>::InsufficientReplaceable)?;
            Ok(())
        })
    }

    /// Whether fragments of a node that left wait to be restored.
    pub(crate) fn is_being_restored(node: &AccountId) -> bool {
        RestoralTarget::<T>::contains_key(node)
    }

    /// Note that fragments of a node that left are restored, or need not be.
    pub(crate) fn note_restored(node: &AccountId, size: u128) -> DispatchResult {
        RestoralTarget::<T>::try_mutate(node, |target| {
            let target = target.as_mut().ok_or(Error::<T>::NotExisted)?;
            target.restored_space = sum::<T>(target.restored_space, size)?;
            Ok(())
        })
    }
}

fn sum<T: Config>(left: u128, right: u128) -> Result<u128, Error<T>> {
    left.checked_add(right).ok_or(Error::Overflow)
}

fn difference<T: Config>(left: u128, right: u128) -> Result<u128, Error<T>> {
    left.checked_sub(right).ok_or(Error::Overflow)
}
