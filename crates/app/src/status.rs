//! Files and transactions as the chain and the journal know them.

use std::{ops::RangeInclusive, str::FromStr, sync::Arc};

use pileus_domain::{BlockNumber, BlockRef, ByteCount, Condition, DomainError, Fid, Problem, TxHash};
use pileus_pipeline::problem;
use pileus_ports::{
    At, BlockStream, FileStatus, JobRecord, SearchHit, SearchProgress, TransactionOutcome, TransactionRecord,
    TransactionState,
};

use crate::{AppError, Health, Standing, context::Context, standing::Seen, transfers::list_jobs};

/// Blocks that a search for a transaction looks at, at most.
///
/// # Source
/// `System.BlockHashCount`, the longest life of a mortal transaction; protocol §3.3.
pub const SEARCH_LIMIT: u32 = 2_400;

/// What a person asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusQuery {
    /// A file, or one of our transactions: 64 digits alone do not tell.
    Either(Fid, TxHash),
    /// A transaction: 64 digits after `0x`.
    Transaction(TxHash),
}

impl FromStr for StatusQuery {
    type Err = DomainError;
    fn from_str(text: &str) -> Result<Self, DomainError> {
        if text.starts_with("0x") {
            return text.parse().map(Self::Transaction);
        }
        Ok(Self::Either(text.parse()?, text.parse()?))
    }
}

/// A file as it is known now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// The file.
    pub fid: Fid,
    /// Where it stands.
    pub standing: Standing,
    /// How well the network keeps it.
    pub health: Health,
    /// The final block that was looked at.
    pub at: BlockRef,
    /// Size that the order names.
    pub declared: Option<ByteCount>,
    /// The newest block's facts.
    pub status: FileStatus,
    /// Jobs of this file.
    pub jobs: Vec<JobRecord>,
}

impl FileReport {
    /// Can nothing change any more without a new wish? Stored, or unknown and nobody works on it.
    pub fn is_settled(&self) -> bool {
        let working = |job: &JobRecord| matches!(job.condition, Condition::Queued | Condition::Running);
        self.standing.is_stored() || (self.standing == Standing::Unknown && !self.jobs.iter().any(working))
    }
}

/// Where to look for a transaction that is not ours.
#[derive(Clone)]
pub struct TransactionSearch {
    /// Begin at this block and go backwards; at the final head without one.
    pub from: Option<BlockNumber>,
    /// Hears of each block.
    pub progress: Arc<dyn Fn(SearchProgress) + Send + Sync>,
}

/// What is known of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransactionReport {
    /// Ours, from the journal.
    Own(Box<TransactionRecord>),
    /// Found on the chain.
    Found(TransactionOutcome),
    /// Found in a block whose events the network no longer keeps.
    EventsGone(BlockRef),
}

/// Answers about files and transactions; clones share it.
#[derive(Clone)]
pub struct Status(Arc<Context>);

impl Status {
    pub(crate) fn new(context: Arc<Context>) -> Self {
        Self(context)
    }

    /// A file by its FID.
    ///
    /// # Errors
    /// The chain's or the journal's problem.
    pub async fn file(&self, fid: &Fid) -> Result<FileReport, Problem> {
        let chain = &self.0.ports.chain;
        let finalized = chain.file_status(fid, At::Final).await.map_err(|e| problem::of_chain(&e))?;
        let best = chain.file_status(fid, At::Best).await.map_err(|e| problem::of_chain(&e))?;
        let seen = Seen::of(&best, &finalized);
        let mut jobs = list_jobs(&*self.0.ports.journal).await?;
        jobs.retain(|job| job.fid == Some(*fid) && job.genesis == self.0.genesis());
        let (Seen { standing, at, declared }, health) = (seen, Health::of(&best, &finalized));
        Ok(FileReport { fid: *fid, standing, health, at, declared, status: best, jobs })
    }

    /// One of our own transactions.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn own_transaction(&self, hash: &TxHash) -> Result<Option<TransactionRecord>, Problem> {
        self.0.ports.journal.transaction(hash).await.map_err(|e| problem::of_journal(&e))
    }

    /// What one of our own transactions did, from the block that holds it; none while no final block does.
    ///
    /// # Errors
    /// The chain's problem.
    pub async fn outcome(&self, record: &TransactionRecord) -> Result<Option<SearchHit>, Problem> {
        let TransactionState::Final { block, .. } = &record.state else { return Ok(None) };
        if record.genesis != self.0.genesis() {
            return Ok(None);
        }
        let (number, hash) = (block.number.0, &record.transaction.hash);
        self.0.ports.chain.find(hash, number..=number, Arc::new(|_| {})).await.map_err(|e| problem::of_chain(&e))
    }

    /// A transaction by its hash: our own from the journal, a foreign one from at most [`SEARCH_LIMIT`] final blocks.
    ///
    /// # Errors
    /// [`AppError::TransactionMissing`] when it is in none of them.
    pub async fn transaction(&self, hash: &TxHash, search: TransactionSearch) -> Result<TransactionReport, Problem> {
        if let Some(record) = self.own_transaction(hash).await? {
            return Ok(TransactionReport::Own(Box::new(record)));
        }
        let chain = &self.0.ports.chain;
        let head = chain.head(At::Final).await.map_err(|e| problem::of_chain(&e))?.number;
        let blocks = search_range(head, search.from);
        match chain.find(hash, blocks.clone(), search.progress).await.map_err(|e| problem::of_chain(&e))? {
            Some(SearchHit::Outcome(outcome)) => Ok(TransactionReport::Found(outcome)),
            Some(SearchHit::EventsGone(block)) => Ok(TransactionReport::EventsGone(block)),
            None => {
                let (from, to) = (*blocks.start(), *blocks.end());
                Err(AppError::TransactionMissing { hash: hash.to_string(), from, to }.into())
            }
        }
    }

    /// Final blocks as they come, to look again at each.
    ///
    /// # Errors
    /// The chain's problem.
    pub async fn final_blocks(&self) -> Result<BlockStream, Problem> {
        self.0.ports.chain.follow(At::Final).await.map_err(|e| problem::of_chain(&e))
    }
}

/// At most [`SEARCH_LIMIT`] blocks up to a block, or to the final head.
fn search_range(head: BlockNumber, from: Option<BlockNumber>) -> RangeInclusive<u32> {
    let last = from.map_or(head.0, |from| from.0.min(head.0));
    last.saturating_sub(SEARCH_LIMIT - 1)..=last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_never_looks_at_more_than_its_limit() {
        let range = search_range(BlockNumber(10_000), None);
        assert_eq!(range.clone().count(), 2_400);
        assert_eq!(*range.end(), 10_000);
        assert_eq!(search_range(BlockNumber(10_000), Some(BlockNumber(5_000))), 2_601..=5_000);
        assert_eq!(search_range(BlockNumber(7), None), 0..=7);
        assert_eq!(search_range(BlockNumber(7), Some(BlockNumber(99))), 0..=7);
    }

    #[test]
    fn a_prefix_tells_a_transaction_from_a_file() {
        let digits = "ab".repeat(32);
        assert!(matches!(digits.parse(), Ok(StatusQuery::Either(..))));
        assert!(matches!(format!("0x{digits}").parse(), Ok(StatusQuery::Transaction(_))));
        assert!("0x12".parse::<StatusQuery>().is_err());
        assert!("hello".parse::<StatusQuery>().is_err());
    }
}
