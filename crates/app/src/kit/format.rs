//! The kit as bytes: `pileus-kit`, version 1 of `docs/formats-kit.md`.
//!
//! Invariants: a newer version is told from damage before anything else is read; bytes that changed are told from a
//! wrong key by the checksum; the key is drawn anew for each kit and seals two texts, each with a nonce of its own.

use aes_gcm::{Aes256Gcm, KeyInit as _, aead::AeadInOut as _};
use pileus_ports::{Entropy, Timestamp};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{
    catalogue::{self, CATALOGUE_LIMIT, Shelf},
    content::{CORE_LIMIT, KitCore},
    error::KitError,
    key::{ID_LENGTH, KitId, KitKey, MARK_LENGTH},
    source::KitSplit,
    wire::Reader,
};

/// The first bytes of every kit.
const MAGIC: [u8; 10] = *b"pileus-kit";
/// The version that is written, and the newest that is read.
const VERSION: u16 = 1;
/// Bytes before the sealed parts.
const HEAD_LENGTH: usize = 40;
const TAG_LENGTH: usize = 16;
const CHECKSUM_LENGTH: usize = 32;
/// Bytes of the length before each sealed part.
const COUNT_LENGTH: usize = 4;
/// Most bytes of a kit.
pub(super) const KIT_LIMIT: usize =
    HEAD_LENGTH + 2 * (COUNT_LENGTH + TAG_LENGTH) + CORE_LIMIT + CATALOGUE_LIMIT + CHECKSUM_LENGTH;

/// What a kit tells without its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) id: KitId,
    pub(super) made: Timestamp,
    pub(super) split: Option<KitSplit>,
    pub(super) mark: [u8; MARK_LENGTH],
}

/// The parts of a kit, and what they are numbered for nonce and context.
#[derive(Clone, Copy)]
enum Part {
    Core = 1,
    Catalogue = 2,
}

/// A kit that is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SealedKit {
    pub(super) head: Head,
    core: Vec<u8>,
    /// None when it comes from the codes on a page.
    catalogue: Option<Vec<u8>>,
}

/// A kit that is open.
pub(super) struct KitContent {
    pub(super) core: KitCore,
    pub(super) catalogue: Option<Vec<Shelf>>,
}

impl Head {
    /// Of a new kit.
    pub(super) fn new(key: &KitKey, made: Timestamp, split: Option<KitSplit>, entropy: &dyn Entropy) -> Self {
        let mut id = [0; ID_LENGTH];
        entropy.fill(&mut id);
        Self { id, made, split, mark: key.mark(id) }
    }

    fn to_bytes(&self) -> [u8; HEAD_LENGTH] {
        let (needed, total) = self.split.map_or((0, 0), |split| (split.needed(), split.total()));
        let mut bytes = [0; HEAD_LENGTH];
        bytes[..10].copy_from_slice(&MAGIC);
        bytes[10..12].copy_from_slice(&VERSION.to_le_bytes());
        bytes[12..20].copy_from_slice(&self.id);
        bytes[20..28].copy_from_slice(&self.made.0.to_le_bytes());
        (bytes[28], bytes[29]) = (needed, total);
        bytes[32..].copy_from_slice(&self.mark);
        bytes
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, KitError> {
        reader.take(MAGIC.len() + size_of::<u16>())?;
        let id = reader.array()?;
        let made = Timestamp(reader.number()?);
        let split = match reader.array()? {
            [0, 0] => None,
            [needed, total] => Some(KitSplit::new(needed, total).map_err(|_| KitError::Damaged)?),
        };
        if reader.array()? != [0; 2] {
            return Err(KitError::Damaged);
        }
        Ok(Self { id, made, split, mark: reader.array()? })
    }

    /// The kit's number as it is printed: four groups of four digits.
    pub(super) fn number(&self) -> String {
        let digits = hex::encode_upper(self.id);
        let group = |at: usize| digits.get(at..at + 4).unwrap_or_default();
        format!("{} {} {} {}", group(0), group(4), group(8), group(12))
    }
}

impl SealedKit {
    /// Seal a kit.
    pub(super) fn close(key: &KitKey, head: Head, core: &KitCore, catalogue: &[Shelf]) -> Result<Self, KitError> {
        let front = head.to_bytes();
        let core = seal(key, &front, Part::Core, core.to_bytes()?);
        let catalogue = seal(key, &front, Part::Catalogue, catalogue::to_bytes(catalogue)?);
        Ok(Self { head, core, catalogue: Some(catalogue) })
    }

