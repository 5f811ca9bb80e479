//! What is known under 64 hexadecimal digits: a transaction, or a file, or both.

use pileus_app::FileReport;
use pileus_domain::Owner;
use pileus_ports::SearchProgress;
use serde::Serialize;
use specta::Type;
use specta_typescript::Number;

use super::{FileLine, FileState, FoundTransaction, Problem, file_details::lines};

/// What a window hears while something is looked up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum LookUpUpdate {
    /// Final blocks are searched, newest first.
    Searching {
        /// The block that was looked at.
        block: u32,
        /// Blocks left.
        left: u32,
    },
    /// It is one of our own transactions; the chain is asked about it next.
    Known {
        /// As the journal keeps it.
        transaction: Box<FoundTransaction>,
    },
}

impl From<SearchProgress> for LookUpUpdate {
    fn from(progress: SearchProgress) -> Self {
        Self::Searching { block: progress.block.0, left: progress.left }
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LookedUp {
    /// What the money is called.
    pub token_symbol: String,
    /// The transaction; none when the digits are those of a file.
    pub transaction: Option<FoundTransaction>,
    /// The file, or the one that the transaction was about.
    pub file: Option<FoundFile>,
    /// Why the chain did not say more about the transaction.
    pub problem: Option<Problem>,
}

/// A file as the chain knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FoundFile {
    /// The file.
    pub fid: String,
    /// What the chain says of it.
    pub state: FileState,
    /// Length that its order names; none when the network does not know it.
    #[specta(type = Option<Number>)]
    pub bytes: Option<u64>,
    /// Segments that its order names.
    pub segments: u32,
    /// Who stores it, or ordered it.
    pub owners: Vec<FoundOwner>,
    /// Block of the last report.
    pub stored_block: Option<u32>,
    /// The final block that was looked at.
    pub as_of: u32,
    /// Where its twelve columns are, in their order; none when the network does not know it.
    pub lines: Vec<FileLine>,
}

impl From<&FileReport> for FoundFile {
    fn from(report: &FileReport) -> Self {
        let (record, deal) = (report.status.file.as_ref(), report.status.deal.as_ref());
        let count = record.map(|r| r.segments.len()).or(deal.map(|d| d.segments.len())).unwrap_or(0);
        let segments = u32::try_from(count).unwrap_or(u32::MAX);
        let owners = record.map_or_else(|| deal.iter().map(|d| &d.owner).collect(), |r| r.owners.iter().collect());
        let owners: Vec<&Owner> = owners;
        Self {
            fid: report.fid.to_string(),
            state: FileState::from(report.health),
            bytes: report.declared.map(|size| size.0),
            segments,
            owners: owners.into_iter().map(FoundOwner::from).collect(),
            stored_block: record.map(|record| record.completion.0),
            as_of: report.at.number.0,
            lines: if record.is_some() || deal.is_some() { lines(&report.status, segments) } else { Vec::new() },
        }
    }
}

/// Somebody who stores a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FoundOwner {
    /// The address.
    pub account: String,
    /// The territory that it is charged to.
    pub territory: String,
}

impl From<&Owner> for FoundOwner {
    fn from(owner: &Owner) -> Self {
        Self { account: owner.account.to_string(), territory: owner.territory.clone() }
    }
}
