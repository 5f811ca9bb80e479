//! The whole network in one folder.
//!
//! Duty: start chain, JSON-RPC server, storage nodes, gateways and control server on the ports of last time, under a lock that
//! only one program holds; let other programs join, and take over from disk when the host ends, however it ends.
//!
//! Invariants: whoever holds the lock is the only one that writes in the folder; the lock is let go after the chain's
//! last write; the network's description is there only while the network is.

mod accounts;
mod control;
mod description;
mod disk;
mod faults;
mod founding;
mod gateways;
mod genesis;
mod inner;
mod ledger;
mod lock;
mod membership;
mod network;
mod nodes;
mod ports;
mod settings;
mod start;

pub use accounts::DevelopmentAccount;
pub use control::{ControlClient, ControlToken};
pub use description::{GatewayInfo, NetworkInfo, NodeInfo};
pub use faults::RpcFault;
pub use membership::Membership;
pub use network::LocalNetwork;
pub use settings::{DiskShare, Settings};

/// The chain's database.
const CHAIN_FILE: &str = "chain.sqlite";
/// The lock.
const LOCK_FILE: &str = "lock";
/// What the network was founded with.
const FOUNDING_FILE: &str = "founding.json";
/// The ports of last time.
const PORTS_FILE: &str = "ports.json";
/// The network's description.
const DESCRIPTION_FILE: &str = "network.json";
/// The token of the control server.
const TOKEN_FILE: &str = "control-token";
/// Fragments of all storage nodes.
const NODES_FOLDER: &str = "nodes";
/// Files of the first gateway; those of the others have a number behind.
const GATEWAY_FOLDER: &str = "gateway";
