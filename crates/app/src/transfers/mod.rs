//! Uploads and downloads as jobs: made, queued, run, steered, followed.

mod create;
mod drive;
mod fees;
mod keys;
mod runs;
mod steer;
mod turns;

use std::{sync::Arc, time::Duration};

use pileus_domain::{BlockNumber, BlockRef, ByteCount, CancelChoice, Condition, JobId, Problem, Stage};
use pileus_pipeline::{Observer as _, RunEnd, problem};
use pileus_ports::{JobEvent, JobRecord, Journal, JournalError, SecretText, TransferDetails};
use tokio::time::Instant;

use crate::{
    AppError,
    context::Context,
    feed::{self, Subscription},
};

pub(crate) use create::media_type;
pub use create::{Created, DownloadRequest, SealChoice, UploadRequest};
pub(crate) use fees::order_fees;
pub(crate) use keys::for_download as keys_to_open;
use runs::{Errand, Runs};
pub use steer::{Wish, post_wish};
use turns::Turns;

/// Events read from the journal at a time.
const EVENT_PAGE: u32 = 512;

/// How a job came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The job as it is kept now; another one when the first was joined to it.
    pub job: JobRecord,
    /// How its run ended.
    pub end: RunEnd,
    /// The final block in which an upload was seen stored.
    pub block: Option<BlockRef>,
}

/// What cancelling a job would leave behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelConsequence {
    /// Was its order signed, so that a choice must be made?
    pub signed: bool,
    /// Space that stays locked when it stops now.
    pub locked: ByteCount,
    /// Until which block, when the territory is known.
    pub until: Option<BlockNumber>,
}

/// All jobs at one moment; later events fold over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Events up to this number are in it.
    pub sequence: u64,
    /// The jobs, newest first.
    pub jobs: Vec<JobRecord>,
}

struct Inner {
    context: Arc<Context>,
    runs: Runs,
    turns: Turns,
}

/// The transfers of one network; clones share them.
#[derive(Clone)]
pub struct Transfers(Arc<Inner>);

/// All jobs of a journal, newest first, whatever their network.
///
/// # Errors
/// The journal's problem.
pub async fn list_jobs(journal: &dyn Journal) -> Result<Vec<JobRecord>, Problem> {
    journal.jobs().await.map_err(|e| problem::of_journal(&e))
}

impl Transfers {
    pub(crate) fn new(context: Arc<Context>) -> Self {
        let turns = Turns::new(context.settings.parallel);
        Self(Arc::new(Inner { context, runs: Runs::default(), turns }))
    }

    /// From now on so many transfers run at the same time, at least one; those that run go on.
    pub fn set_parallel(&self, transfers: usize) {
        self.0.turns.set(transfers);
    }

    /// Queue a job, and run it when its turn comes. Returns as soon as it is queued; a job that runs already goes on as
    /// it is, and one that is about to stop starts again when it has stopped.
    ///
    /// A job that another process runs is waited for, and taken over should that process die.
    ///
    /// # Errors
    /// [`AppError::JobFinished`], [`AppError::JobElsewhere`], or the journal's problem.
    pub async fn start(&self, id: JobId, passphrase: Option<SecretText>) -> Result<(), Problem> {
        let job = self.0.startable(id).await?;
        drive::begin(&self.0, id, Errand::Resume(passphrase), !is_moving(&job)).await
    }

