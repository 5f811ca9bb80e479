//! Transfers over fakes: every way a run can stop, and that the next one goes on from there.

mod cancel;
mod crash;
mod download;
mod nodes;
mod order;
mod source;
mod upload;
mod world;
