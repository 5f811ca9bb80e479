//! Pausing and cancelling, also of jobs that another process runs.
//!
//! A wish for another process is left in the journal, where the process that has the job looks for it.

use std::{convert::Infallible, sync::Arc, time::Duration};

use pileus_domain::{BlockNumber, ByteCount, CancelChoice, Condition, JobId, JobKind, Problem, Stage};
use pileus_pipeline::problem;
use pileus_ports::{
    At, Claim, JobEvent, JobRecord, Journal, TransactionPurpose, TransactionRecord, TransactionState, TransferDetails,
};
use serde::{Deserialize, Serialize};

use super::{
    CancelConsequence, Inner, drive, is_moving,
    runs::{Errand, Steering},
};
use crate::AppError;

/// What a person wants of a job that runs somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// Stop at the next safe point.
    Pause,
    /// Cancel, with the choice for a signed order.
    Cancel(Option<CancelChoice>),
}

fn key(id: JobId) -> String {
    format!("wish/{id}")
}

/// Leave a wish for the process that runs a job.
///
/// # Errors
/// The journal's problem.
pub async fn post_wish(journal: &dyn Journal, id: JobId, wish: Wish) -> Result<(), Problem> {
    let text = serde_json::to_string(&wish).unwrap_or_default();
    journal.set_setting(&key(id), &text).await.map_err(|e| problem::of_journal(&e))
}

/// Is there a wish that nobody heard yet?
pub(super) async fn is_left(journal: &dyn Journal, id: JobId) -> Result<bool, Problem> {
    let kept = journal.setting(&key(id)).await.map_err(|e| problem::of_journal(&e))?;
    Ok(kept.is_some_and(|text| !text.is_empty()))
}

/// Forget what was wished of an earlier run.
pub(super) async fn forget(journal: &dyn Journal, id: JobId) -> Result<(), Problem> {
    journal.set_setting(&key(id), "").await.map_err(|e| problem::of_journal(&e))
}

/// Pass wishes of other processes on to a run, for as long as it runs.
pub(super) async fn obey(journal: &dyn Journal, id: JobId, steering: &Steering, poll: Duration) -> Infallible {
    loop {
        tokio::time::sleep(poll).await;
        pass_on(journal, id, steering, false).await;
    }
}

async fn pass_on(journal: &dyn Journal, id: JobId, steering: &Steering, rests: bool) {
    // A journal that fails here fails the run as well, which tells it.
    let Ok(Some(text)) = journal.setting(&key(id)).await else { return };
    let Ok(wish) = serde_json::from_str(&text) else { return };
    match wish {
        Wish::Pause => steering.pause(),
        Wish::Cancel(choice) => steering.cancel(choice, rests),
    }
    if let Err(problem) = forget(journal, id).await {
        tracing::warn!(job = %id, code = %problem.code, "a wish could not be taken out of the journal");
    }
}

/// Take up what another process wished too late for the run that has just ended here.
///
/// Called once the right to run the job is given back; while another process has it, the wish is for that one.
pub(super) async fn take_up(inner: &Inner, id: JobId, steering: &Steering) {
    let journal = inner.journal();
    if steering.is_elsewhere() || !is_left(journal, id).await.unwrap_or(false) {
        return;
    }
    if let Ok(Some(_claim)) = journal.claim(id).await {
        pass_on(journal, id, steering, true).await;
    }
}

/// The right to a job that nobody runs; none when the wish was left for the process that runs it.
async fn claim_or_post(journal: &dyn Journal, id: JobId, wish: Wish) -> Result<Option<Box<dyn Claim>>, Problem> {
    let claim = async || journal.claim(id).await.map_err(|e| problem::of_journal(&e));
    if let Some(claim) = claim().await? {
        return Ok(Some(claim));
    }
    post_wish(journal, id, wish).await?;
    // The run may have ended, and looked for wishes, before this one was there.
    let claim = claim().await?;
    if claim.is_some() {
        forget(journal, id).await?;
    }
    Ok(claim)
}

pub(super) async fn pause(inner: &Inner, id: JobId) -> Result<(), Problem> {
    if inner.runs.pause(id) {
        return Ok(());
    }
    let Some(_claim) = claim_or_post(inner.journal(), id, Wish::Pause).await? else { return Ok(()) };
    let mut job = inner.job(id).await?;
    if is_moving(&job) { inner.settle(&mut job, Condition::Paused, JobEvent::Paused).await } else { Ok(()) }
}

