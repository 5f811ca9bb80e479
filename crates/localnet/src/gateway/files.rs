//! The gateway's folder: what arrives, what it caches under its FID, and what it still has to bring to storage nodes.
//!
//! As with the real gateway, a file stays in the cache after its upload and is handed out to anybody.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use pileus_codec::Source;
use tokio::fs;

use crate::node::name::HashName;

/// The folder of one gateway.
pub(super) struct Folder {
    root: PathBuf,
    next_arrival: AtomicU64,
}

impl Folder {
    /// Use a folder, and forget what was arriving when the gateway ended: in one piece, and in several unless its
    /// program goes on with those.
    pub(super) async fn open(root: PathBuf, resumes: bool) -> io::Result<Self> {
        let folder = Self { root, next_arrival: AtomicU64::new(0) };
        let forgotten = if resumes { &["tmp"][..] } else { &["tmp", "resume"] };
        for part in forgotten {
            match fs::remove_dir_all(folder.part(part)).await {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        for part in ["tmp", "resume", "cache", "track"] {
            fs::create_dir_all(folder.part(part)).await?;
        }
        Ok(folder)
    }

    /// A new path for something that arrives in one piece.
    pub(super) fn arrival(&self) -> PathBuf {
        let number = self.next_arrival.fetch_add(1, Ordering::Relaxed);
        self.part("tmp").join(number.to_string())
    }

    /// The path of something that arrives in several requests, always the same for the same key.
    pub(super) fn resumed(&self, key: &HashName) -> PathBuf {
        self.part("resume").join(key.as_str())
    }

    /// The path of a file in the cache.
    pub(super) fn cached(&self, fid: &HashName) -> PathBuf {
        self.part("cache").join(fid.as_str())
    }

    /// Begin to look after an order until it is stored.
    pub(super) async fn track(&self, fid: &HashName) -> io::Result<()> {
        fs::write(self.tracked(fid), []).await
    }

    /// No longer look after an order.
    pub(super) async fn forget(&self, fid: &HashName) {
        // It may be gone already.
        let _ = fs::remove_file(self.tracked(fid)).await;
    }

    /// The orders that are looked after.
    pub(super) async fn all_tracked(&self) -> io::Result<Vec<HashName>> {
        let mut entries = fs::read_dir(self.part("track")).await?;
        let mut fids = Vec::new();
        while let Some(entry) = entries.next_entry().await? {
            fids.extend(entry.file_name().to_str().and_then(HashName::parse));
        }
        fids.sort();
        Ok(fids)
    }

    fn tracked(&self, fid: &HashName) -> PathBuf {
        self.part("track").join(fid.as_str())
    }

    fn part(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }
}

/// A file on disk that the codec reads from.
pub(super) struct OnDisk {
    file: Mutex<File>,
    length: u64,
}

impl OnDisk {
    /// Open a file.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        Ok(Self { file: Mutex::new(file), length })
    }

    /// No more of the file than so many bytes.
    pub(super) fn up_to(self, length: u64) -> Self {
        Self { length: self.length.min(length), ..self }
    }
}

impl Source for OnDisk {
    fn len(&self) -> u64 {
        self.length
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(offset))?;
        file.read_exact(buf)
    }
}
