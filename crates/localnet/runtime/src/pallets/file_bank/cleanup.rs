//! Removing the files of territories that expired.
//!
//! Kept from the real network: at most 299 files go at once and the rest of the list stays for ever, and the owner's
//! whole list is emptied, entries of other territories included.

use frame_support::BoundedVec;
use frame_support::dispatch::DispatchResult;
use frame_support::storage::with_storage_layer;

use super::{ClearUserList, Config, File, Pallet, UserHoldFileList};
use crate::primitives::{AccountId, Hash, TerrName};

/// The file at which clearing stops.
const CLEANUP_STOP: u32 = 300;

impl<T: Config> Pallet<T> {
    /// Remove the files of expired territories.
    pub(crate) fn clear(territories: Vec<(AccountId, TerrName)>) {
        // More than fit are all forgotten, as on the real network.
        let territories = BoundedVec::try_from(territories).unwrap_or_default();
        ClearUserList::<T>::put(&territories);
        let mut count = 0;
        for territory in &territories {
            if !Self::clear_territory(territory, &mut count) {
                return;
            }
            ClearUserList::<T>::mutate(|list| list.retain(|(owner, _)| *owner != territory.0));
        }
    }

    /// Remove the files of one territory; answers whether it came to the end.
    fn clear_territory((owner, territory): &(AccountId, TerrName), count: &mut u32) -> bool {
        let Ok(mut files) = UserHoldFileList::<T>::try_get(owner) else { return true };
        while let Some(entry) = files.pop() {
            if entry.territory_name != *territory {
                continue;
            }
            *count += 1;
            if *count == CLEANUP_STOP {
                UserHoldFileList::<T>::insert(owner, files);
                return false;
            }
            // A file whose books do not add up stays as an orphan.
            let _ = with_storage_layer(|| Self::clear_file(owner, &entry.file_hash));
        }
        UserHoldFileList::<T>::insert(owner, files);
        true
    }

    fn clear_file(owner: &AccountId, fid: &Hash) -> DispatchResult {
        match File::<T>::get(fid) {
            Some(file) if file.owner.len() > 1 => Self::remove_owner(fid, owner, false),
            Some(_) => Self::remove_file(fid, owner, false),
            None => Ok(()),
        }
    }
}
