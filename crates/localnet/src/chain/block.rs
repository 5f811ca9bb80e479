//! A block as the engine and its readers hold it.

use std::sync::Arc;

use bytes::Bytes;
use frame_system::EventRecord;
use pileus_localnet_runtime::{Header, RuntimeEvent};
use sp_core::H256;

use super::state::State;

/// An event of a block, decoded.
pub type Event = EventRecord<RuntimeEvent, H256>;

/// A block of the window whose states are kept.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its header.
    pub header: Header,
    /// Hash of the header.
    pub hash: H256,
    /// Extrinsics as they came, each with its length prefix.
    pub body: Arc<[Bytes]>,
    /// Events, decoded.
    pub events: Arc<[Event]>,
    /// Storage after the block.
    pub state: State,
}

impl Block {
    /// What subscribers hear of the block.
    pub fn summary(&self) -> BlockSummary {
        BlockSummary { number: self.header.number, hash: self.hash, events: Arc::clone(&self.events) }
    }
}

/// A block that has just become the best one.
#[derive(Clone, Debug)]
pub struct BlockSummary {
    /// Its number; numbers may be missing between two blocks when time jumped.
    pub number: u32,
    /// Its hash.
    pub hash: H256,
    /// All its events, with the extrinsic that caused each.
    pub events: Arc<[Event]>,
}
