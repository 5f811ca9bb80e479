//! Deleting files, owner by owner.

use std::collections::BTreeMap;

use frame_support::dispatch::DispatchResult;
use frame_support::ensure;

use super::declaration::charge;
use super::{Config, Error, Event, File, FileInfo, FragmentInfo, Pallet, UserHoldFileList};
use crate::pallets::{oss, sminer, storage_handler};
use crate::primitives::{AccountId, FRAGMENT_SIZE, Hash};

impl<T: Config> Pallet<T> {
    /// Delete an owner's file.
    pub(super) fn delete(operator: AccountId, owner: AccountId, file_hash: Hash) -> DispatchResult {
        ensure!(oss::Pallet::<T>::may_act_for(&owner, &operator), Error::<T>::NoPermission);
        Self::remove_user_file(&owner, &file_hash)?;
        Self::deposit_event(Event::DeleteFile { operator, owner, file_hash });
        Ok(())
    }

    /// Remove every ownership of an account, and the file with its last owner.
    ///
    /// Whether an ownership is the last is decided before any is removed, so an account that owns a file twice
    /// leaves it without owners.
    pub(super) fn remove_user_file(owner: &AccountId, fid: &Hash) -> DispatchResult {
        let file = File::<T>::get(fid).ok_or(Error::<T>::NonExistent)?;
        for _ in file.owner.iter().filter(|brief| brief.user == *owner) {
            if file.owner.len() > 1 {
                Self::remove_owner(fid, owner, true)?;
            } else {
                Self::remove_file(fid, owner, true)?;
            }
        }
        UserHoldFileList::<T>::mutate(owner, |files| files.retain(|entry| entry.file_hash != *fid));
        Ok(())
    }

    /// Remove one ownership; the space goes back to the territory when asked to.
    pub(super) fn remove_owner(fid: &Hash, owner: &AccountId, give_back: bool) -> DispatchResult {
        File::<T>::try_mutate(fid, |file| {
            let file = file.as_mut().ok_or(Error::<T>::NonExistent)?;
            let Some(place) = file.owner.iter().position(|brief| brief.user == *owner) else { return Ok(()) };
            let brief = file.owner.remove(place);
            if give_back {
                let charged = charge(file.segment_list.len());
                storage_handler::Pallet::<T>::free_space(owner, &brief.territory_name, charged)?;
            }
            Ok(())
        })
    }

    /// Remove a file with its last owner, and its fragments from the books of the nodes.
    pub(super) fn remove_file(fid: &Hash, owner: &AccountId, give_back: bool) -> DispatchResult {
        let file = File::<T>::get(fid).ok_or(Error::<T>::NonExistent)?;
        let by_node = fragments_by_node(&file);
        let charged = FRAGMENT_SIZE * by_node.values().map(|fragments| fragments.len() as u128).sum::<u128>();
        for (node, fragments) in &by_node {
            Self::release_node(node, fragments)?;
        }
        let ownership = file.owner.iter().find(|brief| brief.user == *owner);
        if let Some(brief) = ownership.filter(|_| give_back) {
            storage_handler::Pallet::<T>::free_space(owner, &brief.territory_name, charged)?;
        }
        storage_handler::Pallet::<T>::remove_service_space(charged)?;
        File::<T>::remove(fid);
        Ok(())
    }

    /// Take fragments off a node's books: tagged ones from service, the others from locked space.
    fn release_node(node: &AccountId, fragments: &[&FragmentInfo]) -> DispatchResult {
        let size = |count: usize| FRAGMENT_SIZE * count as u128;
        if sminer::Pallet::<T>::is_being_restored(node) {
            return sminer::Pallet::<T>::note_restored(node, size(fragments.len()));
        }
        let tagged = fragments.iter().filter(|fragment| fragment.tag.is_some());
        let tagged: Vec<_> = tagged.map(|fragment| fragment.hash).collect();
        ensure!(tagged.iter().all(|hash| hash.bits().is_some()), Error::<T>::BugInvalid);
        sminer::Pallet::<T>::drop_service_space(node, size(tagged.len()))?;
        sminer::Pallet::<T>::remove_from_filter(node, &tagged)?;
        sminer::Pallet::<T>::drop_locked_space(node, size(fragments.len() - tagged.len()))
    }
}

fn fragments_by_node(file: &FileInfo) -> BTreeMap<&AccountId, Vec<&FragmentInfo>> {
    let mut by_node: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for fragment in file.segment_list.iter().flat_map(|segment| &segment.fragment_list) {
        by_node.entry(&fragment.miner).or_default().push(fragment);
    }
    by_node
}
