//! The jobs that this process runs or waits for, and what is wished of them.
//!
//! Invariant: wishes are given, and ended runs taken out, under one lock. So the run hears of a wish, or whoever takes
//! the run out carries the wish out; of several the last one counts.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use pileus_domain::{CancelChoice, JobId};
use pileus_pipeline::{Control, ControlHandle, RunEnd, control};
use pileus_ports::{SecretText, TransferDetails};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{Outcome, Wish};

/// What is to be done with a job.
pub(super) enum Errand {
    /// Go on with it, also when it rests; with the passphrase of its file when that was typed.
    Resume(Option<SecretText>),
    /// Go on with it unless it rests.
    Adopt,
    /// Cancel it, with the choice for a signed order.
    Cancel(Option<CancelChoice>),
}

/// Jobs by number.
#[derive(Default)]
pub(super) struct Runs(Mutex<BTreeMap<JobId, Run>>);

struct Run {
    steering: Steering,
    ended: watch::Receiver<Option<Outcome>>,
}

/// One errand from its beginning to its end, in the hands of the task that does it.
pub(super) struct Turnout {
    pub(super) id: JobId,
    pub(super) errand: Errand,
    pub(super) steering: Steering,
    pub(super) control: Control,
    pub(super) tell: watch::Sender<Option<Outcome>>,
}

/// How a job is reached from outside its task.
#[derive(Clone)]
pub(super) struct Steering {
    pub(super) control: ControlHandle,
    /// Does another process run it, so that this one only waits?
    elsewhere: Arc<AtomicBool>,
    /// Stop waiting for the other process.
    pub(super) leave: CancellationToken,
    wishes: Arc<Mutex<Wishes>>,
}

#[derive(Default)]
struct Wishes {
    /// What stops the run.
    stop: Option<Wish>,
    /// What is to be done when it has ended, unless its end is just that.
    next: Option<Errand>,
    /// Was that wished when the journal had the end already?
    late: bool,
}

impl Runs {
    /// Take up a job; none when this process has it already, whose run then hears of the errand.
    ///
    /// `rests` says that the journal had the end of its run when the errand was given.
    pub(super) fn enter(&self, id: JobId, errand: Errand, rests: bool) -> Option<Turnout> {
        enter(&mut self.lock(), id, errand, rests)
    }

    /// Take an ended run out. What was wished while it ended is the next turnout.
    pub(super) fn leave(&self, ended: &Turnout, outcome: Option<&Outcome>) -> Option<Turnout> {
        let mut runs = self.lock();
        runs.remove(&ended.id);
        let outcome = outcome?;
        let errand = ended.steering.left(outcome)?;
        enter(&mut runs, outcome.job.id, errand, true)
    }

    /// Pause a run of this process; false when it has none.
    pub(super) fn pause(&self, id: JobId) -> bool {
        self.here(id, Steering::pause)
    }

    /// Cancel a run of this process; false when it has none.
    pub(super) fn cancel(&self, id: JobId, choice: Option<CancelChoice>, rests: bool) -> bool {
        self.here(id, |steering| steering.cancel(choice, rests))
    }

    /// Does this process have the job, be it to run it or to wait for it?
    pub(super) fn has(&self, id: JobId) -> bool {
        self.lock().contains_key(&id)
    }

    /// Does this process run the job?
    pub(super) fn runs_here(&self, id: JobId) -> bool {
        self.lock().get(&id).is_some_and(|run| !run.steering.is_elsewhere())
    }

    /// Pause all, and wait for none.
    pub(super) fn pause_all(&self) {
        for run in self.lock().values() {
            run.steering.pause();
            run.steering.leave.cancel();
        }
    }

    /// Where the end of a job is told.
    pub(super) fn ended(&self, id: JobId) -> Option<watch::Receiver<Option<Outcome>>> {
        self.lock().get(&id).map(|run| run.ended.clone())
    }

