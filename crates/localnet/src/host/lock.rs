//! The lock of the network's folder.
//!
//! The system lets it go when the program ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::LOCK_FILE;
use crate::error::NetworkError;

/// Proof that this program alone may write in the folder; dropping it lets the lock go.
#[derive(Debug)]
pub(super) struct FolderLock(#[expect(dead_code, reason = "the lock lives as long as the open file")] File);

impl FolderLock {
    /// Take the lock if nobody has it.
    ///
    /// # Errors
    /// [`NetworkError::Folder`].
    pub(super) fn try_take(folder: &Path) -> Result<Option<Self>, NetworkError> {
        std::fs::create_dir_all(folder).map_err(NetworkError::folder(folder))?;
        let path = folder.join(LOCK_FILE);
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(NetworkError::folder(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(NetworkError::Folder { path, source }),
        }
    }

    /// Take the lock.
    ///
    /// # Errors
    /// [`NetworkError::HostedElsewhere`], [`NetworkError::Folder`].
    pub(super) fn take(folder: &Path) -> Result<Self, NetworkError> {
        Self::try_take(folder)?.ok_or_else(|| NetworkError::HostedElsewhere { folder: folder.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holder_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let lock = FolderLock::take(folder.path()).unwrap();
        assert!(matches!(FolderLock::take(folder.path()), Err(NetworkError::HostedElsewhere { .. })));
        drop(lock);
        FolderLock::take(folder.path()).unwrap();
    }
}
