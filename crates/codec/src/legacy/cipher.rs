//! `Cipher`: AES-256-CBC of each segment by itself, as DeOSS gateways and their SDK encrypt.

use std::{fmt, ops::Range};

use aes::{
    Aes256,
    cipher::{Array, BlockModeDecrypt, KeyIvInit},
};
use pileus_domain::{Geometry, SegmentIndex};
use zeroize::Zeroizing;

use crate::{error::CipherError, sealed::Passphrase};

/// Bytes of a block of AES.
const BLOCK: usize = 16;
/// Bytes of a key; also the most bytes of a passphrase, which is the key's beginning.
const KEY: usize = 32;
/// What a passphrase is filled up with.
const FILLER: u8 = b'0';
/// Every segment ends with a whole block of padding, each byte of which says how long it is.
const PADDING: [u8; BLOCK] = [0x10; BLOCK];

/// Opens one file that was encrypted under a passphrase with `Cipher`.
///
/// A wrong passphrase is noticed by the padding at the end of a segment. That the bytes are those that were encrypted
/// follows from the segment's hash on the chain, which is of the encrypted bytes, and from nothing else.
///
/// # Source
/// protocol §2.4, §8 item 8. Gateways cut what they decrypt at other places (§9, items 3 and 4); this does not.
#[derive(Clone)]
pub struct CipherOpener {
    geometry: Geometry,
    length: u64,
    key: Zeroizing<[u8; KEY]>,
}

impl CipherOpener {
    /// Bytes at the end of a segment that tell whether a passphrase opens it: two blocks.
    pub const END: usize = 2 * BLOCK;

    /// For a file of `length` bytes, as the chain says, in so many segments.
    ///
    /// # Errors
    /// [`CipherError::Passphrase`] for one that no gateway takes; [`CipherError::Segments`] when a file of this length
    /// would have another number of segments.
    pub fn new(geometry: Geometry, passphrase: &Passphrase, length: u64, segments: u64) -> Result<Self, CipherError> {
        let expected = segments_of(geometry, length);
        if segments != expected {
            return Err(CipherError::Segments { expected, found: segments });
        }
        let text = passphrase.expose();
        if text.is_empty() || text.len() > KEY {
            return Err(CipherError::Passphrase { found: text.len(), limit: KEY });
        }
        let mut key = Zeroizing::new([FILLER; KEY]);
        key[..text.len()].copy_from_slice(text);
        Ok(Self { geometry, length, key })
    }

    /// Length of the file in bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Bytes of the file that lie in a segment.
    pub fn segment_payload(&self, segment: SegmentIndex) -> Range<u64> {
        let start = u64::from(segment.0).saturating_mul(payload(self.geometry)).min(self.length);
        start..start.saturating_add(payload(self.geometry)).min(self.length)
    }

    /// The segment that holds byte `position` of the file.
    pub fn segment_at(&self, position: u64) -> SegmentIndex {
        SegmentIndex(u32::try_from(position / payload(self.geometry)).unwrap_or(u32::MAX))
    }

    /// Does the passphrase open a segment? Looks at its end alone.
    ///
    /// # Errors
    /// [`CipherError::Length`]; [`CipherError::WrongPassphrase`].
    pub fn check(&self, segment: SegmentIndex, bytes: &[u8]) -> Result<(), CipherError> {
        let expected = self.geometry.segment();
        if bytes.len() != expected {
            return Err(CipherError::Length { segment, expected, found: bytes.len() });
        }
        self.check_end(segment, &bytes[expected - Self::END..])
    }

    /// The same for whoever keeps the end of a segment alone.
    ///
    /// # Shapes
    /// `end`: the last [`CipherOpener::END`] bytes of the segment.
    /// # Errors
    /// [`CipherError::Length`]; [`CipherError::WrongPassphrase`].
    pub fn check_end(&self, segment: SegmentIndex, end: &[u8]) -> Result<(), CipherError> {
        if end.len() != Self::END {
            return Err(CipherError::Length { segment, expected: Self::END, found: end.len() });
        }
        let last = self.decrypted(end, 1..2);
        if **last == PADDING { Ok(()) } else { Err(CipherError::WrongPassphrase { segment }) }
    }

    /// Decrypt a whole segment in place; tells how many of its first bytes belong to the file.
    ///
    /// # Errors
    /// As [`CipherOpener::check`]; the buffer is as it was then.
    pub fn open_segment(&self, segment: SegmentIndex, bytes: &mut [u8]) -> Result<usize, CipherError> {
        self.check(segment, bytes)?;
        self.decrypt(&self.start(), bytes);
        let there = self.segment_payload(segment);
        Ok(usize::try_from(there.end - there.start).unwrap_or(bytes.len()))
    }

