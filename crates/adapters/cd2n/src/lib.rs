//! The Gateway port over the HTTP of CD²N gateways: the part of it that is safe to use.
//!
//! Duty: sign in, hand a file over and wait until it is ordered, and get bytes back; and take every answer that cannot be
//! meant as a failure with a kind, by the code in its body as well as by its status.
//!
//! Invariants: an address is checked before anything connects to it; a signature and a token leave over TLS only, unless the
//! network is a private one; every call is bounded in time and bytes; a part of a file is never sent twice under one ticket,
//! since a gateway counts it twice and then orders a file without its end.
//!
//! Absent on purpose: encryption and decryption by the gateway, re-encryption with a key of the account, uploads that are
//! only accepted, uploads without a token, and single segments. No request that this crate makes can ask for them. No
//! redirects, no proxy; whether a gateway did what it says is checked above.

mod adapter;
mod answer;
mod capsule;
mod chunks;
mod error;
mod profile;
mod read;
mod signed;
mod status;
mod token;
mod upload;

pub use adapter::Cd2nAdapter;
pub use profile::{Cd2nProfile, Cd2nTimeouts};
