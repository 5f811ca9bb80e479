//! One body of bytes on its way out of this computer, as it is told.

use std::sync::Arc;

use pileus_domain::ByteCount;

use crate::Observer;

/// A fragment for a storage node, or a file for a gateway, while it leaves. Dropped, it did not get through.
pub(crate) struct Departure {
    observer: Arc<dyn Observer>,
    over: bool,
}

impl Departure {
    /// It begins to leave.
    pub(crate) fn begin(observer: &Arc<dyn Observer>) -> Self {
        observer.body_leaves();
        Self { observer: Arc::clone(observer), over: false }
    }

    /// It has left, with so many bytes.
    pub(crate) fn over(mut self, bytes: u64) {
        self.over = true;
        self.observer.body_left(Some(ByteCount(bytes)));
    }
}

impl Drop for Departure {
    fn drop(&mut self) {
        if !self.over {
            self.observer.body_left(None);
        }
    }
}
