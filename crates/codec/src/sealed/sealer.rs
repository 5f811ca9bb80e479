//! Writing the sealed format.

use std::fmt;

use pileus_domain::Geometry;
use rand::CryptoRng;

use super::{
    cipher::{ChunkTag, ContentCipher},
    derive::{self, FileSalt, SecretKey},
    header::{Header, HeaderBuilder},
    layout::Layout,
    metadata::Metadata,
    opener::unlock,
    secret::{UnlockKey, WrapKey},
    wrap::{Slot, check_counts},
};
use crate::error::{OpenError, SealError};

/// What a new header is made of.
#[derive(Debug)]
pub struct HeaderSpec<'a> {
    /// Length of the file in bytes.
    pub real_length: u64,
    /// What the file tells its owner about itself.
    pub metadata: Metadata,
    /// The ways to open it: 1 to 16, at most 4 of them passphrases.
    pub wraps: Vec<WrapKey<'a>>,
}

/// Seals one file: its finished header and the key of its chunks.
///
/// A sealer made again from the header seals the same file to the same bytes. It must never seal another one.
pub struct Sealer {
    header: Header,
    content: ContentCipher,
}

impl Sealer {
    /// Make a file key and a header for it.
    ///
    /// # Errors
    /// [`SealError`] names what does not fit a header.
    pub fn new(geometry: Geometry, spec: &HeaderSpec<'_>, rng: &mut impl CryptoRng) -> Result<Self, SealError> {
        let layout = Layout::new(geometry).ok_or(SealError::Geometry { strip: geometry.strip() })?;
        let count = check_counts(&spec.wraps)?;
        spec.metadata.check()?;
        let (found, limit) = (spec.real_length, layout.longest());
        if found > limit {
            return Err(SealError::TooLong { found, limit });
        }
        let mut salt = FileSalt::default();
        let mut file_key = SecretKey::default();
        rng.fill_bytes(&mut salt);
        rng.fill_bytes(file_key.as_mut());
        let mut builder = HeaderBuilder::new(layout, spec.real_length, &salt, count);
        for (index, key) in spec.wraps.iter().enumerate() {
            let slot = Slot::wrap(*key, index, (&file_key, &salt, builder.prefix()), rng)?;
            builder.put_slot(index, &slot);
        }
        let metadata_key = derive::metadata_key(&file_key, &salt);
        let sealed = spec.metadata.seal(&metadata_key, builder.metadata_aad());
        builder.put_metadata(&sealed);
        Ok(Self::with_key(builder.finish(), &file_key))
    }

    /// Go on with a header that a journal kept.
    ///
    /// # Errors
    /// As [`Opener::open`](super::Opener::open).
    pub fn from_header(geometry: Geometry, header: &[u8], key: UnlockKey<'_>) -> Result<Self, OpenError> {
        let header = Header::parse(geometry, header)?;
        let file_key = unlock(&header, &[key])?;
        Ok(Self::with_key(header, &file_key))
    }

    fn with_key(header: Header, file_key: &SecretKey) -> Self {
        let content = content_cipher(&header, file_key);
        Self { header, content }
    }

    /// The finished header, for the journal.
    pub fn header_bytes(&self) -> &[u8] {
        self.header.bytes()
    }

    /// Length of the file in bytes.
    pub fn real_length(&self) -> u64 {
        self.header.real_length()
    }

    /// Number of segments that the file becomes.
    pub fn segments(&self) -> u32 {
        segments_of(&self.header)
    }

    pub(crate) fn layout(&self) -> Layout {
        self.header.layout()
    }

    pub(crate) fn header_strip(&self, strip: usize) -> &[u8] {
        let size = self.layout().geometry().strip();
        &self.header.bytes()[strip * size..][..size]
    }

    pub(crate) fn seal_chunk(&self, segment: u32, chunk: usize, bytes: &mut [u8]) -> ChunkTag {
        self.content.seal(segment, chunk_number(chunk), bytes)
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealer").field("real_length", &self.real_length()).finish_non_exhaustive()
    }
}

/// The cipher of the chunks behind a header.
pub(super) fn content_cipher(header: &Header, file_key: &SecretKey) -> ContentCipher {
    ContentCipher::new(file_key, &header.salt(), header.digest(), chunk_number(header.layout().chunks()))
}

/// Segments of the file behind a header, whose real length was checked.
pub(super) fn segments_of(header: &Header) -> u32 {
    u32::try_from(header.layout().segments(header.real_length())).unwrap_or(Geometry::SEGMENT_LIMIT)
}

/// Chunks are counted in 32 bits; a segment has far fewer.
pub(super) fn chunk_number(chunk: usize) -> u32 {
    u32::try_from(chunk).expect("a layout has sizes of 32 bits")
}
