//! Gateways whose power is not needed any more.

use std::collections::BTreeSet;

use pileus_domain::{AccountId, GatewayRecord, Problem, Route};
use pileus_pipeline::problem;
use pileus_ports::{JobRecord, TransferDetails};

use super::Gateways;

impl Gateways {
    /// Gateways that may act for the account while none of its uploads goes through them: none that runs, waits, or could be
    /// resumed after a pause or a failure.
    ///
    /// # Errors
    /// The chain's problem, or the journal's.
    pub async fn idle(&self, account: &AccountId) -> Result<Vec<GatewayRecord>, Problem> {
        let authorised = self.authorised(Some(account)).await?;
        if authorised.is_empty() {
            return Ok(Vec::new());
        }
        let listed = self.listed().await?;
        let jobs = self.0.ports.journal.jobs().await.map_err(|e| problem::of_journal(&e))?;
        let ours = jobs.iter().filter(|job| job.genesis == self.0.genesis() && job.account == Some(*account));
        let busy: BTreeSet<_> = ours.filter_map(goes_through).collect();
        let record = |gateway: AccountId| {
            let known = listed.iter().find(|record| record.account == gateway).cloned();
            known.unwrap_or_else(|| GatewayRecord::unlisted(gateway))
        };
        Ok(authorised.into_iter().filter(|gateway| !busy.contains(gateway)).map(record).collect())
    }
}

/// The gateway that an upload still goes through.
fn goes_through(job: &JobRecord) -> Option<AccountId> {
    match &job.details {
        TransferDetails::Upload(details) if job.is_live() => match &details.route {
            Route::Gateway(gateway) => Some(gateway.account),
            Route::Direct => None,
        },
        _ => None,
    }
}
