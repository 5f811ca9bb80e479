//! Where things lie in a sealed file. Pure arithmetic.

use std::ops::Range;

use pileus_domain::Geometry;

use super::{cipher::TAG_LENGTH, header::HEADER_LEAST};

/// Strips in front of the first segment that hold the header.
pub(crate) const HEADER_STRIPS: usize = 2;

/// Places and lengths of header, chunks and tags for one geometry.
///
/// Chunk = strip; the last strip of a segment is a shorter chunk and the tags of all chunks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layout(Geometry);

impl Layout {
    /// Nothing when a header does not fit into its strips, or strips do not fit the fields that name their sizes.
    pub(crate) fn new(geometry: Geometry) -> Option<Self> {
        let fits = geometry.strip() * HEADER_STRIPS >= HEADER_LEAST && u32::try_from(geometry.segment()).is_ok();
        fits.then_some(Self(geometry))
    }

    pub(crate) fn geometry(self) -> Geometry {
        self.0
    }

    /// Chunks of a segment, the header's own included.
    pub(crate) fn chunks(self) -> usize {
        self.0.segment() / self.0.strip()
    }

    /// Bytes of the tags of a segment.
    pub(crate) fn tags(self) -> usize {
        self.chunks() * TAG_LENGTH
    }

    /// Bytes of the header.
    pub(crate) fn header(self) -> usize {
        self.0.strip() * HEADER_STRIPS
    }

    /// Bytes of a chunk.
    pub(crate) fn chunk_length(self, chunk: usize) -> usize {
        if chunk + 1 == self.chunks() { self.0.strip() - self.tags() } else { self.0.strip() }
    }

    /// Where a chunk lies in its segment.
    pub(crate) fn chunk_range(self, chunk: usize) -> Range<usize> {
        let start = chunk * self.0.strip();
        start..start + self.chunk_length(chunk)
    }

    /// Where the tag of a chunk lies in its segment.
    pub(crate) fn tag_range(self, chunk: usize) -> Range<usize> {
        let start = self.0.segment() - self.tags() + chunk * TAG_LENGTH;
        start..start + TAG_LENGTH
    }

    /// First chunk of a segment that holds bytes of the file.
    pub(crate) fn first_chunk(self, segment: u32) -> usize {
        if segment == 0 { self.header() / self.0.strip() } else { 0 }
    }

    /// Where the bytes of the file lie in a segment, padding included.
    pub(crate) fn payload(self, segment: u32) -> Range<usize> {
        self.first_chunk(segment) * self.0.strip()..self.0.segment() - self.tags()
    }

    /// Place in the file of the first byte of a segment.
    pub(crate) fn segment_start(self, segment: u32) -> u64 {
        match segment {
            0 => 0,
            later => self.payload(0).len() as u64 + u64::from(later - 1) * self.payload(1).len() as u64,
        }
    }

    /// Place in the file of the first byte of a chunk; nothing for the chunks of the header.
    pub(crate) fn chunk_start(self, segment: u32, chunk: usize) -> Option<u64> {
        let behind = chunk.checked_sub(self.first_chunk(segment))? * self.0.strip();
        Some(self.segment_start(segment) + behind as u64)
    }

    /// Segment and chunk that hold byte `position` of the file.
    pub(crate) fn chunk_at(self, position: u64) -> (u64, usize) {
        let (first, later) = (self.payload(0).len() as u64, self.payload(1).len() as u64);
        let (segment, inside) = match position.checked_sub(first) {
            None => (0, position),
            Some(behind) => (1 + behind / later, behind % later),
        };
        let skipped = if segment == 0 { HEADER_STRIPS } else { 0 };
        let chunk = inside / self.0.strip() as u64;
        (segment, skipped + usize::try_from(chunk).unwrap_or(usize::MAX - skipped))
    }

    /// Segments of a file of `length` bytes: at least one, for the header.
    pub(crate) fn segments(self, length: u64) -> u64 {
        if length == 0 { 1 } else { self.chunk_at(length - 1).0 + 1 }
    }

    /// Bytes of the longest file.
    pub(crate) fn longest(self) -> u64 {
        self.segment_start(Geometry::SEGMENT_LIMIT)
    }
}

/// Segments that a file of `length` bytes fills once it is sealed: its header and tags take room as well.
///
/// Nothing for a geometry whose strips cannot hold a header.
pub fn segments_when_sealed(geometry: Geometry, length: u64) -> Option<u64> {
    Layout::new(geometry).map(|layout| layout.segments(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_exactly_one_segment_fills_two_once_it_is_sealed() {
        let segments = |length| segments_when_sealed(Geometry::CESS, length).unwrap();
        assert_eq!((segments(0), segments(1), segments(33_538_048 - 65_536)), (1, 1, 1));
        assert_eq!((segments(33_538_048 - 65_536 + 1), segments(32 << 20)), (2, 2));
    }

    #[test]
    fn the_product_has_the_documented_sizes() {
        let layout = Layout::new(Geometry::CESS).unwrap();
        assert_eq!((layout.chunks(), layout.tags(), layout.header()), (1024, 16_384, 65_536));
        assert_eq!((layout.chunk_length(1022), layout.chunk_length(1023)), (32_768, 16_384));
        assert_eq!(layout.payload(0), 65_536..33_538_048);
        assert_eq!(layout.payload(1), 0..33_538_048);
        assert_eq!(layout.tag_range(1023), 33_554_416..33_554_432);
        assert_eq!(layout.longest(), 33_537_982_464);
    }

    #[test]
    fn every_byte_of_a_file_has_one_place() {
        let layout = Layout::new(Geometry::small(16 << 10, 2048).unwrap()).unwrap();
        let mut expected = 0;
        for segment in 0..3_u32 {
            for chunk in layout.first_chunk(segment)..layout.chunks() {
                assert_eq!(layout.chunk_start(segment, chunk), Some(expected));
                let last = expected + layout.chunk_length(chunk) as u64 - 1;
                assert_eq!(layout.chunk_at(expected), (segment.into(), chunk));
                assert_eq!(layout.chunk_at(last), (segment.into(), chunk));
                assert_eq!(layout.segments(last + 1), u64::from(segment) + 1);
                expected = last + 1;
            }
        }
        assert_eq!(layout.segments(0), 1);
        assert_eq!(layout.chunk_start(0, 1), None);
    }

    #[test]
    fn strips_that_hold_no_header_are_refused() {
        assert_eq!(Layout::new(Geometry::small(4096, 512).unwrap()), None);
    }
}
