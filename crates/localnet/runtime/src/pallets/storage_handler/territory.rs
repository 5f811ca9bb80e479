//! Buying territories, making them larger, longer, another's.

use frame_support::dispatch::DispatchResult;
use frame_support::ensure;
use frame_support::traits::{Currency, ExistenceRequirement};
use sp_runtime::DispatchError;
use sp_runtime::traits::AccountIdConversion;

use super::pallet::pallet::{FROZEN_LIMIT, FROZEN_SPAN, SPACE_POT};
use super::{
    Config, Error, Event, Pallet, Territory, TerritoryExpired, TerritoryFrozen, TerritoryFrozenCounter, TerritoryInfo,
    TerritoryKey, TerritoryState, UnitPrice,
};
use crate::primitives::{AccountId, Balance, BlockNumber, GIB, ONE_DAY, TerrName, TokenId, now};
use crate::randomness;

/// The shortest first term. Days.
const SHORTEST_TERM: u32 = 30;
/// What the price is divided by when an expired territory begins a new term: a leftover of monthly prices.
const REACTIVATION_DISCOUNT: Balance = 30;

impl<T: Config> Pallet<T> {
    /// Buy a territory.
    pub(super) fn mint(buyer: &AccountId, gib: u32, name: TerrName, days: u32) -> DispatchResult {
        ensure!(!Territory::<T>::contains_key(buyer, &name), Error::<T>::PurchasedSpace);
        ensure!(days >= SHORTEST_TERM, Error::<T>::BoundariesNotMet);
        let (token, space) = Self::found(buyer, buyer, name.clone(), gib, days)?;
        let spend = Self::price(gib.into(), days)?;
        Self::charge(buyer, spend)?;
        Self::deposit_event(Event::MintTerritory { token, name, storage_capacity: space, spend });
        Ok(())
    }

    /// Enter a new territory and count its space as sold.
    pub(crate) fn found(
        payer: &AccountId,
        owner: &AccountId,
        name: TerrName,
        gib: u32,
        days: u32,
    ) -> Result<(TokenId, u128), DispatchError> {
        let token = randomness::draw::<T>(&(b"rewardpt", payer, now::<T>(), &name));
        ensure!(!TerritoryKey::<T>::contains_key(token), Error::<T>::DuplicateTokens);
        let space = GIB * u128::from(gib);
        let start = now::<T>();
        let deadline = Self::later(start, days)?;
        let territory = TerritoryInfo {
            token,
            total_space: space,
            used_space: 0,
            locked_space: 0,
            remaining_space: space,
            start,
            deadline,
            state: TerritoryState::Active,
        };
        Territory::<T>::insert(owner, &name, territory);
        TerritoryKey::<T>::insert(token, (owner, name));
        Self::plan_freezing(deadline, token)?;
        Self::add_purchased_space(space)?;
        Ok((token, space))
    }

    /// Add space to an active territory.
    pub(super) fn expand(owner: &AccountId, name: TerrName, gib: u32) -> DispatchResult {
        let territory = Self::territory(owner, &name)?;
        ensure!(territory.state == TerritoryState::Active, Error::<T>::NotActive);
        let spend = Self::price(gib.into(), Self::days_until(territory.deadline)?)?;
        Self::ensure_can_pay(owner, spend)?;
        let space = Self::enlarge(owner, &name, gib)?;
        Self::pay(owner, spend)?;
        Self::deposit_event(Event::ExpansionTerritory { name, expansion_space: space, spend });
        Ok(())
    }

    /// Enter more space and count it as sold.
    pub(super) fn enlarge(owner: &AccountId, name: &TerrName, gib: u32) -> Result<u128, DispatchError> {
        let space = GIB * u128::from(gib);
        Self::add_purchased_space(space)?;
        Territory::<T>::try_mutate(owner, name, |territory| {
            let territory = territory.as_mut().ok_or(Error::<T>::NotPurchasedSpace)?;
            territory.remaining_space = territory.remaining_space.checked_add(space).ok_or(Error::<T>::Overflow)?;
            territory.total_space = territory.total_space.checked_add(space).ok_or(Error::<T>::Overflow)?;
            Ok(space)
        })
    }

