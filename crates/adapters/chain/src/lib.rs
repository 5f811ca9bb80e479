//! The Chain port over JSON-RPC, with `subxt` for everything that is SCALE.
//!
//! Duty: reach a CESS chain through one of several endpoints; read its facts as domain values; encode, sign, submit,
//! follow and find transactions, whatever shape the runtime's metadata has.
//!
//! Invariants: what differs between runtimes is decided by the metadata alone; another genesis than the pinned one is
//! refused on every endpoint; every request, list and wait has a limit; answers are read by typed decoders.
//!
//! Absent on purpose: no keys (a [`pileus_ports::Signer`] signs), no journal, no choice of storage nodes.

mod adapter;
mod connection;
mod decode;
mod encode;
mod endpoints;
mod error;
mod fee;
mod find;
mod follow;
mod identity;
mod nonces;
mod outcome;
mod profile;
mod read;
mod rejection;
mod rpc;
mod runtime;
mod shapes;
mod sign;
mod submit;

pub use adapter::ChainAdapter;
pub use encode::encode_call;
pub use error::AdapterError;
pub use profile::{Limits, Profile};
pub use runtime::capabilities;

#[cfg(test)]
#[path = "../tests/metadata.rs"]
#[allow(dead_code, reason = "shared with the tests beside the crate, which need more of it")]
mod metadata;
