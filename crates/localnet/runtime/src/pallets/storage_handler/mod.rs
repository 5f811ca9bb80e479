//! StorageHandler: territories, what they cost, and the network's ledger of space.
//!
//! A territory's total is always its used, locked and remaining space together. States change with the block number
//! by [`crate::due`], never here.

mod consignment;
mod expiry;
mod ledger;
mod orders;
mod pallet;
mod territory;
mod types;

pub use pallet::pallet::*;
pub use types::*;
