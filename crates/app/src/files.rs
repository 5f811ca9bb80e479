//! Files of the catalogue, checked against the chain.

use std::sync::Arc;

use futures::{StreamExt, TryStreamExt, stream};
use pileus_domain::{AccountId, BlockRef, Call, Fid, JobId, Planck, Problem};
use pileus_pipeline::problem;
use pileus_ports::{At, CatalogueFile, JobRecord, TransactionPurpose, TransferDetails};

use crate::{AppError, Standing, context::Context, transfers::list_jobs};

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
        let chain = &self.0.ports.chain;
        let finalized = chain.file_status(fid, At::Final).await.map_err(|e| problem::of_chain(&e))?;
        if finalized.file.is_some() {
            return Ok(Standing::of(&finalized, &finalized));
        }
        let best = chain.file_status(fid, At::Best).await.map_err(|e| problem::of_chain(&e))?;
        Ok(Standing::of(&best, &finalized))
    }

    /// One file of the catalogue.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn find(&self, account: &AccountId, fid: &Fid) -> Result<Option<CatalogueFile>, Problem> {
        let files = self.0.ports.journal.files(&self.0.genesis(), account).await;
        Ok(files.map_err(|e| problem::of_journal(&e))?.into_iter().find(|file| file.fid == *fid))
    }

    /// Delete a file on the chain, and forget it once the deletion is final.
    ///
    /// # Errors
    /// [`AppError::FileInJob`], [`AppError::FilePending`], [`AppError::NotOwner`], [`AppError::FileUnknown`], or the
    /// chain's problem.
    pub async fn remove(&self, account: &AccountId, fid: &Fid) -> Result<Removal, Problem> {
        self.refuse_worked_on(fid).await?;
        let status = self.0.ports.chain.file_status(fid, At::Best).await.map_err(|e| problem::of_chain(&e))?;
        let removal = match (&status.file, &status.deal) {
            (Some(file), _) if file.is_owned_by(account) => self.delete(account, fid).await?,
            // The chain would take the deletion of a stranger's file, charge for it, and do nothing (protocol §4.10).
            (Some(_), _) => return Err(AppError::NotOwner { fid: *fid, account: *account }.into()),
            (None, Some(_)) => return Err(AppError::FilePending { fid: *fid }.into()),
            (None, None) if self.find(account, fid).await?.is_some() => Removal { block: None, fee: None },
            (None, None) => return Err(AppError::FileUnknown { fid: *fid }.into()),
        };
        let journal = &self.0.ports.journal;
        journal.remove_file(&self.0.genesis(), account, fid).await.map_err(|e| problem::of_journal(&e))?;
        Ok(removal)
    }

    async fn refuse_worked_on(&self, fid: &Fid) -> Result<(), Problem> {
        let works = |job: &JobRecord| {
            let upload = matches!(job.details, TransferDetails::Upload(_));
            upload && job.is_live() && job.fid == Some(*fid) && job.genesis == self.0.genesis()
        };
        let jobs = list_jobs(&*self.0.ports.journal).await?;
        let job: Option<JobId> = jobs.iter().find(|job| works(job)).map(|job| job.id);
        job.map_or(Ok(()), |job| Err(AppError::FileInJob { fid: *fid, job }.into()))
    }

    async fn delete(&self, account: &AccountId, fid: &Fid) -> Result<Removal, Problem> {
        let signer = self.0.ports.keystore.signer(account).map_err(|e| problem::of_keystore(&e))?;
        let call = Call::DeleteFile { owner: *account, fid: *fid };
        let summary = format!("delete file {fid}");
        let purpose = TransactionPurpose::Delete { fid: *fid };
        let outcome = self.0.pipeline.execute(call, &*signer, purpose, summary, None).await?;
        Ok(Removal { block: Some(outcome.block), fee: outcome.fee })
    }
}
