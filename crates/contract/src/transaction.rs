//! Transactions as they cross over.

use pileus_app::TransactionReport;
use pileus_domain::{BlockRef, JobId, Planck, TxHash};
use pileus_ports::{DispatchFailure, TransactionOutcome, TransactionRecord, TransactionState};
use serde::Serialize;

/// What is known of a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TransactionView {
    /// Its hash.
    pub transaction: TxHash,
    /// `signed`, `in_block`, `final`, `failed`, `expired` or `outcome_unavailable`.
    pub state: &'static str,
    /// The block that holds it.
    pub block: Option<BlockRef>,
    /// Why it failed.
    pub failure: Option<DispatchFailure>,
    /// What was paid for it.
    pub fee: Option<Planck>,
    /// Names of its events.
    pub events: Vec<String>,
    /// Is it from this journal?
    pub own: bool,
    /// What it does, for our own.
    pub summary: Option<String>,
    /// For which job, for our own.
    pub job: Option<JobId>,
}

impl TransactionView {
    /// From what was found.
    pub fn new(hash: TxHash, report: &TransactionReport) -> Self {
        match report {
            TransactionReport::Own(record) => Self::own(hash, record),
            TransactionReport::Found(outcome) => Self::found(hash, outcome),
            TransactionReport::EventsGone(block) => {
                Self { block: Some(*block), ..Self::bare(hash, "outcome_unavailable") }
            }
        }
    }

    fn bare(hash: TxHash, state: &'static str) -> Self {
        Self {
            transaction: hash,
            state,
            block: None,
            failure: None,
            fee: None,
            events: Vec::new(),
            own: false,
            summary: None,
            job: None,
        }
    }

    fn own(hash: TxHash, record: &TransactionRecord) -> Self {
        let (state, block, failure) = match &record.state {
            TransactionState::Signed => ("signed", None, None),
            TransactionState::InBlock(block) => ("in_block", Some(*block), None),
            TransactionState::Final { block, failure: None } => ("final", Some(*block), None),
            TransactionState::Final { block, failure } => ("failed", Some(*block), failure.clone()),
            TransactionState::Expired => ("expired", None, None),
        };
        let (summary, job) = (Some(record.summary.clone()), record.job);
        Self { block, failure, own: true, summary, job, ..Self::bare(hash, state) }
    }

    fn found(hash: TxHash, outcome: &TransactionOutcome) -> Self {
        let failure = outcome.result.clone().err();
        Self {
            block: Some(outcome.block),
            fee: outcome.fee,
            events: outcome.events.iter().map(|(name, _)| name.clone()).collect(),
            failure: failure.clone(),
            ..Self::bare(hash, if failure.is_some() { "failed" } else { "final" })
        }
    }
}
