//! What readers see of the chain: the blocks whose states are kept, the best and the final one.
//!
//! Invariants: a block is published only after it is on disk, and before any watcher of its transactions hears of it;
//! the final block is one of the window; older blocks come from the archive, without states.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use sp_core::H256;
use tokio::sync::{broadcast, watch};

use super::block::{Block, BlockSummary};
use super::state::State;
use super::store::{Archive, ArchivedBlock};
use crate::error::ChainError;

/// Blocks whose states are kept.
pub const KEPT_STATES: usize = 512;
/// Blocks that a slow subscriber may be behind before it misses some.
const BLOCK_BACKLOG: usize = 256;

/// The readable side of the chain.
pub(crate) struct View {
    window: RwLock<Window>,
    archive: Archive,
    genesis_hash: H256,
    summaries: broadcast::Sender<BlockSummary>,
    best_number: watch::Sender<u32>,
    final_number: watch::Sender<u32>,
}

struct Window {
    blocks: VecDeque<Arc<Block>>,
    by_hash: HashMap<H256, Arc<Block>>,
    /// Place of the final block in `blocks`.
    last_final: usize,
}

impl View {
    /// A view of blocks that were loaded from disk, oldest first; all of them are final.
    ///
    /// # Errors
    /// [`ChainError::Stopped`] when there is no block at all.
    pub(super) fn new(blocks: Vec<Block>, archive: Archive, genesis_hash: H256) -> Result<Self, ChainError> {
        let blocks: VecDeque<Arc<Block>> = blocks.into_iter().map(Arc::new).collect();
        let best = blocks.back().ok_or(ChainError::Stopped)?.header.number;
        let by_hash = blocks.iter().map(|block| (block.hash, Arc::clone(block))).collect();
        Ok(Self {
            window: RwLock::new(Window { last_final: blocks.len() - 1, blocks, by_hash }),
            archive,
            genesis_hash,
            summaries: broadcast::Sender::new(BLOCK_BACKLOG),
            best_number: watch::Sender::new(best),
            final_number: watch::Sender::new(best),
        })
    }

    /// Make a block the best one; the oldest state goes when there are too many.
    pub(super) fn publish(&self, block: Block) {
        let block = Arc::new(block);
        self.window.write().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&block));
        self.best_number.send_replace(block.header.number);
        // Nobody may be listening.
        let _ = self.summaries.send(block.summary());
    }

    /// Make everything up to this block final; a number between two blocks means the earlier one.
    ///
    /// Answers the number of the final block.
    pub(super) fn finalize(&self, number: u32) -> u32 {
        let mut window = self.window.write().unwrap_or_else(PoisonError::into_inner);
        let place = window.blocks.partition_point(|block| block.header.number <= number).saturating_sub(1);
        window.last_final = window.last_final.max(place);
        let last_final = window.last_final().header.number;
        drop(window);
        self.final_number.send_replace(last_final);
        last_final
    }

    fn window(&self) -> RwLockReadGuard<'_, Window> {
        self.window.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The newest block.
    pub(crate) fn best(&self) -> Arc<Block> {
        self.behind_best(0)
    }

    /// The block so many places before the best one, or the oldest one that is kept.
    pub(crate) fn behind_best(&self, lag: u32) -> Arc<Block> {
        let window = self.window();
        let last = window.blocks.len() - 1;
        Arc::clone(&window.blocks[last.saturating_sub(lag as usize)])
    }

    /// The newest final block.
    pub(crate) fn last_final(&self) -> Arc<Block> {
        self.window().last_final()
    }

    /// A block whose state is kept.
    pub(crate) fn recent(&self, hash: H256) -> Option<Arc<Block>> {
        self.window().by_hash.get(&hash).cloned()
    }

    /// The block that becomes the oldest kept one with the next block, when one has to go.
    pub(super) fn next_oldest(&self) -> Option<u32> {
        let window = self.window();
        let full = window.blocks.len() >= KEPT_STATES;
        window.blocks.get(1).filter(|_| full).map(|block| block.header.number)
    }

    /// Kept blocks after this number, up to another, in order.
    pub(crate) fn between(&self, after: u32, upto: u32) -> Vec<Arc<Block>> {
        let window = self.window();
        let first = window.blocks.partition_point(|block| block.header.number <= after);
        let inside = |block: &&Arc<Block>| block.header.number <= upto;
        window.blocks.range(first..).take_while(inside).cloned().collect()
    }

    /// The state after a block.
    ///
    /// # Errors
    /// [`ChainError::UnknownBlock`], [`ChainError::StateDiscarded`], [`ChainError::Store`].
    pub(crate) fn state(&self, hash: H256) -> Result<State, ChainError> {
        if let Some(block) = self.recent(hash) {
            return Ok(block.state.clone());
        }
        match self.archive.block(hash)? {
            Some(_) => Err(ChainError::StateDiscarded { hash }),
            None => Err(ChainError::UnknownBlock { hash }),
        }
    }

    /// Any block, from memory or from disk; reads the disk for old ones.
    ///
    /// # Errors
    /// [`ChainError::Store`], [`ChainError::Damaged`].
    pub(crate) fn block(&self, hash: H256) -> Result<Option<ArchivedBlock>, ChainError> {
        match self.recent(hash) {
            Some(block) => Ok(Some(ArchivedBlock::from(&*block))),
            None => self.archive.block(hash),
        }
    }

    /// The hash of the block with this number, if there is one.
    ///
    /// # Errors
    /// [`ChainError::Store`].
    pub(crate) fn hash_of(&self, number: u32) -> Result<Option<H256>, ChainError> {
        let oldest = {
            let window = self.window();
            let found = window.blocks.binary_search_by_key(&number, |block| block.header.number);
            if let Ok(place) = found {
                return Ok(Some(window.blocks[place].hash));
            }
            window.blocks[0].header.number
        };
        if number > oldest { Ok(None) } else { self.archive.hash_of(number) }
    }

    /// Hash of block 0.
    pub(crate) fn genesis_hash(&self) -> H256 {
        self.genesis_hash
    }

    /// Every best block from now on.
    pub(crate) fn subscribe_best(&self) -> broadcast::Receiver<BlockSummary> {
        self.summaries.subscribe()
    }

    /// The number of the best block, now and whenever it changes.
    pub(crate) fn best_number(&self) -> watch::Receiver<u32> {
        self.best_number.subscribe()
    }

    /// The number of the final block, now and whenever it changes.
    pub(crate) fn final_number(&self) -> watch::Receiver<u32> {
        self.final_number.subscribe()
    }
}

impl Window {
    fn push(&mut self, block: Arc<Block>) {
        self.by_hash.insert(block.hash, Arc::clone(&block));
        self.blocks.push_back(block);
        while self.blocks.len() > KEPT_STATES {
            if let Some(old) = self.blocks.pop_front() {
                self.by_hash.remove(&old.hash);
                self.last_final = self.last_final.saturating_sub(1);
            }
        }
    }

    fn last_final(&self) -> Arc<Block> {
        Arc::clone(&self.blocks[self.last_final])
    }
}
