//! The Nodes port over HTTP.
//!
//! Duty: speak to storage nodes as CESS defines it, and believe nothing that they answer before it is checked.
//!
//! Invariants: an address is checked before anything connects to it, and the checked address is the one connected to;
//! every call is bounded in time and bytes; bytes that are handed out have the right length and SHA-256; no more bytes
//! a second pass than the person allows, and what that holds back is not held against a node.
//!
//! Absent on purpose: no retries (the pipeline decides on [`pileus_ports::NodeError::may_pass`]), no redirects, no
//! proxy, no account of the person: requests are signed with a key that is thrown away.

mod adapter;
mod answer;
mod error;
mod identity;
mod profile;
mod status;

pub use adapter::NodesAdapter;
pub use error::NodesSetupError;
pub use pileus_http::{Pace, Paces};
pub use profile::{NodesProfile, NodesTimeouts};
