//! The gateways of the local network.
//!
//! Duty: behave on the wire as gateways of CESS do, place orders with an account of their own where the owner has
//! authorised it, and bring the fragments to the storage nodes. What is said on the wire is in a room for each program:
//! `deoss` and `cd2n`; what every gateway does behind it is here.
//!
//! Invariants: everything a gateway does on the chain is an extrinsic of its own account; nothing outside its own folder
//! is read or written; how it cheats is a switch, the same ones for each program, and without one it is honest.
//!
//! Absent on purpose: gateways do not know each other; each has a cache, orders and authorities of its own.

mod cache;
mod cd2n;
mod cheat;

mod deoss;
mod disturb;
mod errand;
mod fault;
mod files;
mod order;
mod prepare;
mod records;
mod settings;
mod shared;
mod start;
mod tracker;
mod trouble;

pub use fault::{GatewayFault, GatewayFaultKind};
pub(crate) use settings::{GatewaySettings, GatewayTiming};
pub(crate) use start::Gateway;
