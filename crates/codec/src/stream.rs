//! A file as the network will see it, strip by strip.

use pileus_domain::{Geometry, SegmentIndex};

use crate::{
    envelope::Envelope,
    error::EncodeError,
    sealed::{ChunkTag, Sealer, TAG_LENGTH},
    source::Source,
};

/// Produces any strip of the stream of segments; holds no buffer of its own.
pub(crate) struct Stream<'a, S: ?Sized> {
    geometry: Geometry,
    source: &'a S,
    envelope: &'a Envelope,
    length: u64,
}

impl<S: ?Sized> Clone for Stream<'_, S> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S: ?Sized> Copy for Stream<'_, S> {}

impl<'a, S: Source + ?Sized> Stream<'a, S> {
    pub(crate) fn new(geometry: Geometry, source: &'a S, envelope: &'a Envelope) -> Result<Self, EncodeError> {
        let length = source.len();
        match envelope {
            Envelope::Plain if length == 0 => return Err(EncodeError::Empty),
            Envelope::Plain => {}
            Envelope::Sealed(sealer) => check_sealer(sealer, geometry, length)?,
        }
        let segments = envelope.segments(geometry, length);
        let limit = Geometry::SEGMENT_LIMIT;
        if segments > u64::from(limit) {
            return Err(EncodeError::TooLong { segments, limit });
        }
        Ok(Self { geometry, source, envelope, length })
    }

    pub(crate) fn geometry(&self) -> Geometry {
        self.geometry
    }

    /// Number of segments, at most [`Geometry::SEGMENT_LIMIT`].
    pub(crate) fn segments(&self) -> u32 {
        u32::try_from(self.envelope.segments(self.geometry, self.length)).unwrap_or(Geometry::SEGMENT_LIMIT)
    }

    pub(crate) fn is_sealed(&self) -> bool {
        self.envelope.is_sealed()
    }

    /// Bytes that the tags of a segment take; room for them even when the file is plain.
    pub(crate) fn tags_length(&self) -> usize {
        self.geometry.segment() / self.geometry.strip() * TAG_LENGTH
    }

    /// Fill `out` with one strip of a segment and put its tag in place; returns the bytes of the file in it.
    ///
    /// The last strip of a sealed segment carries the tags of all, so all others must have been produced before.
    pub(crate) fn strip(
        &self,
        segment: SegmentIndex,
        strip: usize,
        tags: &mut [u8],
        out: &mut [u8],
    ) -> Result<u64, EncodeError> {
        match self.envelope {
            Envelope::Plain => {
                let offset = u64::from(segment.0) * self.geometry.segment() as u64;
                self.read(segment, offset + (strip * self.geometry.strip()) as u64, out)
            }
            Envelope::Sealed(sealer) => self.sealed_strip(sealer, segment, strip, tags, out),
        }
    }

    fn sealed_strip(
        &self,
        sealer: &Sealer,
        segment: SegmentIndex,
        strip: usize,
        tags: &mut [u8],
        out: &mut [u8],
    ) -> Result<u64, EncodeError> {
        let layout = sealer.layout();
        let slot = strip * TAG_LENGTH..(strip + 1) * TAG_LENGTH;
        let Some(offset) = layout.chunk_start(segment.0, strip) else {
            out.copy_from_slice(sealer.header_strip(strip));
            tags[slot].fill(0);
            return Ok(0);
        };
        let (chunk, tail) = out.split_at_mut(layout.chunk_length(strip));
        let bytes = self.read(segment, offset, chunk)?;
        let tag: ChunkTag = sealer.seal_chunk(segment.0, strip, chunk);
        tags[slot].copy_from_slice(&tag);
        if !tail.is_empty() {
            tail.copy_from_slice(tags);
        }
        Ok(bytes)
    }

    /// Bytes of the file from `offset` on, then zeros.
    fn read(&self, segment: SegmentIndex, offset: u64, out: &mut [u8]) -> Result<u64, EncodeError> {
        let there = self.length.saturating_sub(offset).min(out.len() as u64);
        let (file, padding) = out.split_at_mut(usize::try_from(there).unwrap_or(out.len()));
        if !file.is_empty() {
            let fail = |source| EncodeError::Read { segment, offset, source };
            self.source.read_at(offset, file).map_err(fail)?;
        }
        padding.fill(0);
        Ok(there)
    }
}

fn check_sealer(sealer: &Sealer, geometry: Geometry, found: u64) -> Result<(), EncodeError> {
    if sealer.layout().geometry() != geometry {
        return Err(EncodeError::OtherGeometry);
    }
    let expected = sealer.real_length();
    if expected != found {
        return Err(EncodeError::LengthChanged { expected, found });
    }
    Ok(())
}