    /// Bytes of the file out of a segment; only the blocks that hold them are decrypted.
    ///
    /// # Shapes
    /// `part`: bytes of the file; what does not lie in the segment is left out.
    /// # Errors
    /// As [`CipherOpener::check`].
    pub fn read(
        &self,
        segment: SegmentIndex,
        bytes: &[u8],
        part: Range<u64>,
    ) -> Result<Zeroizing<Vec<u8>>, CipherError> {
        self.check(segment, bytes)?;
        let there = self.segment_payload(segment);
        let place = |position: u64| {
            let inside = position.clamp(there.start, there.end) - there.start;
            usize::try_from(inside).unwrap_or(bytes.len())
        };
        let wanted = place(part.start)..place(part.end).max(place(part.start));
        let blocks = wanted.start / BLOCK..wanted.end.div_ceil(BLOCK);
        let skipped = wanted.start - blocks.start * BLOCK;
        let opened = self.decrypted(bytes, blocks);
        Ok(Zeroizing::new(opened[skipped..skipped + wanted.len()].to_vec()))
    }

    /// Some blocks of a segment; each needs only itself and the one before.
    fn decrypted(&self, bytes: &[u8], blocks: Range<usize>) -> Zeroizing<Vec<u8>> {
        let mut opened = Zeroizing::new(bytes[blocks.start * BLOCK..blocks.end * BLOCK].to_vec());
        let before = match blocks.start.checked_sub(1) {
            Some(before) => block_at(bytes, before),
            None => self.start(),
        };
        self.decrypt(&before, &mut opened);
        opened
    }

    /// Decrypt whole blocks in place, given what stands before them.
    fn decrypt(&self, before: &[u8; BLOCK], bytes: &mut [u8]) {
        let (blocks, rest) = Array::slice_as_chunks_mut(bytes);
        debug_assert!(rest.is_empty(), "segments are whole blocks");
        cbc::Decryptor::<Aes256>::new((&*self.key).into(), before.into()).decrypt_blocks(blocks);
    }

    /// What stands before the first block of every segment: the first half of the key.
    fn start(&self) -> Zeroizing<[u8; BLOCK]> {
        block_at(&*self.key, 0)
    }
}

impl fmt::Debug for CipherOpener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CipherOpener").field("length", &self.length).finish_non_exhaustive()
    }
}

/// Has a file of this length and this number of segments been encrypted with `Cipher` for certain?
///
/// Only lengths near a multiple of the segment tell: of all others, plain files have as many segments.
pub fn is_certainly_cipher(geometry: Geometry, length: u64, segments: u64) -> bool {
    segments == segments_of(geometry, length) && segments != geometry.segments(length)
}

/// Bytes of the file in a full segment: one block is padding.
fn payload(geometry: Geometry) -> u64 {
    (geometry.segment() - BLOCK) as u64
}

fn segments_of(geometry: Geometry, length: u64) -> u64 {
    length.div_ceil(payload(geometry))
}

fn block_at(bytes: &[u8], block: usize) -> Zeroizing<[u8; BLOCK]> {
    let mut copied = Zeroizing::new([0; BLOCK]);
    copied.copy_from_slice(&bytes[block * BLOCK..][..BLOCK]);
    copied
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Passphrase {
        Passphrase::new(text.to_owned())
    }

    #[test]
    fn only_lengths_near_a_multiple_of_the_segment_tell() {
        let certain = |length, segments| is_certainly_cipher(Geometry::CESS, length, segments);
        assert!(!certain(33_554_416, 1), "fits one segment either way");
        assert!(certain(33_554_417, 2) && certain(33_554_432, 2));
        assert!(!certain(33_554_433, 2), "a plain file has two as well");
        assert!(certain(2 * 33_554_416 + 1, 3) && !certain(2 * 33_554_416 + 1, 2));
        assert!(!certain(1_000, 2), "no file of that length has two segments");
    }

    #[test]
    fn a_passphrase_has_one_to_thirty_two_bytes() {
        let open = |text: &str| CipherOpener::new(Geometry::CESS, &words(text), 1, 1);
        assert!(open("p").is_ok() && open(&"p".repeat(32)).is_ok());
        assert!(matches!(open(""), Err(CipherError::Passphrase { found: 0, limit: 32 })));
        assert!(matches!(open(&"é".repeat(17)), Err(CipherError::Passphrase { found: 34, .. })));
    }

    #[test]
    fn a_file_of_another_number_of_segments_is_none() {
        let new = |length, segments| CipherOpener::new(Geometry::CESS, &words("p"), length, segments).map(drop);
        assert_eq!(new(33_554_432, 1), Err(CipherError::Segments { expected: 2, found: 1 }));
        assert_eq!(new(0, 1), Err(CipherError::Segments { expected: 0, found: 1 }));
    }

    #[test]
    fn an_opener_shows_nothing_of_its_passphrase() {
        let opener = CipherOpener::new(Geometry::CESS, &words("three blind mice"), 1, 1).unwrap();
        assert_eq!(format!("{opener:?}"), "CipherOpener { length: 1, .. }");
    }
}
