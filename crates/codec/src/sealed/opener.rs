//! Reading the sealed format, whole segments or single chunks of it.

use std::{fmt, ops::Range};

use pileus_domain::{Geometry, SegmentIndex};

use super::{
    cipher::{ChunkTag, ContentCipher},
    derive::{self, SecretKey},
    header::{Header, array_at},
    layout::Layout,
    metadata::Metadata,
    sealer::{chunk_number, content_cipher, segments_of},
    secret::UnlockKey,
};
use crate::error::{DamagedPart, OpenError};

/// Opens one sealed file, wherever its bytes come from.
///
/// Order: open the header, compare the stored size, then open segments or chunks in any order. Bytes count as the
/// file's only after their chunk has opened.
pub struct Opener {
    header: Header,
    content: ContentCipher,
    metadata: Metadata,
}

/// Where one chunk lies and what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChunkPlace {
    /// Its segment.
    pub segment: SegmentIndex,
    /// Its place in the segment, from 0.
    pub chunk: u32,
    /// Its ciphertext in the segment, in bytes.
    pub ciphertext: Range<usize>,
    /// Its tag in the segment, in bytes.
    pub tag: Range<usize>,
    /// The bytes of the file that it holds.
    pub payload: Range<u64>,
}

impl Opener {
    /// Check a header and find the key that opens it; data keys are tried before passphrases, which cost time.
    ///
    /// # Shapes
    /// `header`: the first [`header_size`](super::header_size) bytes of the stored file, or more.
    /// # Errors
    /// [`OpenError::NotSealed`], [`OpenError::UnsupportedVersion`], [`OpenError::Damaged`],
    /// [`OpenError::HostileLimits`], [`OpenError::WrongKey`]: each for its own reason, in the order of `docs/formats.md`.
    pub fn open(geometry: Geometry, header: &[u8], keys: &[UnlockKey<'_>]) -> Result<Self, OpenError> {
        let header = Header::parse(geometry, header)?;
        let file_key = unlock(&header, keys)?;
        let (aad, sealed) = header.metadata();
        let metadata = Metadata::open(&derive::metadata_key(&file_key, &header.salt()), aad, sealed)?;
        let content = content_cipher(&header, &file_key);
        Ok(Self { header, content, metadata })
    }

    /// What the file tells about itself.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Length of the file in bytes.
    pub fn real_length(&self) -> u64 {
        self.header.real_length()
    }

    /// Number of segments of the file.
    pub fn segments(&self) -> u32 {
        segments_of(&self.header)
    }

    /// Compare the size that is declared or stored with the one that the header tells of.
    ///
    /// # Errors
    /// [`OpenError::OtherLength`] when segments were cut off or bytes added.
    pub fn check_declared_size(&self, found: u64) -> Result<(), OpenError> {
        let expected = u64::from(self.segments()) * self.layout().geometry().segment() as u64;
        if found == expected { Ok(()) } else { Err(OpenError::OtherLength { expected, found }) }
    }

    /// Bytes of the file that lie in a segment.
    pub fn segment_payload(&self, segment: SegmentIndex) -> Range<u64> {
        let start = self.layout().segment_start(segment.0).min(self.real_length());
        let end = self.layout().segment_start(segment.0.saturating_add(1)).min(self.real_length());
        start..end
    }

    /// Open a whole segment in place; tells where in it the bytes of the file are now.
    ///
    /// # Errors
    /// [`OpenError::Damaged`] names the first chunk that does not open; the buffer holds nothing useful then.
    pub fn open_segment(&self, segment: SegmentIndex, bytes: &mut [u8]) -> Result<Range<usize>, OpenError> {
        self.check_segment_bytes(segment, bytes)?;
        let layout = self.layout();
        let (body, tags) = bytes.split_at_mut(layout.geometry().segment() - layout.tags());
        if segment.0 == 0 {
            self.check_header_strips(body, tags)?;
        }
        for chunk in layout.first_chunk(segment.0)..layout.chunks() {
            let tag = array_at(tags, chunk * size_of::<ChunkTag>());
            self.open_at(segment, chunk_number(chunk), &mut body[layout.chunk_range(chunk)], tag)?;
        }
        let payload = layout.payload(segment.0);
        let there = self.segment_payload(segment);
        let length = usize::try_from(there.end - there.start).unwrap_or(payload.len());
        let file = payload.start..payload.start + length;
        check_padding(segment, &body[file.end..payload.end])?;
        Ok(file)
    }

    /// The chunks that a range of the file lies in, in order; whatever is behind its end is left out.
    pub fn chunks(&self, range: Range<u64>) -> impl Iterator<Item = ChunkPlace> + '_ {
        let end = range.end.min(self.real_length());
        let mut next = range.start;
        std::iter::from_fn(move || {
            let place = (next < end).then(|| self.place_of(next))?;
            next = place.payload.end;
            Some(place)
        })
    }

