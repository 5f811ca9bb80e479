//! The header in front of a sealed file: its fields, their places, and the checks before any key is tried.

use std::ops::Range;

use pileus_domain::Geometry;
use sha2::{Digest, Sha256};

use super::{
    derive::FileSalt,
    layout::Layout,
    metadata::SEALED_METADATA,
    wrap::{PASSPHRASE_LIMIT, SLOT_LENGTH, Slot, WRAP_LIMIT},
};
use crate::error::{DamagedPart, LimitedField, OpenError};

/// The first bytes of every sealed file.
pub(super) const MAGIC: [u8; 8] = *b"\x89PILEUS\n";
const VERSION: u16 = 1;
const SUITE: u16 = 1;

const VERSION_AT: usize = 8;
const SUITE_AT: usize = 10;
const CHUNK_SIZE_AT: usize = 12;
const SEGMENT_SIZE_AT: usize = 16;
const HEADER_SIZE_AT: usize = 20;
const REAL_LENGTH_AT: usize = 24;
const SALT_AT: usize = 32;
const WRAP_COUNT_AT: usize = 64;
const RESERVED: Range<usize> = 65..PREFIX_LENGTH;
/// Bytes in front of the key list; every wrapped key is bound to them.
const PREFIX_LENGTH: usize = 96;
const METADATA_AT: usize = PREFIX_LENGTH + WRAP_LIMIT * SLOT_LENGTH;
const REST_AT: usize = METADATA_AT + SEALED_METADATA;
const DIGEST_LENGTH: usize = 32;
/// Bytes that a header takes before it is filled up to whole strips.
pub(super) const HEADER_LEAST: usize = REST_AT + DIGEST_LENGTH;

/// Bytes of the header of a sealed file: what a reader fetches first. 64 KiB in the product.
pub fn header_size(geometry: Geometry) -> usize {
    geometry.strip() * super::layout::HEADER_STRIPS
}

/// Whether a stored file begins like a sealed one; its first eight bytes decide.
pub fn is_sealed(first_bytes: &[u8]) -> bool {
    first_bytes.starts_with(&MAGIC)
}

/// How many keys of each kind a sealed file can be opened with; says nothing about which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaysToOpen {
    /// Entries that take a key from a vault.
    pub data_keys: usize,
    /// Entries that take a passphrase.
    pub passphrases: usize,
}

impl WaysToOpen {
    /// Read them from a header, without any key: whether it is worth asking for a passphrase.
    ///
    /// # Errors
    /// As [`Opener::open`](super::Opener::open), but never [`OpenError::WrongKey`].
    pub fn of(geometry: Geometry, header: &[u8]) -> Result<Self, OpenError> {
        let header = Header::parse(geometry, header)?;
        let passphrases = header.slots().filter(Slot::takes_passphrase).count();
        Ok(Self { data_keys: header.wrap_count() - passphrases, passphrases })
    }
}

/// A header whose fields were all checked.
pub(super) struct Header {
    bytes: Box<[u8]>,
    layout: Layout,
}

impl Header {
    /// Check what a stranger wrote; bytes behind the header are ignored.
    pub(super) fn parse(geometry: Geometry, bytes: &[u8]) -> Result<Self, OpenError> {
        let layout = Layout::new(geometry).ok_or(OpenError::Geometry { strip: geometry.strip() })?;
        if !is_sealed(bytes) {
            return Err(OpenError::NotSealed);
        }
        let found = bytes.len() as u64;
        let truncated = OpenError::WrongSize { part: "header", expected: layout.header() as u64, found };
        if bytes.len() < SUITE_AT {
            return Err(truncated);
        }
        match u16_at(bytes, VERSION_AT) {
            VERSION => {}
            other => return Err(OpenError::UnsupportedVersion(other)),
        }
        let bytes = bytes.get(..layout.header()).ok_or(truncated)?;
        let header = Self { bytes: bytes.into(), layout };
        header.check()?;
        Ok(header)
    }

    fn check(&self) -> Result<(), OpenError> {
        if self.digest() != digest_of(&self.bytes) {
            return Err(OpenError::Damaged(DamagedPart::Header));
        }
        match u16_at(&self.bytes, SUITE_AT) {
            SUITE => {}
            other => return Err(OpenError::UnsupportedSuite(other)),
        }
        self.check_limits()?;
        self.check_zeros(RESERVED)?;
        for index in 0..self.wrap_count() {
            self.slot(index).check(index, Self::slot_at(index))?;
        }
        self.check_zeros(Self::slot_at(self.wrap_count())..METADATA_AT)?;
        self.check_zeros(REST_AT..self.bytes.len() - DIGEST_LENGTH)?;
        let passphrases = self.slots().filter(Slot::takes_passphrase).count();
        limit(LimitedField::PassphraseCount, passphrases as u64, 0..=PASSPHRASE_LIMIT as u64)
    }

