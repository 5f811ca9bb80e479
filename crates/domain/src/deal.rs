//! Orders and stored files as the chain knows them.

use serde::{Deserialize, Serialize};

use crate::{AccountId, BlockNumber, ByteCount, ColumnIndex, ContentHash, FilePlan, NodeId, SegmentPlan};

/// One node's report that it holds a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// The column.
    pub column: ColumnIndex,
    /// Who holds it.
    pub node: NodeId,
}

/// `FileBank.DealMap`: a declared upload that still misses reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deal {
    /// Declared size.
    pub file_size: ByteCount,
    /// Declared hashes.
    pub segments: Vec<SegmentPlan>,
    /// Whose order it is and how it is named.
    pub owner: Owner,
    /// Columns that are reported, in the order of the reports.
    pub reported: Vec<Reported>,
}

impl Deal {
    /// Does the order describe exactly what the plan does?
    pub fn matches(&self, plan: &FilePlan) -> bool {
        self.segments == plan.segments && self.file_size == plan.file_size
    }

    /// Columns without a report.
    pub fn missing(&self) -> Vec<ColumnIndex> {
        ColumnIndex::all().filter(|c| self.reported.iter().all(|r| r.column != *c)).collect()
    }
}

/// An owner's entry of a file (`UserBrief`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// The account.
    pub account: AccountId,
    /// The public name; foreign ones may be anything.
    pub file_name: String,
    /// The territory it is charged to.
    pub territory: String,
}

/// `FileBank.File`: a stored file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Segments in file order.
    pub segments: Vec<SegmentRecord>,
    /// Everybody who stores it.
    pub owners: Vec<Owner>,
    /// Size that the first declarer named.
    pub file_size: ByteCount,
    /// Block of the twelfth report.
    pub completion: BlockNumber,
    /// The chain's state of it.
    pub state: FileState,
}

impl FileRecord {
    /// Do segments and size equal the plan's?
    pub fn matches(&self, plan: &FilePlan) -> bool {
        self.file_size == plan.file_size && self.same_segments(plan)
    }

    /// Do the segments equal the plan's, whatever size the first declarer named?
    pub fn same_segments(&self, plan: &FilePlan) -> bool {
        self.segments.len() == plan.segments.len()
            && self.segments.iter().zip(&plan.segments).all(|(stored, planned)| {
                stored.hash == planned.hash
                    && stored.fragments.len() == planned.fragments.len()
                    && stored.fragments.iter().zip(&planned.fragments).all(|(f, hash)| f.hash == *hash)
            })
    }

    /// Is the account one of the owners?
    pub fn is_owned_by(&self, account: &AccountId) -> bool {
        self.owners.iter().any(|o| o.account == *account)
    }
}

/// One stored segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentRecord {
    /// SHA-256 of the padded segment.
    pub hash: ContentHash,
    /// Its fragments in column order.
    pub fragments: Vec<FragmentRecord>,
}

/// One stored fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FragmentRecord {
    /// SHA-256 of its bytes.
    pub hash: ContentHash,
    /// False while the network restores it.
    pub available: bool,
    /// Block at which its tag was calculated.
    pub tag: Option<BlockNumber>,
    /// Who keeps it.
    pub node: NodeId,
}

/// `FileState` of the chain; only active files are readable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// Stored.
    Active,
    /// Tags are calculated first (old runtimes).
    Calculate,
    /// Fragments are missing.
    Missing,
    /// Being restored.
    Recovery,
}

/// `FileBank.DealAllocation`: which node shall take which column, where the network says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// Twelve distinct nodes by column position.
    pub nodes: Vec<NodeId>,
}

impl Allocation {
    /// The node of a column.
    pub fn node(&self, column: ColumnIndex) -> Option<NodeId> {
        self.nodes.get(column.position()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fid;

    fn plan() -> FilePlan {
        let segment = SegmentPlan { hash: ContentHash([1; 32]), fragments: vec![ContentHash([2; 32]); 12] };
        FilePlan { fid: Fid(ContentHash([3; 32])), file_size: ByteCount(5), segments: vec![segment] }
    }

    #[test]
    fn an_order_with_another_hash_is_not_ours() {
        let plan = plan();
        let owner = Owner { account: AccountId([0; 32]), file_name: "abc".into(), territory: "t".into() };
        let mut deal = Deal { file_size: plan.file_size, segments: plan.segments.clone(), owner, reported: vec![] };
        assert!(deal.matches(&plan));
        deal.segments[0].fragments[11] = ContentHash([9; 32]);
        assert!(!deal.matches(&plan));
    }

    #[test]
    fn missing_columns_are_those_without_a_report() {
        let node = NodeId(AccountId([0; 32]));
        let owner = Owner { account: AccountId([0; 32]), file_name: "abc".into(), territory: "t".into() };
        let reported = vec![Reported { column: ColumnIndex::new(3).unwrap(), node }];
        let deal = Deal { file_size: ByteCount(1), segments: vec![], owner, reported };
        assert_eq!(deal.missing().len(), 11);
        assert!(!deal.missing().contains(&ColumnIndex::new(3).unwrap()));
    }
}
