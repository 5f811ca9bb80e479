//! What can go wrong with bytes: one enum an operation.

use std::io;

use pileus_domain::{ColumnIndex, ContentHash, SegmentIndex};

/// A file could not be turned into hashes or fragments.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    /// The network has no way to store nothing.
    #[error("the file is empty")]
    Empty,
    /// The file needs more segments than the network allows.
    #[error("the file needs {segments} segments, allowed are {limit}")]
    TooLong {
        /// Segments it needs.
        segments: u64,
        /// Segments of one file.
        limit: u32,
    },
    /// The header was made for a file of another length.
    #[error("the file has {found} bytes, its header was made for {expected}")]
    LengthChanged {
        /// Length in the header, in bytes.
        expected: u64,
        /// Length of the source, in bytes.
        found: u64,
    },
    /// The header was made for other sizes of segments and strips.
    #[error("the header was made for another geometry")]
    OtherGeometry,
    /// The source gave other bytes when it was read a second time.
    #[error("the file changed while segment {segment} was read")]
    SourceChanged {
        /// The segment in hand.
        segment: SegmentIndex,
    },
    /// The source could not be read.
    #[error("the file could not be read in segment {segment} at byte {offset}")]
    Read {
        /// The segment in hand.
        segment: SegmentIndex,
        /// Place in the file, in bytes.
        offset: u64,
        /// What reading said.
        #[source]
        source: io::Error,
    },
    /// A segment that the file does not have.
    #[error("the file has {segments} segments, segment {segment} was asked for")]
    NoSuchSegment {
        /// The segment asked for.
        segment: SegmentIndex,
        /// Segments there are.
        segments: u64,
    },
    /// Not one buffer for each fragment.
    #[error("{columns} fragments were asked for with {buffers} buffers")]
    BufferCount {
        /// Fragments asked for.
        columns: usize,
        /// Buffers given.
        buffers: usize,
    },
    /// A buffer does not have the size of a fragment.
    #[error("the buffer for fragment {column} has {found} bytes, a fragment has {expected}")]
    BufferLength {
        /// The fragment.
        column: ColumnIndex,
        /// Bytes of a fragment.
        expected: usize,
        /// Bytes of the buffer.
        found: usize,
    },
    /// The caller asked to stop.
    #[error("planning was stopped")]
    Stopped,
}

/// Fragments could not be turned back into their segment.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DecodeError {
    /// Not one place for each fragment.
    #[error("{found} places for fragments were given, a segment has {expected}")]
    ShardCount {
        /// Fragments of a segment.
        expected: usize,
        /// Places given.
        found: usize,
    },
    /// A fragment is too long or too short.
    #[error("fragment {column} has {found} bytes instead of {expected}")]
    ShardLength {
        /// The fragment.
        column: ColumnIndex,
        /// Bytes of a fragment.
        expected: usize,
        /// Bytes it has.
        found: usize,
    },
    /// Too few fragments are left.
    #[error("{present} fragments are there, {needed} are needed")]
    TooFewShards {
        /// Fragments there are.
        present: usize,
        /// Fragments that restore a segment.
        needed: usize,
    },
    /// The fragments are whole, the segment that they give is not the declared one.
    #[error("the rebuilt segment has hash {found}, declared was {expected}")]
    SegmentHash {
        /// The hash on the chain.
        expected: ContentHash,
        /// The hash of the bytes.
        found: ContentHash,
    },
    /// The erasure coder refused.
    #[error("the erasure coder refused the fragments")]
    Coder(#[source] reed_solomon_erasure::Error),
}

/// A header could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Strips of this geometry hold no header.
    #[error("strips of {strip} bytes are too small for a header")]
    Geometry {
        /// Bytes of a strip.
        strip: usize,
    },
    /// No way to open the file, or too many.
    #[error("{found} ways to open were given, allowed are 1 to {limit}")]
    WrapCount {
        /// Ways given.
        found: usize,
        /// Most ways.
        limit: usize,
    },
    /// Too many passphrases.
    #[error("{found} passphrases were given, allowed are {limit}")]
    PassphraseCount {
        /// Passphrases given.
        found: usize,
        /// Most passphrases.
        limit: usize,
    },
    /// A part of the sealed description is too long.
    #[error("the {field} has {found} bytes, allowed are {limit}")]
    MetadataLength {
        /// Which part.
        field: &'static str,
        /// Its length in bytes.
        found: usize,
        /// Most bytes.
        limit: usize,
    },
    /// The file is longer than a sealed file can be.
    #[error("the file has {found} bytes, a sealed file can have {limit}")]
    TooLong {
        /// Its length in bytes.
        found: u64,
        /// Most bytes.
        limit: u64,
    },
    /// The cost of a passphrase is out of bounds.
    #[error("the {field} for a passphrase is {found}, allowed are {min} to {limit}")]
    Cost {
        /// Which part of the cost.
        field: LimitedField,
        /// Its value.
        found: u64,
        /// Least value.
        min: u64,
        /// Most.
        limit: u64,
    },
    /// The key could not be derived from the passphrase.
    #[error("the passphrase could not be turned into a key")]
    Derivation(#[source] argon2::Error),
}

