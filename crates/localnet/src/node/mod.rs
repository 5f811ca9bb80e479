//! The storage nodes of the local network.
//!
//! Duty: behave on the wire as a storage node of CESS does (cess-miner 0.8.3), keep fragments in a
//! folder, and tell the chain about them with signed extrinsics.
//!
//! Invariants: a fragment reaches its final name only after its length, its hash and its place in
//! an open deal were checked; a node reports at most one index of a deal; nothing outside the
//! node's own folder is read or written.
//!
//! Absent on purpose: the real node also lists and serves its working folder (`/file/list`,
//! `/file/:name`). Nobody should use that, so here it does not exist.

pub(crate) mod answer;
mod call;
mod connection;
mod cors;
mod counters;
pub(crate) mod disturb;
mod doors;
mod error;
mod fault;
mod get;
mod ledger;
pub(crate) mod name;
mod put;
mod range;
pub(crate) mod receive;
mod records;
mod reporter;
pub(crate) mod server;
mod settings;
pub(crate) mod signature;
mod start;
mod status;
mod store;
mod tags;

pub use call::NodeCall;
pub use counters::{NodeCounters, ReceivedFragment};
pub use error::NodeError;
pub use fault::{FaultKind, NodeFault};
pub use ledger::{Inclusion, Ledger, LedgerError};
pub use settings::{DiskLimits, KEEP_FREE, NodeSettings, NodeTiming, TagSettings};
pub use start::StorageNode;

/// Length of a fragment: 8 MiB.
///
/// # Units
/// bytes.
pub const FRAGMENT_SIZE: u64 = 8 * 1024 * 1024;

/// SHA-256 of a fragment of zeros, which a node makes itself instead of receiving it.
pub const ZERO_FRAGMENT: &str = "2daeb1f36095b44b318410b3f4e8b5d989dcc7bb023d1426c492dab0a3053e74";
