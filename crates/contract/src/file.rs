//! Files as they cross over.

use pileus_app::{FileEntry, FileReport, Removal, Standing};
use pileus_domain::{
    AccountId, BlockNumber, BlockRef, ByteCount, ColumnIndex, Fid, FragmentAddress, NodeId, Planck, SegmentIndex,
};
use pileus_pipeline::{FragmentFinding, VerifyReport};
use pileus_ports::Timestamp;
use serde::Serialize;

use crate::{JobView, job::seal_word};

/// A file of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileView {
    /// The file.
    pub fid: Fid,
    /// Its real name.
    pub name: String,
    /// Its real length.
    pub size: ByteCount,
    /// What kind of content it is.
    pub media_type: String,
    /// Its bucket.
    pub bucket: String,
    /// The bucket's territory.
    pub territory: String,
    /// `none`, `data_key` or `passphrase`.
    pub seal: &'static str,
    /// When it was stored, in milliseconds since 1970.
    pub added: Timestamp,
    /// What the chain says.
    #[serde(flatten)]
    pub standing: Standing,
}

impl From<&FileEntry> for FileView {
    fn from(entry: &FileEntry) -> Self {
        let file = &entry.file;
        Self {
            fid: file.fid,
            name: file.name.clone(),
            size: file.size,
            media_type: file.media_type.clone(),
            bucket: entry.bucket.clone(),
            territory: entry.territory.clone(),
            seal: seal_word(&file.seal),
            added: file.added,
            standing: entry.standing.clone(),
        }
    }
}

/// A file as chain and journal know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileStatusView {
    /// The file.
    pub fid: Fid,
    /// Where it stands.
    #[serde(flatten)]
    pub standing: Standing,
    /// The final block that was looked at.
    pub at: BlockRef,
    /// Size that the order names.
    pub declared: Option<ByteCount>,
    /// Owners of the stored file, or of the open order.
    pub owners: Vec<AccountId>,
    /// Columns without a report.
    pub missing: Vec<ColumnIndex>,
    /// Block of the twelfth report.
    pub completion: Option<BlockNumber>,
    /// Jobs of this file.
    pub jobs: Vec<JobView>,
}

impl From<&FileReport> for FileStatusView {
    fn from(report: &FileReport) -> Self {
        let (file, deal) = (report.status.file.as_ref(), report.status.deal.as_ref());
        let owners = match (file, deal) {
            (Some(file), _) => file.owners.iter().map(|owner| owner.account).collect(),
            (None, Some(deal)) => vec![deal.owner.account],
            (None, None) => Vec::new(),
        };
        Self {
            fid: report.fid,
            standing: report.standing.clone(),
            at: report.at,
            declared: report.declared,
            owners,
            missing: deal.map(pileus_domain::Deal::missing).unwrap_or_default(),
            completion: file.map(|file| file.completion),
            jobs: report.jobs.iter().map(JobView::from).collect(),
        }
    }
}

/// Whether a stored file is whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerifyView {
    /// The file.
    pub fid: Fid,
    /// Its size on the chain.
    pub file_size: ByteCount,
    /// Fragments that were looked at.
    pub fragments: usize,
    /// Fragments that are well in the weakest segment.
    pub weakest: usize,
    /// Are at least four well in every segment?
    pub restorable: bool,
    /// Was every fragment fetched, or only the chain asked?
    pub deep: bool,
    /// Fragments that are not well.
    pub findings: Vec<FindingView>,
}

/// One fragment that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingView {
    /// Its segment.
    pub segment: SegmentIndex,
    /// Its column.
    pub column: ColumnIndex,
    /// Who should have it.
    pub node: NodeId,
    /// What is wrong.
    pub trouble: String,
}

impl From<&FragmentFinding> for FindingView {
    fn from(finding: &FragmentFinding) -> Self {
        let FragmentAddress { segment, column } = finding.at;
        Self { segment, column, node: finding.node, trouble: finding.told.clone() }
    }
}

impl From<&VerifyReport> for VerifyView {
    fn from(report: &VerifyReport) -> Self {
        Self {
            fid: report.fid,
            file_size: report.file_size,
            fragments: report.fragments,
            weakest: report.weakest,
            restorable: report.is_restorable(),
            deep: report.fetched,
            findings: report.findings.iter().map(FindingView::from).collect(),
        }
    }
}

/// What removing a file did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RemovalView {
    /// The file.
    pub fid: Fid,
    /// The final block of the deletion; none when the chain no longer had the file.
    pub block: Option<BlockRef>,
    /// The fee that was paid.
    pub fee: Option<Planck>,
}

impl RemovalView {
    /// For a file.
    pub fn new(fid: Fid, removal: &Removal) -> Self {
        Self { fid, block: removal.block, fee: removal.fee }
    }
}
