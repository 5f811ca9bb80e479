//! Work on many files that runs for a window: removing and moving them.
//!
//! Invariants: a window has one such work that begins new files at most; it ends after the files at hand when it is
//! stopped, when another one of the same window begins, when the window is gone, or when the network is left.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use pileus_app::{BulkProgress, BulkWatch};
use pileus_contract::window::CheckProgress;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{CheckWindow, Session};

/// The work that runs now, by window.
#[derive(Default)]
pub(super) struct Bulk(Mutex<BTreeMap<String, CancellationToken>>);

impl Bulk {
    /// Begin one; an earlier one of the same window begins no further files.
    fn begin(&self, window: &str, closed: &CancellationToken) -> CancellationToken {
        let token = closed.child_token();
        let before = self.lock().insert(window.to_owned(), token.clone());
        if let Some(before) = before {
            before.cancel();
        }
        token
    }

    fn stop(&self, window: &str) {
        if let Some(token) = self.lock().remove(window) {
            token.cancel();
        }
    }

    /// Forget one that ended by itself.
    fn end(&self, window: &str, token: &CancellationToken) {
        if !token.is_cancelled() {
            self.lock().remove(window);
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, CancellationToken>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Do the work to its end; whether it begins further files is in the token's hand.
    async fn run<T>(&self, window: &CheckWindow, token: &CancellationToken, work: impl Future<Output = T>) -> T {
        tokio::pin!(work);
        let done = tokio::select! {
            done = &mut work => done,
            () = window.gone() => {
                token.cancel();
                work.await
            }
        };
        self.end(window.label(), token);
        done
    }
}

impl Session {
    /// Do work on many files for a window; it hears how far that is.
    pub(super) async fn in_bulk<T>(&self, window: &CheckWindow, work: impl AsyncFnOnce(BulkWatch<'_>) -> T) -> T {
        let stop = self.bulk.begin(window.label(), &self.closed);
        let tell = |progress: BulkProgress| window.progress(Instant::now(), CheckProgress::from(progress));
        self.bulk.run(window, &stop, work(BulkWatch { stop: &stop, tell: &tell })).await
    }

    /// Let the work on many files that runs for a window end after the files at hand.
    pub(crate) fn stop_bulk(&self, window: &str) {
        self.bulk.stop(window);
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use super::*;

    fn window(label: &str, there: impl Fn() -> bool + Send + Sync + 'static) -> CheckWindow {
        CheckWindow::new(label, there, |_| {})
    }

    /// Work that begins nothing further once it is told so.
    async fn until_stopped(token: &CancellationToken) -> &'static str {
        token.cancelled().await;
        "what was at hand"
    }

    #[tokio::test(start_paused = true)]
    async fn a_stop_reaches_the_work_of_that_window_only() {
        let (bulk, closed) = (Arc::new(Bulk::default()), CancellationToken::new());
        let (here, token) = (window("buckets-1", || true), bulk.begin("buckets-1", &closed));
        let other = bulk.begin("buckets-2", &closed);
        let stop = async {
            tokio::task::yield_now().await;
            bulk.stop("buckets-1");
        };
        let (done, ()) = tokio::join!(bulk.run(&here, &token, until_stopped(&token)), stop);
        assert_eq!((done, other.is_cancelled()), ("what was at hand", false));
        assert_eq!(bulk.lock().keys().collect::<Vec<_>>(), ["buckets-2"]);
    }

    #[tokio::test(start_paused = true)]
    async fn work_ends_after_the_files_at_hand_when_its_window_is_gone() {
        let (bulk, closed) = (Bulk::default(), CancellationToken::new());
        let begun = Instant::now();
        let gone = window("buckets-1", move || begun.elapsed() < Duration::from_secs(30));
        let token = bulk.begin("buckets-1", &closed);
        assert_eq!(bulk.run(&gone, &token, until_stopped(&token)).await, "what was at hand");
        assert!(begun.elapsed() < Duration::from_secs(32));
    }

    #[test]
    fn a_second_work_of_a_window_ends_the_first_and_a_closed_network_ends_both() {
        let (bulk, closed) = (Bulk::default(), CancellationToken::new());
        let first = bulk.begin("buckets-1", &closed);
        let second = bulk.begin("buckets-1", &closed);
        assert!(first.is_cancelled() && !second.is_cancelled());
        closed.cancel();
        assert!(second.is_cancelled());
    }
}
