//! The pallets of CESS that the local network mirrors, one folder each.
//!
//! Names, indices and types are the real ones, spelling mistakes included; `interface/spec137.txt` holds them.

pub mod file_bank;
pub mod oss;
pub mod sminer;
pub mod storage_handler;
pub mod tee_worker;
