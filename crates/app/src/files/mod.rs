//! Files of the catalogue, checked against the chain.

mod details;
mod drills;
mod health;
mod local;
mod rebuild;
mod removal;
mod resealing;

use std::sync::Arc;

use futures::{StreamExt, TryStreamExt, stream};
use pileus_domain::{AccountId, BlockRef, Call, Fid, JobKind, Planck, Problem};
use pileus_pipeline::problem;
use pileus_ports::{At, CatalogueFile, FileCursor, FilePage, FileStatus, TransactionPurpose};

use crate::{AppError, Standing, context::Context};

pub use details::{FileDetails, KeyUse};
pub use drills::DrillReport;
pub use health::{Health, HealthStanding, segments_of, space_taken};
pub use local::LocalCheck;
pub use rebuild::{RebuildProgress, Rebuilt, UnknownFile, UnknownReason};
pub use removal::{Refusal, RemovalQuestion};
pub use resealing::{Resealing, ResealingSpace, SpaceLack};

/// Files whose state is asked for at the same time.
const PARALLEL_QUESTIONS: usize = 8;

/// A file of the catalogue and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    /// What the catalogue says.
    pub file: CatalogueFile,
    /// The name of its bucket.
    pub bucket: String,
    /// The territory of its bucket.
    pub territory: String,
    /// What the chain says.
    pub standing: Standing,
}

/// What removing a file did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// The final block that deleted it; none when the chain no longer had it.
    pub block: Option<BlockRef>,
    /// The fee that was paid.
    pub fee: Option<Planck>,
}

/// Where a file is that can be removed.
enum Removable {
    /// The chain has it, and this account may delete it.
    OnChain {
        /// Its segments.
        segments: u64,
    },
    /// Only the catalogue still has it.
    InCatalogue,
}

/// The catalogue's files; clones share it.
#[derive(Clone)]
pub struct Files(Arc<Context>);

impl Files {
    pub(crate) fn new(context: Arc<Context>) -> Self {
        Self(context)
    }

    /// All files of an account, newest first, each with where it stands.
    ///
    /// # Errors
    /// The chain's or the journal's problem.
    pub async fn list(&self, account: &AccountId) -> Result<Vec<FileEntry>, Problem> {
        let journal = &self.0.ports.journal;
        let genesis = self.0.genesis();
        let files = journal.files(&genesis, account).await.map_err(|e| problem::of_journal(&e))?;
        let buckets = journal.buckets(&genesis, account).await.map_err(|e| problem::of_journal(&e))?;
        let name = |file: &CatalogueFile| {
            let bucket = buckets.iter().find(|bucket| bucket.id == file.bucket);
            bucket.map(|b| (b.name.to_string(), b.territory.to_string())).unwrap_or_default()
        };
        let named: Vec<_> = files.into_iter().map(|file| (name(&file), file)).collect();
        let entries = stream::iter(named).map(|((bucket, territory), file)| async move {
            let standing = self.standing(&file.fid).await?;
            Ok(FileEntry { file, bucket, territory, standing })
        });
        entries.buffered(PARALLEL_QUESTIONS).try_collect().await
    }

    async fn standing(&self, fid: &Fid) -> Result<Standing, Problem> {
        let (best, finalized) = self.statuses(fid).await?;
        Ok(Standing::of(&best, &finalized))
    }