    /// Open a kit.
    ///
    /// # Errors
    /// [`KitError::Damaged`].
    pub(super) fn open(&self, key: &KitKey) -> Result<KitContent, KitError> {
        let front = self.head.to_bytes();
        let core = KitCore::of_bytes(&open(key, &front, Part::Core, &self.core)?)?;
        let catalogue = match &self.catalogue {
            Some(sealed) => Some(catalogue::of_bytes(&open(key, &front, Part::Catalogue, sealed)?)?),
            None => None,
        };
        Ok(KitContent { core, catalogue })
    }

    /// The same kit without its catalogue, as the codes on a page hold it.
    pub(super) fn without_catalogue(&self) -> Self {
        Self { catalogue: None, ..self.clone() }
    }

    /// The kit as bytes.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.head.to_bytes().to_vec();
        for part in [self.core.as_slice(), self.catalogue.as_deref().unwrap_or_default()] {
            // Both were refused when they were longer than their limits, which are far below what four bytes count.
            bytes.extend(u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes());
            bytes.extend_from_slice(part);
        }
        let checksum = Sha256::digest(&bytes);
        bytes.extend_from_slice(&checksum);
        bytes
    }

    /// Read a kit.
    ///
    /// # Errors
    /// [`KitError::NotAKit`], [`KitError::Newer`], [`KitError::Damaged`], in this order.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, KitError> {
        if !bytes.starts_with(&MAGIC) || bytes.len() > KIT_LIMIT {
            return Err(KitError::NotAKit);
        }
        let version = bytes.get(MAGIC.len()..).and_then(|rest| rest.first_chunk()).ok_or(KitError::Damaged)?;
        match u16::from_le_bytes(*version) {
            VERSION => {}
            0 => return Err(KitError::Damaged),
            version => return Err(KitError::Newer { version: version.into() }),
        }
        let (checked, checksum) = bytes.split_last_chunk::<CHECKSUM_LENGTH>().ok_or(KitError::Damaged)?;
        if *checksum != <[u8; CHECKSUM_LENGTH]>::from(Sha256::digest(checked)) {
            return Err(KitError::Damaged);
        }
        Self::take(checked)
    }

    fn take(checked: &[u8]) -> Result<Self, KitError> {
        let mut reader = Reader::new(checked);
        let head = Head::take(&mut reader)?;
        let core = sealed_part(&mut reader, CORE_LIMIT)?.ok_or(KitError::Damaged)?;
        let catalogue = sealed_part(&mut reader, CATALOGUE_LIMIT)?;
        reader.end()?;
        Ok(Self { head, core, catalogue })
    }
}

/// A sealed part behind its length; none when it has no bytes.
fn sealed_part(reader: &mut Reader<'_>, limit: usize) -> Result<Option<Vec<u8>>, KitError> {
    match reader.length()? {
        0 => Ok(None),
        length if (TAG_LENGTH..=limit + TAG_LENGTH).contains(&length) => reader.take(length).map(|b| Some(b.to_vec())),
        _ => Err(KitError::Damaged),
    }
}

impl Part {
    fn nonce(self) -> [u8; 12] {
        let mut nonce = [0; 12];
        nonce[0] = self as u8;
        nonce
    }

    /// What it is bound to: the whole head, and which part it is.
    fn context(self, front: &[u8; HEAD_LENGTH]) -> Vec<u8> {
        [front.as_slice(), &[self as u8]].concat()
    }
}

