//! Transfers over fakes: every way a run can stop, and that the next one goes on from there.

mod cancel;
mod capsule;
mod cd2n;
mod cipher;
mod crash;
mod download;
mod drill;
mod gateway;
mod nodes;
mod order;
mod pause;
mod reader;
mod recognise;
mod source;
mod takeover;
mod upload;
mod world;
