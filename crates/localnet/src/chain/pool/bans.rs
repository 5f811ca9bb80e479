//! Extrinsics that the pool does not look at for a while.

use std::collections::{HashMap, VecDeque};

use sp_core::H256;

/// Hashes that are remembered.
const MOST_BANS: usize = 8192;

/// Banned hashes, oldest first.
#[derive(Default)]
pub(super) struct Bans {
    until: HashMap<H256, u32>,
    order: VecDeque<H256>,
}

impl Bans {
    /// Ban until this block; the oldest ban makes room when there are too many.
    pub(super) fn insert(&mut self, hash: H256, until: u32) {
        if self.until.insert(hash, until).is_none() {
            self.order.push_back(hash);
        }
        while self.order.len() > MOST_BANS {
            self.drop_oldest();
        }
    }

    /// Whether the hash is banned while `best` is the best block.
    pub(super) fn contains(&self, hash: H256, best: u32) -> bool {
        self.until.get(&hash).is_some_and(|until| best < *until)
    }

    /// Forget bans that have run out.
    pub(super) fn forget_before(&mut self, best: u32) {
        while self.order.front().is_some_and(|hash| !self.contains(*hash, best)) {
            self.drop_oldest();
        }
    }

    fn drop_oldest(&mut self) {
        if let Some(hash) = self.order.pop_front() {
            self.until.remove(&hash);
        }
    }
}
