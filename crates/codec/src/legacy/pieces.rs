//! What CD²N gateways encrypt: AES-256-GCM over the whole file, in pieces that know nothing of segments.

use std::{fmt, ops::Range};

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{
    error::PieceError,
    sealed::{Cipher, SecretKey, TAG_LENGTH},
};

/// Bytes of the file in a full piece.
const PIECE: usize = 31_457_264;
/// Bytes of a full piece as it is stored.
const STORED: u64 = (PIECE + TAG_LENGTH) as u64;

/// Opens one file that a CD²N gateway encrypted, with the key that its capsule holds.
///
/// Pieces of 30 MiB do not line up with segments of 32 MiB: a reader takes the ranges of the stored bytes that
/// [`PieceOpener::stored`] names from one or two segments. A file that was cut at the end of a piece opens without
/// complaint, so the stored length must be the one on the chain.
///
/// # Source
/// gateway notes §4.4, §7; vectors of protocol A.7.
pub struct PieceOpener {
    cipher: Cipher,
    key: SecretKey,
    stored: u64,
}

impl PieceOpener {
    /// For a file of so many stored bytes: those that the chain declares, tags included.
    ///
    /// # Errors
    /// [`PieceError::Length`] when no file is stored in so many bytes.
    pub fn new(key: [u8; 32], stored: u64) -> Result<Self, PieceError> {
        let key = SecretKey::new(key);
        let last = stored % STORED;
        if stored == 0 || (1..=TAG_LENGTH as u64).contains(&last) {
            return Err(PieceError::Length { stored });
        }
        Ok(Self { cipher: Cipher::new(&key), key, stored })
    }

    /// Length of the file in bytes.
    pub fn length(&self) -> u64 {
        self.stored - self.pieces() * TAG_LENGTH as u64
    }

    /// How many pieces it has.
    pub fn pieces(&self) -> u64 {
        self.stored.div_ceil(STORED)
    }

    /// Where a piece, counted from 0, lies in the stored bytes; nothing behind the last one.
    pub fn stored(&self, piece: u64) -> Range<u64> {
        let start = piece.saturating_mul(STORED).min(self.stored);
        start..start.saturating_add(STORED).min(self.stored)
    }

    /// How many pieces lie wholly in so many first stored bytes; what is behind the stored file does not count.
    pub fn whole(&self, first: u64) -> u64 {
        if first >= self.stored { self.pieces() } else { first / STORED }
    }

    /// Bytes of the file in so many first pieces.
    pub fn payload(&self, pieces: u64) -> u64 {
        pieces.saturating_mul(PIECE as u64).min(self.length())
    }

    /// Decrypt a piece in place; tells how many of its first bytes are the file's.
    ///
    /// # Errors
    /// [`PieceError::Piece`] for one of another length, under another key, in another place, or changed; the buffer is
    /// as it was then.
    pub fn open(&self, piece: u64, bytes: &mut [u8]) -> Result<usize, PieceError> {
        let refused = PieceError::Piece { piece };
        let there = self.stored(piece);
        if there.is_empty() || bytes.len() as u64 != there.end - there.start {
            return Err(refused);
        }
        let (body, tail) = bytes.split_at_mut(bytes.len() - TAG_LENGTH);
        let mut tag = [0; TAG_LENGTH];
        tag.copy_from_slice(tail);
        self.cipher.open(self.nonce(piece), &[], body, tag).map_err(|_| refused)?;
        Ok(body.len())
    }

    /// From the hash of a text: the bytes of the key in decimal, and the number of the piece counted from 1.
    fn nonce(&self, piece: u64) -> [u8; 12] {
        let decimals: Vec<Zeroizing<String>> = self.key.iter().map(|byte| Zeroizing::new(byte.to_string())).collect();
        let mut hash = Sha256::new();
        hash.update("[");
        for (index, decimal) in decimals.iter().enumerate() {
            hash.update(if index == 0 { "" } else { " " });
            hash.update(decimal.as_bytes());
        }
        hash.update(format!("] {}", piece + 1));
        let mut nonce = [0; 12];
        nonce.copy_from_slice(&hash.finalize()[..12]);
        nonce
    }
}

impl fmt::Debug for PieceOpener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PieceOpener").field("stored", &self.stored).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of the published vectors.
    fn key() -> [u8; 32] {
        std::array::from_fn(|i| u8::try_from((i * 9 + 1) % 256).unwrap())
    }

    #[test]
    fn nonces_are_those_that_were_published() {
        let opener = PieceOpener::new(key(), 2 * STORED).unwrap();
        assert_eq!(opener.nonce(0), [0x85, 0x9f, 0xc8, 0x45, 0x38, 0xf6, 0x93, 0xbb, 0x72, 0xa7, 0xc8, 0xf3]);
        assert_eq!(opener.nonce(1), [0xc8, 0xad, 0xce, 0x4a, 0xa2, 0x00, 0x2e, 0xf8, 0xf5, 0x30, 0xb3, 0x27]);
    }

    #[test]
    fn segments_hold_whole_pieces_and_parts_of_others() {
        let segment = |count: u64| count * (32 << 20);
        let opener = PieceOpener::new(key(), 17 * STORED).unwrap();
        let whole: Vec<u64> = (0..=16).map(|count| opener.whole(segment(count))).collect();
        assert_eq!(whole, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17]);
        let short = PieceOpener::new(key(), STORED + 100).unwrap();
        assert_eq!((short.whole(STORED - 1), short.whole(STORED), short.whole(segment(1))), (0, 1, 2));
        assert_eq!((short.payload(0), short.payload(1), short.payload(2)), (0, PIECE as u64, PIECE as u64 + 84));
    }

    #[test]
    fn a_file_loses_one_tag_a_piece() {
        let length = |stored| PieceOpener::new(key(), stored).map(|opener| (opener.pieces(), opener.length()));
        assert_eq!(length(1_016), Ok((1, 1_000)));
        assert_eq!(length(STORED), Ok((1, PIECE as u64)));
        assert_eq!(length(STORED + 17), Ok((2, PIECE as u64 + 1)));
        for none in [0, 16, STORED + 1, STORED + 16] {
            assert_eq!(length(none), Err(PieceError::Length { stored: none }));
        }
    }
}
