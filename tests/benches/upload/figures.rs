//! What one upload took, handed from the measured process to the judging one.

use std::time::Duration;

use pileus_domain::{ByteCount, Fid};
use serde_json::{Value, json};

/// Most memory that an upload may take beside the idle program.
const MEMORY_LIMIT: ByteCount = ByteCount(64 << 20);
/// How often an undisturbed upload may read its source.
const READ_LIMIT: f64 = 8.0;
/// Most that may be written to the disk, by byte of the file: the journal takes far less, a temporary file far more.
const WRITE_LIMIT: f64 = 0.125;
/// Within this a person sees that a transfer stands still.
const PAUSE_LIMIT: Duration = Duration::from_millis(200);

/// What one upload took.
#[derive(Debug)]
pub(crate) struct Figures {
    /// The stored file.
    pub(crate) fid: Fid,
    /// All fragments together.
    pub(crate) sealed: ByteCount,
    /// Memory of the program before the job.
    pub(crate) idle: ByteCount,
    /// Most memory above that.
    pub(crate) memory: ByteCount,
    /// Bytes that were read from files.
    pub(crate) read: ByteCount,
    /// Bytes that were written to disk.
    pub(crate) written: ByteCount,
    /// Time on processors, all threads.
    pub(crate) work: Duration,
    /// Time on the wall.
    pub(crate) time: Duration,
    /// Files outside the data folder that were open for writing.
    pub(crate) temporary: Vec<String>,
}

impl Figures {
    /// One line for the other process.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "fid": self.fid.to_string(),
            "sealed": self.sealed.0,
            "idle": self.idle.0,
            "memory": self.memory.0,
            "read": self.read.0,
            "written": self.written.0,
            "work_ms": u64::try_from(self.work.as_millis()).unwrap_or(u64::MAX),
            "time_ms": u64::try_from(self.time.as_millis()).unwrap_or(u64::MAX),
            "temporary": self.temporary,
        })
    }

    /// The same from the line of the other process.
    pub(crate) fn from_json(text: &str) -> Self {
        let value: Value = serde_json::from_str(text).expect("one line of figures");
        let number = |name: &str| value[name].as_u64().expect("a figure");
        let files = value["temporary"].as_array().expect("a list").iter();
        Self {
            fid: value["fid"].as_str().and_then(|text| text.parse().ok()).expect("a file id"),
            sealed: ByteCount(number("sealed")),
            idle: ByteCount(number("idle")),
            memory: ByteCount(number("memory")),
            read: ByteCount(number("read")),
            written: ByteCount(number("written")),
            work: Duration::from_millis(number("work_ms")),
            time: Duration::from_millis(number("time_ms")),
            temporary: files.filter_map(Value::as_str).map(ToOwned::to_owned).collect(),
        }
    }

    /// Print everything, and the longest time from a pause to the moment at which the journal had it; is all of it within
    /// its limit?
    pub(crate) fn report(&self, length: ByteCount, pause: Duration) -> bool {
        let bytes = as_float(length);
        let (reads, writes) = (as_float(self.read) / bytes, as_float(self.written) / bytes);
        println!("sealed upload of {length}, to a network on the same processors");
        println!("throughput {:.0} MiB a second", bytes / f64::from(1 << 20) / self.time.as_secs_f64());
        println!("work {:.2} ns a byte", self.work.as_secs_f64() * 1e9 / bytes);
        println!("peak memory {} above the {} of the idle program, allowed are {MEMORY_LIMIT}", self.memory, self.idle);
        println!("reads {reads:.2} bytes for each of the file, allowed are {READ_LIMIT}");
        println!("writes {writes:.4} bytes to disk for each of the file, allowed are {WRITE_LIMIT}");
        println!("temporary files {:?}, allowed are none", self.temporary);
        println!("paused after {} ms at the latest, allowed are {}", pause.as_millis(), PAUSE_LIMIT.as_millis());
        assert!(reads >= 1.0, "a file that was not read cannot have been uploaded: the count is wrong");
        let small = self.memory <= MEMORY_LIMIT && writes <= WRITE_LIMIT;
        small && pause <= PAUSE_LIMIT && reads <= READ_LIMIT && self.temporary.is_empty()
    }
}

/// Files here are far below 2^53 bytes.
#[allow(clippy::cast_precision_loss)]
fn as_float(count: ByteCount) -> f64 {
    count.0 as f64
}