pub(super) async fn cancel(inner: &Arc<Inner>, id: JobId, choice: Option<CancelChoice>) -> Result<(), Problem> {
    let job = inner.job(id).await?;
    if job.condition == Condition::Finished {
        return Err(AppError::JobFinished { job: id }.into());
    }
    if inner.runs.cancel(id, choice, !is_moving(&job)) {
        return Ok(());
    }
    if inner.runs.has(id) && !cancel_resting(inner, id, choice, false).await? {
        return Ok(());
    }
    drive::begin(inner, id, Errand::Cancel(choice), true).await
}

/// Cancel a job that nobody runs, or leave the wish for who runs it; true when the job must run for it.
///
/// `follows` says that the cancel was wished before the job's last run ended: what has finished is then deleted.
pub(super) async fn cancel_resting(
    inner: &Inner,
    id: JobId,
    choice: Option<CancelChoice>,
    follows: bool,
) -> Result<bool, Problem> {
    let Some(_claim) = claim_or_post(inner.journal(), id, Wish::Cancel(choice)).await? else { return Ok(false) };
    let job = inner.job(id).await?;
    match job.condition {
        Condition::Finished if follows => return delete_after_all(inner, job).await,
        Condition::Finished => return Err(AppError::JobFinished { job: id }.into()),
        Condition::Cancelled => return Ok(false),
        _ => {}
    }
    if choice == Some(CancelChoice::StopHere) || !is_signed(inner, &job).await? {
        stop_here(inner, job).await?;
        return Ok(false);
    }
    keep_choice(inner, job).await?;
    Ok(true)
}

/// The cancel came while the upload took its last step: it is stored, and goes again.
async fn delete_after_all(inner: &Inner, mut job: JobRecord) -> Result<bool, Problem> {
    if job.kind() == JobKind::Download {
        return Ok(false);
    }
    job.stage = Stage::Deleting;
    keep_choice(inner, job).await?;
    Ok(true)
}

/// End a job that nobody runs; nothing is signed for it.
async fn stop_here(inner: &Inner, mut job: JobRecord) -> Result<(), Problem> {
    let locked = locked_space(inner, &job).await?;
    inner.settle(&mut job, Condition::Cancelled, JobEvent::Cancelled { locked }).await
}

/// "Finish, then delete" must survive a restart before it is begun.
async fn keep_choice(inner: &Inner, mut job: JobRecord) -> Result<(), Problem> {
    if let TransferDetails::Upload(details) = &mut job.details {
        details.cancel = Some(CancelChoice::FinishThenDelete);
    }
    job.condition = Condition::Queued;
    inner.journal().update_job(&job).await.map_err(|e| problem::of_journal(&e))
}

pub(super) async fn consequence(inner: &Inner, id: JobId) -> Result<CancelConsequence, Problem> {
    let job = inner.job(id).await?;
    let signed = is_signed(inner, &job).await?;
    let locked = locked_space(inner, &job).await?;
    let until = if signed { deadline(inner, &job).await } else { None };
    Ok(CancelConsequence { signed, locked, until })
}

/// Could an order of this job be on the chain, now or soon?
async fn is_signed(inner: &Inner, job: &JobRecord) -> Result<bool, Problem> {
    let records = inner.journal().transactions(job.id).await.map_err(|e| problem::of_journal(&e))?;
    Ok(records.iter().any(is_open_order))
}

fn is_open_order(record: &TransactionRecord) -> bool {
    let order = matches!(record.purpose, TransactionPurpose::Order { .. });
    let gone = matches!(record.state, TransactionState::Expired | TransactionState::Final { failure: Some(_), .. });
    order && !gone
}

async fn locked_space(inner: &Inner, job: &JobRecord) -> Result<ByteCount, Problem> {
    if job.stage == Stage::Done || !is_signed(inner, job).await? {
        return Ok(ByteCount(0));
    }
    let plan = inner.journal().plan(job.id).await.map_err(|e| problem::of_journal(&e))?;
    Ok(plan.map_or(ByteCount(0), |plan| plan.territory_bytes()))
}

async fn deadline(inner: &Inner, job: &JobRecord) -> Option<BlockNumber> {
    let TransferDetails::Upload(details) = &job.details else { return None };
    let chain = &inner.context.ports.chain;
    let territory = chain.territory(&job.account?, &details.territory, At::Best).await;
    territory.ok().flatten().map(|territory| territory.deadline)
}
