//! What one fake node holds.

use std::collections::HashMap;

use bytes::Bytes;
use pileus_domain::{ContentHash, Fid, NodeId};

use super::fault::Faults;

/// One node: who it is, what it holds, how it misbehaves.
pub(super) struct Shelf {
    pub(super) node: NodeId,
    pub(super) faults: Faults,
    fragments: HashMap<(Fid, ContentHash), Bytes>,
}

impl Shelf {
    pub(super) fn of(node: NodeId) -> Self {
        Self { node, faults: Faults::default(), fragments: HashMap::new() }
    }

    /// Keep a fragment; true when it was not there.
    pub(super) fn put(&mut self, fid: &Fid, fragment: &ContentHash, bytes: Bytes) -> bool {
        self.fragments.insert((*fid, *fragment), bytes).is_none()
    }

    pub(super) fn get(&self, fid: &Fid, fragment: &ContentHash) -> Option<Bytes> {
        self.fragments.get(&(*fid, *fragment)).cloned()
    }

    pub(super) fn forget(&mut self, fragment: &ContentHash) {
        self.fragments.retain(|(_, hash), _| hash != fragment);
    }

    pub(super) fn clear(&mut self) {
        self.fragments.clear();
    }
}
