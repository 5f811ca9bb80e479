//! What a sealed file tells its owner about itself.

use zeroize::Zeroizing;

use super::{
    cipher::{Cipher, TAG_LENGTH, counter},
    derive::SecretKey,
    header::{array_at, u16_at},
};
use crate::error::{DamagedPart, OpenError, SealError};

/// Bytes of the description with its tag: always the same, so that it tells nothing by its length.
pub(super) const SEALED_METADATA: usize = 1536;
const PLAIN: usize = SEALED_METADATA - TAG_LENGTH;
/// Bytes of the three lengths in front of the texts.
const LENGTHS: usize = 6;
/// What each text is called and how many bytes it may have.
const FIELDS: [(&str, usize); 3] = [("file name", 1024), ("bucket name", 128), ("media type", 255)];

/// Name, bucket and media type of a file, sealed in its header.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Metadata {
    /// The file's real name; at most 1024 bytes. Readers must not trust it as a path.
    pub name: String,
    /// The bucket it was uploaded to, or nothing; at most 128 bytes.
    pub bucket: String,
    /// Its media type, or nothing; at most 255 bytes.
    pub media_type: String,
}

impl Metadata {
    pub(super) fn check(&self) -> Result<(), SealError> {
        for ((field, limit), text) in FIELDS.into_iter().zip(self.texts()) {
            if text.len() > limit {
                return Err(SealError::MetadataLength { field, found: text.len(), limit });
            }
        }
        Ok(())
    }

    /// Seal a description that [`Metadata::check`] allowed.
    pub(super) fn seal(&self, key: &SecretKey, aad: &[u8]) -> [u8; SEALED_METADATA] {
        let mut sealed = [0; SEALED_METADATA];
        let mut end = LENGTHS;
        for (index, text) in self.texts().into_iter().enumerate() {
            let length = u16::try_from(text.len()).expect("limits are below 64 KiB");
            sealed[index * 2..][..2].copy_from_slice(&length.to_le_bytes());
            sealed[end..][..text.len()].copy_from_slice(text.as_bytes());
            end += text.len();
        }
        let tag = Cipher::new(key).seal(counter(0), aad, &mut sealed[..PLAIN]);
        sealed[PLAIN..].copy_from_slice(&tag);
        sealed
    }

    pub(super) fn open(key: &SecretKey, aad: &[u8], sealed: &[u8]) -> Result<Self, OpenError> {
        let mut plain = Zeroizing::new(sealed[..PLAIN].to_vec());
        let tag = array_at(sealed, PLAIN);
        let opened = Cipher::new(key).open(counter(0), aad, &mut plain, tag).ok();
        opened.and_then(|()| Self::read(&plain)).ok_or(OpenError::Damaged(DamagedPart::Metadata))
    }

    fn read(plain: &[u8]) -> Option<Self> {
        let mut rest = &plain[LENGTHS..];
        let mut texts = [const { String::new() }; FIELDS.len()];
        for (index, text) in texts.iter_mut().enumerate() {
            let length = usize::from(u16_at(plain, index * 2));
            let (bytes, behind) = rest.split_at_checked(length).filter(|_| length <= FIELDS[index].1)?;
            str::from_utf8(bytes).ok()?.clone_into(text);
            rest = behind;
        }
        let [name, bucket, media_type] = texts;
        rest.iter().all(|byte| *byte == 0).then_some(Self { name, bucket, media_type })
    }

    fn texts(&self) -> [&str; FIELDS.len()] {
        [&self.name, &self.bucket, &self.media_type]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SecretKey {
        SecretKey::new([3; 32])
    }

    #[test]
    fn the_longest_texts_fit() {
        let metadata = Metadata { name: "n".repeat(1024), bucket: "b".repeat(128), media_type: "m".repeat(255) };
        assert_eq!(metadata.check(), Ok(()));
        let sealed = metadata.seal(&key(), b"front");
        assert_eq!(Metadata::open(&key(), b"front", &sealed), Ok(metadata));
        assert!(Metadata::open(&key(), b"other", &sealed).is_err());
    }

    #[test]
    fn longer_texts_are_refused_by_name() {
        let metadata = Metadata { bucket: "b".repeat(129), ..Metadata::default() };
        assert_eq!(metadata.check(), Err(SealError::MetadataLength { field: "bucket name", found: 129, limit: 128 }));
    }

    #[test]
    fn lengths_that_point_outside_are_refused() {
        let mut plain = vec![0; PLAIN];
        plain[..2].copy_from_slice(&1025_u16.to_le_bytes());
        assert_eq!(Metadata::read(&plain), None);
        plain[..2].copy_from_slice(&1_u16.to_le_bytes());
        plain[LENGTHS] = 0xFF;
        assert_eq!(Metadata::read(&plain), None, "not UTF-8");
        plain[LENGTHS] = b'a';
        assert_eq!(Metadata::read(&plain).map(|m| m.name), Some("a".to_owned()));
        plain[PLAIN - 1] = 1;
        assert_eq!(Metadata::read(&plain), None, "filled up with something else than zeros");
    }
}
