//! The CD²N gateway as clients see it on the wire.

mod cheats;
mod chunks;
mod client;
mod defects;
mod download;
mod login;
mod status;
mod upload;
