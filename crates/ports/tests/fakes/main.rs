//! The fakes keep the promises of their ports.

mod gateway;
mod journal;
mod keystore;
mod nodes;
