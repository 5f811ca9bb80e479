//! Restore drills and comparisons with files on this computer.

use std::path::Path;

use pileus_app::{DrillReport, LocalCheck};
use pileus_domain::{ByteCount, ColumnIndex, Fid};
use pileus_ports::Timestamp;
use serde::Serialize;

use crate::ProblemView;

/// What came of rebuilding a file from a random four of the twelve fragments of each segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DrillView {
    /// The file.
    pub fid: Fid,
    /// Was every segment rebuilt and equal to its hash?
    pub passed: bool,
    /// When, in milliseconds since 1970.
    pub at: Timestamp,
    /// Columns that were used.
    pub columns: Vec<ColumnIndex>,
    /// Fragments that were used.
    pub fragments: u32,
    /// Their bytes.
    pub size: ByteCount,
    /// How long it took, in milliseconds.
    pub millis: u64,
    /// Why it did not pass.
    pub problem: Option<ProblemView>,
}

impl From<&DrillReport> for DrillView {
    fn from(report: &DrillReport) -> Self {
        Self {
            fid: report.fid,
            passed: report.passed(),
            at: report.at,
            columns: report.columns.clone(),
            fragments: report.fragments,
            size: report.bytes,
            millis: u64::try_from(report.took.as_millis()).unwrap_or(u64::MAX),
            problem: report.problem.as_ref().map(ProblemView::from),
        }
    }
}

/// Whether a file on this computer is what the network holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LocalCheckView {
    /// Where it is.
    pub path: String,
    /// Its length.
    pub size: ByteCount,
    /// The FID that was derived from it.
    pub fid: Fid,
    /// Is that the FID that was asked for? None when none was.
    pub equal: Option<bool>,
    /// What the catalogue calls the file of the derived FID.
    pub name: Option<String>,
    /// Was it derived from the sealed bytes?
    pub sealed: bool,
}

impl LocalCheckView {
    /// Is it the file that was asked for, or one of the catalogue's when none was?
    pub fn is_known(&self) -> bool {
        self.equal.unwrap_or(self.name.is_some())
    }
}

impl From<&LocalCheck> for LocalCheckView {
    fn from(check: &LocalCheck) -> Self {
        Self {
            path: text(&check.path),
            size: check.size,
            fid: check.fid,
            equal: check.equal,
            name: check.stored.as_ref().map(|file| file.name.clone()),
            sealed: check.sealed,
        }
    }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