    fn check_limits(&self) -> Result<(), OpenError> {
        let geometry = self.layout.geometry();
        for (field, at, exact) in [
            (LimitedField::ChunkSize, CHUNK_SIZE_AT, geometry.strip()),
            (LimitedField::SegmentSize, SEGMENT_SIZE_AT, geometry.segment()),
            (LimitedField::HeaderSize, HEADER_SIZE_AT, self.layout.header()),
        ] {
            limit(field, u32_at(&self.bytes, at).into(), exact as u64..=exact as u64)?;
        }
        limit(LimitedField::RealLength, self.real_length(), 0..=self.layout.longest())?;
        limit(LimitedField::WrapCount, self.wrap_count() as u64, 1..=WRAP_LIMIT as u64)
    }

    fn check_zeros(&self, range: Range<usize>) -> Result<(), OpenError> {
        match self.bytes[range.clone()].iter().position(|byte| *byte != 0) {
            None => Ok(()),
            Some(inside) => Err(OpenError::Damaged(DamagedPart::Reserved(range.start + inside))),
        }
    }

    pub(super) fn layout(&self) -> Layout {
        self.layout
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Length of the file in bytes.
    pub(super) fn real_length(&self) -> u64 {
        u64::from_le_bytes(array_at(&self.bytes, REAL_LENGTH_AT))
    }

    pub(super) fn salt(&self) -> FileSalt {
        array_at(&self.bytes, SALT_AT)
    }

    pub(super) fn digest(&self) -> [u8; DIGEST_LENGTH] {
        array_at(&self.bytes, self.bytes.len() - DIGEST_LENGTH)
    }

    pub(super) fn prefix(&self) -> &[u8] {
        &self.bytes[..PREFIX_LENGTH]
    }

    /// The entries of the key list in order.
    pub(super) fn slots(&self) -> impl Iterator<Item = Slot> + '_ {
        (0..self.wrap_count()).map(|index| self.slot(index))
    }

    /// What the sealed description is bound to, and the sealed description.
    pub(super) fn metadata(&self) -> (&[u8], &[u8]) {
        self.bytes[..REST_AT].split_at(METADATA_AT)
    }

    fn wrap_count(&self) -> usize {
        self.bytes[WRAP_COUNT_AT].into()
    }

    fn slot(&self, index: usize) -> Slot {
        Slot::from_bytes(array_at(&self.bytes, Self::slot_at(index)))
    }

    fn slot_at(index: usize) -> usize {
        PREFIX_LENGTH + index * SLOT_LENGTH
    }
}

/// Puts a new header together, front to back.
pub(super) struct HeaderBuilder {
    bytes: Box<[u8]>,
    layout: Layout,
}

impl HeaderBuilder {
    /// The prefix is final from here on.
    pub(super) fn new(layout: Layout, real_length: u64, salt: &FileSalt, wraps: u8) -> Self {
        let mut bytes = vec![0; layout.header()].into_boxed_slice();
        let mut put = |at: usize, field: &[u8]| bytes[at..][..field.len()].copy_from_slice(field);
        put(0, &MAGIC);
        put(VERSION_AT, &VERSION.to_le_bytes());
        put(SUITE_AT, &SUITE.to_le_bytes());
        put(CHUNK_SIZE_AT, &size_field(layout.geometry().strip()));
        put(SEGMENT_SIZE_AT, &size_field(layout.geometry().segment()));
        put(HEADER_SIZE_AT, &size_field(layout.header()));
        put(REAL_LENGTH_AT, &real_length.to_le_bytes());
        put(SALT_AT, salt);
        put(WRAP_COUNT_AT, &[wraps]);
        Self { bytes, layout }
    }

    pub(super) fn prefix(&self) -> &[u8] {
        &self.bytes[..PREFIX_LENGTH]
    }

    pub(super) fn put_slot(&mut self, index: usize, slot: &Slot) {
        self.bytes[Header::slot_at(index)..][..SLOT_LENGTH].copy_from_slice(slot.bytes());
    }

    /// Everything that the sealed description is bound to; complete once all slots are in.
    pub(super) fn metadata_aad(&self) -> &[u8] {
        &self.bytes[..METADATA_AT]
    }

    pub(super) fn put_metadata(&mut self, sealed: &[u8; SEALED_METADATA]) {
        self.bytes[METADATA_AT..REST_AT].copy_from_slice(sealed);
    }

    pub(super) fn finish(mut self) -> Header {
        let digest = digest_of(&self.bytes);
        let at = self.bytes.len() - DIGEST_LENGTH;
        self.bytes[at..].copy_from_slice(&digest);
        Header { bytes: self.bytes, layout: self.layout }
    }
}

fn digest_of(header: &[u8]) -> [u8; DIGEST_LENGTH] {
    Sha256::digest(&header[..header.len() - DIGEST_LENGTH]).into()
}

/// A size that [`Layout::new`] found to fit.
fn size_field(size: usize) -> [u8; 4] {
    u32::try_from(size).expect("a layout has sizes of 32 bits").to_le_bytes()
}

pub(super) fn limit(field: LimitedField, value: u64, allowed: std::ops::RangeInclusive<u64>) -> Result<(), OpenError> {
    if allowed.contains(&value) { Ok(()) } else { Err(OpenError::HostileLimits { field, value }) }
}

pub(super) fn array_at<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    bytes[at..at + N].try_into().expect("a slice of N bytes")
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(array_at(bytes, at))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(array_at(bytes, at))
}
