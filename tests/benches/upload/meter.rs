//! What the system counts for this process.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use pileus_domain::ByteCount;

/// Ticks of a processor's time in a second, as `/proc` counts them.
///
/// # Source
/// proc(5), `USER_HZ`: 100 wherever Linux runs.
const TICKS: u32 = 100;

/// Does this system count?
pub(crate) fn is_here() -> bool {
    Path::new("/proc/self/status").exists() && Path::new("/proc/self/io").exists()
}

/// Forget the peak so far; tells the memory in use now.
///
/// Where the system refuses to forget, the peak counts from the program's start: more, never less.
pub(crate) fn begin_peak() -> ByteCount {
    // `5` resets the peak alone, proc(5).
    if let Err(error) = std::fs::write("/proc/self/clear_refs", "5") {
        eprintln!("the peak of the memory counts from the program's start: {error}");
    }
    memory("VmRSS:")
}

/// The most memory since [`begin_peak`].
pub(crate) fn peak() -> ByteCount {
    memory("VmHWM:")
}

fn memory(field: &str) -> ByteCount {
    ByteCount(figure("/proc/self/status", field) << 10)
}

/// What a process has used up.
#[derive(Debug)]
pub(crate) struct Usage {
    /// Bytes read by calls: files, and a little of everything else.
    pub(crate) read: ByteCount,
    /// Bytes that files on disk got; sockets do not count.
    pub(crate) written: ByteCount,
    /// Time on processors, all threads.
    pub(crate) work: Duration,
    /// Time on the wall.
    pub(crate) time: Duration,
}

impl Usage {
    /// Since the program's start; the wall's time since the first call.
    pub(crate) fn now() -> Self {
        static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
        Self {
            read: ByteCount(figure("/proc/self/io", "rchar:")),
            written: ByteCount(figure("/proc/self/io", "write_bytes:")),
            work: work(),
            time: START.elapsed(),
        }
    }

    /// What was used between two looks.
    pub(crate) fn since(&self, before: &Self) -> Self {
        Self {
            read: ByteCount(self.read.0.saturating_sub(before.read.0)),
            written: ByteCount(self.written.0.saturating_sub(before.written.0)),
            work: self.work.saturating_sub(before.work),
            time: self.time.saturating_sub(before.time),
        }
    }
}

/// Time in the program and in the system for it.
fn work() -> Duration {
    let text = std::fs::read_to_string("/proc/self/stat").expect("the system counts");
    // The program's name may hold blanks; after it the state is the first field, and the times are 12th and 13th.
    let (_, fields) = text.rsplit_once(')').expect("a name in parentheses");
    let times = fields.split_whitespace().skip(11).take(2).map(|field| field.parse::<u32>().expect("a number"));
    Duration::from_secs(1) * times.sum::<u32>() / TICKS
}

fn figure(file: &str, field: &str) -> u64 {
    let text = std::fs::read_to_string(file).expect("the system counts");
    let line = text.lines().find_map(|line| line.strip_prefix(field)).expect("the field is there");
    line.split_whitespace().next().and_then(|number| number.parse().ok()).expect("a number")
}
