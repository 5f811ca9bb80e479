//! How a node is paid, leaves, and takes its stake.

use frame_support::dispatch::DispatchResult;
use frame_support::ensure;
use frame_support::traits::ReservableCurrency;
use parity_scale_codec::Encode;

use super::pallet::pallet::STAKING_LOCK;
use super::{
    AllMiner, Config, Error, Event, MinerItems, MinerLock, MinerPublicKey, Pallet, PendingReplacements, RestoralTarget,
    RestoralTargetInfo, RewardMap, StakingStartBlock, state,
};
use crate::agenda::{self, Task};
use crate::pallets::storage_handler;
use crate::primitives::{AccountId, BlockNumber, ONE_DAY, TIB, now};

/// How long a node that wants to leave stays. Blocks.
const LEAVING_SPAN: BlockNumber = 15 * ONE_DAY;

impl<T: Config> Pallet<T> {
    /// Pay out what a node earned. Without eras nothing is ever earned, so the sum is always zero.
    pub(super) fn collect_reward(acc: &AccountId) -> DispatchResult {
        let Some(node) = MinerItems::<T>::get(acc) else { return Ok(()) };
        let payable = node.is_in(state::POSITIVE) || node.is_in(state::EXIT);
        ensure!(payable, Error::<T>::NotpositiveState);
        ensure!(RewardMap::<T>::contains_key(acc), Error::<T>::Unexpected);
        Self::deposit_event(Event::Receive { acc: node.beneficiary, reward: 0 });
        Ok(())
    }

    /// Prepare a node to leave.
    ///
    /// The state is looked up under the signer, as on the real network: a staking account that is no node itself
    /// cannot send its node away.
    pub(super) fn prepare_leaving(signer: &AccountId, node: AccountId) -> DispatchResult {
        let today = now::<T>();
        if let Some(locked_until) = MinerLock::<T>::get(&node) {
            ensure!(today > locked_until, Error::<T>::StateError);
        }
        let staked_at = StakingStartBlock::<T>::get(&node).ok_or(Error::<T>::BugInvalid)?;
        let bound_until = staked_at.saturating_add(STAKING_LOCK);
        ensure!(today > bound_until, Error::<T>::InsufficientStakingPeriod);
        MinerItems::<T>::try_mutate(signer, |info| -> DispatchResult {
            let info = info.as_mut().ok_or(Error::<T>::NotExisted)?;
            ensure!(*signer == node || *signer == info.staking_account, Error::<T>::NotStakingAcc);
            ensure!(info.is_in(state::POSITIVE), Error::<T>::StateError);
            ensure!(info.lock_space == 0, Error::<T>::StateError);
            info.state = Self::state(state::LOCK)?;
            Ok(())
        })?;
        let due = today.checked_add(LEAVING_SPAN).ok_or(Error::<T>::Overflow)?;
        MinerLock::<T>::insert(&node, due);
        agenda::enter(due, Task::ReleaseNode { node: node.clone() });
        Self::deposit_event(Event::MinerExitPrep { miner: node });
        Ok(())
    }

    /// Let a node go at a block: what it holds is to be restored by others.
    pub(crate) fn leave(node: &AccountId, at: BlockNumber) -> DispatchResult {
        let info = MinerItems::<T>::get(node).ok_or(Error::<T>::NotExisted)?;
        ensure!(info.is_in(state::LOCK), Error::<T>::StateError);
        storage_handler::Pallet::<T>::remove_idle_space(info.idle_space)?;
        AllMiner::<T>::mutate(|nodes| nodes.retain(|other| other != node));
        Self::change(node, |info| {
            info.state = Self::state(state::EXIT)?;
            Ok(())
        })?;
        let held = info.service_space + info.lock_space;
        let days = u32::try_from(held / TIB + 1).map_err(|_| Error::<T>::Overflow)?;
        let cooling = ONE_DAY.checked_mul(days).ok_or(Error::<T>::Overflow)?;
        let target = RestoralTargetInfo {
            miner: node.clone(),
            service_space: held,
            restored_space: 0,
            cooling_block: at.checked_add(cooling).ok_or(Error::<T>::Overflow)?,
        };
        RestoralTarget::<T>::insert(node, target);
        Ok(())
    }

    /// Take the stake of a node that left, once all is restored or it has cooled down.
    pub(super) fn withdraw_stake(acc: AccountId) -> DispatchResult {
        let target = RestoralTarget::<T>::get(&acc).ok_or(Error::<T>::StateError)?;
        let restored = target.restored_space == target.service_space;
        ensure!(now::<T>() >= target.cooling_block || restored, Error::<T>::StateError);
        let node = MinerItems::<T>::get(&acc).ok_or(Error::<T>::NotMiner)?;
        <T as storage_handler::Config>::Currency::unreserve(&node.staking_account, node.collaterals);
        let proof = node.space_proof_info.ok_or(Error::<T>::NotpositiveState)?;
        MinerPublicKey::<T>::remove(sp_io::hashing::sha2_256(&proof.pois_key.encode()));
        PendingReplacements::<T>::remove(&acc);
        Self::deposit_event(Event::Withdraw { acc });
        Ok(())
    }
}
