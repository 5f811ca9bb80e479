//! The fragments of a storage node on disk.
//!
//! Three folders, as in the real node: `tmp` for what arrives, `report/FID/` for fragments that
//! wait for the twelfth report, `file/FID/` for those of stored files.
//!
//! Invariants: a fragment appears under its name complete, by a rename; every part of a path is a
//! [`HashName`] or a number of our own.
//!
//! Absent on purpose: no flush to the disk. A real node does that; this one keeps copies for
//! demonstrations and tests, and a cut of the power may cost a fragment.

use std::{
    io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use tokio::fs;

use super::{FRAGMENT_SIZE, error::NodeError, name::HashName, settings::DiskLimits};

/// The two places of complete fragments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shelf {
    /// Fragments of deals, and of files whose completion the node has not noticed yet.
    Waiting,
    /// Fragments of stored files.
    Stored,
}

impl Shelf {
    fn folder(self) -> &'static str {
        match self {
            Self::Waiting => "report",
            Self::Stored => "file",
        }
    }
}

/// The folder of one node.
pub(super) struct FragmentStore {
    root: PathBuf,
    limits: DiskLimits,
    next_arrival: AtomicU64,
    held: AtomicU64,
}

impl FragmentStore {
    /// Use a folder, and forget what was arriving when the node ended.
    ///
    /// # Errors
    /// [`NodeError::Folder`].
    pub(super) async fn open(root: PathBuf, limits: DiskLimits) -> Result<Self, NodeError> {
        let store = Self { root, limits, next_arrival: AtomicU64::new(0), held: AtomicU64::new(0) };
        store.prepare().await.map_err(|source| NodeError::Folder { folder: store.root.clone(), source })?;
        Ok(store)
    }

    async fn prepare(&self) -> io::Result<()> {
        absent_is_fine(fs::remove_dir_all(self.arrivals()).await)?;
        for folder in [self.arrivals(), self.shelf(Shelf::Waiting), self.shelf(Shelf::Stored)] {
            fs::create_dir_all(folder).await?;
        }
        self.recount().await
    }

    /// Whether another fragment may be kept.
    pub(super) fn has_room(&self) -> bool {
        let held = self.held.load(Ordering::Relaxed);
        let free = fs4::available_space(&self.root).unwrap_or(0);
        held.saturating_add(FRAGMENT_SIZE) <= self.limits.declared
            && free.saturating_sub(FRAGMENT_SIZE) >= self.limits.keep_free
    }

    /// A new path for something that arrives.
    pub(super) fn arrival(&self) -> PathBuf {
        let number = self.next_arrival.fetch_add(1, Ordering::Relaxed);
        self.arrivals().join(number.to_string())
    }

    /// The path of a fragment, if it is there.
    pub(super) async fn find(&self, shelf: Shelf, fid: &HashName, fragment: &HashName) -> Option<PathBuf> {
        let path = self.path(shelf, fid, fragment);
        fs::try_exists(&path).await.unwrap_or(false).then_some(path)
    }

    /// Whether a waiting fragment is there at its full length.
    pub(super) async fn is_whole(&self, fid: &HashName, fragment: &HashName) -> bool {
        let metadata = fs::metadata(self.path(Shelf::Waiting, fid, fragment)).await;
        metadata.is_ok_and(|metadata| metadata.len() == FRAGMENT_SIZE)
    }

    /// Give what arrived its name among the waiting fragments.
    pub(super) async fn keep(&self, arrival: &Path, fid: &HashName, fragment: &HashName) -> io::Result<()> {
        let path = self.path(Shelf::Waiting, fid, fragment);
        fs::create_dir_all(self.folder(Shelf::Waiting, fid)).await?;
        let known = fs::try_exists(&path).await?;
        fs::rename(arrival, path).await?;
        if !known {
            self.held.fetch_add(FRAGMENT_SIZE, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Make a fragment of zeros, which takes no space on disks that know holes.
    pub(super) async fn keep_zeros(&self, fid: &HashName, fragment: &HashName) -> io::Result<()> {
        let arrival = self.arrival();
        fs::File::create(&arrival).await?.set_len(FRAGMENT_SIZE).await?;
        self.keep(&arrival, fid, fragment).await
    }

    /// Forget what arrived; it may never have been written.
    pub(super) async fn discard(&self, arrival: &Path) {
        let _ = fs::remove_file(arrival).await;
    }

    /// The files that the node holds fragments of.
    pub(super) async fn fids(&self, shelf: Shelf) -> io::Result<Vec<HashName>> {
        let mut fids = names(&self.shelf(shelf)).await?;
        fids.sort();
        Ok(fids)
    }

    /// Move a waiting fragment to the stored ones; one that is not there stays where it is.
    pub(super) async fn promote(&self, fid: &HashName, fragment: &HashName) -> io::Result<()> {
        fs::create_dir_all(self.folder(Shelf::Stored, fid)).await?;
        let from = self.path(Shelf::Waiting, fid, fragment);
        absent_is_fine(fs::rename(from, self.path(Shelf::Stored, fid, fragment)).await)
    }

    /// Delete one fragment wherever it is.
    pub(super) async fn lose(&self, fid: &HashName, fragment: &HashName) -> io::Result<()> {
        for shelf in [Shelf::Waiting, Shelf::Stored] {
            absent_is_fine(fs::remove_file(self.path(shelf, fid, fragment)).await)?;
        }
        self.recount().await
    }

    /// Delete all fragments of a file on one shelf.
    pub(super) async fn drop_file(&self, shelf: Shelf, fid: &HashName) -> io::Result<()> {
        absent_is_fine(fs::remove_dir_all(self.folder(shelf, fid)).await)?;
        self.recount().await
    }

    /// Delete everything, and say how many fragments that were.
    pub(super) async fn lose_all(&self) -> io::Result<u64> {
        let lost = self.held.load(Ordering::Relaxed) / FRAGMENT_SIZE;
        for shelf in [Shelf::Waiting, Shelf::Stored] {
            for fid in self.fids(shelf).await? {
                self.drop_file(shelf, &fid).await?;
            }
        }
        Ok(lost)
    }

    async fn recount(&self) -> io::Result<()> {
        let mut held = 0;
        for shelf in [Shelf::Waiting, Shelf::Stored] {
            for fid in self.fids(shelf).await? {
                held += names(&self.folder(shelf, &fid)).await?.len() as u64 * FRAGMENT_SIZE;
            }
        }
        self.held.store(held, Ordering::Relaxed);
        Ok(())
    }

    fn arrivals(&self) -> PathBuf {
        self.root.join("tmp")
    }

    fn shelf(&self, shelf: Shelf) -> PathBuf {
        self.root.join(shelf.folder())
    }

    fn folder(&self, shelf: Shelf, fid: &HashName) -> PathBuf {
        self.shelf(shelf).join(fid.as_str())
    }

    fn path(&self, shelf: Shelf, fid: &HashName, fragment: &HashName) -> PathBuf {
        self.folder(shelf, fid).join(fragment.as_str())
    }
}

/// The entries of a folder that are named by a hash; none if there is no such folder.
async fn names(folder: &Path) -> io::Result<Vec<HashName>> {
    let mut names = Vec::new();
    let mut entries = match fs::read_dir(folder).await {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(names),
        entries => entries?,
    };
    while let Some(entry) = entries.next_entry().await? {
        names.extend(entry.file_name().to_str().and_then(HashName::parse));
    }
    Ok(names)
}

fn absent_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}
