//! Types of the Sminer pallet.

use frame_support::BoundedVec;
use frame_support::traits::ConstU32;
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;

use crate::primitives::{AccountId, Balance, BlockNumber, EndPoint, Hash};

/// The most storage nodes there can be.
pub const NODE_LIMIT: u32 = 200_000;
/// How many days a reward is spread over.
pub const REWARD_DAYS: u32 = 90;

/// What a storage node is good for at the moment, as text.
pub type NodeState = BoundedVec<u8, ConstU32<NODE_LIMIT>>;

/// A node's key for proofs of space.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PoISKey {
    /// The generator.
    pub g: [u8; 256],
    /// The modulus.
    pub n: [u8; 256],
}

/// What a node proved of its idle space.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct SpaceProofInfo {
    /// The node.
    pub miner: AccountId,
    /// How many idle files it gave up for service.
    pub front: u64,
    /// How many idle files it made.
    pub rear: u64,
    /// Its key.
    pub pois_key: PoISKey,
    /// The accumulator over its idle files.
    pub accumulator: [u8; 256],
}

/// Counts the bits of the fragment hashes a node serves.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct BloomFilter(pub [u64; 256]);

impl Default for BloomFilter {
    fn default() -> Self {
        Self([0; 256])
    }
}

impl BloomFilter {
    /// Count a hash in; nothing when it is not lower-case hex or a counter is full.
    pub fn insert(&mut self, hash: &Hash) -> Option<()> {
        self.count(hash, u64::checked_add)
    }

    /// Count a hash out; nothing when it is not lower-case hex or was never counted in.
    pub fn remove(&mut self, hash: &Hash) -> Option<()> {
        self.count(hash, u64::checked_sub)
    }

    fn count(&mut self, hash: &Hash, change: impl Fn(u64, u64) -> Option<u64>) -> Option<()> {
        let mut counters = self.0;
        for (counter, bit) in counters.iter_mut().zip(hash.bits()?) {
            *counter = change(*counter, bit.into())?;
        }
        self.0 = counters;
        Some(())
    }
}

/// A storage node.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct MinerInfo {
    /// Who receives its rewards.
    pub beneficiary: AccountId,
    /// Who staked for it.
    pub staking_account: AccountId,
    /// Where it answers.
    pub endpoint: EndPoint,
    /// What was staked. Planck.
    pub collaterals: Balance,
    /// Fines not paid yet. Planck.
    pub debt: Balance,
    /// What it is good for.
    pub state: NodeState,
    /// The space it promised. Bytes.
    pub declaration_space: u128,
    /// The space that is free for orders. Bytes.
    pub idle_space: u128,
    /// The space of tagged fragments. Bytes.
    pub service_space: u128,
    /// The space of fragments not tagged yet. Bytes.
    pub lock_space: u128,
    /// What it proved of its idle space; nothing before its key is registered.
    pub space_proof_info: Option<SpaceProofInfo>,
    /// The hashes of its tagged fragments.
    pub service_bloom_filter: BloomFilter,
    /// The worker's signature under the proof.
    pub tee_signature: [u8; 64],
}

impl MinerInfo {
    /// Whether the node is in a state, spelled as in [`super::state`].
    pub fn is_in(&self, state: &[u8]) -> bool {
        self.state.as_slice() == state
    }
}

/// What a node earned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Reward {
    /// All of it. Planck.
    pub total_reward: Balance,
    /// What was paid out. Planck.
    pub reward_issued: Balance,
    /// The parts still being paid out.
    pub order_list: BoundedVec<RewardOrder, ConstU32<REWARD_DAYS>>,
}

/// One reward, paid out day by day.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct RewardOrder {
    /// How many days were paid.
    pub receive_count: u8,
    /// How many there are.
    pub max_count: u8,
    /// Whether the part due at once was paid.
    pub atonce: bool,
    /// The whole reward. Planck.
    pub order_reward: Balance,
    /// The part of one day. Planck.
    pub each_amount: Balance,
    /// The block it was last paid at.
    pub last_receive_block: BlockNumber,
}

/// When an account last drew from the faucet.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct FaucetRecord {
    /// The block.
    pub last_claim_time: BlockNumber,
}

/// What other nodes have to restore of one that left.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct RestoralTargetInfo {
    /// The node that left.
    pub miner: AccountId,
    /// What it held. Bytes.
    pub service_space: u128,
    /// What was restored of it. Bytes.
    pub restored_space: u128,
    /// The block from which on it may withdraw in any case.
    pub cooling_block: BlockNumber,
}

/// The power of all nodes in an era.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct CompleteInfo {
    /// How many nodes took part.
    pub miner_count: u32,
    /// Their power together.
    pub total_power: u128,
}

/// The power of one node in an era.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct MinerCompleteInfo {
    /// The era.
    pub era_index: u32,
    /// Whether it was rewarded.
    pub issued: bool,
    /// The block its challenge was met at.
    pub finsh_block: BlockNumber,
    /// Its power.
    pub power: u128,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_counted_in_and_out_leaves_no_trace() {
        let hash = Hash([b'7'; 64]);
        let mut filter = BloomFilter::default();
        filter.insert(&hash).unwrap();
        assert_ne!(filter, BloomFilter::default());
        filter.remove(&hash).unwrap();
        assert_eq!(filter, BloomFilter::default());
        assert_eq!(filter.remove(&hash), None);
    }

    #[test]
    fn a_hash_that_is_not_hex_is_not_counted() {
        let mut filter = BloomFilter::default();
        assert_eq!(filter.insert(&Hash([b'x'; 64])), None);
        assert_eq!(filter, BloomFilter::default());
    }
}
