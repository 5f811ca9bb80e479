//! Reports of storage nodes, and how the twelfth makes the file.

use frame_support::dispatch::DispatchResult;
use frame_support::ensure;
use frame_support::{BoundedVec, traits::ConstU32};
use sp_runtime::DispatchError;

use super::declaration::charge;
use super::{
    CompleteInfo, Config, DealAllocation, DealInfo, DealMap, Error, Event, File, FileInfo, FileState, FragmentInfo,
    Pallet, SegmentInfo, SegmentList,
};
use crate::pallets::{sminer, storage_handler};
use crate::primitives::{AccountId, FRAGMENT_COUNT, FRAGMENT_SIZE, Hash, SEGMENT_LIMIT, now};

impl<T: Config> Pallet<T> {
    /// Report that a node holds one fragment of every segment.
    pub(super) fn report(node: AccountId, index: u8, fid: Hash) -> DispatchResult {
        ensure!((1..=FRAGMENT_COUNT).contains(&u32::from(index)), Error::<T>::SpecError);
        ensure!(sminer::Pallet::<T>::is_positive(&node)?, Error::<T>::MinerStateError);
        let mut deal = DealMap::<T>::get(fid).ok_or(Error::<T>::NonExistent)?;
        let (owner, territory) = (&deal.user.user, &deal.user.territory_name);
        if storage_handler::Pallet::<T>::is_expired_or_gone(owner, territory) {
            return Self::drop_deal(fid, &deal);
        }
        Self::enter_report(&mut deal, index, &node)?;
        if deal.complete_list.len() == FRAGMENT_COUNT as usize {
            Self::complete(fid, deal)?;
        } else {
            DealMap::<T>::insert(fid, deal);
        }
        Self::deposit_event(Event::TransferReport { acc: node, deal_hash: fid });
        Ok(())
    }

    /// Forget an order whose territory is gone; the owner's locked space went with it.
    fn drop_deal(fid: Hash, deal: &DealInfo) -> DispatchResult {
        let locked = FRAGMENT_SIZE * deal.segment_list.len() as u128;
        for report in &deal.complete_list {
            sminer::Pallet::<T>::unlock_space(&report.miner, locked)?;
        }
        Self::close_deal(fid);
        Ok(())
    }

    fn close_deal(fid: Hash) {
        DealMap::<T>::remove(fid);
        DealAllocation::<T>::remove(fid);
    }

    fn enter_report(deal: &mut DealInfo, index: u8, node: &AccountId) -> DispatchResult {
        let known = deal.complete_list.iter().any(|report| report.index == index || report.miner == *node);
        ensure!(!known, Error::<T>::Existed);
        sminer::Pallet::<T>::lock_space(node, FRAGMENT_SIZE * deal.segment_list.len() as u128)?;
        let report = CompleteInfo { index, miner: node.clone() };
        deal.complete_list.try_push(report).map_err(|_| Error::<T>::BoundedVecError.into())
    }

    /// Turn an order with all its reports into a file.
    fn complete(fid: Hash, deal: DealInfo) -> DispatchResult {
        let segments = deal.segment_list.len();
        for report in &deal.complete_list {
            sminer::Pallet::<T>::add_replacement(&report.miner, FRAGMENT_SIZE * segments as u128)?;
        }
        let DealInfo { file_size, segment_list, user, complete_list } = deal;
        let (owner, territory) = (user.user.clone(), user.territory_name.clone());
        let file = FileInfo {
            segment_list: stored_segments::<T>(segment_list.into_inner(), &nodes_by_column(&complete_list))?,
            owner: BoundedVec::try_from(vec![user]).map_err(|_| Error::<T>::BoundedVecError)?,
            file_size,
            completion: now::<T>(),
            stat: FileState::Active,
        };
        File::<T>::insert(fid, file);
        let charged = charge(segments);
        storage_handler::Pallet::<T>::use_locked_space(&owner, &territory, charged)?;
        storage_handler::Pallet::<T>::remove_idle_space(charged)?;
        storage_handler::Pallet::<T>::add_service_space(charged)?;
        Self::list_file(&owner, fid, charged, territory)?;
        Self::close_deal(fid);
        Self::deposit_event(Event::StorageCompleted { file_hash: fid });
        Ok(())
    }
}

/// The reporting nodes in the order of their columns.
fn nodes_by_column(reports: &[CompleteInfo]) -> Vec<AccountId> {
    let mut reports = reports.to_vec();
    reports.sort_by_key(|report| report.index);
    reports.into_iter().map(|report| report.miner).collect()
}

/// Declared segments with the node that holds each fragment.
fn stored_segments<T: Config>(
    declared: Vec<SegmentList>,
    nodes: &[AccountId],
) -> Result<BoundedVec<SegmentInfo, ConstU32<SEGMENT_LIMIT>>, DispatchError> {
    let stored = declared.into_iter().map(|segment| {
        let fragments = segment.fragment_list.into_iter().zip(nodes);
        let fragments = fragments
            .map(|(hash, node)| FragmentInfo { hash, avail: true, tag: None, miner: node.clone() })
            .collect::<Vec<_>>();
        let fragment_list = fragments.try_into().map_err(|_| Error::<T>::BoundedVecError)?;
        Ok(SegmentInfo { hash: segment.hash, fragment_list })
    });
    let stored = stored.collect::<Result<Vec<_>, Error<T>>>()?;
    Ok(stored.try_into().map_err(|_| Error::<T>::BoundedVecError)?)
}
