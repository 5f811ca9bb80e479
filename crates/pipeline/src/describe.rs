//! What a stored file tells about itself to whoever has a key that opens it. Of a sealed file only the front is fetched.
//!
//! Invariants: nothing is written, and nothing is believed that was not checked by hash and opened by a key.
//!
//! Absent on purpose: no passphrase is tried; each costs a second a file.

use bytes::Bytes;
use pileus_codec::{Metadata, OpenError, Opener, UnlockKey, WaysToOpen, header_size, is_sealed};
use pileus_domain::{ByteCount, Fid, FileRecord, Geometry, Problem, SegmentIndex};
use pileus_ports::SecretBytes;

use crate::{
    Pipeline, SealKey,
    download::checked,
    fetch::{AddressBook, Fetcher},
    problem,
    seal_key::CodecKey,
};

/// What a stored file tells about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Description {
    /// It is not sealed: all that is known of it is on the chain.
    Plain,
    /// It is sealed, and one of the keys opens it.
    Sealed {
        /// Its name, bucket and media type.
        metadata: Metadata,
        /// Its real length.
        length: ByteCount,
        /// Places of the keys that open it, at least one.
        keys: Vec<usize>,
    },
    /// It is sealed, and none of the keys opens it.
    Closed {
        /// Would a passphrase?
        takes_passphrase: bool,
    },
}

impl Pipeline {
    /// Read what a file tells about itself, of its record in a final block.
    ///
    /// # Errors
    /// `file_not_active`, `fid_mismatch`; `fragments_missing` when too few fragments can be had; `sealed_file_damaged`.
    pub async fn describe(&self, fid: &Fid, record: FileRecord, keys: &[SecretBytes]) -> Result<Description, Problem> {
        let record = checked(record, fid)?;
        // A sealed file has whole segments.
        if record.file_size.0 == 0 || record.file_size.0 % Geometry::CESS.segment() as u64 != 0 {
            return Ok(Description::Plain);
        }
        let front = self.front(fid, &record).await?;
        if !is_sealed(&front) {
            return Ok(Description::Plain);
        }
        let keys: Vec<SealKey> = keys.iter().cloned().map(SealKey::DataKey).collect();
        opened(&front, record.file_size.0, &keys).map_err(|e| problem::of_open(&e))
    }

    /// The first bytes of a file: of its first data fragment, or of any four when that one cannot be had.
    async fn front(&self, fid: &Fid, record: &FileRecord) -> Result<Bytes, Problem> {
        let segment = record.segments.first().ok_or_else(|| problem::fid_mismatch(fid))?;
        let first = segment.fragments.first().ok_or_else(|| problem::fid_mismatch(fid))?;
        let book = AddressBook::default();
        let (chain, nodes) = (self.chain.as_ref(), self.nodes.as_ref());
        let fetcher = Fetcher { chain, nodes, limits: &self.limits, book: &book, fid: *fid, run: None };
        match fetcher.fetch(first).await {
            Ok(fragment) => Ok(fragment),
            Err(error) => {
                tracing::debug!(%fid, %error, "the whole segment instead of its first fragment");
                fetcher.segment(SegmentIndex(0), segment).await.map(Bytes::from)
            }
        }
    }
}

fn opened(front: &[u8], declared: u64, keys: &[SealKey]) -> Result<Description, OpenError> {
    let header = &front[..header_size(Geometry::CESS).min(front.len())];
    let (mut fitting, mut first) = (Vec::new(), None);
    for (place, key) in keys.iter().map(CodecKey::from).enumerate() {
        match open(header, key.unlock()) {
            Ok(opener) => {
                fitting.push(place);
                first.get_or_insert(opener);
            }
            Err(OpenError::WrongKey) => {}
            Err(error) => return Err(error),
        }
    }
    let Some(opener) = first else {
        let ways = WaysToOpen::of(Geometry::CESS, header)?;
        return Ok(Description::Closed { takes_passphrase: ways.passphrases > 0 });
    };
    opener.check_declared_size(declared)?;
    let (metadata, length) = (opener.metadata().clone(), ByteCount(opener.real_length()));
    Ok(Description::Sealed { metadata, length, keys: fitting })
}

fn open(header: &[u8], key: UnlockKey<'_>) -> Result<Opener, OpenError> {
    Opener::open(Geometry::CESS, header, &[key])
}
