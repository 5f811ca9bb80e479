//! A watch over the files that this process writes.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread::{self, JoinHandle},
    time::Duration,
};

/// Pause between two looks.
const PAUSE: Duration = Duration::from_millis(50);
/// Standard input, output and errors: they are not ours.
const STANDARD: u32 = 2;
/// The bits of a file's flags that say what it may be used for; 0 is reading alone.
const ACCESS: u32 = 0b11;

/// Looks again and again which regular files outside a folder are open for writing, removed ones included.
pub(crate) struct OpenFiles {
    stop: Sender<()>,
    watch: JoinHandle<BTreeSet<PathBuf>>,
}

impl OpenFiles {
    /// Begin; what lies in `allowed` does not count.
    pub(crate) fn watch(allowed: PathBuf) -> Self {
        let (stop, stopped) = mpsc::channel();
        let watch = thread::spawn(move || {
            let mut seen = BTreeSet::new();
            while stopped.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
                seen.extend(written().filter(|path| !path.starts_with(&allowed)));
            }
            seen
        });
        Self { stop, watch }
    }

    /// End; what was seen.
    pub(crate) fn end(self) -> Vec<String> {
        drop(self.stop);
        let seen = self.watch.join().expect("the watch ends well");
        seen.into_iter().map(|path| path.display().to_string()).collect()
    }
}

fn written() -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir("/proc/self/fd").expect("the system lists open files");
    entries.filter_map(|entry| file_written(&entry.ok()?.path()))
}

/// The file behind a descriptor, if it is a regular one that may be written; a descriptor may be gone by now.
fn file_written(descriptor: &Path) -> Option<PathBuf> {
    let number: u32 = descriptor.file_name()?.to_str()?.parse().ok()?;
    if number <= STANDARD || !fs::metadata(descriptor).ok()?.is_file() {
        return None;
    }
    let facts = fs::read_to_string(format!("/proc/self/fdinfo/{number}")).ok()?;
    let flags = facts.lines().find_map(|line| line.strip_prefix("flags:"))?;
    let writable = u32::from_str_radix(flags.trim(), 8).ok()? & ACCESS != 0;
    writable.then(|| fs::read_link(descriptor).ok())?
}