    /// Add days to the term of an active or frozen territory.
    pub(super) fn renew(owner: &AccountId, name: TerrName, days: u32) -> DispatchResult {
        let territory = Self::territory(owner, &name)?;
        let renewable = matches!(territory.state, TerritoryState::Active | TerritoryState::Frozen);
        ensure!(renewable, Error::<T>::StateError);
        let spend = Self::price(territory.total_space / GIB, days)?;
        Self::charge(owner, spend)?;
        Self::prolong(owner, &name, days)?;
        Self::deposit_event(Event::RenewalTerritory { name, days, spend });
        Ok(())
    }

    /// Move the end of a term, from today when it is past.
    pub(super) fn prolong(owner: &AccountId, name: &TerrName, days: u32) -> DispatchResult {
        Territory::<T>::try_mutate(owner, name, |territory| {
            let territory = territory.as_mut().ok_or(Error::<T>::NotHaveTerritory)?;
            Self::unplan_end(territory)?;
            let today = now::<T>();
            if today > territory.deadline {
                territory.start = today;
            }
            territory.deadline = Self::later(territory.deadline.max(today), days)?;
            if territory.deadline > today {
                territory.state = TerritoryState::Active;
            }
            Self::plan_freezing(territory.deadline, territory.token)
        })
    }

    /// Begin a new, empty term of an expired territory.
    pub(super) fn reactivate(payer: &AccountId, owner: &AccountId, name: TerrName, days: u32) -> DispatchResult {
        let territory = Self::territory(owner, &name)?;
        ensure!(territory.state == TerritoryState::Expired, Error::<T>::NotExpire);
        let unit = UnitPrice::<T>::get().ok_or(Error::<T>::BugInvalid)? / REACTIVATION_DISCOUNT;
        let spend = Self::product(unit, territory.total_space / GIB, days)?;
        Self::charge(payer, spend)?;
        Self::add_purchased_space(territory.total_space)?;
        Self::begin_again(owner, &name, days)?;
        Self::deposit_event(Event::ReactivateTerritory { name, days, spend });
        Ok(())
    }

    fn begin_again(owner: &AccountId, name: &TerrName, days: u32) -> DispatchResult {
        Territory::<T>::try_mutate(owner, name, |territory| {
            let territory = territory.as_mut().ok_or(Error::<T>::NotPurchasedSpace)?;
            territory.state = TerritoryState::Active;
            territory.remaining_space = territory.total_space;
            territory.locked_space = 0;
            territory.used_space = 0;
            territory.start = now::<T>();
            territory.deadline = Self::later(territory.start, days)?;
            Self::plan_freezing(territory.deadline, territory.token)
        })
    }

    /// Give an empty territory away.
    pub(super) fn give(owner: &AccountId, name: &TerrName, receiver: AccountId) -> DispatchResult {
        let territory = Self::empty_active_territory(owner, name)?;
        let new_name =
            TerrName::try_from(territory.token.as_bytes().to_vec()).map_err(|_| Error::<T>::BoundedVecError)?;
        Self::transfer_ownership(owner, name, receiver, new_name, territory)
    }

    /// Give an empty territory another name.
    pub(super) fn rename(owner: &AccountId, old_name: &TerrName, new_name: TerrName) -> DispatchResult {
        Self::territory(owner, old_name)?;
        ensure!(!Territory::<T>::contains_key(owner, &new_name), Error::<T>::DuplicateName);
        let territory = Self::empty_active_territory(owner, old_name)?;
        Self::transfer_ownership(owner, old_name, owner.clone(), new_name, territory)
    }

    fn transfer_ownership(
        owner: &AccountId,
        name: &TerrName,
        new_owner: AccountId,
        new_name: TerrName,
        territory: TerritoryInfo,
    ) -> DispatchResult {
        ensure!(TerritoryKey::<T>::contains_key(territory.token), Error::<T>::Unexpected);
        Territory::<T>::remove(owner, name);
        TerritoryKey::<T>::insert(territory.token, (&new_owner, &new_name));
        Territory::<T>::insert(new_owner, new_name, territory);
        Ok(())
    }

