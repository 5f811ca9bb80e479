//! The books of space: of each territory, and of the network as a whole.

use frame_support::dispatch::DispatchResult;
use frame_support::ensure;

use super::{
    Config, Error, Pallet, PurchasedSpace, Territory, TerritoryInfo, TerritoryState, TotalIdleSpace, TotalServiceSpace,
};
use crate::primitives::{AccountId, TerrName};

impl<T: Config> Pallet<T> {
    /// Whether a territory is expired, or gone.
    pub(crate) fn is_expired_or_gone(owner: &AccountId, name: &TerrName) -> bool {
        Territory::<T>::get(owner, name).is_none_or(|territory| territory.state == TerritoryState::Expired)
    }

    /// Set space aside for an order.
    pub(crate) fn lock_space(owner: &AccountId, name: &TerrName, size: u128) -> DispatchResult {
        Self::change(owner, name, |territory| {
            ensure!(territory.state == TerritoryState::Active, Error::<T>::NotActive);
            ensure!(territory.remaining_space >= size, Error::<T>::InsufficientStorage);
            territory.locked_space = sum::<T>(territory.locked_space, size)?;
            territory.remaining_space = difference::<T>(territory.remaining_space, size)?;
            Ok(())
        })
    }

    /// Turn space set aside into used space. Asks for no state: a frozen territory can finish its orders.
    pub(crate) fn use_locked_space(owner: &AccountId, name: &TerrName, size: u128) -> DispatchResult {
        Self::change(owner, name, |territory| {
            territory.locked_space = difference::<T>(territory.locked_space, size)?;
            territory.used_space = sum::<T>(territory.used_space, size)?;
            Ok(())
        })
    }

    /// Use free space at once.
    pub(crate) fn use_space(owner: &AccountId, name: &TerrName, size: u128) -> DispatchResult {
        Self::change(owner, name, |territory| {
            ensure!(territory.state == TerritoryState::Active, Error::<T>::NotActive);
            ensure!(territory.remaining_space >= size, Error::<T>::InsufficientStorage);
            territory.used_space = sum::<T>(territory.used_space, size)?;
            territory.remaining_space = difference::<T>(territory.remaining_space, size)?;
            Ok(())
        })
    }

    /// Give used space back.
    pub(crate) fn free_space(owner: &AccountId, name: &TerrName, size: u128) -> DispatchResult {
        Self::change(owner, name, |territory| {
            territory.used_space = difference::<T>(territory.used_space, size)?;
            territory.remaining_space = sum::<T>(territory.remaining_space, size)?;
            Ok(())
        })
    }

    fn change(
        owner: &AccountId,
        name: &TerrName,
        change: impl FnOnce(&mut TerritoryInfo) -> DispatchResult,
    ) -> DispatchResult {
        Territory::<T>::try_mutate(owner, name, |territory| {
            change(territory.as_mut().ok_or(Error::<T>::NotHaveTerritory)?)
        })
    }

    /// Count space as sold, unless the network has not that much.
    pub(crate) fn add_purchased_space(size: u128) -> DispatchResult {
        let network = sum::<T>(TotalIdleSpace::<T>::get(), TotalServiceSpace::<T>::get())?;
        PurchasedSpace::<T>::try_mutate(|purchased| {
            *purchased = sum::<T>(*purchased, size)?;
            ensure!(*purchased <= network, Error::<T>::InsufficientAvailableSpace);
            Ok(())
        })
    }

    /// Count space as no longer sold.
    pub(crate) fn remove_purchased_space(size: u128) -> DispatchResult {
        PurchasedSpace::<T>::try_mutate(|purchased| {
            *purchased = difference::<T>(*purchased, size)?;
            Ok(())
        })
    }

    /// Count idle space that a node brought.
    pub(crate) fn add_idle_space(size: u128) -> DispatchResult {
        TotalIdleSpace::<T>::try_mutate(|total| {
            *total = sum::<T>(*total, size)?;
            Ok(())
        })
    }

    /// Take idle space off that a node no longer has.
    pub(crate) fn remove_idle_space(size: u128) -> DispatchResult {
        TotalIdleSpace::<T>::try_mutate(|total| {
            *total = difference::<T>(*total, size)?;
            Ok(())
        })
    }

    /// Count space that files take.
    pub(crate) fn add_service_space(size: u128) -> DispatchResult {
        TotalServiceSpace::<T>::try_mutate(|total| {
            *total = sum::<T>(*total, size)?;
            Ok(())
        })
    }

    /// Take space off that files no longer take.
    pub(crate) fn remove_service_space(size: u128) -> DispatchResult {
        TotalServiceSpace::<T>::try_mutate(|total| {
            *total = difference::<T>(*total, size)?;
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
