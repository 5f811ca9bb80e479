//! What the segments of a stored file hold: its bytes as they are, sealed, or encrypted by a gateway.

use std::ops::Range;

use bytes::Bytes;
use pileus_codec::{
    ChunkPlace, CipherError, CipherOpener, OpenError, Opener, Passphrase, WaysToOpen, header_size, is_certainly_cipher,
    is_sealed,
};
use pileus_domain::{FileRecord, Geometry, Problem, SegmentIndex};
use pileus_ports::Opening;
use zeroize::Zeroizing;

use crate::{SealKey, problem, seal_key::CodecKey};

/// Bytes of a segment of the network.
const SEGMENT: u64 = Geometry::CESS.segment() as u64;

/// How the segments' bytes become the file's.
pub(crate) enum Content {
    Plain { length: u64 },
    Sealed(Box<Opener>),
    Cipher(CipherOpener),
}

/// What is known of a file once its first segment is here: all that tells how it is stored.
pub(crate) struct Front {
    header: Vec<u8>,
    end: Vec<u8>,
    declared: u64,
    segments: u64,
    opening: Opening,
}

/// A front that was not opened.
#[derive(Debug)]
pub(crate) enum Closed {
    /// No key fits, for this reason.
    Refused(Refusal),
    /// What Pileus sealed cannot be read.
    Sealed(OpenError),
    /// What a gateway encrypted cannot be read.
    Cipher(CipherError),
}

impl Front {
    /// Take it from a whole first segment, and from how the person said that the file is opened.
    pub(crate) fn of(first: &[u8], file: &FileRecord, opening: Opening) -> Self {
        Self {
            header: first[..header_size(Geometry::CESS).min(first.len())].to_vec(),
            end: first[first.len().saturating_sub(CipherOpener::END)..].to_vec(),
            declared: file.file_size.0,
            segments: file.segments.len() as u64,
            opening,
        }
    }

    /// Open it with the first key that fits; a plain file needs none. Takes the time that a passphrase costs.
    ///
    /// A header of ours counts before everything else. Without one a file is plain, unless the person said that a
    /// gateway encrypted it, or it has a number of segments that no plain file has.
    pub(crate) fn open(&self, keys: &[SealKey]) -> Result<Content, Closed> {
        if is_sealed(&self.header) {
            return self.open_sealed(keys);
        }
        let certain = is_certainly_cipher(Geometry::CESS, self.declared, self.segments);
        if self.opening == Opening::Cipher || certain {
            return self.open_cipher(keys);
        }
        Ok(Content::Plain { length: self.declared })
    }

    fn open_sealed(&self, keys: &[SealKey]) -> Result<Content, Closed> {
        let tried: Vec<CodecKey> = keys.iter().map(CodecKey::from).collect();
        let tried: Vec<_> = tried.iter().map(CodecKey::unlock).collect();
        let opener = Opener::open(Geometry::CESS, &self.header, &tried).map_err(|error| match error {
            OpenError::WrongKey => Closed::Refused(self.refusal(keys)),
            error => Closed::Sealed(error),
        })?;
        opener.check_declared_size(self.declared).map_err(Closed::Sealed)?;
        Ok(Content::Sealed(Box::new(opener)))
    }

    /// The passphrases are tried in their order.
    fn open_cipher(&self, keys: &[SealKey]) -> Result<Content, Closed> {
        let mut closed = Closed::Refused(Refusal::PassphraseMissing);
        for key in keys.iter().map(CodecKey::from) {
            let CodecKey::Passphrase(words) = key else { continue };
            match self.cipher(&words) {
                Ok(opener) => return Ok(Content::Cipher(opener)),
                Err(error) => closed = Closed::Cipher(error),
            }
        }
        Err(closed)
    }

    fn cipher(&self, words: &Passphrase) -> Result<CipherOpener, CipherError> {
        let opener = CipherOpener::new(Geometry::CESS, words, self.declared, self.segments)?;
        opener.check_end(SegmentIndex(0), &self.end)?;
        Ok(opener)
    }

    /// What none of these keys opening a sealed file means: a passphrase is missing, or the given one is wrong.
    fn refusal(&self, keys: &[SealKey]) -> Refusal {
        let takes = WaysToOpen::of(Geometry::CESS, &self.header).is_ok_and(|ways| ways.passphrases > 0);
        let given = keys.iter().any(|key| matches!(key, SealKey::Passphrase(_)));
        match (takes, given) {
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
            Self::Cipher(opener) => opener.length(),
        }
    }

    /// Place in the file of the first byte of a segment.
    pub(crate) fn segment_start(&self, segment: SegmentIndex) -> u64 {
        match self {
            Self::Plain { .. } => u64::from(segment.0) * SEGMENT,
            Self::Sealed(opener) => opener.segment_payload(segment).start,
            Self::Cipher(opener) => opener.segment_payload(segment).start,
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
            Self::Cipher(opener) => {
                let index = opener.segment_at(range.start);
                (index, opener.segment_payload(index))
            }
        };
        Some((index, range.start..range.end.min(there.end).min(self.length())))
    }

    /// Bytes of the file out of a segment that was checked by its hash. Only the chunks that hold them are opened.
    ///
    /// # Shapes
    /// `part` lies in the segment, as [`Content::first_part`] tells.
    pub(crate) fn read(&self, segment: &Bytes, part: Range<u64>) -> Result<Bytes, Problem> {
        match self {
            Self::Plain { .. } => Ok(segment.slice(within(&part, part.start - part.start % SEGMENT))),
            Self::Sealed(opener) => read_sealed(opener, segment, part).map_err(|e| problem::of_open(&e)),
            Self::Cipher(opener) => {
                let read = opener.read(opener.segment_at(part.start), segment, part);
                read.map(|bytes| Bytes::copy_from_slice(&bytes)).map_err(|e| problem::of_cipher(&e))
            }
        }
    }

    /// Open a whole segment in place: the place in the file where its bytes begin, and where they are in the segment.
    pub(crate) fn open(&self, index: SegmentIndex, segment: &mut [u8]) -> Result<(u64, Range<usize>), Problem> {
        let start = self.segment_start(index);
        let opened = match self {
            Self::Plain { length } => {
                let left = usize::try_from(length.saturating_sub(start)).unwrap_or(usize::MAX);
                0..left.min(segment.len())
            }
            Self::Sealed(opener) => opener.open_segment(index, segment).map_err(|e| problem::of_open(&e))?,
            Self::Cipher(opener) => 0..opener.open_segment(index, segment).map_err(|e| problem::of_cipher(&e))?,
        };
        Ok((start, opened))
    }

    /// Can its bytes be read with a key alone?
    pub(crate) fn needs_key(&self) -> bool {
        !matches!(self, Self::Plain { .. })
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
