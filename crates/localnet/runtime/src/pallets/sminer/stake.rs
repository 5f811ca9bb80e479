//! Stakes: registering with one, adding to it, and how much space it is good for.

use frame_support::PalletId;
use frame_support::dispatch::DispatchResult;
use frame_support::ensure;
use frame_support::traits::{Currency, ExistenceRequirement, ReservableCurrency};
use sp_runtime::DispatchError;
use sp_runtime::traits::AccountIdConversion;

use super::{Config, Error, Event, MinerInfo, MinerItems, Pallet, Reward, RewardMap, StakingStartBlock, state};
use crate::pallets::storage_handler;
use crate::primitives::{AccountId, Balance, EndPoint, TIB, TOKEN, now};

/// What a TiB of promised space costs in stake. Planck.
const STAKE_PER_TIB: Balance = 4000 * TOKEN;
/// Receives fines.
const FINE_POT: PalletId = PalletId(*b"punisdpt");

type CurrencyOf<T> = <T as storage_handler::Config>::Currency;

impl<T: Config> Pallet<T> {
    /// Register a node with a stake of its own.
    pub(super) fn register_staked(
        node: AccountId,
        beneficiary: AccountId,
        endpoint: EndPoint,
        stake: Balance,
        tib: u32,
    ) -> DispatchResult {
        ensure!(!MinerItems::<T>::contains_key(&node), Error::<T>::AlreadyRegistered);
        ensure!(stake >= Self::stake_for(TIB * u128::from(tib))?, Error::<T>::CollateralNotUp);
        CurrencyOf::<T>::reserve(&node, stake)?;
        StakingStartBlock::<T>::insert(&node, now::<T>());
        let staking_account = node.clone();
        Self::enter_node(node, beneficiary, endpoint, staking_account, stake, tib)
    }

    /// Register a node that somebody else will stake for.
    pub(super) fn register_unstaked(
        node: AccountId,
        beneficiary: AccountId,
        endpoint: EndPoint,
        staking_account: AccountId,
        tib: u32,
    ) -> DispatchResult {
        ensure!(!MinerItems::<T>::contains_key(&node), Error::<T>::AlreadyRegistered);
        Self::enter_node(node, beneficiary, endpoint, staking_account, 0, tib)
    }

    fn enter_node(
        acc: AccountId,
        beneficiary: AccountId,
        endpoint: EndPoint,
        staking_account: AccountId,
        collaterals: Balance,
        tib: u32,
    ) -> DispatchResult {
        let node = MinerInfo {
            beneficiary,
            staking_account,
            endpoint,
            collaterals,
            debt: 0,
            state: Self::state(state::NOT_READY)?,
            declaration_space: TIB * u128::from(tib),
            idle_space: 0,
            service_space: 0,
            lock_space: 0,
            space_proof_info: None,
            service_bloom_filter: super::BloomFilter::default(),
            tee_signature: [0; 64],
        };
        MinerItems::<T>::insert(&acc, node);
        RewardMap::<T>::insert(&acc, Reward::default());
        Self::deposit_event(Event::Registered { acc });
        Ok(())
    }

    /// Add to a node's stake; a debt is paid first.
    pub(super) fn add_stake(payer: AccountId, node: &AccountId, sum: Balance) -> DispatchResult {
        let balance = Self::change(node, |info| {
            let gone = [state::OFFLINE, state::LOCK, state::EXIT].contains(&info.state.as_slice());
            ensure!(!gone, Error::<T>::StateError);
            ensure!(info.staking_account == payer, Error::<T>::NotStakingAcc);
            let fine = info.debt.min(sum);
            if fine > 0 {
                let pot: AccountId = FINE_POT.into_account_truncating();
                CurrencyOf::<T>::transfer(&payer, &pot, fine, ExistenceRequirement::KeepAlive)?;
                info.debt -= fine;
            }
            let stake = sum - fine;
            info.collaterals = info.collaterals.checked_add(stake).ok_or(Error::<T>::Overflow)?;
            if info.is_in(state::FROZEN) && info.collaterals >= Self::stake_for(info.declaration_space)? {
                info.state = Self::state(state::POSITIVE)?;
            }
            CurrencyOf::<T>::reserve(&payer, stake)?;
            Ok(info.collaterals)
        })?;
        StakingStartBlock::<T>::insert(node, now::<T>());
        Self::deposit_event(Event::IncreaseCollateral { acc: payer, balance });
        Ok(())
    }

    /// Promise more space; a stake too small for it freezes the node.
    pub(super) fn promise_more(acc: AccountId, tib: u32) -> DispatchResult {
        let space = TIB * u128::from(tib);
        Self::change(&acc, |node| {
            ensure!(node.is_in(state::POSITIVE), Error::<T>::StateError);
            node.declaration_space = node.declaration_space.checked_add(space).ok_or(Error::<T>::Overflow)?;
            if Self::stake_for(node.declaration_space)? > node.collaterals {
                node.state = Self::state(state::FROZEN)?;
            }
            Ok(())
        })?;
        Self::deposit_event(Event::IncreaseDeclarationSpace { miner: acc, space });
        Ok(())
    }

    /// Promise less space, down to what is in use.
    pub(super) fn promise_less(acc: AccountId, tib: u32) -> DispatchResult {
        let space = TIB * u128::from(tib);
        Self::change(&acc, |node| {
            let at_work = node.is_in(state::POSITIVE) || node.is_in(state::FROZEN);
            ensure!(at_work, Error::<T>::StateError);
            let left = node.declaration_space.checked_sub(space).ok_or(Error::<T>::Overflow)?;
            let in_use = node.idle_space + node.service_space + node.lock_space;
            ensure!(left >= in_use, Error::<T>::UnableReduceDeclaration);
            node.declaration_space = left;
            if Self::stake_for(left)? <= node.collaterals {
                node.state = Self::state(state::POSITIVE)?;
            }
            Ok(())
        })?;
        Self::deposit_event(Event::DecreaseDeclarationSpace { miner: acc, space });
        Ok(())
    }

    /// The stake that promised space asks for; a begun TiB counts whole. Planck.
    pub(crate) fn stake_for(space: u128) -> Result<Balance, DispatchError> {
        Ok(space.div_ceil(TIB).checked_mul(STAKE_PER_TIB).ok_or(Error::<T>::Overflow)?)
    }
}
