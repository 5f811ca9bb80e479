//! Locking the keys: now, after a time without the person, and before the computer sleeps.
//!
//! Locked means that the vault's key is gone from memory, that nothing is shown of sealed files, and that whatever needs a
//! key from now on waits for it. Transfers that are sending or fetching keep the keys of their own file until they end,
//! unless the person pauses and wipes them as well.
//!
//! Absent on purpose: what protects the vault. Where nothing but the rights on its file does, there is nothing to lock.

mod auto_lock;
#[cfg(target_os = "linux")]
mod sleep;
mod stacks;

use std::sync::{Arc, OnceLock, Weak};

use pileus_domain::Problem;
use pileus_pipeline::problem::of_journal;
use pileus_ports::{Clock, Journal, Protection};

use self::auto_lock::AutoLock;
use super::{Inner, Program};
use crate::{problem, session::Home};

/// Setting that holds after how many minutes the keys lock by themselves.
const MINUTES: &str = "keys/auto_lock_minutes";
/// What is kept there for "never".
const NEVER: &str = "never";
/// Minutes until nobody has set anything else.
pub(super) const DEFAULT_MINUTES: u32 = 15;
/// Most minutes: twelve hours.
const MOST_MINUTES: u32 = 720;

/// What locking needs beside the vault.
#[derive(Default)]
pub(super) struct Locking {
    auto: Arc<AutoLock>,
    on_lock: OnceLock<Box<dyn Fn() + Send + Sync>>,
}

impl Program {
    /// How many transfers would keep keys of their files over a lock.
    pub(crate) fn lock_question(&self) -> usize {
        self.open_session().map_or(0, |session| session.key_holders().len())
    }

    /// Lock the keys now; with `wipe`, also pause every transfer that holds some. Those wait for the keys afterwards.
    ///
    /// # Errors
    /// `keys_still_in_use` when a transfer had not come to rest in time, or the journal's problem. The keys are locked
    /// all the same.
    pub(crate) async fn lock(self, wipe: bool) -> Result<(), Problem> {
        if !self.is_used() {
            return Ok(());
        }
        self.home().await?.keys.lock();
        stacks::clear().await;
        if let Some(tell) = self.0.locking.on_lock.get() {
            tell();
        }
        match self.open_session() {
            Some(session) => session.wait_for_keys(wipe).await,
            None => Ok(()),
        }
    }

    /// Call this whenever the keys were locked, by whomever; only the first one that asks is called.
    pub(crate) fn on_lock(&self, tell: impl Fn() + Send + Sync + 'static) {
        let _ = self.0.locking.on_lock.set(Box::new(tell));
    }

    /// The person is at the computer: the time until the keys lock by themselves begins anew.
    pub(crate) fn person_active(&self) {
        self.0.locking.auto.active();
    }

    /// After how many minutes the keys lock by themselves; none for never.
    ///
    /// # Errors
    /// The journal's problem.
    pub(crate) async fn auto_lock(&self) -> Result<Option<u32>, Problem> {
        if self.is_used() { minutes(&*self.journal().await?).await } else { Ok(Some(DEFAULT_MINUTES)) }
    }

    /// Let the keys lock by themselves after so many minutes without the person, or never.
    ///
    /// # Errors
    /// `auto_lock_minutes` for none or more than twelve hours of them, or the journal's problem.
    pub(crate) async fn set_auto_lock(self, minutes: Option<u32>) -> Result<(), Problem> {
        if minutes.is_some_and(|minutes| !(1..=MOST_MINUTES).contains(&minutes)) {
            return Err(problem::auto_lock_minutes(MOST_MINUTES));
        }
        let text = minutes.map_or_else(|| NEVER.to_owned(), |minutes| minutes.to_string());
        self.journal().await?.set_setting(MINUTES, &text).await.map_err(|e| of_journal(&e))?;
        self.0.locking.auto.set(minutes);
        Ok(())
    }

    /// From now on, lock the keys of this folder by themselves.
    pub(super) fn guard_keys(&self, home: &Arc<Home>) {
        let (program, auto) = (Arc::downgrade(&self.0), Arc::clone(&self.0.locking.auto));
        let (journal, clock) = (Arc::clone(&home.journal), Arc::clone(&home.clock));
        self.spawn(guard(program.clone(), auto, journal, clock));
        #[cfg(target_os = "linux")]
        self.spawn(sleep::guard(async move || lock_unless_locked(&program).await));
    }
}

/// Lock whenever the time has come, until the program ends.
async fn guard(program: Weak<Inner>, auto: Arc<AutoLock>, journal: Arc<dyn Journal>, clock: Arc<dyn Clock>) {
    match minutes(&*journal).await {
        Ok(minutes) => auto.set(minutes),
        Err(problem) => tracing::warn!(code = %problem.code, "when the keys lock by themselves could not be read"),
    }
    while program.strong_count() > 0 {
        auto.due(&*clock).await;
        lock_unless_locked(&program).await;
    }
}

/// A lock that nobody asked for tells nobody when there is nothing to lock.
pub(super) async fn lock_unless_locked(program: &Weak<Inner>) {
    let Some(program) = program.upgrade().map(|inner| Program(inner, None)) else { return };
    if program.locks_now().await.unwrap_or(true)
        && let Err(problem) = program.lock(false).await
    {
        tracing::warn!(code = %problem.code, "the keys were locked by themselves, but not all heard of it");
    }
}

impl Program {
    /// Would a lock keep anybody out who is in now?
    async fn locks_now(&self) -> Result<bool, Problem> {
        let keys = &self.home().await?.keys;
        Ok(keys.protection()? != Protection::FilePermissions && !keys.is_locked())
    }
}

/// What was kept; what cannot be read or lies outside the bounds counts as the default.
async fn minutes(journal: &dyn Journal) -> Result<Option<u32>, Problem> {
    let kept = journal.setting(MINUTES).await.map_err(|e| of_journal(&e))?;
    Ok(match kept.as_deref() {
        Some(NEVER) => None,
        kept => {
            let minutes = kept.and_then(|text| text.parse().ok()).unwrap_or(DEFAULT_MINUTES);
            Some(minutes.clamp(1, MOST_MINUTES))
        }
    })
}
