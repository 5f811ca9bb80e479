//! The Journal port over SQLite.
//!
//! Duty: keep jobs, transactions, events and the catalogue in one file that survives a power cut and a killed process.
//!
//! Invariants: what a call returned from is on disk; one thread writes, another reads; a job runs in one process only.
//!
//! Absent on purpose: no bare file key ever comes here (a sealed header holds it wrapped), and no account secret.

mod adapter;
mod catalogue;
mod error;
mod events;
mod jobs;
mod locks;
mod plans;
mod private;
mod schema;
mod transactions;
mod value;
mod worker;

pub use adapter::JournalAdapter;
