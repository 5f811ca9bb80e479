//! One job from its queue to its end, whoever has it.

use std::{
    collections::BTreeMap,
    sync::{Arc, atomic::Ordering},
};

use pileus_domain::{CancelChoice, Condition, JobId, Problem};
use pileus_pipeline::{Control, ControlHandle, RunEnd, control, problem};
use pileus_ports::{Claim, JobEvent, JobRecord, SecretText, TransferDetails};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{Inner, Outcome, Running, Steering, keys, keys::AtHand, steer};

/// The problem code of a plan that another live job has as well.
const DUPLICATE: &str = "already_transferring";
/// Jobs that lead to each other at most; more would be a journal gone wrong.
const JOINS: usize = 4;

/// Drive a job in the background, unless this process does so already.
pub(super) fn spawn(inner: &Arc<Inner>, id: JobId, passphrase: Option<SecretText>) {
    spawn_with(inner, id, passphrase, |_| {});
}

/// The same, and give its run an order before it begins.
pub(super) fn spawn_with(
    inner: &Arc<Inner>,
    id: JobId,
    passphrase: Option<SecretText>,
    order: impl FnOnce(&ControlHandle),
) {
    let (handle, control) = control();
    order(&handle);
    let steering = Steering { control: handle, elsewhere: Arc::default(), leave: CancellationToken::new() };
    let (tell, ended) = watch::channel(None);
    if !enlist(&mut inner.running(), id, Running { steering: steering.clone(), ended }) {
        return;
    }
    let inner = Arc::clone(inner);
    tokio::spawn(async move {
        let outcome = inner.drive(id, passphrase, &steering, control).await;
        let outcome = match outcome {
            Ok(outcome) => Some(outcome),
            Err(problem) => inner.broken(id, problem).await,
        };
        inner.running().remove(&id);
        tell.send_replace(outcome);
    });
}

fn enlist(running: &mut BTreeMap<JobId, Running>, id: JobId, new: Running) -> bool {
    if running.contains_key(&id) {
        return false;
    }
    running.insert(id, new);
    true
}

impl Inner {
    async fn drive(
        &self,
        id: JobId,
        passphrase: Option<SecretText>,
        steering: &Steering,
        control: Control,
    ) -> Result<Outcome, Problem> {
        let mut id = id;
        for _ in 0..JOINS {
            let end = self.drive_one(id, passphrase.clone(), steering, control.clone()).await?;
            match joined(&end) {
                Some(other) => {
                    self.give_way(id).await?;
                    id = other;
                }
                None => return self.outcome(id, end).await,
            }
        }
        let end = end_of(&self.job(id).await?.condition);
        self.outcome(id, end).await
    }

    /// Run one job here, or wait while another process runs it.
    async fn drive_one(
        &self,
        id: JobId,
        passphrase: Option<SecretText>,
        steering: &Steering,
        control: Control,
    ) -> Result<RunEnd, Problem> {
        let mut waited = false;
        loop {
            let claim = self.journal().claim(id).await.map_err(|e| problem::of_journal(&e))?;
            let job = self.job(id).await?;
            let over = match &job.condition {
                Condition::Finished => true,
                Condition::Queued | Condition::Running => false,
                _ => waited,
            };
            match claim {
                Some(_) if over => return Ok(end_of(&job.condition)),
                Some(claim) => return self.run(job, claim, passphrase, steering, control).await,
                None => waited = true,
            }
            steering.elsewhere.store(true, Ordering::SeqCst);
            tokio::select! {
                () = tokio::time::sleep(self.context.settings.poll) => {}
                () = steering.leave.cancelled() => return Ok(RunEnd::Paused),
            }
        }
    }

    /// Run a claimed job when its turn comes.
    async fn run(
        &self,
        mut job: JobRecord,
        claim: Box<dyn Claim>,
        passphrase: Option<SecretText>,
        steering: &Steering,
        control: Control,
    ) -> Result<RunEnd, Problem> {
        let id = job.id;
        steering.elsewhere.store(false, Ordering::SeqCst);
        steer::forget(self.journal(), id).await?;
        let _turn = self.turns.acquire().await;
        let end = tokio::select! {
            end = self.attempt(&job, passphrase, steering, control) => end,
            never = steer::obey(self.journal(), id, &steering.control, self.context.settings.poll) => match never {},
        };
        let end = self.conclude(&mut job, end).await;
        drop(claim);
        end
    }

    /// Run it with what the keystore gives; none when that is locked.
    async fn attempt(
        &self,
        job: &JobRecord,
        passphrase: Option<SecretText>,
        steering: &Steering,
        control: Control,
    ) -> Result<Option<RunEnd>, Problem> {
        let (keystore, pipeline) = (&*self.context.ports.keystore, &self.context.pipeline);
        match &job.details {
            TransferDetails::Upload(details) => {
                let AtHand::Keys(keys) = keys::for_upload(keystore, job, details, passphrase)? else { return Ok(None) };
                with_old_cancel(&steering.control, details.cancel);
                Ok(Some(pipeline.run_upload(job.id, keys, control).await))
            }
            TransferDetails::Download(_) => {
                let keys = keys::for_download(keystore, passphrase)?;
                Ok(Some(pipeline.run_download(job.id, keys, control).await))
            }
        }
    }

    /// What the pipeline ended it has written down itself; the rest is written here.
    async fn conclude(&self, job: &mut JobRecord, end: Result<Option<RunEnd>, Problem>) -> Result<RunEnd, Problem> {
        match end {
            Ok(Some(end)) => Ok(end),
            Ok(None) => {
                self.settle(job, Condition::NeedsKey, JobEvent::NeedsKey).await?;
                Ok(RunEnd::NeedsKey)
            }
            Err(problem) => {
                let event = JobEvent::Failed { problem: problem.clone() };
                self.settle(job, Condition::Failed(problem.clone()), event).await?;
                Ok(RunEnd::Failed(problem))
            }
        }
    }

    /// A job whose file another job has already: forget it.
    async fn give_way(&self, id: JobId) -> Result<(), Problem> {
        let mut job = self.job(id).await?;
        job.condition = Condition::Cancelled;
        self.journal().update_job(&job).await.map_err(|e| problem::of_journal(&e))?;
        self.journal().remove_job(id).await.map_err(|e| problem::of_journal(&e))
    }

    /// The journal failed under a job: tell it as its end, as far as the job can still be read.
    async fn broken(&self, id: JobId, problem: Problem) -> Option<Outcome> {
        tracing::warn!(job = %id, code = %problem.code, "a job could not be driven");
        let job = self.job(id).await.ok()?;
        Some(Outcome { job, end: RunEnd::Failed(problem), block: None })
    }
}

/// A choice that was made before a restart still holds.
fn with_old_cancel(handle: &ControlHandle, choice: Option<CancelChoice>) {
    if choice == Some(CancelChoice::FinishThenDelete) {
        handle.cancel(choice);
    }
}

/// The job that has this file already.
fn joined(end: &RunEnd) -> Option<JobId> {
    match end {
        RunEnd::Failed(problem) if problem.code == DUPLICATE => problem.context.get("job")?.parse().ok(),
        _ => None,
    }
}

/// The end that a kept condition stands for.
pub(super) fn end_of(condition: &Condition) -> RunEnd {
    match condition {
        Condition::Finished => RunEnd::Finished,
        Condition::Cancelled => RunEnd::Cancelled,
        Condition::NeedsKey => RunEnd::NeedsKey,
        Condition::Failed(problem) => RunEnd::Failed(problem.clone()),
        Condition::Queued | Condition::Running | Condition::Paused => RunEnd::Paused,
    }
}
