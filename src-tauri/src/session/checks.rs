//! Checks of files that run for a window: restore drill, verification, comparison with a file on this computer.
//!
//! Invariants: a window has one running check a file at most; a check ends when it is stopped, when another one of the
//! same file begins, or when its window is gone.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use pileus_contract::window::{CheckProgress, DrillReport, LocalCheck, Passphrase, VerifyReport};
use pileus_domain::{Fid, Problem};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{Session, files::parsed};
use crate::problem;

/// Least time between two words about progress: 20 a second.
const PAUSE: Duration = Duration::from_millis(50);
/// How often it is asked whether the window is still open.
const LOOK: Duration = Duration::from_secs(1);

/// The window that something slow runs for.
pub(crate) struct CheckWindow {
    label: String,
    is_there: Box<dyn Fn() -> bool + Send + Sync>,
    tell: Box<dyn Fn(CheckProgress) + Send + Sync>,
    told: Mutex<Option<(Instant, CheckProgress)>>,
}

impl CheckWindow {
    /// A window by its label.
    pub(crate) fn new(
        label: &str,
        is_there: impl Fn() -> bool + Send + Sync + 'static,
        tell: impl Fn(CheckProgress) + Send + Sync + 'static,
    ) -> Self {
        let (is_there, tell) = (Box::new(is_there), Box::new(tell));
        Self { label: label.to_owned(), is_there, tell, told: Mutex::default() }
    }

    /// Its label.
    pub(super) fn label(&self) -> &str {
        &self.label
    }

    /// Tell the window, unless it has heard just now; the end is always told.
    pub(super) fn progress(&self, now: Instant, progress: CheckProgress) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let due = match *told {
            Some((_, before)) if before == progress => false,
            Some((at, _)) => progress.done >= progress.total || now.duration_since(at) >= PAUSE,
            None => true,
        };
        if due {
            *told = Some((now, progress));
            (self.tell)(progress);
        }
    }

    /// Wait until it is closed.
    pub(super) async fn gone(&self) {
        while (self.is_there)() {
            tokio::time::sleep(LOOK).await;
        }
    }
}

/// Checks that run now, by window and file; under none the comparison with a file on this computer.
#[derive(Default)]
pub(super) struct Checks(Mutex<BTreeMap<(String, Option<Fid>), CancellationToken>>);

impl Checks {
    /// Begin one; an earlier one of the same window and file ends.
    fn begin(&self, window: &str, fid: Option<Fid>) -> CancellationToken {
        let token = CancellationToken::new();
        let before = self.lock().insert((window.to_owned(), fid), token.clone());
        if let Some(before) = before {
            before.cancel();
        }
        token
    }

    /// End the one that runs.
    pub(super) fn stop(&self, window: &str, fid: Option<Fid>) {
        if let Some(token) = self.lock().remove(&(window.to_owned(), fid)) {
            token.cancel();
        }
    }

