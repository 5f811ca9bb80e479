//! The restore drill: would the file come back if only four of twelve storage nodes were left?
//!
//! Invariants: which four is chosen anew for each segment, by the entropy port; where one does not answer, another
//! random one takes its place, so that a drill fails only when a download would.
//!
//! Absent on purpose: nothing is written and no seal is opened. What is compared is what the network promised to keep.

use std::collections::{BTreeSet, VecDeque};

use pileus_domain::{ByteCount, ColumnIndex, Fid, FileRecord, Geometry, Problem, SegmentIndex, SegmentRecord};
use rand::seq::SliceRandom as _;

use crate::{
    Pipeline,
    fetch::{AddressBook, Fetcher, Zeros},
    plan::seeded,
};

/// How many segments of a file a check is through with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckProgress {
    /// Segments that were looked at.
    pub done: u32,
    /// Segments of the file.
    pub total: u32,
}

impl CheckProgress {
    /// After so many fragments, segment by segment.
    pub(crate) fn after_fragments(fragments: usize, file: &FileRecord) -> Self {
        Self::of(fragments / usize::from(ColumnIndex::COUNT), file)
    }

    fn of(done: usize, file: &FileRecord) -> Self {
        let count = |segments| u32::try_from(segments).unwrap_or(u32::MAX);
        Self { done: count(done), total: count(file.segments.len()) }
    }
}

/// What a drill did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drill {
    /// Columns that a segment was rebuilt from.
    pub columns: BTreeSet<ColumnIndex>,
    /// Fragments that were fetched and used.
    pub fragments: u32,
    /// Their bytes.
    pub bytes: ByteCount,
    /// Why a segment could not be rebuilt; none when all were.
    pub trouble: Option<Problem>,
}

impl Pipeline {
    /// Fetch a random four of the twelve fragments of each segment, rebuild it, and compare it with its hash.
    ///
    /// Stops at the first segment that cannot be rebuilt. Dropped, it stops as well.
    ///
    /// # Errors
    /// A named problem when the chain does not have the file, or cannot be asked. That a segment cannot be rebuilt is
    /// no error but what the drill found.
    pub async fn drill(&self, fid: &Fid, tell: &(dyn Fn(CheckProgress) + Send + Sync)) -> Result<Drill, Problem> {
        let file = self.stored_file(fid).await?;
        let book = AddressBook::default();
        let (chain, nodes) = (self.chain.as_ref(), self.nodes.as_ref());
        let fetcher = Fetcher { chain, nodes, limits: &self.limits, book: &book, fid: *fid, run: None };
        let mut drill = Drill::default();
        for (index, record) in (0u32..).map(SegmentIndex).zip(&file.segments) {
            tell(CheckProgress::of(index.0 as usize, &file));
            if let Err(trouble) = self.drill_segment(&fetcher, index, record, &mut drill).await {
                drill.trouble = Some(trouble);
                return Ok(drill);
            }
        }
        tell(CheckProgress::of(file.segments.len(), &file));
        Ok(drill)
    }

    async fn drill_segment(
        &self,
        fetcher: &Fetcher<'_>,
        index: SegmentIndex,
        record: &SegmentRecord,
        drill: &mut Drill,
    ) -> Result<(), Problem> {
        let shards = fetcher.any_four(index, record, self.random_order(), Zeros::Fetched).await?;
        let used: Vec<_> = ColumnIndex::all().zip(&shards).filter(|(_, shard)| shard.is_some()).collect();
        let columns: BTreeSet<_> = used.iter().map(|(column, _)| *column).collect();
        fetcher.rebuild(index, record.hash, shards).await?;
        let fragments = u32::try_from(columns.len()).unwrap_or(u32::MAX);
        drill.fragments = drill.fragments.saturating_add(fragments);
        drill.bytes.0 = drill.bytes.0.saturating_add(u64::from(fragments) * Geometry::CESS.fragment() as u64);
        drill.columns.extend(columns);
        Ok(())
    }

    /// All positions of a segment's fragments in an order that nobody can foresee.
    fn random_order(&self) -> VecDeque<usize> {
        let mut order: Vec<usize> = (0..Geometry::CESS.total()).collect();
        order.shuffle(&mut seeded(self.entropy.as_ref()));
        order.into()
    }
}