    /// Steer a run of this process. One that runs elsewhere is at least not taken up again here.
    fn here(&self, id: JobId, steer: impl FnOnce(&Steering)) -> bool {
        let runs = self.lock();
        match runs.get(&id) {
            Some(run) if !run.steering.is_elsewhere() => steer(&run.steering),
            Some(run) => {
                run.steering.wishes().next.take_if(|next| matches!(next, Errand::Resume(_)));
                return false;
            }
            None => return false,
        }
        true
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<JobId, Run>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn enter(runs: &mut BTreeMap<JobId, Run>, id: JobId, errand: Errand, rests: bool) -> Option<Turnout> {
    match runs.entry(id) {
        Entry::Occupied(run) => {
            run.get().steering.hear(errand, rests);
            None
        }
        Entry::Vacant(place) => {
            let (steering, control) = Steering::new();
            let (tell, ended) = watch::channel(None);
            place.insert(Run { steering: steering.clone(), ended });
            Some(Turnout { id, errand, steering, control, tell })
        }
    }
}

impl Steering {
    fn new() -> (Self, Control) {
        let (handle, control) = control();
        let leave = CancellationToken::new();
        (Self { control: handle, elsewhere: Arc::default(), leave, wishes: Arc::default() }, control)
    }

    pub(super) fn is_elsewhere(&self) -> bool {
        self.elsewhere.load(Ordering::SeqCst)
    }

    pub(super) fn set_elsewhere(&self, elsewhere: bool) {
        self.elsewhere.store(elsewhere, Ordering::SeqCst);
    }

    /// Stop at the next safe point and stay so; a cancel is stronger.
    pub(super) fn pause(&self) {
        let mut wishes = self.wishes();
        if matches!(wishes.next, Some(Errand::Cancel(_))) {
            return;
        }
        (wishes.stop, wishes.next) = (Some(Wish::Pause), None);
        self.control.pause();
    }

    /// Cancel, now or as soon as the run has ended otherwise.
    pub(super) fn cancel(&self, choice: Option<CancelChoice>, rests: bool) {
        let mut wishes = self.wishes();
        (wishes.stop, wishes.next) = (Some(Wish::Cancel(choice)), Some(Errand::Cancel(choice)));
        wishes.late = rests;
        self.control.cancel(choice);
    }

    /// What was asked before it was known that another process has the job: to be said there.
    pub(super) fn take_stop(&self) -> Option<Wish> {
        self.wishes().stop.take()
    }

    /// A run goes on as it is, unless it was asked to stop or is at its end: then it is taken up again.
    fn resume(&self, passphrase: Option<SecretText>, rests: bool) {
        let mut wishes = self.wishes();
        if rests || wishes.stop.is_some() {
            wishes.next = Some(Errand::Resume(passphrase));
        }
    }

    fn hear(&self, errand: Errand, rests: bool) {
        match errand {
            Errand::Resume(passphrase) => self.resume(passphrase, rests),
            Errand::Cancel(choice) => self.cancel(choice, rests),
            Errand::Adopt => {}
        }
    }

    /// What was wished and is not done by this end.
    fn left(&self, outcome: &Outcome) -> Option<Errand> {
        let mut wishes = self.wishes();
        let next = wishes.next.take()?;
        let done = match (&next, &outcome.end) {
            (Errand::Resume(_) | Errand::Cancel(Some(CancelChoice::StopHere)), RunEnd::Finished)
            | (Errand::Cancel(_), RunEnd::Cancelled) => true,
            // The run took the choice down and failed on its way there: the next resume goes on with it.
            (Errand::Cancel(_), RunEnd::Failed(_) | RunEnd::NeedsKey) => !wishes.late && remembers_cancel(outcome),
            _ => false,
        };
        (!done).then_some(next)
    }

    fn wishes(&self) -> MutexGuard<'_, Wishes> {
        self.wishes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn remembers_cancel(outcome: &Outcome) -> bool {
    matches!(&outcome.job.details, TransferDetails::Upload(details) if details.cancel.is_some())
}
