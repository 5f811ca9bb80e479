//! Jobs and their outcomes as they cross over.

use pileus_app::{CancelConsequence, Outcome};
use pileus_domain::{
    BlockNumber, BlockRef, BucketName, ByteCount, Condition, Fid, GenesisHash, JobId, JobKind, Stage, TerritoryName,
};
use pileus_ports::{JobRecord, Seal, Timestamp, TransferDetails};
use serde::Serialize;

use crate::ProblemView;

/// One transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JobView {
    /// Its number.
    pub job: JobId,
    /// Upload or download.
    pub kind: JobKind,
    /// On which chain.
    pub genesis: GenesisHash,
    /// The file, once known.
    pub fid: Option<Fid>,
    /// Name of the file; of a download, where it goes.
    pub name: String,
    /// Bytes of the file.
    pub size: ByteCount,
    /// Where it stands.
    pub stage: Stage,
    /// Whether it moves: `queued`, `running`, `paused`, `needs_key`, `failed`, `cancelled` or `finished`.
    pub condition: &'static str,
    /// Why it failed.
    pub problem: Option<ProblemView>,
    /// Territory of an upload.
    pub territory: Option<TerritoryName>,
    /// Bucket of an upload.
    pub bucket: Option<BucketName>,
    /// Seal of an upload: `none`, `data_key` or `passphrase`.
    pub seal: Option<&'static str>,
    /// When it was asked for, in milliseconds since 1970.
    pub created: Timestamp,
    /// When it last changed, in milliseconds since 1970.
    pub updated: Timestamp,
}

impl From<&JobRecord> for JobView {
    fn from(job: &JobRecord) -> Self {
        let upload = match &job.details {
            TransferDetails::Upload(upload) => Some(upload),
            TransferDetails::Download(_) => None,
        };
        let problem = match &job.condition {
            Condition::Failed(problem) => Some(ProblemView::from(problem)),
            _ => None,
        };
        Self {
            job: job.id,
            kind: job.kind(),
            genesis: job.genesis,
            fid: job.fid,
            name: name_of(&job.details),
            size: job.size,
            stage: job.stage,
            condition: condition_word(&job.condition),
            problem,
            territory: upload.map(|u| u.territory.clone()),
            bucket: upload.map(|u| u.bucket.clone()),
            seal: upload.map(|u| seal_word(&u.seal)),
            created: job.created,
            updated: job.updated,
        }
    }
}

fn name_of(details: &TransferDetails) -> String {
    match details {
        TransferDetails::Upload(upload) => upload.name.clone(),
        TransferDetails::Download(download) => String::from_utf8_lossy(&download.target).into_owned(),
    }
}

fn condition_word(condition: &Condition) -> &'static str {
    match condition {
        Condition::Queued => "queued",
        Condition::Running => "running",
        Condition::Paused => "paused",
        Condition::NeedsKey => "needs_key",
        Condition::Failed(_) => "failed",
        Condition::Cancelled => "cancelled",
        Condition::Finished => "finished",
    }
}

/// The word for a seal.
pub(crate) fn seal_word(seal: &Seal) -> &'static str {
    match seal {
        Seal::None => "none",
        Seal::DataKey { .. } => "data_key",
        Seal::Passphrase => "passphrase",
    }
}

/// How a transfer came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TransferView {
    /// The final block of an upload that is stored.
    pub block: Option<BlockRef>,
    /// The job; where another one had the same file already, that one.
    #[serde(flatten)]
    pub job: JobView,
}

impl From<&Outcome> for TransferView {
    fn from(outcome: &Outcome) -> Self {
        Self { block: outcome.block, job: JobView::from(&outcome.job) }
    }
}

/// What cancelling leaves behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CancelView {
    /// The job.
    pub job: JobId,
    /// Was its order signed?
    pub signed: bool,
    /// Space that stays locked when it stops now.
    pub locked: ByteCount,
    /// Until which block.
    pub until: Option<BlockNumber>,
    /// How the job stands after it: as `condition` of a job.
    pub condition: &'static str,
}

impl CancelView {
    /// From the consequence and the job afterwards.
    pub fn new(consequence: &CancelConsequence, job: &JobRecord) -> Self {
        Self {
            job: job.id,
            signed: consequence.signed,
            locked: consequence.locked,
            until: consequence.until,
            condition: condition_word(&job.condition),
        }
    }
}
