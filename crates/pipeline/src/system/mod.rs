//! What systems do differently about files.
//!
//! Duty: one shape for it. Absent on purpose: anything that a system does like the others.

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod files;

pub(crate) use files::{
    identity, is_link_loop, modified, name_from_bytes, name_to_bytes, open_without_waiting, owner_only, read_exact_at,
    sync_folder, write_all_at,
};
