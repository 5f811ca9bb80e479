//! What pages have asked for and can stop again.
//!
//! Invariants: a call is stopped or makes its change, never both, and which of the two is settled in one step; whoever
//! stopped a call is answered at once, whatever a processor still works on for it; a call ends with its window.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use pileus_contract::window::CallStop;
use pileus_domain::Problem;
use pileus_pipeline::problem;
use pileus_ports::{Consent, Given};
use tokio::task::{JoinError, JoinHandle};
use tokio_util::sync::CancellationToken;

use super::Program;

/// Most calls that are remembered because they were stopped before they were heard of.
const MOST_EARLY: usize = 64;

/// Who asks: a window, and the number that its page gave the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    /// Label of the window.
    pub(crate) window: String,
    /// What the page stops the call by; a call without a number ends with its window alone.
    pub(crate) number: Option<u32>,
}

/// One call, as the work behind it sees it.
#[derive(Debug, Default)]
pub(crate) struct Call {
    course: Mutex<Course>,
    stopped: CancellationToken,
}

/// Which way a call went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Course {
    /// It can still be stopped.
    #[default]
    Open,
    /// It was stopped, and changes nothing.
    Stopped,
    /// It makes its change, and nobody can stop it any more.
    Settled,
}

impl Call {
    fn course(&self) -> MutexGuard<'_, Course> {
        self.course.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stop it, unless its change is being made.
    fn stop(&self) -> CallStop {
        let mut course = self.course();
        match *course {
            Course::Settled => CallStop::GoesOn,
            Course::Open | Course::Stopped => {
                *course = Course::Stopped;
                self.stopped.cancel();
                CallStop::Stopped
            }
        }
    }

    /// Wait for the work of this call, or until it is stopped; what it left behind is dropped at its next rest.
    pub(super) async fn wait<T>(
        &self,
        mut work: JoinHandle<Result<T, Problem>>,
    ) -> Result<Result<T, Problem>, JoinError> {
        tokio::select! {
            biased;
            () = self.stopped.cancelled() => {
                work.abort();
                Ok(Err(problem::stopped()))
            }
            done = &mut work => done,
        }
    }
}

impl Consent for Call {
    fn confirm(&self) -> bool {
        let mut course = self.course();
        if *course == Course::Open {
            *course = Course::Settled;
        }
        *course == Course::Settled
    }
}

/// The calls that run now; clones share them.
#[derive(Debug, Clone, Default)]
pub(super) struct Calls(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    running: Vec<(Caller, Arc<Call>)>,
    /// Stopped before they were heard of: two calls of a page may overtake each other on their way.
    early: VecDeque<Caller>,
}

/// A call among those that run, until this is dropped.
pub(super) struct Running {
    calls: Calls,
    pub(super) call: Arc<Call>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.calls.known().running.retain(|(_, call)| !Arc::ptr_eq(call, &self.call));
    }
}

impl Calls {
    /// From now on a call can be stopped; an earlier one of the same number is.
    pub(super) fn begin(&self, caller: Caller) -> Running {
        let call = Arc::new(Call::default());
        if caller.number.is_some() {
            self.stop_running(&caller);
            if self.forget_early(&caller) {
                call.stop();
            }
        }
        self.known().running.push((caller, Arc::clone(&call)));
        Running { calls: self.clone(), call }
    }

    /// Stop a call; one that nobody knows will be stopped when it comes.
    pub(super) fn stop(&self, caller: Caller) -> CallStop {
        self.stop_running(&caller).unwrap_or_else(|| {
            let mut known = self.known();
            if known.early.len() == MOST_EARLY {
                known.early.pop_front();
            }
            known.early.push_back(caller);
            CallStop::Unknown
        })
    }

    /// Stop every call of a window that is gone.
    pub(super) fn stop_all(&self, window: &str) {
        let mut known = self.known();
        known.early.retain(|caller| caller.window != window);
        for (_, call) in known.running.iter().filter(|(caller, _)| caller.window == window) {
            call.stop();
        }
    }

    fn stop_running(&self, caller: &Caller) -> Option<CallStop> {
        let known = self.known();
        let found = known.running.iter().rev().find(|(running, _)| running == caller);
        found.map(|(_, call)| call.stop())
    }

    fn forget_early(&self, caller: &Caller) -> bool {
        let mut known = self.known();
        let before = known.early.len();
        known.early.retain(|early| early != caller);
        known.early.len() < before
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Program {
    /// The program for one call of a page: what runs under it can be stopped, and ends with the window.
    pub(crate) fn under(&self, caller: Caller) -> Self {
        let running = self.0.calls.begin(caller);
        Self(Arc::clone(&self.0), Some(Arc::new(running)))
    }

    /// Stop what a page has asked for.
    pub(crate) fn stop_call(&self, caller: Caller) -> CallStop {
        self.0.calls.stop(caller)
    }

    /// Stop whatever runs for a window that is gone.
    pub(crate) fn window_gone(&self, window: &str) {
        self.0.calls.stop_all(window);
    }

    /// Asked for right before a change is made that may be stopped until then.
    pub(crate) fn consent(&self) -> Arc<dyn Consent> {
        match &self.1 {
            Some(running) => Arc::clone(&running.call) as Arc<dyn Consent>,
            None => Arc::new(Given),
        }
    }
}

#[cfg(test)]
mod tests;
