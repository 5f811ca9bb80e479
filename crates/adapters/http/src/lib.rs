//! HTTP towards strangers, as the adapters that speak it have in common.
//!
//! Duty: reach an address that somebody else wrote down, and move bytes there and back.
//!
//! Invariants: an address is checked before anything connects to it, and the checked address is the one connected to;
//! a body is bounded in bytes and never waited for longer than it may stand still; no more bytes a second pass than the
//! person allows.
//!
//! Absent on purpose: no redirects, no proxy, no cookies, no retries; what an answer means is the adapter's business.

mod address;
mod body;
mod client;
mod error;
mod pace;
mod resolver;
mod sending;

pub use address::AddressRule;
pub use body::{Incoming, Watch, beginning, incoming, outgoing, pieces};
pub use client::client;
pub use error::{ClientError, HttpError, HttpErrorKind};
pub use pace::{Lane, Pace, Paces};
pub use sending::{Sending, Undelivered, sending};
