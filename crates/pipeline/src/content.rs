//! What the segments of a stored file hold: its bytes as they are, or sealed.

use std::ops::Range;

use bytes::Bytes;
use pileus_codec::{ChunkPlace, OpenError, Opener, WaysToOpen, header_size, is_sealed};
use pileus_domain::{Geometry, SegmentIndex};
use zeroize::Zeroizing;

use crate::{SealKey, seal_key::CodecKey};

/// Bytes of a segment of the network.
const SEGMENT: u64 = Geometry::CESS.segment() as u64;

/// How the segments' bytes become the file's.
pub(crate) enum Content {
    Plain { length: u64 },
    Sealed(Box<Opener>),
}

/// The front of a first segment: all that tells how a file is stored.
pub(crate) struct Front(Vec<u8>);

impl Front {
    /// Take it from a whole first segment.
    pub(crate) fn of(first: &[u8]) -> Self {
        Self(first[..header_size(Geometry::CESS).min(first.len())].to_vec())
    }

    /// Does a passphrase open it?
    pub(crate) fn takes_passphrase(&self) -> bool {
        is_sealed(&self.0) && WaysToOpen::of(Geometry::CESS, &self.0).is_ok_and(|ways| ways.passphrases > 0)
    }

    /// Open it with the first key that fits; a plain file needs none. Takes the time that a passphrase costs.
    ///
    /// # Units
    /// `declared`: bytes of the file as the chain says.
    pub(crate) fn open(&self, declared: u64, keys: &[SealKey]) -> Result<Content, OpenError> {
        if !is_sealed(&self.0) {
            return Ok(Content::Plain { length: declared });
        }
        let keys: Vec<CodecKey> = keys.iter().map(CodecKey::from).collect();
        let keys: Vec<_> = keys.iter().map(CodecKey::unlock).collect();
        let opener = Opener::open(Geometry::CESS, &self.0, &keys)?;
        opener.check_declared_size(declared)?;
        Ok(Content::Sealed(Box::new(opener)))
    }

    /// What none of these keys opening it means: a passphrase is missing, or the given one is wrong.
    pub(crate) fn refusal(&self, keys: &[SealKey]) -> Refusal {
        let given = keys.iter().any(|key| matches!(key, SealKey::Passphrase(_)));
        match (self.takes_passphrase(), given) {
            (true, false) => Refusal::PassphraseMissing,
            (true, true) => Refusal::PassphraseWrong,
            (false, _) if keys.is_empty() => Refusal::NoKey,
            (false, _) => Refusal::WrongKey,
        }
    }
}

/// Why no key opens a front.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// A passphrase opens it, and none was given.
    PassphraseMissing,
    /// A passphrase opens it, but not this one.
    PassphraseWrong,
    /// No key was given.
    NoKey,
    /// None of the data keys fits.
    WrongKey,
}

impl Content {
    /// Bytes of the file.
    pub(crate) fn length(&self) -> u64 {
        match self {
            Self::Plain { length } => *length,
            Self::Sealed(opener) => opener.real_length(),
        }
    }

    /// Place in the file of the first byte of a segment.
    pub(crate) fn segment_start(&self, segment: SegmentIndex) -> u64 {
        match self {
            Self::Plain { .. } => u64::from(segment.0) * SEGMENT,
            Self::Sealed(opener) => opener.segment_payload(segment).start,
        }
    }

    /// The segment that holds the first byte of a range, and the part of the range that lies in it; nothing for a
    /// range that begins behind the end of the file.
    pub(crate) fn first_part(&self, range: Range<u64>) -> Option<(SegmentIndex, Range<u64>)> {
        if range.start >= range.end.min(self.length()) {
            return None;
        }
        let (index, there) = match self {
            Self::Plain { .. } => {
                let number = range.start / SEGMENT;
                (SegmentIndex(u32::try_from(number).ok()?), number * SEGMENT..(number + 1) * SEGMENT)
            }
            Self::Sealed(opener) => {
                let index = opener.chunks(range.clone()).next()?.segment;
                (index, opener.segment_payload(index))
            }
        };
        Some((index, range.start..range.end.min(there.end).min(self.length())))
    }

    /// Bytes of the file out of a segment that was checked by its hash. Only the chunks that hold them are opened.
    ///
    /// # Shapes
    /// `part` lies in the segment, as [`Content::first_part`] tells.
    pub(crate) fn read(&self, segment: &Bytes, part: Range<u64>) -> Result<Bytes, OpenError> {
        match self {
            Self::Plain { .. } => Ok(segment.slice(within(&part, part.start - part.start % SEGMENT))),
            Self::Sealed(opener) => read_sealed(opener, segment, part),
        }
    }
}

fn read_sealed(opener: &Opener, segment: &Bytes, part: Range<u64>) -> Result<Bytes, OpenError> {
    let mut read = Vec::with_capacity(within(&part, part.start).len());
    for place in opener.chunks(part.clone()) {
        let payload = open_chunk(opener, segment, &place)?;
        let wanted = part.start.max(place.payload.start)..part.end.min(place.payload.end);
        read.extend_from_slice(&payload[within(&wanted, place.payload.start)]);
    }
    Ok(read.into())
}

fn open_chunk(opener: &Opener, segment: &Bytes, place: &ChunkPlace) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let mut chunk = Zeroizing::new(segment[place.ciphertext.clone()].to_vec());
    let mut tag = [0; 16];
    tag.copy_from_slice(&segment[place.tag.clone()]);
    let length = opener.open_chunk(place, &mut chunk, &tag)?;
    chunk.truncate(length);
    Ok(chunk)
}

/// A range of the file as places behind `start`; segments and chunks are far below what memory can count.
fn within(range: &Range<u64>, start: u64) -> Range<usize> {
    let place = |position: u64| usize::try_from(position - start).unwrap_or(usize::MAX);
    place(range.start)..place(range.end)
}
