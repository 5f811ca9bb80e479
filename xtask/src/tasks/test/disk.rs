//! How much disk a folder takes at most while tests run.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

/// How often the folder is measured, in seconds.
const PERIOD: Duration = Duration::from_secs(1);

/// A measurement under way.
pub(super) struct PeakUse {
    stop: Sender<()>,
    thread: JoinHandle<u64>,
}

impl PeakUse {
    /// Measure `folder` from now on.
    pub(super) fn watch(folder: &Path) -> Self {
        let (stop, stopped) = mpsc::channel();
        let folder = folder.to_owned();
        let thread = std::thread::spawn(move || {
            let mut peak = 0;
            loop {
                peak = peak.max(bytes_below(&folder));
                match stopped.recv_timeout(PERIOD) {
                    Err(RecvTimeoutError::Timeout) => {}
                    Ok(()) | Err(RecvTimeoutError::Disconnected) => return peak,
                }
            }
        });
        Self { stop, thread }
    }

    /// End the measurement; give the most bytes there ever were.
    pub(super) fn finish(self) -> u64 {
        drop(self.stop);
        self.thread.join().unwrap_or(u64::MAX)
    }
}

/// The bytes on disk below `folder`. Files come and go meanwhile; those that are gone count nothing.
fn bytes_below(folder: &Path) -> u64 {
    let mut bytes = 0;
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(metadata) if metadata.is_dir() => folders.push(entry.path()),
                Ok(metadata) => bytes += bytes_on_disk(&metadata),
                Err(_) => {}
            }
        }
    }
    bytes
}

/// The bytes that a file really takes; holes take none.
#[cfg(unix)]
fn bytes_on_disk(metadata: &Metadata) -> u64 {
    /// Bytes of a block as the system counts them here, whatever the file system uses.
    const BLOCK: u64 = 512;
    std::os::unix::fs::MetadataExt::blocks(metadata) * BLOCK
}

/// The length of a file.
#[cfg(not(unix))]
fn bytes_on_disk(metadata: &Metadata) -> u64 {
    metadata.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_measured_at_every_depth_and_holes_are_not() {
        const LENGTH: u64 = 3 << 20;
        let folder = std::env::temp_dir().join(format!("xtask-disk-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("below")).unwrap();
        let file = std::fs::File::create(folder.join("below/file")).unwrap();
        file.set_len(100 * LENGTH).unwrap();
        let bytes = vec![1_u8; usize::try_from(LENGTH).unwrap()];
        std::io::Write::write_all(&mut &file, &bytes).unwrap();
        file.sync_all().unwrap();
        let peak = PeakUse::watch(&folder).finish();
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(peak >= LENGTH, "{peak}");
        assert!(cfg!(not(unix)) || peak < 100 * LENGTH, "{peak}");
    }
}
