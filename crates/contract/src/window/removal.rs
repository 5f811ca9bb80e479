//! Removing, moving and fetching several files at once: the question before, and what came of it.

use pileus_app as app;
use pileus_domain::{Fid, Planck, Problem as Cause};
use serde::Serialize;
use specta::Type;
use specta_typescript::Number;

use super::{Job, Problem};

/// What removing files would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RemovalQuestion {
    /// Files that can be removed.
    pub files: u32,
    /// Their lengths.
    #[specta(type = Number)]
    pub bytes: u64,
    /// Space that comes back.
    #[specta(type = Number)]
    pub freed_bytes: u64,
    /// Fees of all transactions, in plancks, as the chain estimates them.
    pub fee: String,
    /// Could the chain be asked for the fee?
    pub fee_known: bool,
    /// What the money is called.
    pub token_symbol: String,
    /// Files that cannot be removed, and why.
    pub refused: Vec<RefusedFile>,
}

impl RemovalQuestion {
    /// From the service's answer.
    pub fn new(question: &app::RemovalQuestion, token_symbol: &str) -> Self {
        let (fee, fee_known) = fee(question.fee);
        Self {
            files: count(question.files),
            bytes: question.size.0,
            freed_bytes: question.freed.0,
            fee,
            fee_known,
            token_symbol: token_symbol.to_owned(),
            refused: refused(&question.refused),
        }
    }
}

/// A file that something was not done to, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RefusedFile {
    /// Which.
    pub fid: String,
    /// Why.
    pub problem: Problem,
}

impl RefusedFile {
    /// From a FID as it was asked for.
    pub fn new(fid: String, problem: Cause) -> Self {
        Self { fid, problem: problem.into() }
    }
}

/// What came of removing files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Removed {
    /// Files that are gone.
    pub removed: Vec<RemovedFile>,
    /// Files that are still there, and why.
    pub refused: Vec<RefusedFile>,
    /// Files that were not begun before the person stopped it.
    pub left: Vec<String>,
}

/// A file that is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RemovedFile {
    /// Which.
    pub fid: String,
    /// What was paid, in plancks; none when nothing was signed.
    pub fee: Option<String>,
    /// The final block that deleted it; none when the chain no longer had it.
    pub block: Option<u32>,
}

impl RemovedFile {
    /// From the service's answer.
    pub fn new(fid: &Fid, removal: &app::Removal) -> Self {
        Self {
            fid: fid.to_string(),
            fee: removal.fee.map(|fee| fee.0.to_string()),
            block: removal.block.map(|block| block.number.0),
        }
    }
}

/// What moving files to another bucket would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MoveQuestion {
    /// Files that would be moved.
    pub files: u32,
    /// Do all stay in their territory, so that nothing needs to be signed?
    pub same_territory: bool,
    /// Fees of all transactions, in plancks, as the chain estimates them.
    pub fee: String,
    /// Could the chain be asked for the fee?
    pub fee_known: bool,
    /// What a person should know before.
    pub warning: Option<MoveWarning>,
}

/// What a person should know before files move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum MoveWarning {
    /// A fault of the network: when a moved file is deleted, its space returns to the territory that it came from,
    /// and deleting fails while nothing else is stored there.
    SpaceGoesBack,
}

impl From<&app::MoveQuestion> for MoveQuestion {
    fn from(question: &app::MoveQuestion) -> Self {
        let (fee, fee_known) = fee(question.fee);
        let same_territory = question.crossing == 0;
        Self {
            files: count(question.files),
            same_territory,
            fee,
            fee_known,
            warning: (!same_territory).then_some(MoveWarning::SpaceGoesBack),
        }
    }
}

/// What came of moving files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Moved {
    /// Files that are in the bucket now.
    pub moved: Vec<String>,
    /// Files that stayed where they were, and why.
    pub refused: Vec<RefusedFile>,
    /// Files that were not begun before the person stopped it.
    pub left: Vec<String>,
}

/// What came of the wish to fetch several files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Downloads {
    /// Jobs that were made or joined.
    pub jobs: Vec<Job>,
    /// Files that are not fetched, and why.
    pub refused: Vec<RefusedFile>,
}

fn fee(fee: Option<Planck>) -> (String, bool) {
    (fee.unwrap_or_default().0.to_string(), fee.is_some())
}

fn refused(refused: &[(Fid, Cause)]) -> Vec<RefusedFile> {
    refused.iter().map(|(fid, problem)| RefusedFile::new(fid.to_string(), problem.clone())).collect()
}

fn count(files: usize) -> u32 {
    u32::try_from(files).unwrap_or(u32::MAX)
}
