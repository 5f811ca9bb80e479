//! One stored file, opened with a kit alone.

use pileus_app as app;
use serde::Serialize;
use specta::Type;
use specta_typescript::Number;

use super::{
    super::{CheckProgress, Problem},
    count,
};

/// Bytes of a KiB.
const KIB: u64 = 1024;

/// One stored file, opened with a kit alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KitDrill {
    /// The file.
    pub fid: String,
    /// Its name in the kit's catalogue.
    pub name: String,
    /// Bytes of it that were opened.
    #[specta(type = Number)]
    pub bytes: u64,
    /// Was it opened?
    pub passed: bool,
    /// Why not.
    pub problem: Option<Problem>,
}

impl From<&app::KitDrill> for KitDrill {
    fn from(drill: &app::KitDrill) -> Self {
        Self {
            fid: drill.fid.to_string(),
            name: drill.name.clone(),
            bytes: drill.bytes.0,
            passed: drill.passed(),
            problem: drill.problem.as_ref().map(Problem::from),
        }
    }
}

impl From<app::KitDrillProgress> for CheckProgress {
    fn from(progress: app::KitDrillProgress) -> Self {
        Self { done: count(progress.done.0.div_ceil(KIB)), total: count(progress.total.0.div_ceil(KIB)) }
    }
}
