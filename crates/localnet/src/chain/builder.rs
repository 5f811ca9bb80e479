//! Making one block out of the parent's state, the time and what waits in the pool.
//!
//! Invariants: the inherent that sets the time is the first extrinsic; an extrinsic that the runtime refuses or aborts
//! in leaves nothing behind and is not in the body.

use bytes::Bytes;
use parity_scale_codec::{Decode, Encode};
use pileus_localnet_runtime::{Header, RuntimeCall};
use sp_core::H256;
use sp_externalities::Externalities;
use sp_runtime::ApplyExtrinsicResult;
use sp_runtime::traits::Header as _;
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};

use super::block::Block;
use super::events;
use super::execute;
use super::externalities::WorkingState;
use super::pool::Inclusion;
use super::signing::{bare, extrinsic_hash};
use crate::error::ChainError;

/// A block that is not written yet, and what became of the transactions it tried.
pub(super) struct Built {
    /// The block with its state.
    pub(super) block: Block,
    /// Transactions in the block, by hash.
    pub(super) included: Vec<(H256, Inclusion)>,
    /// Transactions that no block can take.
    pub(super) rejected: Vec<H256>,
}

/// What a single extrinsic came to.
enum Applied {
    Included(Result<(), sp_runtime::DispatchError>),
    Rejected,
    BlockIsFull,
}

/// Make the block `number` on top of `parent`.
///
/// # Units
/// `timestamp` in milliseconds since 1970.
/// # Errors
/// [`ChainError::RuntimeAborted`] when not even an empty block can be made.
pub(super) fn build(parent: &Block, number: u32, timestamp: u64, candidates: Vec<Bytes>) -> Result<Built, ChainError> {
    let mut state = WorkingState::new(&parent.state);
    if number > parent.header.number.saturating_add(1) {
        pretend_predecessor(&mut state, number - 1);
    }
    let blank = Header::new(number, H256::zero(), H256::zero(), parent.hash, sp_runtime::Digest::default());
    execute::call(&mut state, "Core_initialize_block", &blank.encode())?;
    let mut body = vec![set_time(&mut state, timestamp)?];
    let (mut results, mut rejected) = (Vec::new(), Vec::new());
    for extrinsic in candidates {
        match apply(&mut state, &extrinsic) {
            Applied::Included(result) => {
                results.push((extrinsic_hash(&extrinsic), body.len(), result));
                body.push(extrinsic);
            }
            Applied::Rejected => rejected.push(extrinsic_hash(&extrinsic)),
            Applied::BlockIsFull => break,
        }
    }
    let block = seal(state, body)?;
    let included = results.into_iter().map(|(hash, index, result)| (hash, inclusion(&block, index, result))).collect();
    Ok(Built { block, included, rejected })
}

/// Let a block with a leap in its number begin as if the block before it had been made.
///
/// FRAME insists on consecutive numbers; the runtime itself runs what falls due in the gap.
fn pretend_predecessor(state: &mut WorkingState<'_>, number: u32) {
    state.set_storage(events::plain_key("System", "Number"), number.encode());
}

/// Apply the inherent that sets the time; a block without it is invalid.
fn set_time(state: &mut WorkingState<'_>, now: u64) -> Result<Bytes, ChainError> {
    let inherent = bare(&RuntimeCall::Timestamp(pallet_timestamp::Call::set { now }));
    match apply(state, &inherent) {
        Applied::Included(Ok(())) => Ok(inherent),
        _ => Err(ChainError::RuntimeAborted {
            method: "Timestamp.set".to_owned(),
            reason: format!("the time {now} is refused"),
        }),
    }
}

fn apply(state: &mut WorkingState<'_>, extrinsic: &[u8]) -> Applied {
    let before = state.snapshot();
    let answer = execute::call(state, "BlockBuilder_apply_extrinsic", extrinsic);
    let result = answer.ok().and_then(|answer| ApplyExtrinsicResult::decode(&mut &answer[..]).ok());
    if let Some(Ok(result)) = result {
        return Applied::Included(result);
    }
    state.restore(before);
    match result {
        Some(Err(TransactionValidityError::Invalid(InvalidTransaction::ExhaustsResources))) => Applied::BlockIsFull,
        _ => Applied::Rejected,
    }
}

fn seal(mut state: WorkingState<'_>, body: Vec<Bytes>) -> Result<Block, ChainError> {
    let method = "BlockBuilder_finalize_block";
    let answer = execute::call(&mut state, method, &[])?;
    let undecodable = |_| ChainError::RuntimeAborted { method: method.to_owned(), reason: "bad answer".to_owned() };
    let header = Header::decode(&mut &answer[..]).map_err(undecodable)?;
    let state = state.finish(header.state_root);
    let raw_events = state.get(&events::storage_key()).cloned().unwrap_or_default();
    let events = events::decode(&raw_events).map_err(undecodable)?;
    Ok(Block { hash: header.hash(), header, body: body.into(), events: events.into(), state })
}

fn inclusion(block: &Block, index: usize, result: Result<(), sp_runtime::DispatchError>) -> Inclusion {
    let index = u32::try_from(index).unwrap_or(u32::MAX);
    Inclusion { block_number: block.header.number, block_hash: block.hash, index, result }
}
