//! Buckets: named collections inside territories, kept in the catalogue.

mod moving;

use std::{collections::BTreeMap, sync::Arc};

use pileus_domain::{AccountId, BucketName, ByteCount, Fid, Geometry, Problem, TerritoryName, TerritoryState};
use pileus_pipeline::problem;
use pileus_ports::{At, Bucket, CatalogueFile, TransactionPurpose};

use crate::{AppError, context::Context};

pub use moving::MoveQuestion;

/// A bucket and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BucketSummary {
    /// The bucket.
    pub bucket: Bucket,
    /// Files in it.
    pub files: usize,
    /// Their bytes.
    pub size: ByteCount,
}

/// The buckets of the catalogue; clones share it.
#[derive(Clone)]
pub struct Buckets(Arc<Context>);

impl Buckets {
    pub(crate) fn new(context: Arc<Context>) -> Self {
        Self(context)
    }

    /// All buckets of an account on this network.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn list(&self, account: &AccountId) -> Result<Vec<BucketSummary>, Problem> {
        let buckets = self.all(account).await?;
        let sums = self.0.ports.journal.bucket_sums(&self.0.genesis(), account).await;
        let sums = sums.map_err(|e| problem::of_journal(&e))?;
        let sums: BTreeMap<_, _> = sums.into_iter().map(|sum| (sum.bucket, sum)).collect();
        let summary = |bucket: Bucket| {
            let (files, size) = sums.get(&bucket.id).map(|sum| (sum.files, sum.size)).unwrap_or_default();
            BucketSummary { bucket, files: usize::try_from(files).unwrap_or(usize::MAX), size }
        };
        Ok(buckets.into_iter().map(summary).collect())
    }

    /// Buckets with what these files of the catalogue put into them.
    pub fn summaries(buckets: Vec<Bucket>, files: &[CatalogueFile]) -> Vec<BucketSummary> {
        let mut sums: BTreeMap<_, (usize, u64)> = BTreeMap::new();
        for file in files {
            let (count, size) = sums.entry(file.bucket).or_default();
            (*count, *size) = (*count + 1, size.saturating_add(file.size.0));
        }
        let summary = |bucket: Bucket| {
            let (files, size) = sums.get(&bucket.id).copied().unwrap_or_default();
            BucketSummary { bucket, files, size: ByteCount(size) }
        };
        buckets.into_iter().map(summary).collect()
    }

    /// The bucket of a name; the territory is needed only when several have one.
    ///
    /// # Errors
    /// [`AppError::BucketMissing`], [`AppError::BucketAmbiguous`].
    pub async fn find(
        &self,
        account: &AccountId,
        name: &BucketName,
        territory: Option<&TerritoryName>,
    ) -> Result<Bucket, Problem> {
        let mut found = self.all(account).await?;
        found.retain(|bucket| bucket.name == *name && territory.is_none_or(|t| bucket.territory == *t));
        match found.len() {
            0 => Err(AppError::BucketMissing { name: name.clone() }.into()),
            1 => Ok(found.remove(0)),
            _ => Err(AppError::BucketAmbiguous { name: name.clone() }.into()),
        }
    }

    /// Make a bucket in a territory that exists.
    ///
    /// # Errors
    /// [`AppError::BucketExists`], [`AppError::TerritoryMissing`].
    pub async fn create(
        &self,
        account: &AccountId,
        territory: &TerritoryName,
        name: &BucketName,
    ) -> Result<Bucket, Problem> {
        self.refuse_taken(account, territory, name).await?;
        let found = self.0.ports.chain.territory(account, territory, At::Best).await;
        if found.map_err(|e| problem::of_chain(&e))?.is_none() {
            return Err(AppError::TerritoryMissing { name: territory.clone() }.into());
        }
        let journal = &self.0.ports.journal;
        let made = journal.create_bucket(&self.0.genesis(), account, territory, name).await;
        made.map_err(|e| problem::of_journal(&e))
    }

    /// Give a bucket another name. Names that files already have on the chain stay.
    ///
    /// # Errors
    /// [`AppError::BucketExists`].
    pub async fn rename(&self, bucket: &Bucket, name: &BucketName) -> Result<Bucket, Problem> {
        self.refuse_taken(&bucket.account, &bucket.territory, name).await?;
        let renamed = Bucket { name: name.clone(), ..bucket.clone() };
        self.keep(renamed).await
    }

    /// Delete an empty bucket.
    ///
    /// # Errors
    /// [`AppError::BucketInUse`].
    pub async fn delete(&self, bucket: &Bucket) -> Result<(), Problem> {
        let files = self.files_in(bucket).await?.len();
        if files > 0 {
            return Err(AppError::BucketInUse { name: bucket.name.clone(), files }.into());
        }
        self.0.ports.journal.delete_bucket(bucket.id).await.map_err(|e| problem::of_journal(&e))
    }

    /// Move a bucket with its files to another territory of the account; each file is one transaction.
    ///
    /// May stop half-way: files that are moved stay moved, and the same call goes on with the rest.
    ///
    /// # Errors
    /// [`AppError::BucketExists`], [`AppError::TerritoryMissing`], [`AppError::TerritoryClosed`],
    /// [`AppError::TerritoryFull`], or the chain's problem.
    pub async fn move_to(
        &self,
        bucket: &Bucket,
        territory: &TerritoryName,
        moved: &(dyn Fn(&CatalogueFile) + Send + Sync),
    ) -> Result<Bucket, Problem> {
        if bucket.territory == *territory {
            return Ok(bucket.clone());
        }
        self.refuse_taken(&bucket.account, territory, &bucket.name).await?;
        let files = self.files_to_move(bucket, territory).await?;
        let segments = files.iter().map(|(_, segments)| *segments).fold(0, u64::saturating_add);
        self.refuse_full(&bucket.account, territory, segments).await?;
        for (file, _) in &files {
            self.move_file(&bucket.account, &file.fid, territory).await?;
            moved(file);
        }
        self.keep(Bucket { territory: territory.clone(), ..bucket.clone() }).await
    }

    /// Must the person be told that plain files in this bucket are public? True once a bucket.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn public_warning_due(&self, bucket: &Bucket) -> Result<bool, Problem> {
        if bucket.public_warned {
            return Ok(false);
        }
        self.keep(Bucket { public_warned: true, ..bucket.clone() }).await?;
        Ok(true)
    }

    /// All buckets of an account, without what is in them.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn all(&self, account: &AccountId) -> Result<Vec<Bucket>, Problem> {
        let buckets = self.0.ports.journal.buckets(&self.0.genesis(), account).await;
        buckets.map_err(|e| problem::of_journal(&e))
    }

    async fn files(&self, account: &AccountId) -> Result<Vec<CatalogueFile>, Problem> {
        let files = self.0.ports.journal.files(&self.0.genesis(), account).await;
        files.map_err(|e| problem::of_journal(&e))
    }

    async fn files_in(&self, bucket: &Bucket) -> Result<Vec<CatalogueFile>, Problem> {
        let mut files = self.files(&bucket.account).await?;
        files.retain(|file| file.bucket == bucket.id);
        Ok(files)
    }

    async fn keep(&self, bucket: Bucket) -> Result<Bucket, Problem> {
        self.0.ports.journal.update_bucket(&bucket).await.map_err(|e| problem::of_journal(&e))?;
        Ok(bucket)
    }

    async fn refuse_taken(
        &self,
        account: &AccountId,
        territory: &TerritoryName,
        name: &BucketName,
    ) -> Result<(), Problem> {
        let taken = self.all(account).await?.iter().any(|b| b.name == *name && b.territory == *territory);
        let refusal = AppError::BucketExists { name: name.clone(), territory: territory.clone() };
        if taken { Err(refusal.into()) } else { Ok(()) }
    }

    /// Files of the bucket that the chain still charges elsewhere, with their segments. Others are gone or moved.
    async fn files_to_move(
        &self,
        bucket: &Bucket,
        territory: &TerritoryName,
    ) -> Result<Vec<(CatalogueFile, u64)>, Problem> {
        let mut found = Vec::new();
        for file in self.files_in(bucket).await? {
            let status = self.0.ports.chain.file_status(&file.fid, At::Best).await;
            let Some(record) = status.map_err(|e| problem::of_chain(&e))?.file else { continue };
            let mut owners = record.owners.iter();
            if owners.any(|o| o.account == bucket.account && o.territory != territory.as_str()) {
                found.push((file, record.segments.len() as u64));
            }
        }
        Ok(found)
    }

    async fn refuse_full(&self, account: &AccountId, name: &TerritoryName, segments: u64) -> Result<(), Problem> {
        let found = self.0.ports.chain.territory(account, name, At::Best).await.map_err(|e| problem::of_chain(&e))?;
        let territory = found.ok_or_else(|| AppError::TerritoryMissing { name: name.clone() })?;
        if territory.state != TerritoryState::Active {
            return Err(AppError::TerritoryClosed { name: name.clone(), state: territory.state }.into());
        }
        if segments == 0 || territory.fits(segments) {
            return Ok(());
        }
        let needed = ByteCount(Geometry::CESS.charge().0.saturating_mul(segments));
        Err(AppError::TerritoryFull { name: name.clone(), remaining: territory.remaining, needed }.into())
    }

    async fn move_file(&self, account: &AccountId, fid: &Fid, territory: &TerritoryName) -> Result<(), Problem> {
        let signer = self.0.ports.keystore.signer(account).map_err(|e| problem::of_keystore(&e))?;
        let call = moving::moving(account, fid, territory);
        let purpose = TransactionPurpose::Other("move file".to_owned());
        let summary = format!("move file {fid} to territory {territory}");
        self.0.pipeline.execute(call, &*signer, purpose, summary, None).await.map(|_| ())
    }
}
