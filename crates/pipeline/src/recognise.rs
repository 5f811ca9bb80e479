//! Is a file on this computer what the network holds? Its FID is derived without any network.
//!
//! Invariants: nothing is written; a header only ever seals the file again that it was made for, and the sealed bytes
//! leave this module as hashes alone.
//!
//! Absent on purpose: no choice of the file to compare with. Callers name it.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use pileus_codec::{EncodeError, Encoder, Envelope, OpenError, Sealer, fid_by, header_size, is_fid_of, is_sealed};
use pileus_domain::{ContentHash, Fid, FidRule, FilePlan, Geometry, Problem, SegmentIndex};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::{
    FileSource, Pipeline, SealKey,
    fetch::{AddressBook, Fetcher},
    plan::refuse_empty,
    problem,
    seal_key::CodecKey,
};

/// A file on this computer that shall be recognised.
#[derive(Debug, Clone)]
pub struct LocalFile {
    path: PathBuf,
    length: u64,
    workers: usize,
    stop: CancellationToken,
}

impl LocalFile {
    /// Look at it.
    ///
    /// # Errors
    /// A named problem for what is no readable regular file.
    pub fn look_at(path: &Path, workers: usize) -> Result<Self, Problem> {
        let length = crate::inspect_source(path)?.length;
        Ok(Self { path: path.to_owned(), length, workers, stop: CancellationToken::new() })
    }

    /// When this is dropped nobody waits for hashes any more: whatever derives them, from this or a clone of it, ends.
    pub fn stop_on_drop(&self) -> DropGuard {
        self.stop.clone().drop_guard()
    }

    /// Its length in bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// The hashes that its own bytes become. Blocks.
    ///
    /// # Errors
    /// A named problem with the file; an empty one has no hashes.
    pub fn plain(&self) -> Result<FilePlan, Problem> {
        let plan = self.plan(&Envelope::Plain)?;
        plan.map_err(|e| problem::of_encode(&self.path, &e))
    }

    /// The hashes that its bytes become when they are sealed under the header of a stored file; none when that header
    /// was made for a file of another length. Blocks.
    ///
    /// # Errors
    /// `wrong_key` when no key opens the header, or a named problem with the header or the file.
    pub fn sealed_under(&self, header: &[u8], keys: &[SealKey]) -> Result<Option<FilePlan>, Problem> {
        let sealer = open_header(header, keys).map_err(|e| problem::of_open(&e))?;
        match self.plan(&Envelope::Sealed(sealer))? {
            Ok(plan) => Ok(Some(plan)),
            Err(EncodeError::LengthChanged { .. }) => Ok(None),
            Err(error) => Err(problem::of_encode(&self.path, &error)),
        }
    }

    fn plan(&self, envelope: &Envelope) -> Result<Result<FilePlan, EncodeError>, Problem> {
        let source = FileSource::open(&self.path)?;
        refuse_empty(&self.path, &source, envelope)?;
        let encoder = Encoder::new(Geometry::CESS, &source, envelope);
        let go_on = |_| if self.stop.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        Ok(encoder.and_then(|encoder| encoder.plan_with(self.workers, &mut { go_on })))
    }
}

/// The first key that opens it decides; data keys come before passphrases in `keys`.
pub(crate) fn open_header(header: &[u8], keys: &[SealKey]) -> Result<Sealer, OpenError> {
    for key in keys {
        match Sealer::from_header(Geometry::CESS, header, CodecKey::from(key).unlock()) {
            Err(OpenError::WrongKey) => {}
            decided => return decided,
        }
    }
    Err(OpenError::WrongKey)
}

/// Do these hashes have this name, by either rule?
///
/// # Source
/// protocol §2.3, §2.5.
pub fn is_named(plan: &FilePlan, fid: &Fid) -> bool {
    let hashes: Vec<ContentHash> = plan.segments.iter().map(|segment| segment.hash).collect();
    is_fid_of(fid, &hashes)
}

/// The names that these hashes can have, the one that Pileus gives first.
///
/// # Source
/// protocol §2.3, §2.5.
pub fn names_of(plan: &FilePlan) -> Vec<Fid> {
    let hashes: Vec<ContentHash> = plan.segments.iter().map(|segment| segment.hash).collect();
    [FidRule::Merkle, FidRule::Flat].into_iter().filter_map(|rule| fid_by(rule, &hashes)).collect()
}

impl Pipeline {
    /// The header of a stored file, from its first segment; none when the file is not sealed.
    ///
    /// # Errors
    /// A named problem when the chain does not have the file, or too few fragments can be had.
    pub async fn stored_header(&self, fid: &Fid) -> Result<Option<Vec<u8>>, Problem> {
        let file = self.stored_file(fid).await?;
        let first = file.segments.first().ok_or_else(|| problem::fid_mismatch(fid))?;
        let book = AddressBook::default();
        let (chain, nodes) = (self.chain.as_ref(), self.nodes.as_ref());
        let fetcher = Fetcher { chain, nodes, limits: &self.limits, book: &book, fid: *fid, run: None };
        let mut segment = fetcher.segment(SegmentIndex(0), first).await?;
        segment.truncate(header_size(Geometry::CESS));
        Ok(is_sealed(&segment).then_some(segment))
    }
}
