//! The word of logind that the computer is about to sleep.
//!
//! The sleep is held up for as long as locking takes; logind goes to sleep all the same when that is too long. A system
//! without logind sends no word: there the clock on the wall tells afterwards.

use futures::StreamExt as _;
use zbus::{Connection, OwnedFd, proxy};

/// Who asks for a moment, as logind lists it.
const WHO: &str = "Pileus";
/// What for.
const WHY: &str = "Lock the keys";

/// The part of logind's manager that tells of sleep.
///
/// # Source
/// org.freedesktop.login1(5).
#[proxy(
    interface = "org.freedesktop.login1.Manager",
    default_service = "org.freedesktop.login1",
    default_path = "/org/freedesktop/login1"
)]
trait Manager {
    /// Hold something up for as long as the file is open.
    fn inhibit(&self, what: &str, who: &str, why: &str, mode: &str) -> zbus::Result<OwnedFd>;
    /// The computer is about to sleep (true), or has woken up.
    #[zbus(signal)]
    fn prepare_for_sleep(&self, start: bool) -> zbus::Result<()>;
}

/// Lock before every sleep that logind announces, until the program ends.
pub(super) async fn guard(lock: impl AsyncFn() + Send) {
    let followed = match Connection::system().await {
        Ok(bus) => follow(&bus, lock).await,
        Err(error) => Err(error),
    };
    if let Err(error) = followed {
        tracing::info!(%error, "nobody announces sleep here; the clock will tell");
    }
}

async fn follow(bus: &Connection, lock: impl AsyncFn() + Send) -> zbus::Result<()> {
    let manager = ManagerProxy::new(bus).await?;
    let mut told = manager.receive_prepare_for_sleep().await?;
    let mut held_up = hold_up(&manager).await;
    while let Some(word) = told.next().await {
        if *word.args()?.start() {
            lock().await;
            // Closing the file lets the computer sleep.
            drop(held_up.take());
        } else {
            held_up = hold_up(&manager).await;
        }
    }
    Ok(())
}

/// A person who may not hold sleep up is locked in the moment that logind leaves everybody.
async fn hold_up(manager: &ManagerProxy<'_>) -> Option<OwnedFd> {
    manager.inhibit("sleep", WHO, WHY, "delay").await.ok()
}

#[cfg(test)]
mod tests;
