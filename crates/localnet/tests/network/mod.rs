//! The whole network: met by a client that nobody here wrote, by raw sockets, and by other programs.

mod blocks;
mod child;
mod client;
mod control;
mod deal;
mod faults;
mod gateways;
mod persistence;
mod pool;
mod rpc;
mod support;
mod takeover;
