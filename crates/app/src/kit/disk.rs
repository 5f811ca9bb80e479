//! Kits as files.
//!
//! Invariants: only their owner may read them; a file is whole or not there; nothing is ever replaced.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use pileus_ports::Timestamp;

use super::{error::KitError, format::KIT_LIMIT, page::day_of};

/// What the name of a kit ends in.
const KIT_EXTENSION: &str = "pileus-kit";
/// What the name of a page ends in.
const PAGE_EXTENSION: &str = "pdf";
/// Most kits of one day in one folder.
const NAME_LIMIT: u32 = 99;

/// Where the files of a new kit go.
pub(super) struct KitPaths {
    /// The kit.
    pub(super) kit: PathBuf,
    /// Its page, or one for each share.
    pub(super) pages: Vec<PathBuf>,
}

impl KitPaths {
    /// Free names in a folder; so many shares, or none.
    pub(super) fn free(folder: &Path, made: Timestamp, shares: Option<u8>) -> Result<Self, KitError> {
        let base = format!("Pileus kit {}", day_of(made));
        let numbered = (2..=NAME_LIMIT).map(|number| format!("{base} ({number})"));
        let mut all = std::iter::once(base.clone()).chain(numbered).map(|base| Self::of(folder, &base, shares));
        let taken = || io::Error::from(io::ErrorKind::AlreadyExists);
        let file = |source| KitError::File { path: folder.to_owned(), what: "written to", source };
        all.find(Self::are_free).ok_or_else(|| file(taken()))
    }

    fn of(folder: &Path, base: &str, shares: Option<u8>) -> Self {
        let page = |name: String| folder.join(format!("{name}.{PAGE_EXTENSION}"));
        let pages = match shares {
            None => vec![page(base.to_owned())],
            Some(total) => (1..=total).map(|share| page(format!("{base}, share {share} of {total}"))).collect(),
        };
        Self { kit: folder.join(format!("{base}.{KIT_EXTENSION}")), pages }
    }

    fn are_free(&self) -> bool {
        self.all().all(|path| path.symlink_metadata().is_err() && part_of(path).symlink_metadata().is_err())
    }

    /// The kit, then its pages.
    pub(super) fn all(&self) -> impl Iterator<Item = &PathBuf> {
        std::iter::once(&self.kit).chain(&self.pages)
    }
}

/// Write a new file that only its owner may read.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), KitError> {
    let part = part_of(path);
    let written = write_part(&part, bytes).and_then(|()| std::fs::rename(&part, path)).and_then(|()| sync_folder(path));
    written.map_err(|source| {
        // What was begun is of no use; a folder that refuses this refused the writing as well.
        let _ = std::fs::remove_file(&part);
        KitError::File { path: path.to_owned(), what: "written", source }
    })
}

/// Take files away again that belong to a kit which was not finished.
pub(super) fn remove(paths: &KitPaths) {
    for path in paths.all() {
        // One that was not written yet is not there.
        let _ = std::fs::remove_file(path);
    }
}

/// Read a file that may be a kit.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, KitError> {
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file that is too long.
    let limit = KIT_LIMIT as u64 + 1;
    let read = File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes));
    read.map(|_| bytes).map_err(|source| KitError::File { path: path.to_owned(), what: "read", source })
}

fn write_part(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A rename is on disk once its folder is.
fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent().filter(|folder| cfg!(unix) && !folder.as_os_str().is_empty()) {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

/// The file beside it that is written first.
fn part_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Timestamp = Timestamp(1_795_411_860_000);

    #[test]
    fn a_second_kit_of_a_day_gets_a_number() {
        let folder = tempfile::tempdir().unwrap();
        let first = KitPaths::free(folder.path(), DAY, None).unwrap();
        assert!(first.kit.ends_with("Pileus kit 2026-11-23.pileus-kit"));
        write(&first.kit, b"kit").unwrap();
        let second = KitPaths::free(folder.path(), DAY, Some(2)).unwrap();
        assert!(second.pages[1].ends_with("Pileus kit 2026-11-23 (2), share 2 of 2.pdf"));
        assert_eq!(read(&first.kit).unwrap(), b"kit");
    }

    #[test]
    fn what_a_killed_make_left_behind_is_in_nobodys_way() {
        let folder = tempfile::tempdir().unwrap();
        let first = KitPaths::free(folder.path(), DAY, None).unwrap();
        std::fs::write(part_of(&first.pages[0]), b"cut").unwrap();
        let second = KitPaths::free(folder.path(), DAY, None).unwrap();
        assert!(second.pages[0].ends_with("Pileus kit 2026-11-23 (2).pdf"));
        write(&second.pages[0], b"page").unwrap();
        remove(&second);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "what was there stays");
    }

    #[test]
    #[cfg(unix)]
    fn only_the_owner_may_read_a_kit() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kit");
        write(&path, b"secret").unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert!(write(&folder.path().join("none/kit"), b"secret").is_err());
    }
}
