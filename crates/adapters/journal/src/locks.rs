//! Which process runs which job.
//!
//! Invariants: the system gives a lock back when its process ends, however it ends; a lock counts only while its file
//! is the one that the folder shows, so files of ended jobs can be removed at any time.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use pileus_domain::JobId;
use pileus_ports::Claim;

use crate::private;

/// How often a lock is tried whose file another process removes at the same moment.
const ATTEMPTS: u32 = 16;

const EXTENSION: &str = "lock";

/// The folder of lock files.
#[derive(Debug, Clone)]
pub(crate) struct Locks {
    folder: PathBuf,
}

/// A lock that is held; its file is removed with it.
pub(crate) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Claim for Lock {}

impl Drop for Lock {
    /// Remove the file while the lock still holds, so that nobody else's file goes.
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.path) {
            tracing::debug!(path = %self.path.display(), %error, "a lock file stays behind");
        }
    }
}

impl Locks {
    /// Use a folder, make it if need be, and remove what dead processes left in it.
    pub(crate) fn open(folder: PathBuf) -> io::Result<Self> {
        private::make_folder(&folder)?;
        let locks = Self { folder };
        locks.sweep()?;
        Ok(locks)
    }

    /// Take a job's lock; none while somebody has it.
    pub(crate) fn claim(&self, id: JobId) -> io::Result<Option<Lock>> {
        take(&self.folder.join(id.to_string()).with_extension(EXTENSION))
    }

    fn sweep(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == EXTENSION) {
                drop(take(&path)?);
            }
        }
        Ok(())
    }
}

fn take(path: &Path) -> io::Result<Option<Lock>> {
    for _ in 0..ATTEMPTS {
        let file = private::open_file(path)?;
        match file.try_lock() {
            Ok(()) if is_shown(&file, path)? => return Ok(Some(Lock { path: path.to_owned(), _file: file })),
            Ok(()) => (),
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Ok(None)
}

/// Is this the file that the folder shows under that name?
#[cfg(unix)]
fn is_shown(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let ours = file.metadata()?;
    match fs::metadata(path) {
        Ok(shown) => Ok((shown.dev(), shown.ino()) == (ours.dev(), ours.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Where open files cannot be removed, the folder always shows the same one.
#[cfg(not(unix))]
fn is_shown(_file: &File, _path: &Path) -> io::Result<bool> {
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_released_lock_leaves_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let locks = Locks::open(folder.path().join("locks")).unwrap();
        let lock = locks.claim(JobId(1)).unwrap();
        assert!(lock.is_some() && locks.claim(JobId(1)).unwrap().is_none());
        drop(lock);
        assert_eq!(fs::read_dir(folder.path().join("locks")).unwrap().count(), 0);
        assert!(locks.claim(JobId(1)).unwrap().is_some());
    }

    #[test]
    fn stale_files_are_swept_and_held_ones_stay() {
        let folder = tempfile::tempdir().unwrap();
        let locks = Locks::open(folder.path().to_owned()).unwrap();
        let held = locks.claim(JobId(1)).unwrap();
        fs::write(folder.path().join("00000000000000ff.lock"), "").unwrap();
        fs::write(folder.path().join("notes.txt"), "").unwrap();
        let again = Locks::open(folder.path().to_owned()).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "the held one and the stranger's file");
        assert!(again.claim(JobId(1)).unwrap().is_none());
        drop(held);
        assert!(again.claim(JobId(1)).unwrap().is_some());
    }

    #[test]
    fn a_lock_on_a_removed_file_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("1.lock");
        let orphan = private::open_file(&path).unwrap();
        orphan.try_lock().unwrap();
        fs::remove_file(&path).unwrap();
        assert!(!is_shown(&orphan, &path).unwrap());
        let lock = take(&path).unwrap();
        assert!(lock.is_some() && !is_shown(&orphan, &path).unwrap());
    }
}
