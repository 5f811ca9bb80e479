//! The file on disk: what it is, whether it changed, and its bytes.

use std::{
    ffi::OsStr,
    fs::{File, Metadata},
    io,
    path::{Path, PathBuf},
};

use pileus_codec::Source;
use pileus_domain::Problem;
use pileus_ports::SourceStamp;

use crate::{problem, system};

/// What a look at a file tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFacts {
    /// Length in bytes.
    pub length: u64,
    /// What tells a change.
    pub stamp: SourceStamp,
    /// Its name, when it is readable text.
    pub name: Option<String>,
}

/// A path as the journal keeps it.
pub fn path_to_bytes(path: &Path) -> Vec<u8> {
    system::name_to_bytes(path.as_os_str())
}

/// A path from the journal.
pub fn path_from_bytes(bytes: &[u8]) -> PathBuf {
    PathBuf::from(system::name_from_bytes(bytes.to_vec()))
}

/// Look at a file that a person wants to store.
///
/// # Errors
/// A named problem for what is no readable regular file: missing, folder, device, pipe, link that goes in circles.
pub fn inspect_source(path: &Path) -> Result<SourceFacts, Problem> {
    let (_, facts) = open(path)?;
    Ok(facts)
}

fn open(path: &Path) -> Result<(File, SourceFacts), Problem> {
    let metadata = std::fs::metadata(path).map_err(|e| problem::source_unreadable(path, &e))?;
    refuse_odd_kinds(path, &metadata)?;
    let file = system::open_without_waiting(path).map_err(|e| problem::source_unreadable(path, &e))?;
    // Again on the open file: the path may point elsewhere by now.
    let metadata = file.metadata().map_err(|e| problem::source_unreadable(path, &e))?;
    refuse_odd_kinds(path, &metadata)?;
    let name = path.file_name().and_then(OsStr::to_str).map(ToOwned::to_owned);
    Ok((file, SourceFacts { length: metadata.len(), stamp: stamp(&metadata), name }))
}

fn refuse_odd_kinds(path: &Path, metadata: &Metadata) -> Result<(), Problem> {
    if metadata.is_dir() {
        return Err(problem::source_is_folder(path));
    }
    if !metadata.is_file() {
        return Err(problem::source_is_device(path));
    }
    Ok(())
}

fn stamp(metadata: &Metadata) -> SourceStamp {
    SourceStamp { length: metadata.len(), modified: system::modified(metadata), identity: system::identity(metadata) }
}

/// An open file, read at any place.
#[derive(Debug)]
pub struct FileSource {
    file: File,
    path: PathBuf,
    facts: SourceFacts,
}

impl FileSource {
    /// Open a file for reading.
    ///
    /// # Errors
    /// As [`inspect_source`].
    pub fn open(path: &Path) -> Result<Self, Problem> {
        let (file, facts) = open(path)?;
        Ok(Self { file, path: path.to_owned(), facts })
    }

    /// What was seen when it was opened.
    pub fn facts(&self) -> &SourceFacts {
        &self.facts
    }

    /// Is the file still the one that was planned, on disk and under its path?
    ///
    /// # Errors
    /// A named problem: changed, shrunk, deleted or unreadable.
    pub fn check(&self, planned: &SourceStamp) -> Result<(), Problem> {
        let now = std::fs::metadata(&self.path).map_err(|e| problem::source_unreadable(&self.path, &e))?;
        let now = stamp(&now);
        if now.length < planned.length {
            return Err(problem::source_shrunk(&self.path));
        }
        if now == *planned { Ok(()) } else { Err(problem::source_changed(&self.path)) }
    }
}

impl Source for FileSource {
    fn len(&self) -> u64 {
        self.facts.length
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        system::read_exact_at(&self.file, offset, buffer)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::ffi::OsStrExt as _;

    use super::*;

    #[test]
    fn odd_things_are_named_problems() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("loop");
        std::os::unix::fs::symlink(&link, &link).unwrap();
        let code = |path: &Path| inspect_source(path).unwrap_err().code;
        assert_eq!(code(folder.path()), "source_is_folder");
        assert_eq!(code(Path::new("/dev/null")), "source_is_device");
        assert_eq!(code(&link), "source_link_loop");
        assert_eq!(code(&folder.path().join("missing")), "source_missing");
    }

    #[test]
    fn a_change_after_the_plan_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, b"hello world").unwrap();
        let source = FileSource::open(&path).unwrap();
        let stamp = source.facts().stamp;
        assert!(source.check(&stamp).is_ok());
        std::fs::write(&path, b"hello").unwrap();
        assert_eq!(source.check(&stamp).unwrap_err().code, "source_shrunk");
        std::fs::remove_file(&path).unwrap();
        assert_eq!(source.check(&stamp).unwrap_err().code, "source_missing");
    }

    #[test]
    fn a_name_that_is_no_text_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(OsStr::from_bytes(b"\xff\xfe"));
        std::fs::write(&path, b"x").unwrap();
        assert_eq!(inspect_source(&path).unwrap().name, None);
        assert_eq!(path_from_bytes(&path_to_bytes(&path)), path);
    }
}
