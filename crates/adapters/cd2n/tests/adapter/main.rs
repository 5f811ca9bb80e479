//! The adapter for CD²N against the gateway of the local network, against one that answers as it is told, and strangers.

mod capsule;
mod local;
mod parts;
mod reading;
mod rig;
mod server;
mod sign_in;
mod strangers;
mod whole;
