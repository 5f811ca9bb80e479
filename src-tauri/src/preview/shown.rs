//! One file that a window shows.

use std::ops::Range;

use async_trait::async_trait;
use bytes::Bytes;
use pileus_domain::Problem;
use pileus_pipeline::StoredFile;
use tokio_util::sync::{CancellationToken, WaitForCancellationFuture};

/// Where the bytes of a file come from.
#[async_trait]
pub(crate) trait Content: Send + Sync + 'static {
    /// Bytes from the start of a range on, as many as can be had at once; nothing behind the end of the file.
    async fn read(&self, range: Range<u64>) -> Result<Bytes, Problem>;
    /// Get ready for a reader who comes to a byte soon.
    async fn prepare(&self, position: u64);
}

#[async_trait]
impl Content for StoredFile {
    async fn read(&self, range: Range<u64>) -> Result<Bytes, Problem> {
        Self::read(self, range).await
    }

    async fn prepare(&self, position: u64) {
        // Whoever reads there meets the problem.
        let _ = Self::prepare(self, position).await;
    }
}

/// A file under its token, until that is closed.
pub(crate) struct Shown {
    pub(crate) content: Box<dyn Content>,
    /// The type that its bytes are handed out as.
    pub(crate) media_type: &'static str,
    /// Bytes that are handed out.
    pub(crate) length: u64,
    pub(crate) closed: CancellationToken,
}

impl Shown {
    /// Wait until it is closed.
    pub(crate) fn closed(&self) -> WaitForCancellationFuture<'_> {
        self.closed.cancelled()
    }
}
