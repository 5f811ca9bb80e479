//! Services over the fakes of the ports: a network of sixteen nodes in memory, with a block every few milliseconds.

mod catalogue;
mod feed;
mod setup;
mod status;
mod territories;
mod transfers;
mod world;
