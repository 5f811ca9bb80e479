//! The Gateway port over HTTP.
//!
//! Duty: speak to gateways as DeOSS 0.4.2 understands it, and take every answer that cannot be meant as a failure with a
//! kind.
//!
//! Invariants: an address is checked before anything connects to it; every call is bounded in time and bytes; each
//! request is signed anew with a message that expires soon; a file in several parts never goes on under a name that was
//! used before, since a gateway puts whatever comes behind what it has.
//!
//! Absent on purpose: a gateway is never asked to encrypt (`Cipher`), nor for lists, which the chain knows better; no
//! redirects, no proxy; whether a gateway did what it says is checked above.

mod about;
mod adapter;
mod answer;
mod chunks;
mod error;
mod profile;
mod signed;
mod upload;

pub use adapter::GatewayAdapter;
pub use profile::{GatewayProfile, GatewayTimeouts};
