//! What building and testing need beside Rust and Node, and how it gets there.

pub(crate) mod cargo_programs;
pub(crate) mod npm;
pub(crate) mod programs;
pub(crate) mod system_packages;
