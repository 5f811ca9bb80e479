//! Work on many files that a person may stop.
//!
//! Invariant: what has begun is finished and says what came of it; what has not begun is named and stays as it was.
//!
//! Absent on purpose: nothing is undone. A stop is no way back.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures::{StreamExt, stream};
use pileus_domain::{Fid, Problem};
use tokio_util::sync::CancellationToken;

use crate::AppError;

/// Files that one wish may name.
pub const BULK_LIMIT: usize = 1_000;
/// Files that are worked on at the same time; each may be a transaction.
const PARALLEL_TRANSACTIONS: usize = 8;

/// How far work on many files is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BulkProgress {
    /// Files that are done with, whatever came of them.
    pub done: usize,
    /// All files.
    pub total: usize,
}

/// Who hears how far work on many files is, and may stop it.
#[derive(Clone, Copy)]
pub struct BulkWatch<'a> {
    /// No further file is begun once this is cancelled.
    pub stop: &'a CancellationToken,
    /// Hears of every file that is done with.
    pub tell: &'a (dyn Fn(BulkProgress) + Send + Sync),
}

/// What came of work on many files.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkOutcome<T> {
    /// Each file that was worked on says for itself, in the order that was asked.
    pub done: Vec<(Fid, Result<T, Problem>)>,
    /// Files that were not begun before the stop.
    pub left: Vec<Fid>,
}

/// Do `act` for every file, several at the same time, until all are done or somebody stops it.
pub(crate) async fn for_each<W, T, F>(work: Vec<(Fid, W)>, watch: BulkWatch<'_>, act: impl Fn(W) -> F) -> BulkOutcome<T>
where
    F: Future<Output = Result<T, Problem>>,
{
    let (total, done) = (work.len(), &AtomicUsize::new(0));
    let act = &act;
    let one = |(fid, item)| async move {
        if watch.stop.is_cancelled() {
            return (fid, None);
        }
        let result = act(item).await;
        (watch.tell)(BulkProgress { done: done.fetch_add(1, Ordering::Relaxed) + 1, total });
        (fid, Some(result))
    };
    let mut ended = stream::iter(work).map(one).buffered(PARALLEL_TRANSACTIONS);
    let mut outcome = BulkOutcome { done: Vec::with_capacity(total), left: Vec::new() };
    while let Some((fid, result)) = ended.next().await {
        match result {
            Some(result) => outcome.done.push((fid, result)),
            None => outcome.left.push(fid),
        }
    }
    outcome
}

/// More files than one wish may name?
pub(crate) fn refuse_too_many(fids: &[Fid]) -> Result<(), AppError> {
    if fids.len() > BULK_LIMIT { Err(AppError::TooManyFiles { limit: BULK_LIMIT }) } else { Ok(()) }
}
