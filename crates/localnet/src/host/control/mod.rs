//! The control server: faults and time, for those who hold the token.
//!
//! HTTP on loopback with JSON bodies. Every request needs `Authorization: Bearer TOKEN`, and pages of a foreign origin
//! are refused whatever they hold.

mod client;
mod messages;
mod server;
mod token;

pub use client::ControlClient;
pub use token::ControlToken;

pub(super) use server::ControlServer;
