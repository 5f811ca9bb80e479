//! The plan pass: every hash of a file, with a few strips in memory.
//!
//! A row is one strip of each quarter of a segment and the eight parity strips that belong to it. Rows give the
//! fragment hashes and the first quarter of the segment hash; the other quarters are produced a second time for the
//! rest of it. That costs 0.75 more reads and saves holding the segment.

use std::{
    ops::ControlFlow,
    panic::resume_unwind,
    sync::{
        atomic::{AtomicBool, AtomicU32, Ordering},
        mpsc::{self, SyncSender},
    },
    thread::{self, ScopedJoinHandle},
};

use pileus_domain::{ContentHash, Geometry, SegmentIndex, SegmentPlan};
use sha2::{Digest, Sha256};

use crate::{error::EncodeError, kernel::ParityKernel, source::Source, stream::Stream};

/// Messages about progress that may wait for the caller.
const PROGRESS_QUEUE: usize = 64;

type Progress<'a> = &'a mut dyn FnMut(u64) -> ControlFlow<()>;

/// Hashes of all segments in order.
pub(crate) fn segments<S: Source + ?Sized>(
    stream: Stream<'_, S>,
    workers: usize,
    progress: Progress<'_>,
) -> Result<Vec<SegmentPlan>, EncodeError> {
    let count = stream.segments();
    if workers.min(count as usize) <= 1 {
        return alone(stream, progress);
    }
    together(stream, workers.min(count as usize), progress)
}

fn alone<S: Source + ?Sized>(stream: Stream<'_, S>, progress: Progress<'_>) -> Result<Vec<SegmentPlan>, EncodeError> {
    let mut row = Row::new(&stream);
    let mut done = 0;
    let mut advance = |bytes| {
        done += bytes;
        progress(done)
    };
    (0..stream.segments()).map(|index| segment(&stream, SegmentIndex(index), &mut row, &mut advance)).collect()
}

fn together<S: Source + ?Sized>(
    stream: Stream<'_, S>,
    workers: usize,
    progress: Progress<'_>,
) -> Result<Vec<SegmentPlan>, EncodeError> {
    let (next, stop) = (AtomicU32::new(0), AtomicBool::new(false));
    let (sender, heard) = mpsc::sync_channel(PROGRESS_QUEUE);
    let (next, stop) = (&next, &stop);
    let parts: Vec<_> = thread::scope(|scope| {
        let spawn = |sender| scope.spawn(move || worker(stream, next, stop, &sender));
        let threads: Vec<_> = (0..workers).map(|_| spawn(sender.clone())).collect();
        drop(sender);
        let mut done = 0;
        for bytes in heard {
            done += bytes;
            if progress(done).is_break() {
                stop.store(true, Ordering::Relaxed);
            }
        }
        let join = |thread: ScopedJoinHandle<'_, Part>| thread.join().unwrap_or_else(|panic| resume_unwind(panic));
        threads.into_iter().map(join).collect()
    });
    gather(parts)
}

/// What one thread made: segments with their place, and why it stopped before the end.
type Part = (Vec<(u32, SegmentPlan)>, Option<(u32, EncodeError)>);

fn worker<S: Source + ?Sized>(
    stream: Stream<'_, S>,
    next: &AtomicU32,
    stop: &AtomicBool,
    sender: &SyncSender<u64>,
) -> Part {
    let mut row = Row::new(&stream);
    let mut plans = Vec::new();
    let mut advance = |bytes| {
        let unheard = sender.send(bytes).is_err();
        if unheard || stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        if index >= stream.segments() {
            return (plans, None);
        }
        match segment(&stream, SegmentIndex(index), &mut row, &mut advance) {
            Ok(plan) => plans.push((index, plan)),
            Err(error) => {
                stop.store(true, Ordering::Relaxed);
                return (plans, Some((index, error)));
            }
        }
    }
}