    /// Start every job that a process left unfinished on this network, as far as no other process has it.
    ///
    /// Paused, failed and cancelled jobs stay as they are, and so do those that wait for a key.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn adopt(&self) -> Result<Vec<JobId>, Problem> {
        let mut adopted = Vec::new();
        for job in list_jobs(self.journal()).await? {
            if is_moving(&job) && job.genesis == self.0.context.genesis() && self.is_free(job.id).await? {
                drive::begin(&self.0, job.id, Errand::Adopt, false).await?;
                adopted.push(job.id);
            }
        }
        Ok(adopted)
    }

    async fn is_free(&self, id: JobId) -> Result<bool, Problem> {
        if self.0.runs.has(id) {
            return Ok(false);
        }
        Ok(self.journal().claim(id).await.map_err(|e| problem::of_journal(&e))?.is_some())
    }

    /// Wait until the run of a job ends.
    ///
    /// # Errors
    /// The journal's problem; a job that nobody started gives what is kept of it.
    pub async fn wait(&self, id: JobId) -> Result<Outcome, Problem> {
        if let Some(mut ended) = self.0.runs.ended(id)
            && let Ok(outcome) = ended.wait_for(Option::is_some).await
            && let Some(outcome) = outcome.clone()
        {
            return Ok(outcome);
        }
        self.0.as_kept(id).await
    }

    /// Wait until a job is at rest, wherever it runs, but no longer than so.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn wait_for_rest(&self, id: JobId, patience: Duration) -> Result<JobRecord, Problem> {
        let until = Instant::now() + patience;
        loop {
            let job = self.job(id).await?;
            if !is_moving(&job) || Instant::now() >= until {
                return Ok(job);
            }
            tokio::time::sleep(self.0.context.settings.poll).await;
        }
    }

    /// Stop a job at its next safe point, wherever it runs; it can be started again.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn pause(&self, id: JobId) -> Result<(), Problem> {
        steer::pause(&self.0, id).await
    }

    /// Does this process run the job now?
    pub fn runs_here(&self, id: JobId) -> bool {
        self.0.runs.runs_here(id)
    }

    /// Pause everything that this process runs, and stop waiting for what others run.
    pub fn pause_all(&self) {
        self.0.runs.pause_all();
    }

    /// Cancel a job, wherever it runs. The choice counts once the order is signed; without one it is "finish, then
    /// delete".
    ///
    /// # Errors
    /// [`AppError::JobFinished`], or the journal's problem.
    pub async fn cancel(&self, id: JobId, choice: Option<CancelChoice>) -> Result<(), Problem> {
        steer::cancel(&self.0, id, choice).await
    }

    /// What cancelling would leave behind, for the person to choose.
    ///
    /// # Errors
    /// The journal's problem. An unreachable chain only leaves the end of the lock unknown.
    pub async fn cancel_consequence(&self, id: JobId) -> Result<CancelConsequence, Problem> {
        steer::consequence(&self.0, id).await
    }

    /// One job.
    ///
    /// # Errors
    /// The journal's problem when there is no such job.
    pub async fn job(&self, id: JobId) -> Result<JobRecord, Problem> {
        self.0.job(id).await
    }

    /// All jobs with the number up to which their events are in them.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn snapshot(&self) -> Result<Snapshot, Problem> {
        let sequence = feed::latest(self.journal()).await?;
        Ok(Snapshot { sequence, jobs: list_jobs(self.journal()).await? })
    }

    /// Everything that happens after a number.
    pub fn follow(&self, after: u64) -> Subscription {
        let context = &self.0.context;
        context.feed.subscribe(Arc::clone(&context.ports.journal), after, context.settings.poll)
    }

    fn journal(&self) -> &dyn Journal {
        self.0.journal()
    }
}

impl Inner {
    fn journal(&self) -> &dyn Journal {
        &*self.context.ports.journal
    }

    async fn job(&self, id: JobId) -> Result<JobRecord, Problem> {
        let job = self.journal().job(id).await.map_err(|e| problem::of_journal(&e))?;
        job.ok_or_else(|| problem::of_journal(&JournalError::NoJob(id)))
    }

    /// A job of this network that has something left to do.
    async fn startable(&self, id: JobId) -> Result<JobRecord, Problem> {
        let job = self.job(id).await?;
        if job.condition == Condition::Finished || job.stage == Stage::Done {
            return Err(AppError::JobFinished { job: id }.into());
        }
        if job.genesis != self.context.genesis() {
            return Err(AppError::JobElsewhere { job: id }.into());
        }
        Ok(job)
    }

    /// From now on it goes on by itself, also after a restart; a cancel that was stopped half-way is taken back.
    async fn queue(&self, id: JobId) -> Result<(), Problem> {
        let mut job = self.startable(id).await?;
        if is_moving(&job) {
            return Ok(());
        }
        if let (Condition::Cancelled, TransferDetails::Upload(details)) = (&job.condition, &mut job.details) {
            details.cancel = None;
        }
        job.condition = Condition::Queued;
        self.journal().update_job(&job).await.map_err(|e| problem::of_journal(&e))
    }

    /// How a job stands in the journal.
    async fn as_kept(&self, id: JobId) -> Result<Outcome, Problem> {
        let end = drive::end_of(&self.job(id).await?.condition);
        self.outcome(id, end).await
    }

    async fn outcome(&self, id: JobId, end: RunEnd) -> Result<Outcome, Problem> {
        let job = self.job(id).await?;
        let block = if end == RunEnd::Finished { self.completion(id).await? } else { None };
        Ok(Outcome { job, end, block })
    }

    /// The block that the newest completion of a job names.
    async fn completion(&self, id: JobId) -> Result<Option<BlockRef>, Problem> {
        let (mut after, mut found) = (0, None);
        loop {
            let page = self.journal().events(Some(id), after, EVENT_PAGE).await;
            let page = page.map_err(|e| problem::of_journal(&e))?;
            let Some(last) = page.last() else { return Ok(found) };
            after = last.sequence;
            for record in page {
                if let JobEvent::Completed { block, .. } = record.event {
                    found = block;
                }
            }
        }
    }

    /// Keep a job and tell what happened to it.
    async fn settle(&self, job: &mut JobRecord, condition: Condition, event: JobEvent) -> Result<(), Problem> {
        let now = self.context.ports.clock.now();
        (job.condition, job.updated) = (condition, now);
        let journal = self.journal();
        let record = journal.update_job_telling(job, now, &event).await.map_err(|e| problem::of_journal(&e))?;
        self.context.feed.certain(&record);
        Ok(())
    }
}

/// Does it run, or wait for its turn, in some process or by the next one?
fn is_moving(job: &JobRecord) -> bool {
    matches!(job.condition, Condition::Queued | Condition::Running)
}
