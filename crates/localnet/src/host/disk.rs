//! Small files of the network's folder, and how much room there is.

use std::io::{ErrorKind, Write};
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::settings::DiskShare;
use crate::error::NetworkError;

/// What nodes declare comes in pieces of this size, as certified idle space does: 64 MiB.
const PIECE: u64 = 64 * 1024 * 1024;

/// How much one of `nodes` storage nodes declares.
///
/// # Units
/// bytes.
/// # Errors
/// [`NetworkError::Folder`].
pub(super) fn space_per_node(folder: &Path, share: DiskShare, nodes: usize) -> Result<u64, NetworkError> {
    let free = match share.keep_free {
        0 => u64::MAX,
        _ => fs4::available_space(folder).map_err(NetworkError::folder(folder))?,
    };
    Ok(share_of(free, share.at_most, nodes))
}

fn share_of(free: u64, at_most: u64, nodes: usize) -> u64 {
    let each = at_most.min(free / 2) / (nodes.max(1) as u64);
    each - each % PIECE
}

/// Read a JSON file; nothing when there is none.
///
/// # Errors
/// [`NetworkError::Folder`], [`NetworkError::Damaged`].
pub(super) fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, NetworkError> {
    match std::fs::read(path) {
        Ok(text) => serde_json::from_slice(&text)
            .map(Some)
            .map_err(|source| NetworkError::Damaged { path: path.to_owned(), source }),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(NetworkError::folder(path)(error)),
    }
}

/// Write a JSON file so that a reader sees the old one or the new one, never half of it.
///
/// # Errors
/// [`NetworkError::Folder`].
pub(super) fn write<T: Serialize>(path: &Path, value: &T) -> Result<(), NetworkError> {
    let text =
        serde_json::to_vec_pretty(value).map_err(|source| NetworkError::Damaged { path: path.to_owned(), source })?;
    replace(path, &text, false)
}

/// Replace a file in one step; a private one can be read by its owner only.
///
/// # Errors
/// [`NetworkError::Folder`].
pub(super) fn replace(path: &Path, bytes: &[u8], private: bool) -> Result<(), NetworkError> {
    let fresh = path.with_extension("new");
    let attempt = || {
        remove(&fresh)?;
        let mut file = options(private).open(&fresh)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&fresh, path)
    };
    attempt().map_err(NetworkError::folder(path))
}

/// Remove a file that may be missing.
pub(super) fn remove(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn options(private: bool) -> std::fs::OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true).mode(if private { 0o600 } else { 0o644 });
    options
}

#[cfg(not(unix))]
fn options(_private: bool) -> std::fs::OpenOptions {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIB: u64 = 1 << 30;

    #[test]
    fn nodes_share_half_of_the_free_disk_or_what_is_allowed() {
        assert_eq!(share_of(1000 * GIB, 64 * GIB, 16), 4 * GIB);
        assert_eq!(share_of(32 * GIB, 64 * GIB, 16), GIB);
        assert_eq!(share_of(16 * GIB + 5, 64 * GIB, 16), GIB / 2);
        assert_eq!(share_of(10, 64 * GIB, 16), 0);
    }

    #[test]
    fn a_share_that_keeps_nothing_free_does_not_look_at_the_disk() {
        let share = DiskShare { at_most: u64::MAX / 2, keep_free: 0 };
        let nowhere = Path::new("/there/is/no/such/folder");
        assert_eq!(space_per_node(nowhere, share, 1).unwrap(), share_of(u64::MAX, share.at_most, 1));
        assert!(space_per_node(nowhere, DiskShare { keep_free: 1, ..share }, 1).is_err());
    }
}
