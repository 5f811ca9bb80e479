//! A few large buffers that are used again and again.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Buffers of one fragment each; never more than the pool's size exist.
#[derive(Clone)]
pub(crate) struct BufferPool {
    inner: Arc<Inner>,
}

struct Inner {
    permits: Arc<Semaphore>,
    free: Mutex<Vec<Box<[u8]>>>,
    length: usize,
}

/// A buffer on loan; it goes back when the last view of it is dropped.
pub(crate) struct Loan {
    bytes: Option<Box<[u8]>>,
    pool: Arc<Inner>,
    _permit: OwnedSemaphorePermit,
}

impl BufferPool {
    /// A pool of `count` buffers of `length` bytes, made when first needed.
    pub(crate) fn new(count: usize, length: usize) -> Self {
        let inner = Inner { permits: Arc::new(Semaphore::new(count)), free: Mutex::new(Vec::new()), length };
        Self { inner: Arc::new(inner) }
    }

    /// Wait for so many buffers at once.
    pub(crate) async fn take(&self, count: usize) -> Vec<Loan> {
        let wanted = u32::try_from(count).unwrap_or(u32::MAX);
        let Ok(mut permits) = self.inner.permits.clone().acquire_many_owned(wanted).await else { return Vec::new() };
        (0..count).filter_map(|_| permits.split(1).map(|permit| self.loan(permit))).collect()
    }

    fn loan(&self, permit: OwnedSemaphorePermit) -> Loan {
        let free = self.inner.free.lock().unwrap_or_else(std::sync::PoisonError::into_inner).pop();
        let bytes = free.unwrap_or_else(|| vec![0; self.inner.length].into_boxed_slice());
        Loan { bytes: Some(bytes), pool: self.inner.clone(), _permit: permit }
    }
}

impl AsMut<[u8]> for Loan {
    fn as_mut(&mut self) -> &mut [u8] {
        self.bytes.as_deref_mut().unwrap_or_default()
    }
}

impl Loan {
    /// Share the bytes without a copy.
    pub(crate) fn into_bytes(self) -> Bytes {
        Bytes::from_owner(self)
    }
}

impl AsRef<[u8]> for Loan {
    fn as_ref(&self) -> &[u8] {
        self.bytes.as_deref().unwrap_or_default()
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        if let Some(bytes) = self.bytes.take() {
            self.pool.free.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn buffers_come_back_when_the_last_view_is_dropped() {
        let pool = BufferPool::new(2, 8);
        let mut loans = pool.take(2).await;
        loans[0].as_mut()[0] = 7;
        let views: Vec<Bytes> = loans.into_iter().map(Loan::into_bytes).collect();
        assert_eq!(views[0][0], 7);
        let pending = tokio::spawn({
            let pool = pool.clone();
            async move { pool.take(1).await.len() }
        });
        tokio::task::yield_now().await;
        assert!(!pending.is_finished());
        drop(views);
        assert_eq!(pending.await.unwrap(), 1);
    }
}
