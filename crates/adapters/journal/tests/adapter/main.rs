//! The journal on a real disk.

mod conformance;
mod killed;
mod property;
mod shared;
