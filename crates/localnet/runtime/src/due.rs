//! What falls due when block numbers move, however far they leap.
//!
//! A block may carry any number above its parent's, when the host says so with [`leap`] before it begins the block.
//! Whatever fell due in between is run at the start of that block, block by block and in the order it would have
//! happened; nothing is skipped, and idle numbers cost nothing.

use frame_support::storage::with_storage_layer;

use crate::agenda::{self, Task};
use crate::pallets::{file_bank, sminer, storage_handler};
use crate::primitives::BlockNumber;

/// How many hashes of former blocks stay readable; the lifetime of a transaction can be no longer.
pub const BLOCK_HASH_COUNT: BlockNumber = 2400;

/// The last block that was run.
#[frame_support::storage_alias]
type Reached = StorageValue<LocalnetDue, BlockNumber, frame_support::pallet_prelude::ValueQuery>;

/// Let the next block carry any number above its parent's.
///
/// To be called on the parent's state, before `Core_initialize_block`. FRAME takes no other number than the next
/// one, so the chain is told that the one before was reached already.
///
/// # Units
/// the number of the block to begin.
pub fn leap(next: BlockNumber) {
    frame_system::Pallet::<crate::Runtime>::set_block_number(next.saturating_sub(1));
}

/// Run everything that is due after the last block and up to this one.
pub(crate) fn run<T: file_bank::Config>(block: BlockNumber) {
    let mut reached = Reached::get();
    if block > reached + 1 {
        keep_hashes::<T>(reached, block);
    }
    while let Some(due) = next_due::<T>(reached, block) {
        run_block::<T>(due);
        reached = due;
    }
    if reached < block {
        // Nothing was due at this very block, which also ends the cleaning of the one before.
        file_bank::Pallet::<T>::clear(Vec::new());
    }
    file_bank::Pallet::<T>::draw_again(block);
    Reached::put(block);
}

/// The first block after one and up to another at which something is due.
fn next_due<T: file_bank::Config>(after: BlockNumber, until: BlockNumber) -> Option<BlockNumber> {
    let ends = storage_handler::Pallet::<T>::ends();
    ends.chain(agenda::blocks()).filter(|block| (after + 1..=until).contains(block)).min()
}

fn run_block<T: file_bank::Config>(block: BlockNumber) {
    for task in agenda::take(block) {
        // A task that fails leaves no trace, and is not tried again.
        let _ = with_storage_layer(|| match task {
            Task::SellTerritory { token, name } => storage_handler::Pallet::<T>::hand_over(token, name),
            Task::ReleaseNode { node } => sminer::Pallet::<T>::leave(&node, block),
        });
    }
    storage_handler::Pallet::<T>::freeze_due(block);
    file_bank::Pallet::<T>::clear(storage_handler::Pallet::<T>::expire_due(block));
}

/// Put the parent's hash under the parent's number, and drop hashes that are too old by now.
///
/// FRAME enters the parent's hash one number below the block, where no block is after a leap.
fn keep_hashes<T: frame_system::Config>(parent: BlockNumber, block: BlockNumber) {
    let hash = frame_system::Pallet::<T>::parent_hash();
    frame_system::BlockHash::<T>::remove(frame_system::pallet_prelude::BlockNumberFor::<T>::from(block - 1));
    frame_system::BlockHash::<T>::insert(frame_system::pallet_prelude::BlockNumberFor::<T>::from(parent), hash);
    let oldest = block.saturating_sub(BLOCK_HASH_COUNT).saturating_sub(1);
    let kept = |number: BlockNumber| number == 0 || number >= oldest;
    for number in frame_system::BlockHash::<T>::iter_keys().collect::<Vec<_>>() {
        if !kept(sp_runtime::SaturatedConversion::saturated_into(number)) {
            frame_system::BlockHash::<T>::remove(number);
        }
    }
}
