//! What transfers do when the keys are locked.

use std::time::Duration;

use pileus_domain::{JobId, JobKind, Problem, Stage};
use pileus_ports::{JobRecord, Seal, TransferDetails};
use tokio::time::{Instant, timeout_at};

use super::Session;
use crate::problem;

/// How long transfers that are to forget their keys may take to come to rest.
const REST: Duration = Duration::from_secs(30);

impl Session {
    /// Transfers of this program that go on with keys of their own while the vault is locked.
    pub(crate) fn key_holders(&self) -> Vec<JobId> {
        let transfers = &self.services.transfers;
        let moving = self.stream.moving().into_iter().filter(|id| transfers.runs_here(*id));
        moving.filter(|id| self.stream.record(*id).as_ref().is_some_and(holds_keys)).collect()
    }

    /// After the vault was locked: let transfers wait for it that would still need it, and with `wipe` those that could
    /// go on without it as well.
    ///
    /// # Errors
    /// `keys_still_in_use`, or the journal's problem.
    pub(crate) async fn wait_for_keys(&self, wipe: bool) -> Result<(), Problem> {
        let holders = if wipe { self.key_holders() } else { Vec::new() };
        self.stop_before_signing().await?;
        let transfers = &self.services.transfers;
        for id in &holders {
            transfers.pause(*id).await?;
        }
        let until = Instant::now() + REST;
        let mut still_moving = 0;
        for id in holders {
            match timeout_at(until, transfers.wait(id)).await {
                // It finds no key now, and says so.
                Ok(rested) => self.start_again(&rested?.job).await?,
                Err(_) => still_moving += 1,
            }
        }
        if still_moving == 0 { Ok(()) } else { Err(problem::keys_still_in_use(still_moving)) }
    }
}

/// Does a running transfer have keys that a lock does not take from it?
fn holds_keys(job: &JobRecord) -> bool {
    match &job.details {
        TransferDetails::Upload(upload) => {
            let unsigned = matches!(job.stage, Stage::Planning | Stage::Ordering);
            job.kind() == JobKind::Upload && !unsigned && upload.seal != Seal::None
        }
        TransferDetails::Download(download) => download.sealed != Some(false),
    }
}
