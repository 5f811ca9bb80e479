//! How the bytes of a file are dressed before they are cut.

use pileus_domain::{ByteCount, Geometry};

use crate::sealed::Sealer;

/// What stands between a file and its segments.
#[derive(Debug)]
pub enum Envelope {
    /// The file as it is, filled with zeros to whole segments. Anyone can read it.
    Plain,
    /// The sealed format.
    Sealed(Sealer),
}

impl Envelope {
    /// Segments that a file of `length` bytes becomes.
    pub fn segments(&self, geometry: Geometry, length: u64) -> u64 {
        match self {
            Self::Plain => geometry.segments(length),
            Self::Sealed(sealer) => u64::from(sealer.segments()),
        }
    }

    /// The size that is declared on the chain: the file's own, or whole segments when it is sealed.
    pub fn declared_size(&self, geometry: Geometry, length: u64) -> ByteCount {
        match self {
            Self::Plain => ByteCount(length),
            Self::Sealed(_) => ByteCount(self.segments(geometry, length) * geometry.segment() as u64),
        }
    }

    /// Whether what is stored can be read by its owner alone.
    pub fn is_sealed(&self) -> bool {
        matches!(self, Self::Sealed(_))
    }
}
