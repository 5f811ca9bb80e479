//! What the chain promised itself to do at a later block.
//!
//! Stands for the scheduler of the real runtime. Its entries live under their own storage prefix and are no part of
//! any pallet, so they never show in the metadata.

use frame_support::dispatch::DispatchResult;
use parity_scale_codec::{Decode, Encode};
use sp_runtime::DispatchError;

use crate::primitives::{AccountId, BlockNumber, TerrName, TokenId};

/// Something to do at a block.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Task {
    /// Hand a sold territory to its buyer.
    SellTerritory {
        /// Which territory.
        token: TokenId,
        /// What the buyer will call it.
        name: TerrName,
    },
    /// Let a storage node go.
    ReleaseNode {
        /// The node's account.
        node: AccountId,
    },
}

/// Tasks by the block they are due at, in the order they were entered.
#[frame_support::storage_alias]
type Agenda = StorageMap<
    LocalnetAgenda,
    frame_support::Twox64Concat,
    BlockNumber,
    Vec<Task>,
    frame_support::pallet_prelude::ValueQuery,
>;

/// Enter a task.
pub(crate) fn enter(due: BlockNumber, task: Task) {
    Agenda::append(due, task);
}

/// Strike the sale of a territory from the agenda.
///
/// # Errors
/// [`DispatchError::Unavailable`] when no such sale is due then. The real scheduler answers with its own error;
/// its pallet is not here to name it.
pub(crate) fn strike_sale(due: BlockNumber, territory: TokenId) -> DispatchResult {
    let mut tasks = Agenda::get(due);
    let before = tasks.len();
    tasks.retain(|task| !matches!(task, Task::SellTerritory { token, .. } if *token == territory));
    if tasks.len() == before {
        return Err(DispatchError::Unavailable);
    }
    if tasks.is_empty() {
        Agenda::remove(due);
    } else {
        Agenda::insert(due, tasks);
    }
    Ok(())
}

/// Take the tasks of a block off the agenda.
pub(crate) fn take(due: BlockNumber) -> Vec<Task> {
    Agenda::take(due)
}

/// The blocks something is due at.
pub(crate) fn blocks() -> impl Iterator<Item = BlockNumber> {
    Agenda::iter_keys()
}
