//! The window that follows.

use std::sync::atomic::{AtomicU64, Ordering};

use pileus_contract::window::CatalogueUpdate;

/// A window, and the channel that its updates go over.
pub(crate) struct Listener {
    label: String,
    is_there: Box<dyn Fn() -> bool + Send + Sync>,
    tell: Box<dyn Fn(CatalogueUpdate) -> bool + Send + Sync>,
    sequence: AtomicU64,
}

impl Listener {
    /// A window by its label; `tell` says whether the channel took the update.
    pub(crate) fn new(
        label: &str,
        is_there: impl Fn() -> bool + Send + Sync + 'static,
        tell: impl Fn(CatalogueUpdate) -> bool + Send + Sync + 'static,
    ) -> Self {
        let (is_there, tell) = (Box::new(is_there), Box::new(tell));
        Self { label: label.to_owned(), is_there, tell, sequence: AtomicU64::new(0) }
    }

    /// Which window.
    pub(super) fn label(&self) -> &str {
        &self.label
    }

    /// Is it still open?
    pub(super) fn is_there(&self) -> bool {
        (self.is_there)()
    }

    /// Tell it, with the next number; false once it is gone.
    pub(super) fn tell(&self, update: CatalogueUpdate) -> bool {
        let sequence = self.sequence.fetch_add(1, Ordering::Relaxed) + 1;
        self.is_there() && (self.tell)(CatalogueUpdate { sequence, ..update })
    }
}
