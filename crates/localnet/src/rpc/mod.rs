//! The JSON-RPC server of the local network.
//!
//! Duty: answer what a CESS node answers, over WebSocket and HTTP on one port of loopback, so exactly that programs
//! which nobody here wrote run unmodified: V14 metadata from `state_getMetadata`, subscription ids that are strings,
//! no `chainHead` and no `archive` methods. It changes nothing but the transaction pool; faults and time belong to the
//! control server. A browser page of a foreign origin is refused.

mod arguments;
mod author;
mod blocks;
mod failure;
mod json;
mod origin;
mod payment;
mod server;
mod states;
mod subscriptions;
mod system;
mod wire;

pub(crate) use origin::is_welcome;
pub use server::RpcServer;
