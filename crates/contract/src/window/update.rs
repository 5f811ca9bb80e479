//! The stream that windows fold over a snapshot.

use serde::Serialize;
use specta::Type;
use specta_typescript::Number;

use super::{CellChange, Fact, Job, NetworkBar};

/// All jobs at one moment. Updates with greater numbers fold over it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// Its number.
    #[specta(type = Number)]
    pub sequence: u64,
    /// The jobs, newest first.
    pub jobs: Vec<Job>,
    /// The bar.
    pub bar: NetworkBar,
}

/// What changed since the update before.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Update {
    /// One more than that of the snapshot or update before.
    #[specta(type = Number)]
    pub sequence: u64,
    /// Jobs that changed, whole.
    pub jobs: Vec<Job>,
    /// Cells of their boards that changed.
    pub cells: Vec<JobCells>,
    /// Facts for their timelines, none ever left out.
    pub facts: Vec<JobFact>,
    /// The bar, when it changed.
    pub bar: Option<NetworkBar>,
}

/// Changed cells of one job's board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JobCells {
    /// Whose.
    pub job: String,
    /// The cells.
    pub cells: Vec<CellChange>,
}

/// A new fact of one job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JobFact {
    /// Whose.
    pub job: String,
    /// What.
    pub fact: Fact,
}
