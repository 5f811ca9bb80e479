//! One file of the catalogue with everything that is known of it.

use pileus_domain::{AccountId, Condition, Fid, JobKind, Problem};
use pileus_pipeline::problem;
use pileus_ports::{Bucket, CatalogueFile, FileStatus, Timestamp};

use super::{DrillReport, Files, Health};
use crate::AppError;

/// Everything that is known of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDetails {
    /// As the catalogue keeps it.
    pub file: CatalogueFile,
    /// Its bucket; none when the catalogue lost it.
    pub bucket: Option<Bucket>,
    /// What the chain says in short; none when it could not be asked.
    pub health: Option<Health>,
    /// What the chain says: the final block, or the newest one while that is all that has it.
    pub status: Option<FileStatus>,
    /// The data keys that open it, each alone: those that are on this computer first.
    pub keys: Vec<KeyUse>,
    /// The last restore drill on this computer.
    pub drill: Option<DrillReport>,
    /// When an upload from this computer saw it stored.
    pub finished: Option<Timestamp>,
}

/// A data key of a sealed file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyUse {
    /// Its fingerprint.
    pub fingerprint: String,
    /// What the person calls it; none when it is not on this computer.
    pub name: Option<String>,
}

impl Files {
    /// Everything that is known of one file of the catalogue. A chain that does not answer leaves its part open.
    ///
    /// # Errors
    /// [`AppError::FileNotListed`], or the journal's or the vault's problem.
    pub async fn details(&self, account: &AccountId, fid: &Fid) -> Result<FileDetails, Problem> {
        let file = self.find(account, fid).await?.ok_or(AppError::FileNotListed { fid: *fid })?;
        let buckets = self.0.ports.journal.buckets(&self.0.genesis(), account).await;
        let buckets = buckets.map_err(|e| problem::of_journal(&e))?;
        let statuses = self.statuses(fid).await.ok();
        let health = statuses.as_ref().map(|(best, finalized)| Health::of(best, finalized));
        Ok(FileDetails {
            bucket: buckets.into_iter().find(|bucket| bucket.id == file.bucket),
            health,
            status: statuses.map(|(best, finalized)| if finalized.file.is_some() { finalized } else { best }),
            keys: self.keys_of(&file)?,
            drill: self.last_drill(fid).await?,
            finished: self.finished(fid).await?,
            file,
        })
    }

    /// The file's keys with their names. Those are no secret, but a locked vault tells none.
    fn keys_of(&self, file: &CatalogueFile) -> Result<Vec<KeyUse>, Problem> {
        let keystore = &self.0.ports.keystore;
        let here = if keystore.is_locked() { Ok(Vec::new()) } else { keystore.data_keys() };
        let here = here.map_err(|e| problem::of_keystore(&e))?;
        let named = |fingerprint: &str| KeyUse {
            fingerprint: fingerprint.to_owned(),
            name: here.iter().find(|key| key.fingerprint == fingerprint).map(|key| key.name.clone()),
        };
        let mut keys: Vec<KeyUse> = file.seal.fingerprints().map(named).collect();
        keys.sort_by_key(|key| key.name.is_none());
        Ok(keys)
    }

    async fn finished(&self, fid: &Fid) -> Result<Option<Timestamp>, Problem> {
        let jobs = self.0.ports.journal.jobs_of_file(&self.0.genesis(), fid).await;
        let jobs = jobs.map_err(|e| problem::of_journal(&e))?;
        let stored = jobs.iter().filter(|job| job.kind() == JobKind::Upload && job.condition == Condition::Finished);
        Ok(stored.map(|job| job.updated).min())
    }
}
