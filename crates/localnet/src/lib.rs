//! A small CESS on loopback: a chain, its storage nodes, and everything that can go wrong with them.
//!
//! - [`chain`]: the runtime of `pileus-localnet-runtime` made into blocks, on disk, with a transaction pool.
//! - [`rpc`]: JSON-RPC as a CESS node speaks it.
//! - [`node`]: storage nodes as they behave on the wire.
//! - [`gateway`]: gateways as they behave on the wire, of DeOSS and of CD²N, honest or not.
//! - [`host`]: all of it together in one folder, under a lock, with faults and time on request.
//!
//! Programs reach it over sockets only, as they reach CESS. Nothing here leaves this computer.

pub mod chain;
pub mod error;
pub mod gateway;
pub mod host;
pub mod node;
pub mod rpc;

pub use host::{LocalNetwork, Membership, NetworkInfo, RpcFault, Settings};
pub use pileus_localnet_runtime::genesis::Allocation;
