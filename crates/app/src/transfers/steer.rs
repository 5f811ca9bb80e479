//! Pausing and cancelling, also of jobs that another process runs.
//!
//! A wish for another process is left in the journal, where the process that has the job looks for it.

use std::{convert::Infallible, sync::Arc, time::Duration};

use pileus_domain::{BlockNumber, ByteCount, CancelChoice, Condition, JobId, Problem, Stage};
use pileus_pipeline::{ControlHandle, problem};
use pileus_ports::{
    At, JobEvent, JobRecord, Journal, TransactionPurpose, TransactionRecord, TransactionState, TransferDetails,
};
use serde::{Deserialize, Serialize};

use super::{CancelConsequence, Inner, drive};
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

/// Forget what was wished of an earlier run.
pub(super) async fn forget(journal: &dyn Journal, id: JobId) -> Result<(), Problem> {
    let kept = journal.setting(&key(id)).await.map_err(|e| problem::of_journal(&e))?;
    if kept.is_none_or(|text| text.is_empty()) {
        return Ok(());
    }
    journal.set_setting(&key(id), "").await.map_err(|e| problem::of_journal(&e))
}

/// Pass wishes of other processes on to a run, for as long as it runs.
pub(super) async fn obey(journal: &dyn Journal, id: JobId, handle: &ControlHandle, poll: Duration) -> Infallible {
    loop {
        tokio::time::sleep(poll).await;
        // A journal that fails here fails the run as well, which tells it.
        let Ok(Some(text)) = journal.setting(&key(id)).await else { continue };
        let Ok(wish) = serde_json::from_str(&text) else { continue };
        match wish {
            Wish::Pause => handle.pause(),
            Wish::Cancel(choice) => handle.cancel(choice),
        }
        if let Err(problem) = forget(journal, id).await {
            tracing::warn!(job = %id, code = %problem.code, "a wish could not be taken out of the journal");
        }
    }
}

pub(super) async fn pause(inner: &Inner, id: JobId) -> Result<(), Problem> {
    if let Some(steering) = inner.steering(id).filter(|steering| !steering.is_elsewhere()) {
        steering.control.pause();
        return Ok(());
    }
    let mut job = inner.job(id).await?;
    let claim = inner.journal().claim(id).await.map_err(|e| problem::of_journal(&e))?;
    match (claim, &job.condition) {
        (None, _) => post_wish(inner.journal(), id, Wish::Pause).await,
        (Some(_claim), Condition::Queued | Condition::Running) => {
            inner.settle(&mut job, Condition::Paused, JobEvent::Paused).await
        }
        (Some(_), _) => Ok(()),
    }
}

pub(super) async fn cancel(inner: &Arc<Inner>, id: JobId, choice: Option<CancelChoice>) -> Result<(), Problem> {
    if let Some(steering) = inner.steering(id).filter(|steering| !steering.is_elsewhere()) {
        steering.control.cancel(choice);
        return Ok(());
    }
    let job = inner.job(id).await?;
    match job.condition {
        Condition::Finished => return Err(AppError::JobFinished { job: id }.into()),
        Condition::Cancelled => return Ok(()),
        _ => {}
    }
    let Some(claim) = inner.journal().claim(id).await.map_err(|e| problem::of_journal(&e))? else {
        return post_wish(inner.journal(), id, Wish::Cancel(choice)).await;
    };
    if choice == Some(CancelChoice::StopHere) || !is_signed(inner, &job).await? {
        return stop_here(inner, job).await;
    }
    drop(claim);
    keep_choice(inner, job).await?;
    drive::spawn_with(inner, id, None, |handle| handle.cancel(choice));
    Ok(())
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
