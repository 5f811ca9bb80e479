//! The gateway as clients see it on the wire.

mod cheats;
mod download;
mod refusals;
mod resume;
pub(crate) mod rig;
mod upload;
