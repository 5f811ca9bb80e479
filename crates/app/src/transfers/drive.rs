//! One job from its queue to its end, whoever has it.

use std::sync::Arc;

use pileus_domain::{CancelChoice, Condition, JobId, Problem};
use pileus_pipeline::{Control, ControlHandle, RunEnd, problem};
use pileus_ports::{Claim, JobEvent, JobRecord, SecretText, TransferDetails, on_cleared_stack};
use tokio::sync::oneshot;

use super::{
    Inner, Outcome, is_moving, keys,
    keys::AtHand,
    runs::{Errand, Steering, Turnout},
    steer,
};
use crate::uplink;

/// The problem code of a plan that another live job has as well.
const DUPLICATE: &str = "already_transferring";
/// Jobs that lead to each other at most; more would be a journal gone wrong.
const JOINS: usize = 4;

/// What there is to do once an errand is prepared.
enum Ready {
    /// Run the job.
    Run(Option<SecretText>),
    /// Nothing any more.
    Over,
}

/// Tells whoever gave an errand that it is under way, or why not.
type Begun = oneshot::Sender<Result<(), Problem>>;

/// Do an errand in the background; a job that this process has already hears of it instead.
///
/// Returns once it is in the journal that the errand is under way. `rests` as for [`super::runs::Runs::enter`].
pub(super) async fn begin(inner: &Arc<Inner>, id: JobId, errand: Errand, rests: bool) -> Result<(), Problem> {
    let Some(turnout) = inner.runs.enter(id, errand, rests) else { return Ok(()) };
    let (tell, begun) = oneshot::channel();
    tokio::spawn(attend(Arc::clone(inner), turnout, tell));
    begun.await.unwrap_or(Ok(()))
}

/// Do an errand, and then whatever was wished while it ended.
async fn attend(inner: Arc<Inner>, first: Turnout, begun: Begun) {
    let (mut turnout, mut begun) = (first, Some(begun));
    loop {
        let outcome = inner.turn_out(&turnout, begun.take()).await;
        let next = inner.runs.leave(&turnout, outcome.as_ref());
        turnout.tell.send_replace(outcome);
        match next {
            Some(next) => turnout = next,
            None => return,
        }
    }
}

impl Inner {
    /// One errand. Without anybody to tell it follows another run, and a problem with it is only logged.
    async fn turn_out(&self, turnout: &Turnout, begun: Option<Begun>) -> Option<Outcome> {
        let Turnout { id, steering, control, .. } = turnout;
        let ready = self.prepare(turnout, begun.is_none()).await;
        let told = ready.as_ref().map(drop).map_err(Clone::clone);
        if let Some(begun) = begun {
            // Nobody waiting for the word is fine.
            drop(begun.send(told));
        } else if let Err(problem) = told {
            tracing::warn!(job = %id, code = %problem.code, "a wish could not be carried out");
        }
        let outcome = match ready.ok()? {
            Ready::Run(passphrase) => self.drive(*id, passphrase, steering, control.clone()).await,
            Ready::Over => self.as_kept(*id).await,
        };
        match outcome {
            Ok(outcome) => {
                steer::take_up(self, outcome.job.id, steering).await;
                Some(outcome)
            }
            Err(problem) => self.broken(*id, problem).await,
        }
    }

    /// Bring a job to where its errand can begin.
    async fn prepare(&self, turnout: &Turnout, follows: bool) -> Result<Ready, Problem> {
        match &turnout.errand {
            Errand::Adopt => Ok(Ready::Run(None)),
            Errand::Resume(passphrase) => {
                self.queue(turnout.id).await?;
                Ok(Ready::Run(passphrase.clone()))
            }
            Errand::Cancel(choice) => {
                if !steer::cancel_resting(self, turnout.id, *choice, follows).await? {
                    return Ok(Ready::Over);
                }
                turnout.steering.control.cancel(*choice);
                Ok(Ready::Run(None))
            }
        }
    }

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
                    self.queue_unless_done(id).await?;
                }
                None => return self.outcome(id, end).await,
            }
        }
        self.as_kept(id).await
    }

    /// Whoever joins a job that rests wants it to go on.
    async fn queue_unless_done(&self, id: JobId) -> Result<(), Problem> {
        if self.startable(id).await.is_ok() { self.queue(id).await } else { Ok(()) }
    }

    /// Run one job here, or wait while another process runs it; one that rests stays so.
    async fn drive_one(
        &self,
        id: JobId,
        passphrase: Option<SecretText>,
        steering: &Steering,
        control: Control,
    ) -> Result<RunEnd, Problem> {
        let mut old_wish = steer::is_left(self.journal(), id).await?;
        loop {
            let claim = self.journal().claim(id).await.map_err(|e| problem::of_journal(&e))?;
            let job = self.job(id).await?;
            match claim {
                Some(_) if !is_moving(&job) => return Ok(end_of(&job.condition)),
                Some(claim) => {
                    if old_wish {
                        steer::forget(self.journal(), id).await?;
                    }
                    return self.run(job, claim, passphrase, steering, control).await;
                }
                None => {}
            }
            // What is wished from now on is meant for the run that goes on there, or for the one that follows it.
            old_wish = false;
            steering.set_elsewhere(true);
            if let Some(wish) = steering.take_stop() {
                steer::post_wish(self.journal(), id, wish).await?;
            }
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
        steering.set_elsewhere(false);
        // A job that is asked to stop needs no turn for that.
        let _turn = tokio::select! {
            turn = self.turns.next() => Some(turn),
            () = control.asked() => None,
        };
        let end = tokio::select! {
            end = self.attempt(&job, passphrase, steering, control) => end,
            never = steer::obey(self.journal(), id, steering, self.context.settings.poll) => match never {},
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
        let (keystore, pipeline) = (&self.context.ports.keystore, &self.context.pipeline);
        match &job.details {
            TransferDetails::Upload(details) => {
                let keys = on_cleared_stack(|| keys::for_upload(keystore, job, details, passphrase))?;
                let AtHand::Keys(keys) = keys else { return Ok(None) };
                with_old_cancel(&steering.control, details.cancel);
                Ok(Some(self.measured(Box::pin(pipeline.run_upload(job.id, keys, control))).await))
            }
            TransferDetails::Download(details) => {
                let keys = on_cleared_stack(|| keys::for_job(&**keystore, details, passphrase))?;
                let AtHand::Keys(keys) = keys else { return Ok(None) };
                Ok(Some(pipeline.run_download(job.id, keys, control).await))
            }
        }
    }

    /// Run an upload, and keep how fast its bytes left. Not being able to keep that is no end of an upload.
    async fn measured(&self, upload: impl Future<Output = RunEnd>) -> RunEnd {
        let context = &self.context;
        let limit = uplink::limit(self.journal()).await.unwrap_or_default();
        let end = upload.await;
        if let Err(problem) = uplink::learn(self.journal(), &context.genesis(), &context.meter, limit).await {
            tracing::warn!(code = %problem.code, "how fast bytes left could not be kept");
        }
        end
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
