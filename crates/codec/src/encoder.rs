//! One file, ready to be planned and to give its fragments.

use std::ops::ControlFlow;

use pileus_domain::{ByteCount, ColumnIndex, FidRule, FilePlan, Geometry, SegmentIndex};

use crate::{
    envelope::Envelope,
    error::EncodeError,
    kernel::ParityKernel,
    plan::{self, Row},
    source::Source,
    stream::Stream,
};

/// Most threads that plan one file.
const WORKER_LIMIT: usize = 4;

/// Turns one source into its plan and, whenever asked, into any of its fragments.
///
/// The same source, envelope and geometry always give the same plan, whatever the number of threads.
pub struct Encoder<'a, S: ?Sized> {
    stream: Stream<'a, S>,
    declared_size: ByteCount,
    rule: FidRule,
}

impl<'a, S: Source + ?Sized> Encoder<'a, S> {
    /// Prepare a source.
    ///
    /// # Errors
    /// [`EncodeError::Empty`], [`EncodeError::TooLong`], or a sealed header that belongs to another length or geometry.
    pub fn new(geometry: Geometry, source: &'a S, envelope: &'a Envelope) -> Result<Self, EncodeError> {
        let stream = Stream::new(geometry, source, envelope)?;
        Ok(Self { stream, declared_size: envelope.declared_size(geometry, source.len()), rule: FidRule::default() })
    }

    /// The same, with plans whose FID is derived by this rule.
    #[must_use]
    pub fn named_by(mut self, rule: FidRule) -> Self {
        self.rule = rule;
        self
    }

    /// Number of segments.
    pub fn segments(&self) -> u32 {
        self.stream.segments()
    }

    /// The size to declare.
    pub fn declared_size(&self) -> ByteCount {
        self.declared_size
    }

    /// Hash every fragment and segment with as many threads as the machine has cores, at most four.
    ///
    /// Reads each byte at most twice, writes nothing, and holds less than a MiB a thread.
    /// A sealed file that changes between the two reads is noticed here, a plain one when its fragments are made again.
    ///
    /// # Units
    /// `progress` hears how many bytes of the file are through, in sum; it may stop the work.
    /// # Errors
    /// [`EncodeError::Read`], [`EncodeError::SourceChanged`], or [`EncodeError::Stopped`] when `progress` said so.
    pub fn plan(&self, progress: &mut dyn FnMut(u64) -> ControlFlow<()>) -> Result<FilePlan, EncodeError> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        self.plan_with(cores.min(WORKER_LIMIT), progress)
    }

    /// [`Encoder::plan`] with a given number of threads; one means the caller's own.
    ///
    /// # Errors
    /// As [`Encoder::plan`].
    pub fn plan_with(
        &self,
        workers: usize,
        progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<FilePlan, EncodeError> {
        let segments = plan::segments(self.stream, workers, progress)?;
        let hashes: Vec<_> = segments.iter().map(|segment| segment.hash).collect();
        let fid = crate::fid_by(self.rule, &hashes).ok_or(EncodeError::Empty)?;
        Ok(FilePlan { fid, file_size: self.declared_size, segments })
    }

    /// Make fragments of one segment again, all in one pass over it.
    ///
    /// Whoever sends them compares their hashes with the plan first: the source may have changed.
    ///
    /// # Shapes
    /// `buffers[i]` takes the fragment of `columns[i]` and has the size of a fragment.
    /// # Errors
    /// [`EncodeError::Read`], or buffers that do not fit. The buffers hold nothing useful then.
    pub fn fragments<B: AsMut<[u8]>>(
        &self,
        segment: SegmentIndex,
        columns: &[ColumnIndex],
        buffers: &mut [B],
    ) -> Result<(), EncodeError> {
        self.check_request(segment, columns, buffers)?;
        if columns.iter().all(|column| self.stands_alone(*column)) {
            return columns.iter().zip(buffers).try_for_each(|(c, b)| self.quarter(segment, *c, b.as_mut()));
        }
        let size = self.stream.geometry().strip();
        let mut row = Row::new(&self.stream);
        for strip in 0..self.stream.geometry().strips() {
            row.fill(&self.stream, segment, strip, ParityKernel::best())?;
            for (column, buffer) in columns.iter().zip(buffers.iter_mut()) {
                buffer.as_mut()[strip * size..][..size].copy_from_slice(row.shard(column.position()));
            }
        }
        Ok(())
    }

    /// Whether a fragment needs nothing but its own quarter of the segment.
    fn stands_alone(&self, column: ColumnIndex) -> bool {
        let data = self.stream.geometry().data();
        let first_dependent = if self.stream.is_sealed() { data - 1 } else { data };
        column.position() < first_dependent
    }

    fn quarter(&self, segment: SegmentIndex, column: ColumnIndex, out: &mut [u8]) -> Result<(), EncodeError> {
        let geometry = self.stream.geometry();
        let mut tags = vec![0; self.stream.tags_length()];
        let first = column.position() * geometry.strips();
        for (strip, bytes) in out.chunks_exact_mut(geometry.strip()).enumerate() {
            self.stream.strip(segment, first + strip, &mut tags, bytes)?;
        }
        Ok(())
    }

    fn check_request<B: AsMut<[u8]>>(
        &self,
        segment: SegmentIndex,
        columns: &[ColumnIndex],
        buffers: &mut [B],
    ) -> Result<(), EncodeError> {
        let segments = self.segments();
        if segment.0 >= segments {
            return Err(EncodeError::NoSuchSegment { segment, segments: segments.into() });
        }
        if columns.len() != buffers.len() {
            return Err(EncodeError::BufferCount { columns: columns.len(), buffers: buffers.len() });
        }
        let expected = self.stream.geometry().fragment();
        for (&column, buffer) in columns.iter().zip(buffers) {
            let found = buffer.as_mut().len();
            if found != expected {
                return Err(EncodeError::BufferLength { column, expected, found });
            }
        }
        Ok(())
    }
}
