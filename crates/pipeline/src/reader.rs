//! A stored file read in ranges, without writing it anywhere.
//!
//! Duty: hand out any range of a file's bytes, from segments that were rebuilt of any four fragments and checked by
//! hash, opening only the chunks that hold the range.
//!
//! Invariants: nothing is written to a disk; what stays in memory of a sealed file is sealed; whoever drops a read stops
//! its work.
//!
//! Absent on purpose: no journal and no job. A read that fails is asked for again.

use std::{ops::Range, sync::Arc};

use bytes::Bytes;
use pileus_codec::OpenError;
use pileus_domain::{Fid, FileRecord, Problem, SegmentIndex};
use pileus_ports::{At, Opening, on_cleared_stack};

use crate::{
    Pipeline, SealKey,
    content::{Closed, Content, Front, Refusal},
    download::checked,
    fetch::{AddressBook, Fetcher},
    problem,
    shelf::SegmentShelf,
};

/// A stored file, open for reading; clones share it.
#[derive(Clone)]
pub struct StoredFile(Arc<Inner>);

struct Inner {
    pipeline: Pipeline,
    fid: Fid,
    record: FileRecord,
    content: Content,
    book: AddressBook,
    shelf: Arc<SegmentShelf>,
}

impl Pipeline {
    /// Open a stored file, with its segments on a shelf. The first is fetched, which tells how the file is stored.
    ///
    /// # Errors
    /// A named problem when no final block has the file whole; `passphrase_needed` and `wrong_key` when no key fits;
    /// those of [`StoredFile::read`].
    pub async fn open_stored(
        &self,
        fid: &Fid,
        keys: Vec<SealKey>,
        shelf: Arc<SegmentShelf>,
    ) -> Result<StoredFile, Problem> {
        let record = self.stored_record(fid).await?;
        let book = AddressBook::default();
        let fetcher = fetcher(self, &book, *fid);
        let first = shelf.segment(SegmentIndex(0), &record, &fetcher).await?;
        let front = Front::of(&first, &record, Opening::Told);
        let content = beside(move || open_front(&front, &keys)).await?;
        Ok(StoredFile(Arc::new(Inner { pipeline: self.clone(), fid: *fid, record, content, book, shelf })))
    }

    async fn stored_record(&self, fid: &Fid) -> Result<FileRecord, Problem> {
        let status = self.chain.file_status(fid, At::Final).await.map_err(|e| problem::of_chain(&e))?;
        match (status.file, status.deal) {
            (Some(file), _) => checked(file, fid),
            (None, Some(deal)) => Err(problem::still_uploading(fid, deal.reported.len())),
            (None, None) => Err(problem::file_unknown(fid)),
        }
    }
}

impl StoredFile {
    /// Most bytes that one read hands out.
    ///
    /// # Units
    /// Bytes.
    pub const READ_LIMIT: u64 = 4 << 20;

    /// Bytes of the file.
    pub fn length(&self) -> u64 {
        self.0.content.length()
    }

    /// Can its bytes be read by its owner alone?
    pub fn is_sealed(&self) -> bool {
        self.0.content.needs_key()
    }

    /// The bytes of a range: what lies in the file, and at most [`StoredFile::READ_LIMIT`] of it.
    ///
    /// # Errors
    /// `fragments_missing` when fewer than four fragments of a segment can be had; `content_inconsistent` and
    /// `sealed_file_damaged` when what was stored is not what was declared or sealed.
    pub async fn read(&self, range: Range<u64>) -> Result<Bytes, Problem> {
        let mut left = range.start..range.end.min(range.start.saturating_add(Self::READ_LIMIT));
        let mut parts = Vec::new();
        while let Some((index, part)) = self.0.content.first_part(left.clone()) {
            left.start = part.end;
            parts.push(self.part(index, part).await?);
        }
        Ok(match parts.len() {
            1 => parts.remove(0),
            _ => parts.concat().into(),
        })
    }

    /// Fetch the segment that holds a byte, for a reader who comes there soon.
    ///
    /// # Errors
    /// As [`StoredFile::read`].
    pub async fn prepare(&self, position: u64) -> Result<(), Problem> {
        match self.0.content.first_part(position..position.saturating_add(1)) {
            Some((index, _)) => self.segment(index).await.map(drop),
            None => Ok(()),
        }
    }

    async fn part(&self, index: SegmentIndex, part: Range<u64>) -> Result<Bytes, Problem> {
        let segment = self.segment(index).await?;
        let inner = Arc::clone(&self.0);
        beside(move || inner.content.read(&segment, part)).await
    }

    async fn segment(&self, index: SegmentIndex) -> Result<Bytes, Problem> {
        let inner = &self.0;
        inner.shelf.segment(index, &inner.record, &fetcher(&inner.pipeline, &inner.book, inner.fid)).await
    }
}

fn fetcher<'a>(pipeline: &'a Pipeline, book: &'a AddressBook, fid: Fid) -> Fetcher<'a> {
    let (chain, nodes) = (pipeline.chain.as_ref(), pipeline.nodes.as_ref());
    Fetcher { chain, nodes, limits: &pipeline.limits, book, fid, run: None }
}

/// Find the key that opens a front; tell apart that a passphrase is missing, or wrong.
fn open_front(front: &Front, keys: &[SealKey]) -> Result<Content, Problem> {
    front.open(keys).map_err(|closed| match closed {
        Closed::Refused(Refusal::PassphraseMissing) => problem::passphrase_needed(),
        Closed::Refused(Refusal::PassphraseWrong) => problem::file_passphrase_wrong(),
        Closed::Refused(Refusal::NoKey | Refusal::WrongKey) => problem::of_open(&OpenError::WrongKey),
        Closed::Sealed(error) => problem::of_open(&error),
        Closed::Cipher(error) => problem::of_cipher(&error),
    })
}

/// Work that keeps a processor busy, beside the runtime.
async fn beside<T: Send + 'static>(work: impl FnOnce() -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(|| on_cleared_stack(work)).await;
    done.unwrap_or_else(|join| Err(problem::reading_broke(&join)))
}
