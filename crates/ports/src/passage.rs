//! How far one fragment is on its way.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// Bytes of one fragment that have passed, counted by who moves them and read by who shows them. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Passage(Arc<AtomicU64>);

impl Passage {
    /// Begin anew: nothing has passed.
    pub fn begin(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// So many more have passed.
    pub fn add(&self, bytes: u64) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Bytes so far.
    pub fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
