//! What windows ask of recovery kits, before and after a network is open.
//!
//! Invariants: a window has one drill or restore at most; it ends when it is stopped, when another one begins, or when
//! the window is gone. What a stopped restore brought back stays, and the same restore completes it.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use pileus_app::{self as app, NetworkProfile, Services};
use pileus_contract::window::{
    CheckProgress, KitDrill, KitFace, KitMade, KitOpening, KitReport, KitRestored, KitSource, KitSplit, KitState,
};
use pileus_domain::Problem;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use super::{CheckWindow, Place, connect};
use crate::problem;

/// How long a network may take to answer when it is asked for files that a kit does not know.
const CONNECT_PATIENCE: Duration = Duration::from_secs(20);

/// Drills and restores that run now, by window.
#[derive(Default)]
pub(crate) struct KitUses(Mutex<BTreeMap<String, CancellationToken>>);

impl KitUses {
    fn begin(&self, window: &str) -> CancellationToken {
        let token = CancellationToken::new();
        if let Some(before) = self.lock().insert(window.to_owned(), token.clone()) {
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

    /// Do the work until it ends or is ended.
    async fn run<T>(
        &self,
        window: &CheckWindow,
        stopped: fn() -> Problem,
        work: impl Future<Output = Result<T, Problem>>,
    ) -> Result<T, Problem> {
        let token = self.begin(window.label());
        let done = tokio::select! {
            done = work => done,
            () = token.cancelled() => Err(stopped()),
            () = window.gone() => Err(stopped()),
        };
        self.end(window.label(), &token);
        done
    }
}

impl Place {
    /// How far the newest kit is behind.
    ///
    /// # Errors
    /// The vault's or the journal's problem.
    pub(crate) async fn kit_state(self) -> Result<KitState, Problem> {
        self.home.kits.standing().await.map(KitState::from)
    }

    /// Make a kit in a folder.
    ///
    /// # Errors
    /// `vault_locked`, `kit_empty`, `kit_split`, `file_unusable`, `kit_not_proven`, `stopped`.
    pub(crate) async fn make_kit(self, folder: String, split: Option<KitSplit>) -> Result<KitMade, Problem> {
        let split = split.map(app::KitSplit::try_from).transpose()?;
        let kits = self.home.kits.under(self.consent);
        kits.make(&PathBuf::from(folder), split).await.map(KitMade::from)
    }

    /// Look at a kit without opening it: what would open it?
    ///
    /// # Errors
    /// `file_unusable`, `kit_unreadable`, `kit_damaged`, `kit_newer`, `kit_codes` and the like.
    pub(crate) async fn look_at_kit(self, source: KitSource) -> Result<KitFace, Problem> {
        self.home.kits.look_at(&source.into()).await.map(KitFace::from)
    }

    /// Look into a kit without using it.
    ///
    /// # Errors
    /// Why it does not open: `kit_words`, `kit_share`, `kit_damaged`, `kit_newer`, `kit_mismatch` and the like.
    pub(crate) async fn check_kit(self, source: KitSource, opening: KitOpening) -> Result<KitReport, Problem> {
        self.home.kits.check(&source.into(), &opening.into()).await.map(KitReport::from)
    }

    /// Open a stored file of the network in use with a kit alone.
    ///
    /// # Errors
    /// `network_not_open`, `check_stopped`, `kit_nothing_to_drill`, or why the kit does not open; what the drill finds is
    /// in the answer.
    pub(crate) async fn drill_kit(
        self,
        source: KitSource,
        opening: KitOpening,
        window: CheckWindow,
    ) -> Result<KitDrill, Problem> {
        let services = self.session.as_ref().map(|session| &session.services).ok_or_else(problem::not_ready)?;
        let (source, opening) = (source.into(), opening.into());
        let tell = |progress| window.progress(Instant::now(), CheckProgress::from(progress));
        let drill = self.home.kits.drill(&source, &opening, services, &tell);
        let drill = self.home.kit_uses.run(&window, problem::check_stopped, drill).await?;
        Ok(KitDrill::from(&drill))
    }

    /// Bring back what is in a kit and not here, and ask the networks that are known for what it does not have; tells
    /// the names of those that answered.
    ///
    /// # Errors
    /// `vault_locked`, `restore_stopped`, or why the kit does not open.
    pub(crate) async fn restore_kit(
        self,
        source: KitSource,
        opening: KitOpening,
        window: CheckWindow,
    ) -> Result<(KitRestored, Vec<String>), Problem> {
        let (source, opening) = (source.into(), opening.into());
        let tell = |progress| window.progress(Instant::now(), CheckProgress::from(progress));
        let work = async {
            let restored = self.home.kits.restore(&source, &opening, None, &tell).await?;
            let mut restored = KitRestored::new(restored);
            let answered = self.ask_networks(&mut restored, &tell).await?;
            if let Some(session) = &self.session {
                session.go_on_with_keys().await?;
            }
            Ok((restored, answered))
        };
        self.home.kit_uses.run(&window, problem::restore_stopped, work).await
    }

    /// End the drill or the restore that runs for a window.
    pub(crate) fn stop_kit(&self, window: &str) {
        self.home.kit_uses.stop(window);
    }

    /// Ask every network whose chain is known, and the one in use.
    async fn ask_networks(
        &self,
        restored: &mut KitRestored,
        tell: &(dyn Fn(app::RestoreProgress) + Send + Sync),
    ) -> Result<Vec<String>, Problem> {
        let mut answered = Vec::new();
        for profile in self.home.networks.list().await? {
            let in_use = self.session.as_ref().is_some_and(|session| session.network() == profile.name);
            if !in_use && (profile.is_local() || profile.genesis.is_none()) {
                continue;
            }
            let asked = match self.services_of(&profile).await {
                Some(services) => self.ask(&services, restored, tell).await.is_ok(),
                None => false,
            };
            if asked {
                answered.push(profile.name);
            } else {
                restored.add_unread(profile.name);
            }
        }
        Ok(answered)
    }

    /// What a network has of every account here.
    async fn ask(
        &self,
        services: &Services,
        restored: &mut KitRestored,
        tell: &(dyn Fn(app::RestoreProgress) + Send + Sync),
    ) -> Result<(), Problem> {
        for entry in self.home.keys.accounts()? {
            let tell = |progress| tell(app::RestoreProgress::Rebuild(progress));
            restored.add(&services.files.rebuild(&entry.account, &tell).await?);
        }
        Ok(())
    }

    /// Those of the network in use, or of another one; none when that does not answer in time.
    async fn services_of(&self, profile: &NetworkProfile) -> Option<Services> {
        match &self.session {
            Some(session) if session.network() == profile.name => Some(session.services.clone()),
            _ => timeout(CONNECT_PATIENCE, connect::connect(&self.home, profile, None)).await.ok()?.ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(label: &str) -> CheckWindow {
        CheckWindow::new(label, || true, |_| {})
    }

    #[tokio::test(start_paused = true)]
    async fn a_restore_ends_when_it_is_stopped_and_says_what_that_means() {
        let uses = KitUses::default();
        let here = window("keys");
        let endless = uses.run(&here, problem::restore_stopped, std::future::pending::<Result<(), Problem>>());
        let stop = async {
            tokio::task::yield_now().await;
            uses.stop("buckets-1");
            uses.stop("keys");
        };
        let (ended, ()) = tokio::join!(endless, stop);
        assert_eq!(ended.unwrap_err().code, "restore_stopped");
        assert!(uses.lock().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_second_use_of_a_window_ends_the_first() {
        let uses = KitUses::default();
        let here = window("keys");
        let first = uses.run(&here, problem::check_stopped, std::future::pending::<Result<(), Problem>>());
        let second = async {
            tokio::task::yield_now().await;
            uses.run(&here, problem::restore_stopped, async { Ok(5) }).await
        };
        let (first, second) = tokio::join!(first, second);
        assert_eq!((first.unwrap_err().code.as_str(), second.unwrap()), ("check_stopped", 5));
    }

    #[tokio::test(start_paused = true)]
    async fn a_use_ends_with_its_window() {
        let uses = KitUses::default();
        let begun = Instant::now();
        let here = CheckWindow::new("keys", move || begun.elapsed() < Duration::from_secs(30), |_| {});
        let ended = uses.run(&here, problem::check_stopped, std::future::pending::<Result<(), Problem>>()).await;
        assert_eq!(ended.unwrap_err().code, "check_stopped");
        assert!(begun.elapsed() < Duration::from_secs(32));
    }
}
