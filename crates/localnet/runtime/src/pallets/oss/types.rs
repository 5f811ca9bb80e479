//! Types of the Oss pallet.

use frame_support::BoundedVec;
use frame_support::traits::ConstU32;
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;

use crate::primitives::{AccountId, BlockNumber, PeerId};

/// The URL or address a gateway answers at, as text; nothing checks it.
pub type Domain = BoundedVec<u8, ConstU32<50>>;

/// What a gateway says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct OssInfo {
    /// Its address on the retired peer-to-peer transport.
    pub peer_id: PeerId,
    /// Where it answers.
    pub domain: Domain,
}

/// What an account signs to authorise a gateway without sending a transaction itself.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ProxyAuthPayload {
    /// Who may act for the account.
    pub oss: AccountId,
    /// The date of the grant, as a block; it counts for a while longer.
    pub exp: BlockNumber,
}
