//! What the cases share: a chain, people, files and nodes.

pub(crate) mod chain;
pub(crate) mod files;
pub(crate) mod people;
