//! What the person asks of a running job.

use std::future::Future;

use pileus_domain::CancelChoice;
use tokio::sync::watch;

use crate::run::Stop;

/// What is asked of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    Run,
    Pause,
    Cancel(Option<CancelChoice>),
}

/// Steers a run from outside; every clone steers the same run.
#[derive(Debug, Clone)]
pub struct ControlHandle(watch::Sender<Wish>);

/// The run's side of it.
#[derive(Debug, Clone)]
pub struct Control(watch::Receiver<Wish>);

/// A new pair.
pub fn control() -> (ControlHandle, Control) {
    let (sender, receiver) = watch::channel(Wish::Run);
    (ControlHandle(sender), Control(receiver))
}

impl ControlHandle {
    /// Stop at the next safe point; the job can be resumed.
    pub fn pause(&self) {
        self.0.send_if_modified(|wish| {
            let running = *wish == Wish::Run;
            if running {
                *wish = Wish::Pause;
            }
            running
        });
    }

    /// Cancel. The choice counts only once the order is signed; without one it is "finish, then delete".
    pub fn cancel(&self, choice: Option<CancelChoice>) {
        self.0.send_replace(Wish::Cancel(choice));
    }
}

impl Control {
    /// Wait until the person asks for anything; for ever when nobody can any more.
    pub async fn asked(&self) {
        let mut wishes = self.0.clone();
        if wishes.wait_for(|wish| *wish != Wish::Run).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Was "finish, then delete" asked for, or a cancel that names no choice?
    pub(crate) fn finishes_then_deletes(&self) -> bool {
        matches!(*self.0.borrow(), Wish::Cancel(None | Some(CancelChoice::FinishThenDelete)))
    }

    /// Must the run stop now? Before an order is signed every cancel stops it.
    pub(crate) fn check(&self, signed: bool) -> Result<(), Stop> {
        match *self.0.borrow() {
            Wish::Run => Ok(()),
            Wish::Pause => Err(Stop::Pause),
            Wish::Cancel(Some(CancelChoice::StopHere)) => Err(Stop::Cancel),
            Wish::Cancel(_) if signed => Ok(()),
            Wish::Cancel(_) => Err(Stop::Cancel),
        }
    }

    /// Wait for a future, but stop at once when asked to.
    pub(crate) async fn race<T>(&self, signed: bool, work: impl Future<Output = T>) -> Result<T, Stop> {
        let mut wishes = self.0.clone();
        tokio::pin!(work);
        loop {
            self.check(signed)?;
            tokio::select! {
                biased;
                changed = wishes.changed() => if changed.is_err() { return Ok(work.await) },
                done = &mut work => return Ok(done),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_pause_interrupts_a_wait_at_once() {
        let (handle, control) = control();
        let waiting = tokio::spawn(async move { control.race(true, std::future::pending::<()>()).await });
        tokio::task::yield_now().await;
        handle.pause();
        assert!(matches!(waiting.await.unwrap(), Err(Stop::Pause)));
    }

    #[tokio::test]
    async fn after_the_signature_a_cancel_finishes_first() {
        let (handle, control) = control();
        handle.cancel(None);
        assert!(control.check(true).is_ok());
        assert!(control.finishes_then_deletes());
        assert!(matches!(control.check(false), Err(Stop::Cancel)));
        handle.cancel(Some(CancelChoice::StopHere));
        assert!(matches!(control.check(true), Err(Stop::Cancel)));
    }
}
