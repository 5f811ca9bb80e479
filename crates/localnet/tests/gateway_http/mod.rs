//! The gateway as clients see it on the wire.

mod cheats;
mod download;
mod refusals;
mod resume;
mod rig;
mod upload;
