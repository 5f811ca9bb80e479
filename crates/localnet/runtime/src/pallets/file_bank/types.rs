//! Types of the FileBank pallet.

use frame_support::BoundedVec;
use frame_support::traits::ConstU32;
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;

use crate::primitives::{
    AccountId, BlockNumber, FRAGMENT_COUNT, Hash, NAME_LIMIT, SEGMENT_LIMIT, TerrName, WorkerPublicKey,
};

/// The most owners a file can have.
pub const OWNER_LIMIT: u32 = 50_000;
/// The most files an account can have.
pub const USER_FILE_LIMIT: u32 = 500_000;

/// The segments of an order, in file order.
pub type DeclaredSegments = BoundedVec<SegmentList, ConstU32<SEGMENT_LIMIT>>;
/// The digests of a tag report.
pub type TagDigests = BoundedVec<DigestInfo, ConstU32<SEGMENT_LIMIT>>;
/// The files an account owns.
pub type UserFiles = BoundedVec<UserFileSliceInfo, ConstU32<USER_FILE_LIMIT>>;
/// One storage node for each column.
pub type ColumnNodes = BoundedVec<AccountId, ConstU32<FRAGMENT_COUNT>>;

/// A segment as it is declared.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct SegmentList {
    /// The hash of the padded segment.
    pub hash: Hash,
    /// The hashes of its fragments, in shard order.
    pub fragment_list: BoundedVec<Hash, ConstU32<FRAGMENT_COUNT>>,
}

/// Whose file it is, and what they call it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct UserBrief {
    /// The owner.
    pub user: AccountId,
    /// The owner's name for the file.
    pub file_name: BoundedVec<u8, ConstU32<NAME_LIMIT>>,
    /// The territory it takes space of.
    pub territory_name: TerrName,
}

/// A storage node's report that it holds its fragments.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct CompleteInfo {
    /// The column, from 1.
    pub index: u8,
    /// The node.
    pub miner: AccountId,
}

/// An order that waits for reports.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct DealInfo {
    /// The file's length. Bytes.
    pub file_size: u128,
    /// What is to be stored.
    pub segment_list: DeclaredSegments,
    /// For whom.
    pub user: UserBrief,
    /// The reports so far.
    pub complete_list: BoundedVec<CompleteInfo, ConstU32<FRAGMENT_COUNT>>,
}

/// A stored fragment.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct FragmentInfo {
    /// Its hash.
    pub hash: Hash,
    /// Whether it can be read, as far as the chain knows.
    pub avail: bool,
    /// The block its tag was reported at.
    pub tag: Option<BlockNumber>,
    /// The node that holds it.
    pub miner: AccountId,
}

/// A stored segment.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct SegmentInfo {
    /// The hash of the padded segment.
    pub hash: Hash,
    /// Its fragments, in shard order.
    pub fragment_list: BoundedVec<FragmentInfo, ConstU32<FRAGMENT_COUNT>>,
}

/// Whether a file can be read. Only the first is ever written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum FileState {
    /// It can.
    Active,
    /// Leftover.
    Calculate,
    /// Leftover.
    Missing,
    /// Leftover.
    Recovery,
}

/// A stored file.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct FileInfo {
    /// Its segments, in file order.
    pub segment_list: BoundedVec<SegmentInfo, ConstU32<SEGMENT_LIMIT>>,
    /// Its owners.
    pub owner: BoundedVec<UserBrief, ConstU32<OWNER_LIMIT>>,
    /// Its length, as the first owner declared it. Bytes.
    pub file_size: u128,
    /// The block of the last report.
    pub completion: BlockNumber,
    /// Whether it can be read.
    pub stat: FileState,
}

/// A file in an account's list.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct UserFileSliceInfo {
    /// The territory it takes space of.
    pub territory_name: TerrName,
    /// The file.
    pub file_hash: Hash,
    /// The space it takes, which is not its length. Bytes.
    pub file_size: u128,
}

/// A fragment that waits for a node to restore it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct RestoralOrderInfo {
    /// How often it was claimed.
    pub count: u32,
    /// The node that claimed it.
    pub miner: AccountId,
    /// The node that lost it.
    pub origin_miner: AccountId,
    /// The fragment.
    pub fragment_hash: Hash,
    /// Its file.
    pub file_hash: Hash,
    /// The block it was lost at.
    pub gen_block: BlockNumber,
    /// The block the claim ends at.
    pub deadline: BlockNumber,
}

/// A fragment and the worker that computed its tag.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct DigestInfo {
    /// The fragment.
    pub fragment: Hash,
    /// The worker.
    pub tee_puk: WorkerPublicKey,
}

/// What the workers' master key signs for a node's tags.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct TagSigInfo {
    /// The node.
    pub miner: AccountId,
    /// Its tagged fragments.
    pub digest: TagDigests,
    /// The file.
    pub file_hash: Hash,
}

/// Which nodes the network drew for an open order. Ours: CESS has no such record.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct AllocationInfo {
    /// One node for each column, in shard order.
    pub nodes: ColumnNodes,
    /// The block of the last drawing.
    pub drawn: BlockNumber,
}