/// All segments in order, or the failure that was not merely a consequence of another thread's.
fn gather(parts: Vec<Part>) -> Result<Vec<SegmentPlan>, EncodeError> {
    let (mut plans, mut failures) = (Vec::new(), Vec::new());
    for (part, failure) in parts {
        plans.extend(part);
        failures.extend(failure);
    }
    failures.sort_by_key(|(index, error)| (matches!(error, EncodeError::Stopped), *index));
    if let Some((_, error)) = failures.into_iter().next() {
        return Err(error);
    }
    plans.sort_by_key(|(index, _)| *index);
    Ok(plans.into_iter().map(|(_, plan)| plan).collect())
}

fn segment<S: Source + ?Sized>(
    stream: &Stream<'_, S>,
    index: SegmentIndex,
    row: &mut Row,
    advance: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<SegmentPlan, EncodeError> {
    let geometry = stream.geometry();
    let kernel = ParityKernel::best();
    let mut fragments = vec![Sha256::new(); geometry.total()];
    let mut whole = Sha256::new();
    for strip in 0..geometry.strips() {
        let bytes = row.fill(stream, index, strip, kernel)?;
        for (position, hash) in fragments.iter_mut().enumerate() {
            hash.update(row.shard(position));
        }
        whole.update(row.shard(0));
        proceed(advance(bytes))?;
    }
    rest_of_segment(stream, index, row, &mut whole, advance)?;
    Ok(SegmentPlan { hash: finish(whole), fragments: fragments.into_iter().map(finish).collect() })
}

/// Produce the strips behind the first quarter once more, for the hash of the segment.
fn rest_of_segment<S: Source + ?Sized>(
    stream: &Stream<'_, S>,
    segment: SegmentIndex,
    row: &mut Row,
    whole: &mut Sha256,
    advance: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<(), EncodeError> {
    let geometry = stream.geometry();
    let (buffer, tags) = row.scratch();
    let before = tags.to_vec();
    for strip in geometry.strips()..geometry.strips() * geometry.data() {
        stream.strip(segment, strip, tags, buffer)?;
        whole.update(&*buffer);
        if strip % geometry.data() == 0 {
            proceed(advance(0))?;
        }
    }
    if tags == before { Ok(()) } else { Err(EncodeError::SourceChanged { segment }) }
}

fn proceed(flow: ControlFlow<()>) -> Result<(), EncodeError> {
    if flow.is_break() { Err(EncodeError::Stopped) } else { Ok(()) }
}

fn finish(hash: Sha256) -> ContentHash {
    ContentHash(hash.finalize().into())
}

/// One strip of each of the twelve fragments, and the tags that a sealed segment has gathered.
///
/// Allocated once for each thread and used for all its segments.
pub(crate) struct Row {
    geometry: Geometry,
    strips: Box<[u8]>,
    tags: Box<[u8]>,
}

impl Row {
    pub(crate) fn new<S: Source + ?Sized>(stream: &Stream<'_, S>) -> Self {
        let geometry = stream.geometry();
        let strips = vec![0; geometry.total() * geometry.strip()].into_boxed_slice();
        Self { geometry, strips, tags: vec![0; stream.tags_length()].into_boxed_slice() }
    }

    /// Produce strip `strip` of every fragment; returns the bytes of the file in it. Rows of a segment go in order.
    pub(crate) fn fill<S: Source + ?Sized>(
        &mut self,
        stream: &Stream<'_, S>,
        segment: SegmentIndex,
        strip: usize,
        kernel: ParityKernel,
    ) -> Result<u64, EncodeError> {
        let (data, parity) = self.strips.split_at_mut(self.geometry.data() * self.geometry.strip());
        let mut bytes = 0;
        for (quarter, out) in data.chunks_exact_mut(self.geometry.strip()).enumerate() {
            bytes += stream.strip(segment, quarter * self.geometry.strips() + strip, &mut self.tags, out)?;
        }
        kernel.encode(data, parity);
        Ok(bytes)
    }

    /// The strip of the fragment at `position`, from 0.
    pub(crate) fn shard(&self, position: usize) -> &[u8] {
        &self.strips[position * self.geometry.strip()..][..self.geometry.strip()]
    }

    fn scratch(&mut self) -> (&mut [u8], &mut [u8]) {
        (&mut self.strips[..self.geometry.strip()], &mut self.tags)
    }
}
