//! Is a file on this computer what the network holds?

use std::path::{Path, PathBuf};

use pileus_domain::{AccountId, ByteCount, Fid, FilePlan, JobKind, Problem};
use pileus_pipeline::{LocalFile, SealKey, is_named, names_of, problem};
use pileus_ports::{CatalogueFile, Seal, SecretText, on_cleared_stack};

use super::Files;
use crate::transfers::keys_to_open;

/// Sealed files of the same length that a file is compared with, at most.
const MOST_CANDIDATES: usize = 8;

/// Whether a file on this computer is what the network holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalCheck {
    /// Where it is.
    pub path: PathBuf,
    /// Its length.
    pub size: ByteCount,
    /// The FID that was derived from it.
    pub fid: Fid,
    /// Is that the FID that was asked for? None when none was.
    pub equal: Option<bool>,
    /// What the catalogue has under the derived FID.
    pub stored: Option<CatalogueFile>,
    /// Was it derived from the sealed bytes?
    pub sealed: bool,
}

/// A way to derive a FID.
#[derive(Clone)]
enum Way {
    Plain,
    Sealed { header: Vec<u8>, keys: Vec<SealKey> },
}

impl Files {
    /// Derive the FID of a file on this computer and compare it: with the stored file that is named, or with all files
    /// of the catalogue that it could be.
    ///
    /// Nothing is sent. Only when this computer does not have the header of the named file is it fetched.
    ///
    /// # Errors
    /// A named problem with the file, or with what it is compared with; `passphrase_needed`, `vault_locked` or
    /// `wrong_key` when a sealed file's key is not at hand.
    pub async fn check_local(
        &self,
        account: Option<&AccountId>,
        fid: Option<Fid>,
        path: &Path,
        passphrase: Option<SecretText>,
    ) -> Result<LocalCheck, Problem> {
        let (looked, workers) = (path.to_owned(), self.0.settings.limits.plan_workers);
        let local = beside(move || LocalFile::look_at(&looked, workers)).await?;
        // Whoever stops waiting for this stops the hashing as well.
        let _stop = local.stop_on_drop();
        match fid {
            Some(fid) => self.compare(account, fid, path, local, passphrase).await,
            None => self.recognise(account, path, local).await,
        }
    }

    async fn compare(
        &self,
        account: Option<&AccountId>,
        fid: Fid,
        path: &Path,
        local: LocalFile,
        passphrase: Option<SecretText>,
    ) -> Result<LocalCheck, Problem> {
        let entry = self.entry(account, &fid).await?;
        let way = self.way_to(&fid, entry.as_ref(), passphrase).await?;
        let derived = match derive(&local, way.clone()).await? {
            Some(plan) => (plan, matches!(way, Way::Sealed { .. })),
            // Another length cannot be the same file; its own FID says what it is instead.
            None => (derived_plainly(&local).await?, false),
        };
        let (plan, sealed) = derived;
        let equal = is_named(&plan, &fid);
        let derived = if equal { fid } else { plan.fid };
        let stored = if equal { entry } else { self.entry(account, &derived).await? };
        let size = ByteCount(local.length());
        Ok(LocalCheck { path: path.to_owned(), size, fid: derived, equal: Some(equal), stored, sealed })
    }

    /// Plain first, by the FID of either rule, then as each sealed file of the catalogue that has its length and whose header is here.
    async fn recognise(
        &self,
        account: Option<&AccountId>,
        path: &Path,
        local: LocalFile,
    ) -> Result<LocalCheck, Problem> {
        let size = ByteCount(local.length());
        let answer = |fid, stored, sealed| LocalCheck { path: path.to_owned(), size, fid, equal: None, stored, sealed };
        let plain = if size.0 > 0 { names_of(&derived_plainly(&local).await?) } else { Vec::new() };
        for fid in &plain {
            if let Some(entry) = self.entry(account, fid).await? {
                return Ok(answer(*fid, Some(entry), false));
            }
        }
        for entry in self.candidates(account, size).await? {
            let Some(header) = self.kept_header(&entry.fid).await? else { continue };
            let way = Way::Sealed { header, keys: self.keys(None)? };
            // A key that is not at hand leaves this candidate unknown.
            if let Ok(Some(plan)) = derive(&local, way).await
                && is_named(&plan, &entry.fid)
            {
                return Ok(answer(entry.fid, Some(entry), true));
            }
        }
        let fid = plain.first().ok_or_else(|| problem::plain_file_is_empty(path))?;
        Ok(answer(*fid, None, false))
    }

    /// Sealed files of this length, newest first.
    async fn candidates(&self, account: Option<&AccountId>, size: ByteCount) -> Result<Vec<CatalogueFile>, Problem> {
        let Some(account) = account else { return Ok(Vec::new()) };
        let files = self.0.ports.journal.files(&self.0.genesis(), account).await;
        let mut files = files.map_err(|e| problem::of_journal(&e))?;
        files.retain(|file| file.size == size && matches!(file.seal, Seal::DataKey { .. }));
        files.truncate(MOST_CANDIDATES);
        Ok(files)
    }

    async fn way_to(
        &self,
        fid: &Fid,
        entry: Option<&CatalogueFile>,
        passphrase: Option<SecretText>,
    ) -> Result<Way, Problem> {
        if entry.is_some_and(|entry| entry.seal == Seal::None) {
            return Ok(Way::Plain);
        }
        let header = match self.kept_header(fid).await? {
            Some(header) => Some(header),
            None => self.0.pipeline.stored_header(fid).await?,
        };
        let Some(header) = header else { return Ok(Way::Plain) };
        if passphrase.is_none() && entry.is_some_and(|entry| entry.seal == Seal::Passphrase) {
            return Err(problem::passphrase_needed());
        }
        Ok(Way::Sealed { header, keys: self.keys(passphrase)? })
    }

    fn keys(&self, passphrase: Option<SecretText>) -> Result<Vec<SealKey>, Problem> {
        keys_to_open(&*self.0.ports.keystore, passphrase)
    }

    /// The header that an upload from this computer left.
    async fn kept_header(&self, fid: &Fid) -> Result<Option<Vec<u8>>, Problem> {
        let journal = &self.0.ports.journal;
        let jobs = journal.jobs_of_file(&self.0.genesis(), fid).await.map_err(|e| problem::of_journal(&e))?;
        for job in jobs.iter().filter(|job| job.kind() == JobKind::Upload) {
            if let Some(header) = journal.header(job.id).await.map_err(|e| problem::of_journal(&e))? {
                return Ok(Some(header));
            }
        }
        Ok(None)
    }

    async fn entry(&self, account: Option<&AccountId>, fid: &Fid) -> Result<Option<CatalogueFile>, Problem> {
        match account {
            Some(account) => self.find(account, fid).await,
            None => Ok(None),
        }
    }
}

async fn derive(local: &LocalFile, way: Way) -> Result<Option<FilePlan>, Problem> {
    let local = local.clone();
    beside(move || match way {
        Way::Plain => local.plain().map(Some),
        Way::Sealed { header, keys } => local.sealed_under(&header, &keys),
    })
    .await
}

async fn derived_plainly(local: &LocalFile) -> Result<FilePlan, Problem> {
    let local = local.clone();
    beside(move || local.plain()).await
}

/// Hashing takes its time: it runs beside the runtime.
async fn beside<T: Send + 'static>(work: impl FnOnce() -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(|| on_cleared_stack(work)).await;
    done.unwrap_or_else(|error| Err(problem::reading_broke(&error)))
}
