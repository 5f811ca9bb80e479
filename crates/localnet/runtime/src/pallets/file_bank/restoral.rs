//! Lost fragments: reporting, claiming and restoring them.

use frame_support::dispatch::DispatchResult;
use frame_support::ensure;

use super::pallet::pallet::RESTORAL_LIFE;
use super::{Config, Error, Event, File, FileInfo, FragmentInfo, Pallet, RestoralOrder, RestoralOrderInfo};
use crate::pallets::sminer;
use crate::primitives::{AccountId, BlockNumber, FRAGMENT_SIZE, Hash, now};

impl<T: Config> Pallet<T> {
    /// Report a fragment of one's own lost.
    pub(super) fn report_lost(node: AccountId, fid: Hash, fragment_hash: Hash) -> DispatchResult {
        ensure!(!RestoralOrder::<T>::contains_key(fragment_hash), Error::<T>::Existed);
        Self::mark_lost(fid, &fragment_hash, &node)?;
        let order = Self::order(node.clone(), node.clone(), fid, fragment_hash, 0);
        RestoralOrder::<T>::insert(fragment_hash, order);
        Self::deposit_event(Event::GenerateRestoralOrder { miner: node, fragment_hash });
        Ok(())
    }

    /// Claim a lost fragment that nobody else has a running claim on.
    pub(super) fn claim(node: AccountId, fragment_hash: Hash) -> DispatchResult {
        ensure!(sminer::Pallet::<T>::is_positive(&node)?, Error::<T>::MinerStateError);
        RestoralOrder::<T>::try_mutate(fragment_hash, |order| -> DispatchResult {
            let order = order.as_mut().ok_or(Error::<T>::NonExistent)?;
            ensure!(now::<T>() > order.deadline, Error::<T>::SpecError);
            order.count = order.count.checked_add(1).ok_or(Error::<T>::Overflow)?;
            order.deadline = Self::claim_end()?;
            order.miner = node.clone();
            Ok(())
        })?;
        Self::deposit_event(Event::ClaimRestoralOrder { miner: node, order_id: fragment_hash });
        Ok(())
    }

    /// Claim a fragment of a node that left.
    pub(super) fn claim_from_leaver(
        node: AccountId,
        leaver: &AccountId,
        fid: Hash,
        fragment_hash: Hash,
    ) -> DispatchResult {
        ensure!(sminer::Pallet::<T>::is_positive(&node)?, Error::<T>::MinerStateError);
        ensure!(!RestoralOrder::<T>::contains_key(fragment_hash), Error::<T>::Existed);
        ensure!(sminer::Pallet::<T>::is_being_restored(leaver), Error::<T>::NonExistent);
        Self::mark_lost(fid, &fragment_hash, leaver)?;
        let order = Self::order(node.clone(), leaver.clone(), fid, fragment_hash, Self::claim_end()?);
        RestoralOrder::<T>::insert(fragment_hash, order);
        Self::deposit_event(Event::ClaimRestoralOrder { miner: node, order_id: fragment_hash });
        Ok(())
    }

    /// Report a claimed fragment restored. A file deleted meanwhile ends the order without an announcement.
    pub(super) fn restored(node: AccountId, fragment_hash: Hash) -> DispatchResult {
        ensure!(sminer::Pallet::<T>::is_positive(&node)?, Error::<T>::MinerStateError);
        let order = RestoralOrder::<T>::get(fragment_hash).ok_or(Error::<T>::NonExistent)?;
        ensure!(order.miner == node, Error::<T>::SpecError);
        ensure!(now::<T>() < order.deadline, Error::<T>::Expired);
        RestoralOrder::<T>::remove(fragment_hash);
        let Some(mut file) = File::<T>::get(order.file_hash) else { return Ok(()) };
        Self::hand_over(&mut file, &order, &node)?;
        File::<T>::insert(order.file_hash, file);
        Self::deposit_event(Event::RecoveryCompleted { miner: node, order_id: fragment_hash });
        Ok(())
    }

    /// Give the first fragment of that hash that the old node held to the new one.
    fn hand_over(file: &mut FileInfo, order: &RestoralOrderInfo, node: &AccountId) -> DispatchResult {
        for fragment in fragments(file).filter(|fragment| fragment.hash == order.fragment_hash) {
            ensure!(fragment.miner != *node, Error::<T>::RulesNotAllowed);
            if fragment.miner == order.origin_miner {
                Self::move_books(fragment, node)?;
                fragment.tag = Some(now::<T>());
                fragment.avail = true;
                fragment.miner = node.clone();
                return Ok(());
            }
        }
        Ok(())
    }

    fn move_books(fragment: &FragmentInfo, node: &AccountId) -> DispatchResult {
        ensure!(fragment.hash.bits().is_some(), Error::<T>::BugInvalid);
        sminer::Pallet::<T>::insert_into_filter(node, &[fragment.hash])?;
        sminer::Pallet::<T>::add_service_space(node, FRAGMENT_SIZE)?;
        sminer::Pallet::<T>::drop_idle_space(node, FRAGMENT_SIZE)?;
        sminer::Pallet::<T>::add_replacement(node, FRAGMENT_SIZE)?;
        if sminer::Pallet::<T>::is_being_restored(&fragment.miner) {
            return sminer::Pallet::<T>::note_restored(&fragment.miner, FRAGMENT_SIZE);
        }
        if fragment.tag.is_none() {
            return sminer::Pallet::<T>::drop_locked_space(&fragment.miner, FRAGMENT_SIZE);
        }
        sminer::Pallet::<T>::remove_from_filter(&fragment.miner, &[fragment.hash])?;
        sminer::Pallet::<T>::drop_service_space(&fragment.miner, FRAGMENT_SIZE)
    }

    /// Mark the first such fragment of a node unreadable.
    fn mark_lost(fid: Hash, fragment_hash: &Hash, holder: &AccountId) -> DispatchResult {
        File::<T>::try_mutate(fid, |file| {
            let file = file.as_mut().ok_or(Error::<T>::NonExistent)?;
            let mut held = fragments(file).filter(|fragment| fragment.hash == *fragment_hash);
            let lost = held.find(|fragment| fragment.miner == *holder).ok_or(Error::<T>::SpecError)?;
            lost.avail = false;
            Ok(())
        })
    }

    fn order(
        miner: AccountId,
        origin_miner: AccountId,
        file_hash: Hash,
        fragment_hash: Hash,
        deadline: BlockNumber,
    ) -> RestoralOrderInfo {
        RestoralOrderInfo { count: 0, miner, origin_miner, fragment_hash, file_hash, gen_block: now::<T>(), deadline }
    }

    fn claim_end() -> Result<BlockNumber, Error<T>> {
        now::<T>().checked_add(RESTORAL_LIFE).ok_or(Error::Overflow)
    }
}

fn fragments(file: &mut FileInfo) -> impl Iterator<Item = &mut FragmentInfo> {
    file.segment_list.iter_mut().flat_map(|segment| segment.fragment_list.iter_mut())
}
