//! Types of the StorageHandler pallet.

use frame_support::BoundedVec;
use frame_support::traits::ConstU32;
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;

use crate::primitives::{AccountId, Balance, BlockNumber, TerrName, TokenId};

/// Names an order somebody can pay.
pub type OrderId = BoundedVec<u8, ConstU32<32>>;

/// What a territory is good for at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum TerritoryState {
    /// Files can be stored.
    Active,
    /// Its time is over; files can be read and deleted, and it can be renewed.
    Frozen,
    /// Its files are gone; it can be reactivated.
    Expired,
    /// Offered for sale; no files can be stored.
    OnConsignment,
}

/// A named space an account owns for some time.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct TerritoryInfo {
    /// Identifies the territory whatever its name and owner.
    pub token: TokenId,
    /// Everything bought: used, locked and remaining together. Bytes.
    pub total_space: u128,
    /// Taken by stored files. Bytes.
    pub used_space: u128,
    /// Set aside for open orders. Bytes.
    pub locked_space: u128,
    /// Still free. Bytes.
    pub remaining_space: u128,
    /// The block its present term began at.
    pub start: BlockNumber,
    /// The block its present term ends at.
    pub deadline: BlockNumber,
    /// What it is good for.
    pub state: TerritoryState,
}

/// A territory offered for sale.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ConsignmentInfo {
    /// Who sells.
    pub user: AccountId,
    /// For how much. Planck.
    pub price: Balance,
    /// Who buys.
    pub buyers: Option<AccountId>,
    /// The block it changes hands at.
    pub exec: Option<BlockNumber>,
    /// Whether a buyer was found.
    pub locked: bool,
}

/// What an order does when it is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum OrderType {
    /// Mint a territory.
    Buy,
    /// Make one larger.
    Expansion,
    /// Make one last longer.
    Renewal,
}

/// Something bought for an account that anybody can pay.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct OrderInfo {
    /// The territory.
    pub territory_name: TerrName,
    /// The sum. Planck.
    pub pay: Balance,
    /// How much space, for buying and expanding. GiB.
    pub gib_count: u32,
    /// How long, for buying and renewing. Days.
    pub days: u32,
    /// The block from which on it can no longer be paid.
    pub expired: BlockNumber,
    /// For whom.
    pub target_acc: AccountId,
    /// What it does.
    pub order_type: OrderType,
}