    /// Open one chunk in place; tells how many of its first bytes belong to the file.
    ///
    /// # Errors
    /// [`OpenError::WrongSize`] or [`OpenError::Damaged`]; the buffer holds ciphertext then.
    pub fn open_chunk(&self, place: &ChunkPlace, bytes: &mut [u8], tag: &ChunkTag) -> Result<usize, OpenError> {
        if place.segment.0 >= self.segments() {
            return Err(OpenError::NoSuchSegment(place.segment));
        }
        exact("chunk", place.ciphertext.len(), bytes.len())?;
        self.open_at(place.segment, place.chunk, bytes, *tag)?;
        let length = usize::try_from(place.payload.end.saturating_sub(place.payload.start)).unwrap_or(bytes.len());
        let length = length.min(bytes.len());
        check_padding(place.segment, &bytes[length..])?;
        Ok(length)
    }

    fn open_at(&self, segment: SegmentIndex, chunk: u32, bytes: &mut [u8], tag: ChunkTag) -> Result<(), OpenError> {
        let damaged = OpenError::Damaged(DamagedPart::Chunk { segment, chunk });
        self.content.open(segment.0, chunk, bytes, tag).map_err(|_| damaged)
    }

    fn place_of(&self, position: u64) -> ChunkPlace {
        let layout = self.layout();
        let (segment, chunk) = layout.chunk_at(position);
        let segment = u32::try_from(segment).unwrap_or(u32::MAX);
        let start = layout.chunk_start(segment, chunk).unwrap_or(0);
        let end = (start + layout.chunk_length(chunk) as u64).min(self.real_length());
        ChunkPlace {
            segment: SegmentIndex(segment),
            chunk: chunk_number(chunk),
            ciphertext: layout.chunk_range(chunk),
            tag: layout.tag_range(chunk),
            payload: start..end,
        }
    }

    fn check_segment_bytes(&self, segment: SegmentIndex, bytes: &[u8]) -> Result<(), OpenError> {
        if segment.0 >= self.segments() {
            return Err(OpenError::NoSuchSegment(segment));
        }
        exact("segment", self.layout().geometry().segment(), bytes.len())
    }

    fn check_header_strips(&self, body: &[u8], tags: &[u8]) -> Result<(), OpenError> {
        let header = self.header.bytes();
        if !body.starts_with(header) {
            return Err(OpenError::Damaged(DamagedPart::OtherHeader));
        }
        let slots = self.layout().first_chunk(0) * size_of::<ChunkTag>();
        if tags[..slots].iter().any(|byte| *byte != 0) {
            return Err(OpenError::Damaged(DamagedPart::HeaderTags));
        }
        Ok(())
    }

    fn layout(&self) -> Layout {
        self.header.layout()
    }
}

impl fmt::Debug for Opener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opener").field("real_length", &self.real_length()).finish_non_exhaustive()
    }
}

/// The file key behind a header, by the first key that fits.
pub(super) fn unlock(header: &Header, keys: &[UnlockKey<'_>]) -> Result<SecretKey, OpenError> {
    let salt = header.salt();
    let mut cheapest_first = keys.to_vec();
    cheapest_first.sort_by_key(|key| matches!(key, UnlockKey::Passphrase(_)));
    for key in cheapest_first {
        for (index, slot) in header.slots().enumerate() {
            if let Some(file_key) = slot.unwrap(key, index, &salt, header.prefix())? {
                return Ok(file_key);
            }
        }
    }
    Err(OpenError::WrongKey)
}

fn check_padding(segment: SegmentIndex, padding: &[u8]) -> Result<(), OpenError> {
    if padding.iter().all(|byte| *byte == 0) {
        return Ok(());
    }
    Err(OpenError::Damaged(DamagedPart::Padding(segment)))
}

fn exact(part: &'static str, expected: usize, found: usize) -> Result<(), OpenError> {
    if found == expected {
        return Ok(());
    }
    Err(OpenError::WrongSize { part, expected: expected as u64, found: found as u64 })
}
