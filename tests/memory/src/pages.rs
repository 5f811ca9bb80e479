//! Which addresses of a process hold anything.

use std::{
    fs::{self, File},
    io,
    ops::Range,
    os::unix::fs::FileExt as _,
};

/// Bytes of an entry in the list of pages.
const ENTRY: usize = 8;
/// Entries that are read at a time.
const ENTRIES: usize = 1 << 16;
/// The entry of a page that is in memory, or was moved out of it.
///
/// # Source
/// Linux, Documentation/admin-guide/mm/pagemap.rst.
const HELD: u64 = 0b11 << 62;

/// Addresses that were mapped together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Region {
    pub(crate) range: Range<u64>,
    pub(crate) name: String,
}

/// What may be read, out of the text of `/proc/PID/maps`.
pub(crate) fn regions(maps: &str) -> Vec<Region> {
    maps.lines().filter_map(region).collect()
}

fn region(line: &str) -> Option<Region> {
    let mut words = line.split_whitespace();
    let (start, end) = words.next()?.split_once('-')?;
    let range = u64::from_str_radix(start, 16).ok()?..u64::from_str_radix(end, 16).ok()?;
    let may_be_read = words.next()?.starts_with('r');
    let name = words.skip(3).collect::<Vec<_>>().join(" ");
    // The kernel's own, which it shows to every process.
    let of_the_kernel = name.starts_with("[vvar") || name.starts_with("[vdso") || name == "[vsyscall]";
    (may_be_read && !of_the_kernel).then_some(Region { range, name })
}

/// Bytes of a page: what the kernel tells every program at its start.
///
/// # Source
/// getauxval(3): AT_PAGESZ.
fn page_size() -> io::Result<u64> {
    const PAGE_SIZE: u64 = 6;
    let told = fs::read("/proc/self/auxv")?;
    let (numbers, _) = told.as_chunks::<ENTRY>();
    let pairs = numbers.chunks_exact(2).map(|pair| (u64::from_ne_bytes(pair[0]), u64::from_ne_bytes(pair[1])));
    let found = pairs.into_iter().find(|(kind, _)| *kind == PAGE_SIZE);
    found.map(|(_, size)| size).ok_or_else(|| io::Error::other("the kernel does not tell the size of a page"))
}

/// The list of a process's pages.
pub(crate) struct Pages {
    list: File,
    page: u64,
}

impl Pages {
    pub(crate) fn open(process: u32) -> io::Result<Self> {
        let list = File::open(format!("/proc/{process}/pagemap"))?;
        Ok(Self { list, page: page_size()? })
    }

    /// The parts of a region that hold anything: huge regions are reserved and never used.
    pub(crate) fn held(&mut self, region: &Region) -> io::Result<Vec<Range<u64>>> {
        let mut held: Vec<Range<u64>> = Vec::new();
        let (first, end) = (region.range.start / self.page, region.range.end / self.page);
        for from in (first..end).step_by(ENTRIES) {
            for (page, entry) in (from..).zip(self.entries(from, end.min(from + ENTRIES as u64))?) {
                let start = page * self.page;
                match held.last_mut() {
                    _ if entry & HELD == 0 => {}
                    Some(last) if last.end == start => last.end = start + self.page,
                    _ => held.push(start..start + self.page),
                }
            }
        }
        Ok(held)
    }

    fn entries(&self, from: u64, to: u64) -> io::Result<Vec<u64>> {
        let count = usize::try_from(to - from).map_err(io::Error::other)?;
        let mut bytes = vec![0; count * ENTRY];
        self.list.read_exact_at(&mut bytes, from * ENTRY as u64)?;
        let (entries, _) = bytes.as_chunks::<ENTRY>();
        Ok(entries.iter().map(|entry| u64::from_ne_bytes(*entry)).collect())
    }
}
