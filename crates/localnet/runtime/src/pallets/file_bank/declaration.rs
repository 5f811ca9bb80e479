//! Ordering files, and moving them between territories.

use frame_support::dispatch::DispatchResult;
use frame_support::ensure;

use super::pallet::pallet::SHORTEST_NAME;
use super::{
    Config, DealInfo, DealMap, DeclaredSegments, Error, Event, File, FileState, Pallet, UserBrief, UserFileSliceInfo,
    UserHoldFileList,
};
use crate::pallets::{oss, storage_handler};
use crate::primitives::{AccountId, FRAGMENT_COUNT, Hash, SEGMENT_CHARGE, TerrName};

/// What a number of segments takes of a territory. Bytes.
pub(super) fn charge(segments: usize) -> u128 {
    SEGMENT_CHARGE * segments as u128
}

impl<T: Config> Pallet<T> {
    /// Order a file, or become an owner of one that is stored.
    pub(super) fn declare(
        operator: AccountId,
        fid: Hash,
        segments: DeclaredSegments,
        brief: UserBrief,
        file_size: u128,
    ) -> DispatchResult {
        ensure!(oss::Pallet::<T>::may_act_for(&brief.user, &operator), Error::<T>::NoPermission);
        let whole = segments.iter().all(|segment| segment.fragment_list.len() == FRAGMENT_COUNT as usize);
        ensure!(whole, Error::<T>::SpecError);
        ensure!(brief.file_name.len() >= SHORTEST_NAME as usize, Error::<T>::SpecError);
        let owner = brief.user.clone();
        let ordered = !File::<T>::contains_key(fid);
        if ordered {
            Self::open_deal(fid, segments, brief, file_size)?;
        } else {
            Self::join_owners(fid, brief)?;
        }
        Self::deposit_event(Event::UploadDeclaration { operator, owner, deal_hash: fid });
        if ordered {
            Self::allocate(fid)?;
        }
        Ok(())
    }

    /// Set space aside and enter the order, over any open one of the same FID.
    fn open_deal(fid: Hash, segment_list: DeclaredSegments, user: UserBrief, file_size: u128) -> DispatchResult {
        let needed = charge(segment_list.len());
        Self::ensure_more_free(&user, needed)?;
        storage_handler::Pallet::<T>::lock_space(&user.user, &user.territory_name, needed)?;
        let complete_list = frame_support::BoundedVec::default();
        DealMap::<T>::insert(fid, DealInfo { file_size, segment_list, user, complete_list });
        Ok(())
    }

    /// Become an owner of a stored file; what the declaration says of its content is ignored.
    fn join_owners(fid: Hash, brief: UserBrief) -> DispatchResult {
        File::<T>::try_mutate(fid, |file| {
            let file = file.as_mut().ok_or(Error::<T>::FileNonExistent)?;
            let needed = charge(file.segment_list.len());
            Self::ensure_more_free(&brief, needed)?;
            storage_handler::Pallet::<T>::use_space(&brief.user, &brief.territory_name, needed)?;
            Self::list_file(&brief.user, fid, needed, brief.territory_name.clone())?;
            file.owner.try_push(brief).map_err(|_| Error::<T>::BoundedVecError.into())
        })
    }

    /// More must be free than is needed: a territory is never filled to its last byte.
    fn ensure_more_free(brief: &UserBrief, needed: u128) -> DispatchResult {
        let territory = storage_handler::Pallet::<T>::territory(&brief.user, &brief.territory_name)?;
        ensure!(territory.remaining_space > needed, Error::<T>::InsufficientAvailableSpace);
        Ok(())
    }

    /// Enter a file into its owner's list.
    pub(super) fn list_file(
        owner: &AccountId,
        file_hash: Hash,
        file_size: u128,
        territory_name: TerrName,
    ) -> DispatchResult {
        let entry = UserFileSliceInfo { territory_name, file_hash, file_size };
        UserHoldFileList::<T>::try_mutate(owner, |files| {
            ensure!(!files.contains(&entry), Error::<T>::Existed);
            files.try_push(entry).map_err(|_| Error::<T>::StorageLimitReached.into())
        })
    }

    /// Move a file to another territory of its owner.
    ///
    /// A trap of the real network is kept: the file itself goes on naming the old territory, so deleting it later
    /// gives the space back there, and fails when that territory has nothing in use.
    pub(super) fn deliver(
        operator: &AccountId,
        owner: &AccountId,
        file_hash: Hash,
        target: TerrName,
    ) -> DispatchResult {
        ensure!(oss::Pallet::<T>::may_act_for(owner, operator), Error::<T>::NoPermission);
        let file = File::<T>::get(file_hash).ok_or(Error::<T>::NotOwner)?;
        ensure!(file.owner.iter().any(|brief| brief.user == *owner), Error::<T>::NotOwner);
        ensure!(file.stat == FileState::Active, Error::<T>::NotActive);
        storage_handler::Pallet::<T>::territory(owner, &target)?;
        let charged = charge(file.segment_list.len());
        for brief in file.owner.iter().filter(|brief| brief.user == *owner) {
            storage_handler::Pallet::<T>::free_space(owner, &brief.territory_name, charged)?;
            storage_handler::Pallet::<T>::use_space(owner, &target, charged)?;
        }
        UserHoldFileList::<T>::mutate(owner, |files| {
            for entry in files.iter_mut().filter(|entry| entry.file_hash == file_hash) {
                entry.territory_name = target.clone();
            }
        });
        Self::deposit_event(Event::TerritoryFileDelivery { file_hash, new_territory: target });
        Ok(())
    }
}
