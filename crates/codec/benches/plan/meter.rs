//! Time on the processor, peak memory, and files to read.

use std::{
    fs::File,
    io::{self, Write},
    os::unix::fs::FileExt,
    path::PathBuf,
    time::{Duration, Instant},
};

use pileus_codec::Source;

/// Seconds that this thread spent on a processor, or of the wall where the system does not tell.
pub(crate) fn seconds(work: impl FnOnce()) -> f64 {
    let (wall, before) = (Instant::now(), processor_nanoseconds());
    work();
    match (before, processor_nanoseconds()) {
        (Some(before), Some(after)) => Duration::from_nanos(after - before).as_secs_f64(),
        _ => wall.elapsed().as_secs_f64(),
    }
}

fn processor_nanoseconds() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok()
}

/// Forget the peak so far; tells the memory in use now, in KiB.
pub(crate) fn begin_peak() -> Option<u64> {
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    status("VmRSS:")
}

/// The most memory since [`begin_peak`], in KiB.
pub(crate) fn peak() -> Option<u64> {
    status("VmHWM:")
}

fn status(field: &str) -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(field))?;
    line.split_whitespace().next()?.parse().ok()
}

/// A file that goes when it is dropped.
pub(crate) struct TemporaryFile {
    path: PathBuf,
    file: File,
    length: u64,
}

impl TemporaryFile {
    /// A file without content that takes no room.
    pub(crate) fn sparse(length: u64) -> Self {
        let path = std::env::temp_dir().join(format!("pileus-bench-{}-{length}", std::process::id()));
        let file = File::options().read(true).write(true).create_new(true).open(&path).expect("a temporary file");
        file.set_len(length).expect("a sparse file");
        Self { path, file, length }
    }

    /// A file of bytes without pattern, the same at every run.
    pub(crate) fn noise(length: u64) -> Self {
        let mut file = Self::sparse(length);
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut block = vec![0; 1 << 20];
        for _ in 0..length >> 20 {
            for word in block.chunks_exact_mut(8) {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                word.copy_from_slice(&state.to_le_bytes());
            }
            file.file.write_all(&block).expect("room for the temporary file");
        }
        file
    }
}

impl Source for TemporaryFile {
    fn len(&self) -> u64 {
        self.length
    }
    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<()> {
        self.file.read_exact_at(buf, offset)
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}
