//! Conformance suites: what every adapter of a port must do.
//!
//! Duty: say once, in running code, what a port's documentation promises; fake and real adapter both run it.
//!
//! Invariants: a suite speaks to the port alone and panics with the promise that was broken.
//!
//! Absent on purpose: what only one adapter can do (surviving a killed process, refusing an address) is tested there.

pub mod chain;
pub mod gateway;
pub mod journal;
pub mod keystore;
pub mod nodes;
