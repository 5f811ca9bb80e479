//! Plans as they cross over.

use pileus_domain::{ByteCount, ContentHash, Fid, FilePlan};
use serde::Serialize;

/// What a file would become on the network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanView {
    /// Its name there.
    pub fid: Fid,
    /// The size that an order would declare.
    pub file_size: ByteCount,
    /// Territory that it takes.
    pub territory_bytes: ByteCount,
    /// Segments in file order.
    pub segments: Vec<SegmentView>,
}

/// Hashes of one segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SegmentView {
    /// SHA-256 of the padded segment.
    pub hash: ContentHash,
    /// SHA-256 of its twelve fragments in column order.
    pub fragments: Vec<ContentHash>,
}

impl From<&FilePlan> for PlanView {
    fn from(plan: &FilePlan) -> Self {
        let segment = |s: &pileus_domain::SegmentPlan| SegmentView { hash: s.hash, fragments: s.fragments.clone() };
        Self {
            fid: plan.fid,
            file_size: plan.file_size,
            territory_bytes: plan.territory_bytes(),
            segments: plan.segments.iter().map(segment).collect(),
        }
    }
}
