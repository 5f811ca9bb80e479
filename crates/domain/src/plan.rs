//! What a file becomes on the network, before anything is sent.

use serde::{Deserialize, Serialize};

use crate::{ByteCount, ColumnIndex, ContentHash, Fid, FragmentAddress, Geometry};

/// Hashes of one segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentPlan {
    /// SHA-256 of the padded segment.
    pub hash: ContentHash,
    /// SHA-256 of its fragments, in column order; not unique.
    pub fragments: Vec<ContentHash>,
}

/// Hashes of a whole file: all that the order needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilePlan {
    /// Name of the file on the network.
    pub fid: Fid,
    /// The size that is declared: the file's own, or whole segments when it is sealed.
    pub file_size: ByteCount,
    /// Its segments in file order.
    pub segments: Vec<SegmentPlan>,
}

impl FilePlan {
    /// Territory that the file takes.
    pub fn territory_bytes(&self) -> ByteCount {
        ByteCount(Geometry::CESS.charge().0 * self.segments.len() as u64)
    }

    /// The hash of one fragment; none outside the plan.
    pub fn fragment(&self, at: FragmentAddress) -> Option<ContentHash> {
        let segment = self.segments.get(at.segment.0 as usize)?;
        segment.fragments.get(at.column.position()).copied()
    }

    /// The hashes of one column, a segment each.
    pub fn column(&self, column: ColumnIndex) -> impl Iterator<Item = ContentHash> + '_ {
        self.segments.iter().filter_map(move |s| s.fragments.get(column.position()).copied())
    }
}