/// A sealed file could not be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// It does not begin like a sealed file.
    #[error("this is not a sealed file")]
    NotSealed,
    /// A part does not have its size.
    #[error("the {part} has {found} bytes instead of {expected}")]
    WrongSize {
        /// Which part.
        part: &'static str,
        /// Bytes it should have.
        expected: u64,
        /// Bytes it has.
        found: u64,
    },
    /// A later version of the format.
    #[error("the file is sealed in version {0} of the format, this program reads version 1")]
    UnsupportedVersion(u16),
    /// Another set of ciphers.
    #[error("the file is sealed with the set of ciphers {0}, this program knows set 1")]
    UnsupportedSuite(u16),
    /// Some bytes are not those that were written.
    #[error("the sealed file is damaged: {0}")]
    Damaged(DamagedPart),
    /// The header asks for more than a reader grants.
    #[error("the sealed file asks for a {field} of {value}, which is out of bounds")]
    HostileLimits {
        /// What is out of bounds.
        field: LimitedField,
        /// The value it asks for.
        value: u64,
    },
    /// None of the keys opens it.
    #[error("none of the keys opens this file")]
    WrongKey,
    /// The stored size is not that of the file in the header.
    #[error("{found} bytes are stored, the header tells of {expected}")]
    OtherLength {
        /// Bytes that the header tells of.
        expected: u64,
        /// Bytes that are stored.
        found: u64,
    },
    /// A segment or chunk that the file does not have.
    #[error("the sealed file has no segment {0}")]
    NoSuchSegment(SegmentIndex),
    /// Strips of this geometry hold no header.
    #[error("strips of {strip} bytes are too small for a header")]
    Geometry {
        /// Bytes of a strip.
        strip: usize,
    },
    /// The key could not be derived from the passphrase.
    #[error("the passphrase could not be turned into a key")]
    Derivation(#[source] argon2::Error),
}

/// A file that a gateway encrypted with `Cipher` could not be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CipherError {
    /// No gateway takes such a passphrase.
    #[error("the passphrase has {found} bytes, gateways take 1 to {limit}")]
    Passphrase {
        /// Its bytes.
        found: usize,
        /// Most bytes.
        limit: usize,
    },
    /// The file cannot have been encrypted this way.
    #[error("the file has {found} segments, an encrypted one of its length has {expected}")]
    Segments {
        /// Segments that it would have.
        expected: u64,
        /// Segments that it has.
        found: u64,
    },
    /// A segment does not have its size.
    #[error("segment {segment} has {found} bytes instead of {expected}")]
    Length {
        /// Which.
        segment: SegmentIndex,
        /// Bytes it should have.
        expected: usize,
        /// Bytes it has.
        found: usize,
    },
    /// The end of a segment is not padding under this passphrase.
    #[error("segment {segment} was not encrypted under this passphrase")]
    WrongPassphrase {
        /// Which.
        segment: SegmentIndex,
    },
}

/// A file that a CD²N gateway encrypted could not be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PieceError {
    /// No file is stored in so many bytes.
    #[error("no encrypted file has {stored} bytes")]
    Length {
        /// Stored bytes.
        stored: u64,
    },
    /// A piece does not open: another key, another place, or changed bytes.
    #[error("piece {piece} does not open under this key")]
    Piece {
        /// Which, counted from 0.
        piece: u64,
    },
}

/// Where a sealed file is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DamagedPart {
    /// The header differs from its own SHA-256.
    #[error("the header differs from its checksum")]
    Header,
    /// Bytes that must be zero are not.
    #[error("reserved bytes at {0} of the header are in use")]
    Reserved(usize),
    /// A way to open of a kind that does not exist.
    #[error("entry {0} of the key list is of unknown kind")]
    WrapKind(usize),
    /// A hint fits, the wrapped key does not open.
    #[error("entry {0} of the key list does not open with its own key")]
    WrappedKey(usize),
    /// The sealed description does not open or makes no sense.
    #[error("the sealed name, bucket and media type")]
    Metadata,
    /// A chunk does not open.
    #[error("chunk {chunk} of segment {segment}")]
    Chunk {
        /// Its segment.
        segment: SegmentIndex,
        /// Its place in the segment, from 0.
        chunk: u32,
    },
    /// The header's tag slots in the first segment are not zero.
    #[error("the tags of the header's own chunks are in use")]
    HeaderTags,
    /// The header in front of the first segment is not the one that was opened.
    #[error("the header of the first segment is another one")]
    OtherHeader,
    /// Bytes behind the end of the file are not zero.
    #[error("bytes behind the end of the file in segment {0}")]
    Padding(SegmentIndex),
}

/// What readers and writers of headers put limits on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LimitedField {
    /// Bytes of a chunk.
    #[error("chunk size")]
    ChunkSize,
    /// Bytes of a segment.
    #[error("segment size")]
    SegmentSize,
    /// Bytes of the header.
    #[error("header size")]
    HeaderSize,
    /// Bytes of the file.
    #[error("real length")]
    RealLength,
    /// Entries of the key list.
    #[error("number of keys")]
    WrapCount,
    /// Entries of the key list that take a passphrase.
    #[error("number of passphrases")]
    PassphraseCount,
    /// KiB of memory for Argon2.
    #[error("Argon2 memory in KiB")]
    Memory,
    /// Passes of Argon2.
    #[error("number of Argon2 passes")]
    Passes,
    /// Lanes of Argon2.
    #[error("number of Argon2 lanes")]
    Lanes,
}
