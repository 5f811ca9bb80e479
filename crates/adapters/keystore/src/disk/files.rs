//! The few things that are done to files. Each either happened or did not, also when the power goes.

use std::{
    fmt,
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::Path,
};

/// Changes files. Tests stop one of these steps after the other.
pub(crate) trait Files: fmt::Debug + Send + Sync + 'static {
    /// Write a file for the owner alone, and sync it.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Give a file a second name; copy it where the file system has no second names.
    fn keep(&self, path: &Path, second: &Path) -> io::Result<()>;
    /// Rename a file over another, and sync the folder.
    fn show(&self, path: &Path, name: &Path) -> io::Result<()>;
    /// Remove a file, which may be gone already.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Make the names of a folder durable.
    fn sync(&self, folder: &Path) -> io::Result<()>;
}

/// The files of this computer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RealFiles;

impl Files for RealFiles {
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = open_private(path, true)?;
        file.write_all(bytes)?;
        file.sync_all()
    }
    fn keep(&self, path: &Path, second: &Path) -> io::Result<()> {
        self.remove(second)?;
        fs::hard_link(path, second).or_else(|_| fs::copy(path, second).map(drop))
    }
    fn show(&self, path: &Path, name: &Path) -> io::Result<()> {
        fs::rename(path, name)?;
        name.parent().map_or(Ok(()), |folder| self.sync(folder))
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        match fs::remove_file(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            result => result,
        }
    }
    #[cfg(unix)]
    fn sync(&self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }
    /// Where folders cannot be opened, renaming is as durable as the system makes it.
    #[cfg(not(unix))]
    fn sync(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }
}

/// Open a file for the owner alone (0600), whatever permissions it had.
pub(super) fn open_private(path: &Path, empty: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(empty);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(file)
}
