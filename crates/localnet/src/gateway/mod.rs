//! The gateway of the local network.
//!
//! Duty: behave on the wire as a gateway of CESS does (DeOSS 0.4.2), place orders with its own account where the owner
//! has authorised it, and bring the fragments to the storage nodes.
//!
//! Invariants: everything it does on the chain is an extrinsic of its own account; nothing outside its own folder is
//! read or written; how it cheats is a switch, and without one it is honest.
//!
//! Absent on purpose: signatures of Ethereum keys (DeOSS does not compare the key with the account, so anybody could act
//! for anybody), encryption by the gateway, several files in one request, deleting, and lists of an account's files.

mod answer;
mod authority;
mod cache;
mod cheat;
mod checks;
mod errand;
mod fault;
mod files;
mod order;
mod receive;
mod records;
mod resume;
mod server;
mod settings;
mod start;
mod tracker;
mod upload;

pub use fault::{GatewayFault, GatewayFaultKind};
pub(crate) use settings::{GatewaySettings, GatewayTiming};
pub(crate) use start::Gateway;

/// The release whose behaviour the gateway has, as it says itself.
const VERSION: &str = "deoss v0.4.2 (Pileus local network)";
