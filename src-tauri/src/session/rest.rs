//! The end of a session, and how the next one goes on from it.

use std::{collections::BTreeSet, time::Duration};

use pileus_domain::{Condition, JobId, Problem};
use pileus_pipeline::problem::of_journal;
use tokio::time::{Instant, timeout, timeout_at};

use super::Session;

/// Setting that holds the jobs that were paused by the end of the program, not by the person.
const PAUSED_BY_END: &str = "window/paused_by_end";
/// How long running jobs may take to come to rest.
const REST: Duration = Duration::from_millis(1_200);
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
        let mut elsewhere = Vec::new();
        for id in kept {
            // A job that was forgotten or finished meanwhile has nothing to go on with.
            let Ok(job) = transfers.job(id).await else { continue };
            if job.genesis != self.services.identity().genesis {
                elsewhere.push(id);
            } else if job.condition == Condition::Paused && transfers.start(id, None).await.is_ok() {
                self.stream.put(transfers.job(id).await?);
            }
        }
        self.note(&elsewhere).await
    }

    /// Pause what runs, keep what it was, and leave the network: within two seconds, whatever happens.
    pub(crate) async fn close(&self) {
        let moving = self.stream.moving();
        self.services.transfers.pause_all();
        let paused = self.wait_for_rest(moving).await;
        if !paused.is_empty() {
            // What is not kept in time is found paused, which is the truth as well.
            let _ = timeout(NOTE, self.note_more(paused)).await;
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
    async fn note_more(&self, mut jobs: Vec<JobId>) -> Result<(), Problem> {
        jobs.extend(self.noted().await?);
        jobs.sort_unstable();
        jobs.dedup();
        self.note(&jobs).await
    }

    /// The jobs that came to rest as paused in time; the others are adopted by the next start.
    async fn wait_for_rest(&self, jobs: Vec<JobId>) -> Vec<JobId> {
        let until = Instant::now() + REST;
        let mut paused = BTreeSet::new();
        for id in jobs {
            let ended = timeout_at(until, self.services.transfers.wait(id)).await;
            if matches!(ended, Ok(Ok(outcome)) if outcome.job.condition == Condition::Paused) {
                paused.insert(id);
            }
        }
        paused.into_iter().collect()
    }
}
