//! The words of Pileus as values.
//!
//! Duty: give every noun of the network (file, segment, fragment, deal, territory, storage node, transaction) one
//! type that can only hold what the network allows.
//!
//! Invariants: units ride in types; a name, hash or account that exists is well formed.
//!
//! Absent on purpose: no I/O, no hashing of content, no clock. Bytes belong to `codec`, effects to the ports.

mod account;
mod bucket;
mod call;
mod capsule;
mod deal;
mod error;
mod fid_rule;
mod gateway;
mod geometry;
mod hash;
mod index;
mod job;
mod name;
mod node;
mod plan;
mod problem;
mod territory;
mod trade;
mod transaction;
mod units;

pub use account::{AccountId, Ss58Prefix};
pub use bucket::BucketName;
pub use call::Call;
pub use capsule::Capsule;
pub use deal::{Allocation, Deal, FileRecord, FileState, FragmentRecord, Owner, Reported, SegmentRecord};
pub use error::DomainError;
pub use fid_rule::FidRule;
pub use gateway::{GatewayRecord, GatewaySoftware, Route, pool_name};
pub use geometry::Geometry;
pub use hash::{ContentHash, Fid};
pub use index::{ColumnIndex, FragmentAddress, SegmentIndex};
pub use job::{CancelChoice, Condition, JobId, JobKind, Stage};
pub use name::{ChainFileName, TerritoryName};
pub use node::{Endpoint, NodeId, NodeRecord};
pub use plan::{FilePlan, SegmentPlan};
pub use problem::Problem;
pub use territory::{Territory, TerritoryState, TerritoryToken};
pub use trade::{Consignment, SpaceOrder, SpaceOrderId, SpaceOrderKind};
pub use transaction::{BlockHash, BlockRef, GenesisHash, TxHash};
pub use units::{BlockNumber, ByteCount, Planck};
