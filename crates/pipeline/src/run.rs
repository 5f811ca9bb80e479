//! One run of one job: its record, its events, and how it may stop.

use std::{
    future::Future,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use pileus_domain::{ByteCount, CancelChoice, Condition, JobId, Problem, Stage};
use pileus_ports::{ChainError, JobEvent, JobRecord, JournalError, TransferDetails, UploadDetails};
use tokio::{task::JoinSet, time::Instant};

use crate::{Control, Pipeline, moving::Tally, problem};

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunEnd {
    /// Stored, or written to disk.
    Finished,
    /// The person paused it.
    Paused,
    /// A data key or a passphrase is missing.
    NeedsKey,
    /// A problem stopped it.
    Failed(Problem),
    /// The person cancelled it.
    Cancelled,
}

/// Why a stage did not reach its end.
#[derive(Debug)]
pub(crate) enum Stop {
    Pause,
    Cancel,
    NeedsKey,
    Problem(Box<Problem>),
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<JournalError> for Stop {
    fn from(error: JournalError) -> Self {
        problem::of_journal(&error).into()
    }
}

/// A job while it runs.
pub(crate) struct Run {
    pub(crate) pipeline: Pipeline,
    pub(crate) control: Control,
    job: Mutex<JobRecord>,
    signed: AtomicBool,
    last_progress: Mutex<Option<Instant>>,
    beside: Mutex<JoinSet<()>>,
    pub(crate) tally: Tally,
}

impl Run {
    pub(crate) fn new(pipeline: Pipeline, control: Control, job: JobRecord) -> Arc<Self> {
        Arc::new(Self {
            pipeline,
            control,
            job: Mutex::new(job),
            signed: AtomicBool::new(false),
            last_progress: Mutex::new(None),
            beside: Mutex::new(JoinSet::new()),
            tally: Tally::default(),
        })
    }

    /// The record as it stands.
    pub(crate) fn job(&self) -> JobRecord {
        self.job.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    pub(crate) fn id(&self) -> JobId {
        self.job.lock().unwrap_or_else(std::sync::PoisonError::into_inner).id
    }

    /// Do something beside the stages, at most until the run ends.
    pub(crate) fn beside(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.beside.lock().unwrap_or_else(std::sync::PoisonError::into_inner).spawn(work);
    }

    /// End what is done beside the stages.
    pub(crate) fn end_beside(&self) {
        self.beside.lock().unwrap_or_else(std::sync::PoisonError::into_inner).abort_all();
    }

    /// The upload's own facts.
    pub(crate) fn upload(&self) -> Result<UploadDetails, Stop> {
        match self.job().details {
            TransferDetails::Upload(details) => Ok(details),
            TransferDetails::Download(_) => Err(problem::wrong_kind().into()),
        }
    }

    /// Change the record and keep it.
    pub(crate) async fn change(&self, change: impl FnOnce(&mut JobRecord)) -> Result<(), Stop> {
        let next = self.changed(change);
        self.pipeline.journal.update_job(&next).await?;
        self.set_job(next);
        Ok(())
    }

    /// Change the record, and keep and tell an event of it: one write, so that it takes half the time.
    pub(crate) async fn change_telling(
        &self,
        event: JobEvent,
        change: impl FnOnce(&mut JobRecord),
    ) -> Result<(), Stop> {
        let next = self.changed(change);
        let record = self.pipeline.journal.update_job_telling(&next, next.updated, &event).await?;
        self.set_job(next);
        self.pipeline.observer.certain(&record);
        Ok(())
    }

    fn changed(&self, change: impl FnOnce(&mut JobRecord)) -> JobRecord {
        let mut next = self.job();
        change(&mut next);
        self.remember_cancel(&mut next);
        next.updated = self.pipeline.clock.now();
        next
    }

    fn set_job(&self, job: JobRecord) {
        *self.job.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = job;
    }

    /// "Finish, then delete" must hold over a restart, whenever it was asked for.
    fn remember_cancel(&self, job: &mut JobRecord) {
        if let TransferDetails::Upload(details) = &mut job.details
            && self.is_signed()
            && self.control.finishes_then_deletes()
        {
            details.cancel = Some(CancelChoice::FinishThenDelete);
        }
    }

    /// Go to a stage: kept before anything of it is done.
    pub(crate) async fn enter(&self, stage: Stage) -> Result<(), Stop> {
        self.change_telling(JobEvent::StageEntered { stage }, |job| {
            job.stage = stage;
            job.condition = Condition::Running;
        })
        .await
    }

    /// Keep an event, then tell it.
    pub(crate) async fn certain(&self, event: JobEvent) -> Result<(), Stop> {
        let record = self.pipeline.journal.append_event(self.id(), self.pipeline.clock.now(), &event).await?;
        self.pipeline.observer.certain(&record);
        Ok(())
    }

    /// Tell progress, not too often.
    pub(crate) fn progress(&self, stage: Stage, done: u64, total: u64) {
        let mut last = self.last_progress.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let early = last.is_some_and(|at| at.elapsed() < self.pipeline.limits.progress_every);
        if early && done < total {
            return;
        }
        *last = Some(Instant::now());
        self.pipeline.observer.progress(self.id(), stage, ByteCount(done), ByteCount(total));
    }

    /// From now on a cancel leaves something on the chain.
    pub(crate) fn mark_signed(&self) {
        self.signed.store(true, Ordering::SeqCst);
    }

    pub(crate) fn is_signed(&self) -> bool {
        self.signed.load(Ordering::SeqCst)
    }

    /// Stop here if asked to.
    pub(crate) fn check(&self) -> Result<(), Stop> {
        self.control.check(self.is_signed())
    }

    /// Wait for work that may be dropped at any point.
    pub(crate) async fn race<T>(&self, work: impl Future<Output = T>) -> Result<T, Stop> {
        self.control.race(self.is_signed(), work).await
    }

    /// Sleep, unless asked to stop.
    pub(crate) async fn pause_for(&self, time: Duration) -> Result<(), Stop> {
        self.race(tokio::time::sleep(time)).await
    }

    /// Ask the chain, patiently while it cannot be reached.
    ///
    /// # Errors
    /// The chain's own problem, or `network_unreachable` after [`crate::Limits::chain_patience`].
    pub(crate) async fn ask<T, F, Fut>(&self, question: F) -> Result<T, Stop>
    where
        F: Fn() -> Fut,
        Fut: Future<Output = Result<T, ChainError>>,
    {
        let started = Instant::now();
        let mut pause = self.pipeline.limits.chain_pause;
        loop {
            match self.race(question()).await? {
                Ok(answer) => return Ok(answer),
                Err(error) if error.may_pass() && started.elapsed() < self.pipeline.limits.chain_patience => {
                    tracing::debug!(job = %self.id(), %error, "the chain did not answer, trying again");
                    self.pause_for(pause).await?;
                    pause = (pause * 2).min(self.pipeline.limits.chain_pause_max);
                }
                Err(error) => return Err(problem::of_chain(&error).into()),
            }
        }
    }
}

/// Bring a stage's outcome into the record, the journal and the answer.
pub(crate) async fn conclude(run: &Run, outcome: Result<(), Stop>) -> RunEnd {
    run.end_beside();
    let (condition, event, end) = match outcome {
        Ok(()) => (Condition::Finished, None, RunEnd::Finished),
        Err(Stop::Pause) => (Condition::Paused, Some(JobEvent::Paused), RunEnd::Paused),
        Err(Stop::NeedsKey) => (Condition::NeedsKey, Some(JobEvent::NeedsKey), RunEnd::NeedsKey),
        Err(Stop::Cancel) => {
            let locked = locked_space(run).await;
            (Condition::Cancelled, Some(JobEvent::Cancelled { locked }), RunEnd::Cancelled)
        }
        Err(Stop::Problem(problem)) => {
            let event = JobEvent::Failed { problem: (*problem).clone() };
            (Condition::Failed((*problem).clone()), Some(event), RunEnd::Failed(*problem))
        }
    };
    match settle(run, condition, event).await {
        Err(Stop::Problem(problem)) => RunEnd::Failed(*problem),
        Ok(()) | Err(_) => end,
    }
}

async fn settle(run: &Run, condition: Condition, event: Option<JobEvent>) -> Result<(), Stop> {
    let change = |job: &mut JobRecord| job.condition = condition;
    match event {
        Some(event) => run.change_telling(event, change).await,
        None => run.change(change).await,
    }
}

/// Space that an open order of this job keeps locked.
async fn locked_space(run: &Run) -> ByteCount {
    if !run.is_signed() || run.job().stage == Stage::Done {
        return ByteCount(0);
    }
    match run.pipeline.journal.plan(run.id()).await {
        Ok(Some(plan)) => plan.territory_bytes(),
        _ => ByteCount(0),
    }
}
