//! The fakes keep the promises of their ports.

mod journal;
mod keystore;
mod nodes;
