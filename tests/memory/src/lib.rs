//! Looks for secrets in the memory of processes that a test started.
//!
//! Duty: read everything that a process has in memory, and say where which of some secrets is in it.
//!
//! Invariants: every page that the process may read and that holds anything is read, stacks and freed memory included; a
//! page that cannot be read is an error, not an absence.
//!
//! Absent on purpose: other systems than Linux, and processes that are no children of the test. A system that protects
//! processes from each other lets only parents look.

#![cfg(target_os = "linux")]

mod pages;
mod search;

use std::{
    fs::{self, File},
    io,
    os::unix::fs::FileExt as _,
};

use pages::Pages;
pub use search::{Secret, Secrets};

/// Bytes that are read at a time.
const CHUNK: usize = 1 << 20;
/// Bytes before and behind a secret that are shown.
const AROUND: usize = 64;
/// What the system calls a range that is there no more, or is a device's.
///
/// # Source
/// errno(3): EIO.
const GONE: i32 = 5;

/// A secret that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is called.
    pub secret: String,
    /// Where it begins.
    pub address: u64,
    /// What the memory there is mapped from: a file, `[heap]`, `[stack]`, or nothing.
    pub region: String,
    /// What stands around it, as far as that can be read: it tells whose memory this is.
    pub around: String,
}

/// Every place in the memory of a process where one of the secrets is.
///
/// # Errors
/// What the system says when the process has ended or may not be looked at.
pub fn find(process: u32, secrets: &Secrets) -> io::Result<Vec<Finding>> {
    let memory = File::open(format!("/proc/{process}/mem"))?;
    let mut pages = Pages::open(process)?;
    let mut findings = Vec::new();
    for region in pages::regions(&fs::read_to_string(format!("/proc/{process}/maps"))?) {
        for range in pages.held(&region)? {
            for at in range.clone().step_by(CHUNK) {
                // A secret may lie across two chunks.
                let end = range.end.min(at + (CHUNK + secrets.longest()) as u64);
                let Some(bytes) = read(&memory, at, end)? else { continue };
                findings.extend(secrets.within(&bytes, CHUNK).map(|(secret, offset)| Finding {
                    secret: secret.to_owned(),
                    address: at + offset as u64,
                    region: region.name.clone(),
                    around: around(&bytes, offset),
                }));
            }
        }
    }
    Ok(findings)
}

/// All processes that a process started, and those that these started.
///
/// # Errors
/// What the system says about the process itself; of the others, those count that are still there.
pub fn descendants(process: u32) -> io::Result<Vec<u32>> {
    let mut found = Vec::new();
    let mut unread = children(process)?;
    while let Some(next) = unread.pop() {
        found.push(next);
        unread.extend(children(next).unwrap_or_default());
    }
    Ok(found)
}

/// Children are listed with the thread that started them.
fn children(process: u32) -> io::Result<Vec<u32>> {
    let mut found = Vec::new();
    for thread in fs::read_dir(format!("/proc/{process}/task"))? {
        let list = fs::read_to_string(thread?.path().join("children")).unwrap_or_default();
        found.extend(list.split_whitespace().filter_map(|id| id.parse::<u32>().ok()));
    }
    Ok(found)
}

/// The letters around a place; dots for what is none.
fn around(bytes: &[u8], offset: usize) -> String {
    let near = &bytes[offset.saturating_sub(AROUND)..bytes.len().min(offset + AROUND)];
    near.iter().map(|byte| if byte.is_ascii_graphic() { char::from(*byte) } else { '.' }).collect()
}

/// The bytes of a range; none when it was given back since it was listed, or belongs to a device.
fn read(memory: &File, start: u64, end: u64) -> io::Result<Option<Vec<u8>>> {
    let length = usize::try_from(end - start).map_err(io::Error::other)?;
    let mut bytes = vec![0; length];
    match memory.read_exact_at(&mut bytes, start) {
        Ok(()) => Ok(Some(bytes)),
        Err(error) if error.raw_os_error() == Some(GONE) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests;