    /// One file of the catalogue.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn find(&self, account: &AccountId, fid: &Fid) -> Result<Option<CatalogueFile>, Problem> {
        let file = self.0.ports.journal.file(&self.0.genesis(), account, fid).await;
        file.map_err(|e| problem::of_journal(&e))
    }

    /// Everything that the catalogue has, newest first, without asking the chain.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn catalogue(&self, account: &AccountId) -> Result<Vec<CatalogueFile>, Problem> {
        let files = self.0.ports.journal.files(&self.0.genesis(), account).await;
        files.map_err(|e| problem::of_journal(&e))
    }

    /// The newest files that the catalogue has, or those behind a page; at most `limit`.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn catalogue_page(
        &self,
        account: &AccountId,
        after: Option<FileCursor>,
        limit: u32,
    ) -> Result<FilePage, Problem> {
        let page = self.0.ports.journal.file_page(&self.0.genesis(), account, after, limit).await;
        page.map_err(|e| problem::of_journal(&e))
    }

    /// A number that grows with every change of the catalogue, whichever program made it.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn catalogue_revision(&self) -> Result<u64, Problem> {
        self.0.ports.journal.catalogue_revision().await.map_err(|e| problem::of_journal(&e))
    }

    /// What the chain says of a file, and the final block that was looked at.
    ///
    /// # Errors
    /// The chain's problem.
    pub async fn health(&self, fid: &Fid) -> Result<(Health, BlockRef), Problem> {
        let (best, finalized) = self.statuses(fid).await?;
        Ok((Health::of(&best, &finalized), finalized.at))
    }

    /// Everything the chain says of a file at the newest and at the newest final block; asked once when the final one
    /// has it.
    async fn statuses(&self, fid: &Fid) -> Result<(FileStatus, FileStatus), Problem> {
        let chain = &self.0.ports.chain;
        let finalized = chain.file_status(fid, At::Final).await.map_err(|e| problem::of_chain(&e))?;
        if finalized.file.is_some() {
            return Ok((finalized.clone(), finalized));
        }
        let best = chain.file_status(fid, At::Best).await.map_err(|e| problem::of_chain(&e))?;
        Ok((best, finalized))
    }

    /// Delete a file on the chain, and forget it once the deletion is final.
    ///
    /// # Errors
    /// [`AppError::FileInJob`], [`AppError::FilePending`], [`AppError::NotOwner`], [`AppError::FileUnknown`], or the
    /// chain's problem.
    pub async fn remove(&self, account: &AccountId, fid: &Fid) -> Result<Removal, Problem> {
        let removal = match self.removable(account, fid).await? {
            Removable::OnChain { .. } => self.delete(account, fid).await?,
            Removable::InCatalogue => Removal { block: None, fee: None },
        };
        let journal = &self.0.ports.journal;
        journal.remove_file(&self.0.genesis(), account, fid).await.map_err(|e| problem::of_journal(&e))?;
        Ok(removal)
    }

    /// Whether a file can be removed, and where it is.
    async fn removable(&self, account: &AccountId, fid: &Fid) -> Result<Removable, Problem> {
        self.refuse_worked_on(fid).await?;
        let status = self.0.ports.chain.file_status(fid, At::Best).await.map_err(|e| problem::of_chain(&e))?;
        match (&status.file, &status.deal) {
            (Some(file), _) if file.is_owned_by(account) => {
                Ok(Removable::OnChain { segments: file.segments.len() as u64 })
            }
            // The chain would take the deletion of a stranger's file, charge for it, and do nothing (protocol §4.10).
            (Some(_), _) => Err(AppError::NotOwner { fid: *fid, account: *account }.into()),
            (None, Some(_)) => Err(AppError::FilePending { fid: *fid }.into()),
            (None, None) if self.find(account, fid).await?.is_some() => Ok(Removable::InCatalogue),
            (None, None) => Err(AppError::FileUnknown { fid: *fid }.into()),
        }
    }

    async fn refuse_worked_on(&self, fid: &Fid) -> Result<(), Problem> {
        let jobs = self.0.ports.journal.jobs_of_file(&self.0.genesis(), fid).await;
        let jobs = jobs.map_err(|e| problem::of_journal(&e))?;
        let job = jobs.iter().find(|job| job.kind() == JobKind::Upload && job.is_live());
        job.map_or(Ok(()), |job| Err(AppError::FileInJob { fid: *fid, job: job.id }.into()))
    }

    async fn delete(&self, account: &AccountId, fid: &Fid) -> Result<Removal, Problem> {
        let signer = self.0.ports.keystore.signer(account).map_err(|e| problem::of_keystore(&e))?;
        let call = deletion(account, fid);
        let summary = format!("delete file {fid}");
        let purpose = TransactionPurpose::Delete { fid: *fid };
        let outcome = self.0.pipeline.execute(call, &*signer, purpose, summary, None).await?;
        Ok(Removal { block: Some(outcome.block), fee: outcome.fee })
    }
}

fn deletion(account: &AccountId, fid: &Fid) -> Call {
    Call::DeleteFile { owner: *account, fid: *fid }
}
