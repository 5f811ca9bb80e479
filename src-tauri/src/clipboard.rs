//! Secrets on the clipboard, for a minute.
//!
//! Duty: put a secret on the clipboard for the person, and take it off again: after a minute, when the keys window or the
//! program closes, or when the next secret comes.
//!
//! Invariants: only what is still ours is taken off, never what somebody else copied meanwhile; desktops are asked to keep
//! it out of their histories; it is in no log. Under X11 this program itself answers whoever pastes, so nothing is left
//! there when it ends.
//!
//! Absent on purpose: reading the clipboard for anything else than to see whether the secret is still on it.

mod board;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use pileus_domain::Problem;
use pileus_ports::{Clock, SecretText, SystemClock, Timestamp};

use self::board::{Board, SystemBoard};
use crate::problem;

/// How long a secret stays on the clipboard.
const STAY: Duration = Duration::from_mins(1);

/// The clipboard for secrets; clones share it.
#[derive(Clone)]
pub(crate) struct SecretClipboard(Arc<Inner>);

struct Inner {
    open: Box<dyn Fn() -> Result<Box<dyn Board>, Problem> + Send + Sync>,
    clock: Arc<dyn Clock>,
    stay: Duration,
    held: Mutex<Held>,
}

/// What was copied last.
#[derive(Default)]
struct Held {
    /// Grows with every copy, so that the end of an earlier one leaves a later one alone.
    turn: u64,
    copied: Option<Copied>,
}

struct Copied {
    secret: SecretText,
    board: Box<dyn Board>,
}

impl Default for SecretClipboard {
    fn default() -> Self {
        Self::over(SystemBoard::open, Arc::new(SystemClock), STAY)
    }
}

impl SecretClipboard {
    fn over(
        open: impl Fn() -> Result<Box<dyn Board>, Problem> + Send + Sync + 'static,
        clock: Arc<dyn Clock>,
        stay: Duration,
    ) -> Self {
        Self(Arc::new(Inner { open: Box::new(open), clock, stay, held: Mutex::default() }))
    }

    /// Copy a secret; says when it goes off the clipboard again. Call this on a tokio runtime.
    ///
    /// # Errors
    /// `clipboard_unavailable`.
    pub(crate) async fn copy(self, secret: SecretText) -> Result<Timestamp, Problem> {
        let copying = self.clone();
        let turn = beside(move || copying.put(secret)).await??;
        let stay = self.0.stay;
        let until = self.0.clock.now().0.saturating_add(u64::try_from(stay.as_millis()).unwrap_or(u64::MAX));
        tokio::spawn(async move {
            tokio::time::sleep(stay).await;
            // The runtime is about to end; so is the program, which takes the secret off itself.
            let _ = beside(move || self.take_off_if(|held| held.turn == turn)).await;
        });
        Ok(Timestamp(until))
    }

    /// Take the secret off the clipboard, if it is still on it. May wait for the program that holds the clipboard.
    pub(crate) fn take_off(&self) {
        self.take_off_if(|_| true);
    }

    /// The same beside the window's thread, which the wait would hold up.
    pub(crate) async fn take_off_beside(self) {
        // As above: nothing more to do for a program that ends.
        let _ = beside(move || self.take_off()).await;
    }

    fn put(&self, secret: SecretText) -> Result<u64, Problem> {
        let mut held = self.held();
        let mut board = match held.copied.take() {
            Some(copied) => copied.board,
            None => (self.0.open)()?,
        };
        board.put(&secret)?;
        held.turn += 1;
        held.copied = Some(Copied { secret, board });
        Ok(held.turn)
    }

    fn take_off_if(&self, due: impl FnOnce(&Held) -> bool) {
        let mut held = self.held();
        if !due(&held) {
            return;
        }
        if let Some(Copied { secret, mut board }) = held.copied.take()
            && board.holds(&secret)
        {
            board.clear();
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Beside the runtime: whoever holds the clipboard may take seconds to answer.
async fn beside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(|e| problem::broken(&e))
}

#[cfg(test)]
mod tests;
