//! FileBank: orders, reports, stored files and their owners.
//!
//! An order is a `DealMap` entry until its twelfth report turns it into a `File` entry. Nothing here looks at bytes:
//! whether hashes fit each other, or the FID, is never checked.

pub mod allocation;
mod cleanup;
mod declaration;
mod deletion;
mod pallet;
mod reports;
mod restoral;
mod space_proofs;
mod tags;
mod types;

pub use pallet::pallet::*;
pub use tags::tag_digest;
pub use types::*;