fn seal(key: &KitKey, front: &[u8; HEAD_LENGTH], part: Part, mut text: Zeroizing<Vec<u8>>) -> Vec<u8> {
    let cipher = Aes256Gcm::new((&key.0).into());
    let sealed = cipher.encrypt_inout_detached(&part.nonce().into(), &part.context(front), text.as_mut_slice().into());
    let tag = sealed.expect("far below the 64 GiB that GCM can take");
    [text.as_slice(), &tag].concat()
}

fn open(key: &KitKey, front: &[u8; HEAD_LENGTH], part: Part, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, KitError> {
    let (text, tag) = sealed.split_last_chunk::<TAG_LENGTH>().ok_or(KitError::Damaged)?;
    let mut text = Zeroizing::new(text.to_vec());
    let cipher = Aes256Gcm::new((&key.0).into());
    let (nonce, context) = (part.nonce().into(), part.context(front));
    let opened = cipher.decrypt_inout_detached(&nonce, &context, text.as_mut_slice().into(), &(*tag).into());
    opened.map(|()| text).map_err(|_| KitError::Damaged)
}

#[cfg(test)]
mod tests {
    use pileus_ports::fake::FakeEntropy;

    use super::*;
    use crate::kit::{catalogue, content::samples};

    const KEY: KitKey = KitKey([5; 32]);

    fn sealed() -> SealedKit {
        let head = Head::new(&KEY, Timestamp(1_700_000_000_000), None, &FakeEntropy::from_seed(3));
        SealedKit::close(&KEY, head, &samples::core(), &catalogue::samples::catalogue()).unwrap()
    }

    #[test]
    fn a_kit_reads_back_and_opens() {
        let kit = sealed();
        let read = SealedKit::parse(&kit.to_bytes()).unwrap();
        assert_eq!(read, kit);
        let content = read.open(&KEY).unwrap();
        assert_eq!(content.catalogue.as_deref(), Some(catalogue::samples::catalogue().as_slice()));
        assert_eq!(content.core.networks, samples::core().networks);
    }

    #[test]
    fn the_codes_hold_everything_but_the_catalogue() {
        let short = SealedKit::parse(&sealed().without_catalogue().to_bytes()).unwrap();
        let content = short.open(&KEY).unwrap();
        assert_eq!((content.catalogue, content.core.networks), (None, samples::core().networks));
    }

    #[test]
    fn any_flipped_byte_is_refused() {
        let bytes = sealed().to_bytes();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 0x20;
            let refused = SealedKit::parse(&changed).err();
            let expected = match at {
                0..10 => matches!(refused, Some(KitError::NotAKit)),
                10..12 => matches!(refused, Some(KitError::Newer { .. })),
                _ => matches!(refused, Some(KitError::Damaged)),
            };
            assert!(expected, "byte {at}: {refused:?}");
        }
    }

    #[test]
    fn what_was_changed_with_a_right_checksum_does_not_open() {
        let kit = sealed();
        let moved = SealedKit { head: Head { made: Timestamp(1), ..kit.head.clone() }, ..kit.clone() };
        assert!(matches!(moved.open(&KEY), Err(KitError::Damaged)), "another date");
        let swapped = SealedKit { core: kit.catalogue.clone().unwrap(), ..kit.clone() };
        assert!(matches!(swapped.open(&KEY), Err(KitError::Damaged)), "the catalogue in the place of the core");
        assert!(matches!(kit.open(&KitKey([6; 32])), Err(KitError::Damaged)), "another key");
    }

    #[test]
    fn cut_kits_are_damaged() {
        let bytes = sealed().to_bytes();
        for length in 10..bytes.len() {
            assert!(matches!(SealedKit::parse(&bytes[..length]), Err(KitError::Damaged)), "{length}");
        }
        assert!(matches!(SealedKit::parse(&bytes[..9]), Err(KitError::NotAKit)));
    }
}
