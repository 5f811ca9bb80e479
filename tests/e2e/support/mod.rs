//! What stories are told with.

mod child;
mod chronicle;
mod desk;
mod files;
mod moment;
mod town;

pub(crate) use child::{Ended, Program, Role, Running};
pub(crate) use desk::{Desk, code, limits, space};
pub(crate) use files::{assert_same, write_file};
pub(crate) use moment::{At, Moment};
pub(crate) use town::{Town, until};

/// One binary megabyte, in bytes.
pub(crate) const MIB: u64 = 1 << 20;
/// What a segment takes of a territory: 96 MiB.
pub(crate) const CHARGE: u64 = 96 * MIB;