    /// Move the end of a territory's term; what was planned for the old end is forgotten, its count is not.
    pub(super) fn move_deadline(owner: &AccountId, name: &TerrName, deadline: BlockNumber) -> DispatchResult {
        Territory::<T>::try_mutate(owner, name, |territory| {
            let territory = territory.as_mut().ok_or(Error::<T>::NotPurchasedSpace)?;
            TerritoryFrozen::<T>::remove(territory.deadline, territory.token);
            territory.deadline = deadline;
            TerritoryFrozen::<T>::insert(deadline, territory.token, true);
            Ok(())
        })
    }

    /// A territory of an account.
    pub(crate) fn territory(owner: &AccountId, name: &TerrName) -> Result<TerritoryInfo, DispatchError> {
        Ok(Territory::<T>::get(owner, name).ok_or(Error::<T>::NotHaveTerritory)?)
    }

    /// A territory that can change its owner or name.
    pub(super) fn empty_active_territory(owner: &AccountId, name: &TerrName) -> Result<TerritoryInfo, DispatchError> {
        let territory = Self::territory(owner, name)?;
        ensure!(territory.state == TerritoryState::Active, Error::<T>::NotActive);
        ensure!(territory.total_space == territory.remaining_space, Error::<T>::ObjectNotZero);
        Ok(territory)
    }

    /// What space costs for some days. Planck.
    pub(super) fn price(gib: u128, days: u32) -> Result<Balance, DispatchError> {
        Self::product(UnitPrice::<T>::get().ok_or(Error::<T>::BugInvalid)?, gib, days)
    }

    fn product(unit: Balance, gib: u128, days: u32) -> Result<Balance, DispatchError> {
        let price = gib.checked_mul(days.into()).and_then(|gib_days| gib_days.checked_mul(unit));
        Ok(price.ok_or(Error::<T>::Overflow)?)
    }

    /// The days until a block, a begun one whole.
    pub(super) fn days_until(deadline: BlockNumber) -> Result<u32, DispatchError> {
        let blocks = deadline.checked_sub(now::<T>()).ok_or(Error::<T>::Overflow)?;
        Ok(blocks.div_ceil(ONE_DAY))
    }

    /// Some days after a block.
    fn later(block: BlockNumber, days: u32) -> Result<BlockNumber, DispatchError> {
        let later = ONE_DAY.checked_mul(days).and_then(|span| block.checked_add(span));
        Ok(later.ok_or(Error::<T>::Overflow)?)
    }

    /// Plan the end of a term.
    fn plan_freezing(deadline: BlockNumber, token: TokenId) -> DispatchResult {
        TerritoryFrozen::<T>::insert(deadline, token, true);
        TerritoryFrozenCounter::<T>::try_mutate(deadline, |count| {
            *count = count.checked_add(1).ok_or(Error::<T>::Overflow)?;
            ensure!(*count < FROZEN_LIMIT, Error::<T>::Overflow);
            Ok(())
        })
    }

    /// Forget what was planned for the end of the present term.
    fn unplan_end(territory: &TerritoryInfo) -> DispatchResult {
        TerritoryFrozen::<T>::remove(territory.deadline, territory.token);
        TerritoryFrozenCounter::<T>::try_mutate(territory.deadline, |count| -> DispatchResult {
            *count = count.checked_sub(1).ok_or(Error::<T>::Overflow)?;
            Ok(())
        })?;
        let expiry = territory.deadline.checked_add(FROZEN_SPAN).ok_or(Error::<T>::Overflow)?;
        TerritoryExpired::<T>::remove(expiry, territory.token);
        Ok(())
    }

    /// Pay for space, or say that the account cannot.
    pub(super) fn charge(payer: &AccountId, sum: Balance) -> DispatchResult {
        Self::ensure_can_pay(payer, sum)?;
        Self::pay(payer, sum)
    }

    fn ensure_can_pay(payer: &AccountId, sum: Balance) -> DispatchResult {
        ensure!(T::Currency::free_balance(payer) >= sum, Error::<T>::InsufficientBalance);
        Ok(())
    }

    /// Pay into the pot for space. The payer keeps the existential deposit.
    pub(super) fn pay(payer: &AccountId, sum: Balance) -> DispatchResult {
        let pot: AccountId = SPACE_POT.into_account_truncating();
        T::Currency::transfer(payer, &pot, sum, ExistenceRequirement::KeepAlive)
    }
}
