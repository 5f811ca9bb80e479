//! Where a download goes: a part file beside the target, renamed when whole.

use std::{
    ffi::OsString,
    fs::{File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use pileus_domain::{JobId, Problem};

use crate::{problem, system};

/// Bytes of a file's name that its part file begins with; even, as some systems take two bytes for a letter.
const NAME_START: usize = 200;

/// A file that is being written. Only its owner can read it until it is whole.
pub(crate) struct Target {
    file: File,
    part: PathBuf,
    path: PathBuf,
}

impl Target {
    /// Open the part file of a job; what an earlier run wrote stays in it.
    pub(crate) fn open(path: &Path, job: JobId) -> Result<Self, Problem> {
        if path.symlink_metadata().is_ok() {
            return Err(problem::target_exists(path));
        }
        let part = part_of(path, job);
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true).read(true);
        let file = system::owner_only(&mut options).open(&part);
        let file = file.map_err(|e| problem::target_failed(&part, &e))?;
        Ok(Self { file, part, path: path.to_owned() })
    }

    /// Bytes that an earlier run wrote.
    pub(crate) fn length(&self) -> u64 {
        self.file.metadata().map_or(0, |m| m.len())
    }

    /// Write at a place.
    pub(crate) fn write_at(&self, offset: u64, bytes: &[u8]) -> Result<(), Problem> {
        system::write_all_at(&self.file, offset, bytes).map_err(|e| problem::target_failed(&self.part, &e))
    }

    /// What was written is on the disk.
    pub(crate) fn sync(&self) -> Result<(), Problem> {
        self.file.sync_data().map_err(|e| problem::target_failed(&self.part, &e))
    }

    /// Cut to its length, sync, and give it its name, without replacing anything.
    pub(crate) fn finish(self, length: u64) -> Result<(), Problem> {
        let done = self.file.set_len(length).and_then(|()| self.file.sync_all());
        done.map_err(|e| problem::target_failed(&self.part, &e))?;
        match rename_new(&self.part, &self.path) {
            Ok(()) => sync_folder(&self.path).map_err(|e| problem::target_failed(&self.path, &e)),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Err(problem::target_exists(&self.path)),
            Err(e) => Err(problem::target_failed(&self.path, &e)),
        }
    }

    /// Remove what a cancelled job wrote.
    pub(crate) fn discard(path: &Path, job: JobId) {
        if let Err(error) = std::fs::remove_file(part_of(path, job))
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%job, %error, "a part file could not be removed");
        }
    }
}

fn part_of(path: &Path, job: JobId) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    // Leave room for the ending: most systems take 255 bytes.
    let mut bytes = system::name_to_bytes(&name);
    bytes.truncate(NAME_START);
    let mut name = system::name_from_bytes(bytes);
    name.push(format!(".{job}.pileus-part"));
    path.with_file_name(name)
}

/// Rename, but never over a file that appeared meanwhile: a hard link fails on an existing name.
fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    match std::fs::hard_link(from, to) {
        Ok(()) => std::fs::remove_file(from),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Err(e),
        // Some file systems know no links.
        Err(_) if to.symlink_metadata().is_err() => std::fs::rename(from, to),
        Err(_) => Err(io::ErrorKind::AlreadyExists.into()),
    }
}

fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    system::sync_folder(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_appears_meanwhile_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        let target = Target::open(&path, JobId(1)).unwrap();
        target.write_at(0, b"new").unwrap();
        std::fs::write(&path, b"mine").unwrap();
        assert_eq!(target.finish(3).unwrap_err().code, "target_exists");
        assert_eq!(std::fs::read(&path).unwrap(), b"mine");
    }

    #[test]
    fn a_whole_file_gets_its_name_and_length() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        let target = Target::open(&path, JobId(1)).unwrap();
        target.write_at(0, b"hello padding").unwrap();
        target.finish(5).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"hello");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
