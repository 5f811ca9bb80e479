//! Checks of stored files: restore drill, verification, comparison with a file on this computer.

use pileus_app as app;
use pileus_pipeline as pipeline;
use serde::Serialize;
use specta::Type;
use specta_typescript::Number;

use super::{FileRow, Problem};

/// How far a check of a file, or work on many files, is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CheckProgress {
    /// Segments that were looked at, files that are done with, or KiB that were opened.
    pub done: u32,
    /// Segments of the file, all files, or all KiB.
    pub total: u32,
}

impl From<pipeline::CheckProgress> for CheckProgress {
    fn from(progress: pipeline::CheckProgress) -> Self {
        Self { done: progress.done, total: progress.total }
    }
}

impl From<app::BulkProgress> for CheckProgress {
    fn from(progress: app::BulkProgress) -> Self {
        let count = |files: usize| u32::try_from(files).unwrap_or(u32::MAX);
        Self { done: count(progress.done), total: count(progress.total) }
    }
}

/// What came of rebuilding a file from a random four of the twelve fragments of each segment.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DrillReport {
    /// The file.
    pub fid: String,
    /// Was every segment rebuilt and equal to its hash?
    pub passed: bool,
    /// When, in milliseconds since 1970.
    #[specta(type = Number)]
    pub at: u64,
    /// Columns that were used, from 1 to 12.
    pub columns: Vec<u8>,
    /// Fragments that were used.
    pub fragments: u32,
    /// Their bytes.
    #[specta(type = Number)]
    pub bytes: u64,
    /// How long it took.
    #[specta(type = Number)]
    pub seconds: f64,
    /// Why it did not pass.
    pub problem: Option<Problem>,
}

impl From<&app::DrillReport> for DrillReport {
    fn from(report: &app::DrillReport) -> Self {
        Self {
            fid: report.fid.to_string(),
            passed: report.problem.is_none(),
            at: report.at.0,
            columns: report.columns.iter().map(|column| column.number()).collect(),
            fragments: report.fragments,
            bytes: report.bytes.0,
            seconds: report.took.as_secs_f64(),
            problem: report.problem.as_ref().map(Problem::from),
        }
    }
}

/// What came of fetching every fragment of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VerifyReport {
    /// The file.
    pub fid: String,
    /// Is every fragment well?
    pub whole: bool,
    /// Can every segment be restored?
    pub restorable: bool,
    /// Fragments that are well in the weakest segment.
    pub weakest: u8,
    /// Fragments that were looked at.
    pub fragments: u32,
    /// Those that are not well.
    pub findings: Vec<CheckFinding>,
    /// When, in milliseconds since 1970.
    #[specta(type = Number)]
    pub at: u64,
}

impl VerifyReport {
    /// From the pipeline's report and the time it was made.
    pub fn new(report: &pipeline::VerifyReport, at: u64) -> Self {
        Self {
            fid: report.fid.to_string(),
            whole: report.findings.is_empty(),
            restorable: report.is_restorable(),
            weakest: u8::try_from(report.weakest).unwrap_or(u8::MAX),
            fragments: u32::try_from(report.fragments).unwrap_or(u32::MAX),
            findings: report.findings.iter().map(CheckFinding::from).collect(),
            at,
        }
    }
}

/// One fragment that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CheckFinding {
    /// Its segment, from 0.
    pub segment: u32,
    /// Its column, from 1 to 12.
    pub column: u8,
    /// Address of the storage node that should have it.
    pub node: Option<String>,
    /// What is wrong.
    pub finding: FragmentTrouble,
}

/// What can be wrong with a fragment; pages say it in their words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FragmentTrouble {
    /// It is lost, and the network is restoring it.
    Restoring,
    /// The node does not have it.
    Missing,
    /// The node hands out other bytes.
    Corrupt,
    /// The node cannot be reached.
    Unreachable,
    /// The node does not answer in time.
    TimedOut,
    /// The node has an address that may not be connected to.
    ForbiddenAddress,
    /// The node does not hand it out.
    Refused,
}

impl From<pipeline::FragmentTrouble> for FragmentTrouble {
    fn from(trouble: pipeline::FragmentTrouble) -> Self {
        use pipeline::FragmentTrouble as From;
        match trouble {
            From::Restoring => Self::Restoring,
            From::Missing => Self::Missing,
            From::Corrupt => Self::Corrupt,
            From::Unreachable => Self::Unreachable,
            From::TimedOut => Self::TimedOut,
            From::ForbiddenAddress => Self::ForbiddenAddress,
            From::Refused => Self::Refused,
        }
    }
}

impl From<&pipeline::FragmentFinding> for CheckFinding {
    fn from(finding: &pipeline::FragmentFinding) -> Self {
        Self {
            segment: finding.at.segment.0,
            column: finding.at.column.number(),
            node: Some(finding.node.to_string()),
            finding: finding.trouble.into(),
        }
    }
}

/// Whether a file on this computer is what the network holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LocalCheck {
    /// Where it is.
    pub path: String,
    /// Its length.
    #[specta(type = Number)]
    pub bytes: u64,
    /// The FID that was derived from it.
    pub fid: String,
    /// Is that the FID that was asked for? None when none was.
    pub equal: Option<bool>,
    /// What the catalogue has under the derived FID.
    pub stored: Option<FileRow>,
    /// Which bytes the FID was derived from.
    pub how: LocalCheckHow,
}

/// Which bytes a FID is derived from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum LocalCheckHow {
    /// The file's own.
    Plain,
    /// The file sealed under the header of the stored one.
    Sealed,
}

impl From<&app::LocalCheck> for LocalCheck {
    fn from(check: &app::LocalCheck) -> Self {
        Self {
            path: check.path.to_string_lossy().into_owned(),
            bytes: check.size.0,
            fid: check.fid.to_string(),
            equal: check.equal,
            stored: check.stored.as_ref().map(FileRow::from),
            how: if check.sealed { LocalCheckHow::Sealed } else { LocalCheckHow::Plain },
        }
    }
}
