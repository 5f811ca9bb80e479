//! What a storage node did, counted for those who watch it.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use serde::{Deserialize, Serialize};

/// How many received fragments are remembered; the oldest are forgotten first.
const MOST_REMEMBERED: usize = 16_384;

/// What a storage node did since it was started.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeCounters {
    /// `PUT /fragment` calls that were answered with code 200.
    pub puts_accepted: u64,
    /// `PUT /fragment` calls that were answered otherwise.
    pub puts_refused: u64,
    /// Bytes of fragments that arrived, refused and broken ones included.
    pub bytes_received: u64,
    /// Every fragment that arrived, in the order of arrival, refused and broken ones included.
    pub received: Vec<ReceivedFragment>,
    /// `GET /fragment` calls that were answered with bytes.
    pub reads_served: u64,
    /// Bytes of fragments that were handed out.
    pub bytes_served: u64,
    /// `GET /status` calls.
    pub status_served: u64,
    /// Reports of fragments that are in a block and took effect.
    pub reports_done: u64,
    /// Reports of fragments that the chain refused.
    pub reports_failed: u64,
    /// Reports of tags that are in a block and took effect.
    pub tags_done: u64,
}

/// A fragment that arrived at a node, whatever became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedFragment {
    /// The header `Fid`.
    pub fid: String,
    /// The header `Fragment`.
    pub declared: String,
    /// SHA-256 of the bytes that arrived, in hexadecimal digits.
    pub sha256: String,
    /// How many bytes arrived.
    pub bytes: u64,
    /// Whether the body arrived to its end.
    pub complete: bool,
}

/// The counters while the node lives.
#[derive(Default)]
pub(super) struct Counters {
    totals: Mutex<NodeCounters>,
    received: Mutex<VecDeque<ReceivedFragment>>,
}

impl Counters {
    /// Change the totals.
    pub(super) fn count(&self, change: impl FnOnce(&mut NodeCounters)) {
        change(&mut self.totals.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Remember a fragment that arrived.
    pub(super) fn received(&self, fragment: ReceivedFragment) {
        self.count(|totals| totals.bytes_received += fragment.bytes);
        let mut received = self.received.lock().unwrap_or_else(PoisonError::into_inner);
        if received.len() == MOST_REMEMBERED {
            received.pop_front();
        }
        received.push_back(fragment);
    }

    /// Everything, as of now.
    pub(super) fn snapshot(&self) -> NodeCounters {
        let mut totals = self.totals.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let received = self.received.lock().unwrap_or_else(PoisonError::into_inner);
        totals.received = received.iter().cloned().collect();
        totals
    }
}
