//! The end of a session, and how the next one goes on from it.

use std::{collections::BTreeSet, time::Duration};

use pileus_domain::{Condition, JobId, Problem};
use pileus_pipeline::problem::of_journal;
use tokio::time::{Instant, timeout, timeout_at};

use super::Session;

/// Setting that holds the jobs that were paused by the end of the program, not by the person.
const PAUSED_BY_END: &str = "window/paused_by_end";
/// How long running jobs may take to come to rest when the program ends.
pub(crate) const REST_AT_END: Duration = Duration::from_millis(1_200);
/// How long they may take when another network is opened: the program, and with it their runs, lives on.
pub(crate) const REST_BETWEEN: Duration = Duration::from_secs(10);
/// How long the journal may take to keep which jobs they were.
const NOTE: Duration = Duration::from_millis(200);
/// How long the local network may take to end.
const LEAVE: Duration = Duration::from_millis(500);

impl Session {
    /// Go on with what a killed program left, and with what the last end of the program paused.
    ///
    /// # Errors
    /// The journal's problem.
    pub(super) async fn go_on(&self) -> Result<(), Problem> {
        let transfers = &self.services.transfers;
        transfers.adopt().await?;
        let kept = self.noted().await?;
        if kept.is_empty() {
            return Ok(());
        }
        let mut left = Vec::new();
        for id in kept {
            // A job that was forgotten meanwhile has nothing to go on with.
            let Ok(job) = transfers.job(id).await else { continue };
            if job.genesis != self.services.identity().genesis {
                left.push(id);
            } else if job.condition == Condition::Paused && transfers.start(id, None).await.is_ok() {
                self.stream.put(transfers.job(id).await?);
            }
        }
        self.note(&left).await
    }

    /// Pause what runs, keep what it was, and leave the network: within `rest` and a moment, whatever happens.
    pub(crate) async fn close(&self, rest: Duration) {
        let moving = self.stream.moving();
        self.services.transfers.pause_all();
        // Kept before they rest: one that rests too late to be waited for goes on as well. What is not kept in time is
        // found paused, which is the truth.
        let _ = timeout(NOTE, self.note_more(&moving)).await;
        let over = self.wait_for_rest(moving, rest).await;
        if !over.is_empty() {
            let _ = timeout(NOTE, self.note_less(&over)).await;
        }
        self.closed.cancel();
        self.tasks.lock().unwrap_or_else(std::sync::PoisonError::into_inner).abort_all();
        if let Some(local) = &self.local {
            let _ = timeout(LEAVE, local.leave()).await;
        }
    }

    /// Keep which jobs go on by themselves when their network is opened again.
    async fn note(&self, jobs: &[JobId]) -> Result<(), Problem> {
        let text = serde_json::to_string(jobs).unwrap_or_default();
        self.home.journal.set_setting(PAUSED_BY_END, &text).await.map_err(|e| of_journal(&e))
    }

    async fn noted(&self) -> Result<Vec<JobId>, Problem> {
        let kept = self.home.journal.setting(PAUSED_BY_END).await.map_err(|e| of_journal(&e))?;
        Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    /// Keep these beside those of other networks.
    async fn note_more(&self, jobs: &[JobId]) -> Result<(), Problem> {
        let mut noted: BTreeSet<_> = self.noted().await?.into_iter().collect();
        noted.extend(jobs);
        self.note(&noted.into_iter().collect::<Vec<_>>()).await
    }

    /// Keep these no longer.
    async fn note_less(&self, jobs: &BTreeSet<JobId>) -> Result<(), Problem> {
        let mut noted = self.noted().await?;
        noted.retain(|id| !jobs.contains(id));
        self.note(&noted).await
    }

    /// The jobs that came to another end than the pause that was asked of them; those that did not rest in time are not
    /// among them.
    async fn wait_for_rest(&self, jobs: Vec<JobId>, rest: Duration) -> BTreeSet<JobId> {
        let until = Instant::now() + rest;
        let mut over = BTreeSet::new();
        for id in jobs {
            let ended = timeout_at(until, self.services.transfers.wait(id)).await;
            if matches!(ended, Ok(Ok(outcome)) if outcome.job.condition != Condition::Paused) {
                over.insert(id);
            }
        }
        over
    }
}
