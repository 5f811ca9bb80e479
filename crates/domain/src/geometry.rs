//! How a file is cut.

use crate::{ByteCount, DomainError};

/// Sizes and counts of segments, fragments and strips.
///
/// The product uses [`Geometry::CESS`] alone; exhaustive tests use smaller ones with the same proportions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Geometry {
    segment: usize,
    strip: usize,
    data: usize,
    parity: usize,
}

impl Geometry {
    /// 32 MiB segments, 4 + 8 fragments of 8 MiB, worked on in strips of 32 KiB.
    ///
    /// # Source
    /// protocol §1.1; strips: performance study, "Fused pipeline spike".
    pub const CESS: Self = Self { segment: 32 << 20, strip: 32 << 10, data: 4, parity: 8 };
    /// Most segments of one file.
    ///
    /// # Source
    /// `FileBank.SegmentCount`, protocol §1.1.
    pub const SEGMENT_LIMIT: u32 = 1_000;

    /// A small geometry for tests: same shard counts, `segment` bytes in strips of `strip`.
    ///
    /// # Errors
    /// [`DomainError::Geometry`] unless each fragment is a whole number of strips and a segment's tags fit half a strip.
    pub fn small(segment: usize, strip: usize) -> Result<Self, DomainError> {
        let geometry = Self { segment, strip, ..Self::CESS };
        if strip == 0 || segment == 0 || !segment.is_multiple_of(strip * geometry.data) {
            return Err(DomainError::Geometry("a fragment must be a whole number of strips"));
        }
        if segment / strip * 16 > strip / 2 || !strip.is_multiple_of(2) {
            return Err(DomainError::Geometry("the tags of a segment must fit half a strip"));
        }
        Ok(geometry)
    }

    /// Bytes of a segment.
    pub const fn segment(&self) -> usize {
        self.segment
    }
    /// Bytes of a fragment.
    pub const fn fragment(&self) -> usize {
        self.segment / self.data
    }
    /// Bytes of a strip.
    pub const fn strip(&self) -> usize {
        self.strip
    }
    /// Fragments that hold the segment itself.
    pub const fn data(&self) -> usize {
        self.data
    }
    /// Fragments that are computed.
    pub const fn parity(&self) -> usize {
        self.parity
    }
    /// All fragments of a segment.
    pub const fn total(&self) -> usize {
        self.data + self.parity
    }
    /// Strips of one fragment.
    pub const fn strips(&self) -> usize {
        self.fragment() / self.strip
    }
    /// Territory that one segment takes: all its fragments.
    pub const fn charge(&self) -> ByteCount {
        ByteCount((self.fragment() * self.total()) as u64)
    }
    /// Segments that a stream of `length` bytes fills.
    pub const fn segments(&self, length: u64) -> u64 {
        length.div_ceil(self.segment as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_costs_ninety_six_mebibytes() {
        assert_eq!(Geometry::CESS.charge(), ByteCount(100_663_296));
        assert_eq!(Geometry::CESS.fragment(), 8_388_608);
        assert_eq!(Geometry::CESS.strips(), 256);
    }

    #[test]
    fn odd_geometries_are_refused() {
        assert!(Geometry::small(4096, 1000).is_err());
        assert!(Geometry::small(0, 0).is_err());
        assert!(Geometry::small(16 * 1024, 1024).is_ok());
    }
}
