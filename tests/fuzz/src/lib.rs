//! Parsers of what strangers write, as functions over bytes.
//!
//! Duty: give every such parser to whoever makes up bytes: the tests of this crate, with a fixed seed and count, and
//! libFuzzer, from the folder `fuzz` (see CONTRIBUTING.md).
//!
//! Invariants: a target never panics, whatever the bytes; what it takes, it checks for what a reader may rely on; it
//! touches no file, no network, and spends no second on one input.
//!
//! Absent on purpose: passphrase functions at a cost that the bytes choose. Their bounds have tests of their own.

mod mutation;
mod targets;

pub use mutation::Mutator;
pub use targets::{Target, all, named};

#[cfg(test)]
mod tests;
