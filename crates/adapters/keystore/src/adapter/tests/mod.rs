//! The adapter over files and a keyring that fail when a test says so.

mod computer;
mod interrupted;
mod moves;