    /// Forget one that ended by itself.
    fn end(&self, window: &str, fid: Option<Fid>, token: &CancellationToken) {
        if !token.is_cancelled() {
            self.lock().remove(&(window.to_owned(), fid));
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<(String, Option<Fid>), CancellationToken>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Do the work of a check until it ends or is ended.
    async fn run<T>(
        &self,
        window: &CheckWindow,
        fid: Option<Fid>,
        work: impl Future<Output = Result<T, Problem>>,
    ) -> Result<T, Problem> {
        self.until_ended(window, fid, work).await.unwrap_or_else(|| Err(problem::check_stopped()))
    }

    /// The same for any work; none when it was ended.
    pub(super) async fn until_ended<T>(
        &self,
        window: &CheckWindow,
        fid: Option<Fid>,
        work: impl Future<Output = T>,
    ) -> Option<T> {
        let token = self.begin(&window.label, fid);
        let done = tokio::select! {
            done = work => Some(done),
            () = token.cancelled() => None,
            () = window.gone() => None,
        };
        self.end(&window.label, fid, &token);
        done.filter(|_| !token.is_cancelled())
    }
}

impl Session {
    /// Rebuild a file from a random four of the twelve fragments of each segment.
    ///
    /// # Errors
    /// `check_stopped`, or a named problem when the drill cannot begin; what it finds is in the report.
    pub(crate) async fn restore_drill(
        self: Arc<Self>,
        fid: String,
        window: CheckWindow,
    ) -> Result<DrillReport, Problem> {
        let fid = parsed(&fid)?;
        let tell = |progress: pileus_pipeline::CheckProgress| window.progress(Instant::now(), progress.into());
        let report = self.checks.run(&window, Some(fid), self.services.files.drill(&fid, &tell)).await?;
        Ok(DrillReport::from(&report))
    }

    /// Fetch every fragment of a file and compare its hash.
    ///
    /// # Errors
    /// As [`Session::restore_drill`].
    pub(crate) async fn verify_file(
        self: Arc<Self>,
        fid: String,
        window: CheckWindow,
    ) -> Result<VerifyReport, Problem> {
        let fid = parsed(&fid)?;
        let tell = |progress: pileus_pipeline::CheckProgress| window.progress(Instant::now(), progress.into());
        let (report, at) = self.checks.run(&window, Some(fid), self.services.files.verify(&fid, &tell)).await?;
        Ok(VerifyReport::new(&report, at.0))
    }

    /// End the check of a file that runs for a window, or its comparison with a file on this computer.
    ///
    /// # Errors
    /// A FID that is none.
    pub(crate) fn stop_check(&self, window: &str, fid: Option<&str>) -> Result<(), Problem> {
        self.checks.stop(window, fid.map(parsed).transpose()?);
        Ok(())
    }

    /// Is a file on this computer what the network holds?
    ///
    /// # Errors
    /// `check_stopped`, or a named problem with the file, or with what it is compared with.
    pub(crate) async fn check_local_file(
        self: Arc<Self>,
        fid: Option<String>,
        path: String,
        passphrase: Option<Passphrase>,
        window: CheckWindow,
    ) -> Result<LocalCheck, Problem> {
        let fid = fid.as_deref().map(parsed).transpose()?;
        let account = self.account().ok();
        let (path, passphrase) = (PathBuf::from(path), passphrase.map(Passphrase::into_secret));
        let work = self.services.files.check_local(account.as_ref(), fid, &path, passphrase);
        let check = self.checks.run(&window, None, work).await?;
        Ok(LocalCheck::from(&check))
    }
}

#[cfg(test)]
mod tests {
    use pileus_domain::ContentHash;

    use super::*;

    const FID: Fid = Fid(ContentHash([7; 32]));

    fn window(label: &str) -> (CheckWindow, Arc<Mutex<Vec<u32>>>) {
        let told: Arc<Mutex<Vec<u32>>> = Arc::default();
        let keep = Arc::clone(&told);
        (CheckWindow::new(label, || true, move |progress| keep.lock().unwrap().push(progress.done)), told)
    }

    #[tokio::test(start_paused = true)]
    async fn a_check_ends_when_it_is_stopped() {
        let checks = Checks::default();
        let (here, _) = window("buckets-1");
        let endless = checks.run(&here, Some(FID), std::future::pending::<Result<(), Problem>>());
        let stop = async {
            tokio::task::yield_now().await;
            checks.stop("buckets-2", Some(FID));
            checks.stop("buckets-1", None);
            checks.stop("buckets-1", Some(FID));
        };
        let (ended, ()) = tokio::join!(endless, stop);
        assert_eq!(ended.unwrap_err().code, "check_stopped");
        assert!(checks.lock().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_second_check_of_a_file_ends_the_first() {
        let checks = Checks::default();
        let (here, _) = window("buckets-1");
        let first = checks.run(&here, Some(FID), std::future::pending::<Result<(), Problem>>());
        let second = async {
            tokio::task::yield_now().await;
            checks.run(&here, Some(FID), async { Ok(5) }).await
        };
        let (first, second) = tokio::join!(first, second);
        assert_eq!((first.unwrap_err().code.as_str(), second.unwrap()), ("check_stopped", 5));
        assert!(checks.lock().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_check_ends_with_its_window() {
        let checks = Checks::default();
        let begun = Instant::now();
        let there = move || begun.elapsed() < Duration::from_secs(30);
        let window = CheckWindow::new("buckets-1", there, |_| {});
        let ended = checks.run(&window, Some(FID), std::future::pending::<Result<(), Problem>>()).await;
        assert_eq!(ended.unwrap_err().code, "check_stopped");
        assert!(begun.elapsed() < Duration::from_secs(32));
    }

    #[test]
    fn progress_is_told_twenty_times_a_second_and_always_at_the_end() {
        let (here, told) = window("buckets-1");
        let start = Instant::now();
        for done in 0..=1_000_u32 {
            here.progress(start + Duration::from_millis(u64::from(done)), CheckProgress { done, total: 1_000 });
        }
        let told = told.lock().unwrap();
        assert!((20..=22).contains(&told.len()), "{}", told.len());
        assert_eq!(told.last(), Some(&1_000));
    }
}
