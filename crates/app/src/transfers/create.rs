//! New jobs, after every check that needs no network.

use std::path::{Path, PathBuf};

use pileus_domain::{
    AccountId, BucketName, ByteCount, ChainFileName, Condition, Fid, Geometry, JobId, Problem, Route, Stage,
    TerritoryName,
};
use pileus_pipeline::{SourceFacts, inspect_source, path_to_bytes, problem};
use pileus_ports::{
    DownloadDetails, JobRecord, JournalError, KeystoreError, Opening, Seal, TransferDetails, UploadDetails,
};

use super::{Inner, Transfers, list_jobs};
use crate::AppError;

/// Most data keys that open one file.
///
/// # Source
/// `docs/formats.md` §2.4: entries of the key list.
const KEYS_LIMIT: usize = 16;

/// How a file shall be protected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SealChoice {
    /// Anyone can read it.
    None,
    /// Sealed with data keys, by name or fingerprint: each of them opens it alone.
    DataKeys(Vec<String>),
    /// Sealed with a passphrase, given when the job is started.
    Passphrase,
}

impl SealChoice {
    /// Sealed with one data key, by name or fingerprint.
    pub fn data_key(wanted: impl Into<String>) -> Self {
        Self::DataKeys(vec![wanted.into()])
    }
}

/// What a person wants to store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadRequest {
    /// The file.
    pub path: PathBuf,
    /// Its name, when it shall not be the file's own.
    pub name: Option<String>,
    /// For whom.
    pub account: AccountId,
    /// Charged to which territory.
    pub territory: TerritoryName,
    /// Into which bucket.
    pub bucket: BucketName,
    /// How it is protected.
    pub seal: SealChoice,
    /// Which way it takes.
    pub route: Route,
    /// Choose storage nodes here even where the network would.
    pub client_allocation: bool,
}

/// What a person wants to have back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DownloadRequest {
    /// The file.
    pub fid: Fid,
    /// For whom; public files need nobody.
    pub account: Option<AccountId>,
    /// Where it goes: a path that is free, or a folder.
    pub target: PathBuf,
    /// How it is opened.
    pub opening: Opening,
    /// Which way its segments come first.
    pub route: Route,
}

/// A job that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created {
    /// The job.
    pub job: JobRecord,
    /// Was it there already, for the same file in the same place?
    pub joined: bool,
}

impl Transfers {
    /// Would this upload be taken? Looks at the file and its name, makes nothing.
    ///
    /// # Errors
    /// As [`Transfers::create_upload`].
    pub fn check_upload(&self, request: &UploadRequest) -> Result<(), Problem> {
        let path = absolute(&request.path);
        let facts = inspect_source(&path)?;
        self.0.new_upload(&path, &facts, request.clone()).map(|_| ())
    }

    /// Make an upload job, or join the live one of the same file.
    ///
    /// # Errors
    /// A named problem about the file, its name, or the data key.
    pub async fn create_upload(&self, request: UploadRequest) -> Result<Created, Problem> {
        let path = absolute(&request.path);
        let facts = inspect_source(&path)?;
        let job = self.0.new_upload(&path, &facts, request)?;
        match self.find_same(&job).await? {
            Some(job) => Ok(Created { job, joined: true }),
            None => self.keep(job).await,
        }
    }

    /// Make a download job.
    ///
    /// # Errors
    /// [`AppError::TargetExists`], [`AppError::TargetFolderMissing`], or the journal's problem.
    pub async fn create_download(&self, request: DownloadRequest) -> Result<Created, Problem> {
        let target = self.target_of(&request).await?;
        let (opening, route) = (request.opening, request.route);
        let details = DownloadDetails { opening, route, ..DownloadDetails::to(path_to_bytes(&target)) };
        let mut job = self.0.new_job(request.account, ByteCount(0), TransferDetails::Download(details));
        job.fid = Some(request.fid);
        if let Some(job) = self.find_same(&job).await? {
            return Ok(Created { job, joined: true });
        }
        refuse_taken(&target)?;
        self.keep(job).await
    }

    async fn keep(&self, job: JobRecord) -> Result<Created, Problem> {
        match self.journal().create_job(&job).await {
            Ok(()) => Ok(Created { job, joined: false }),
            Err(JournalError::Duplicate(other)) => Ok(Created { job: self.job(other).await?, joined: true }),
            Err(e) => Err(problem::of_journal(&e)),
        }
    }

    /// A live job of this network for the same file in the same place.
    async fn find_same(&self, job: &JobRecord) -> Result<Option<JobRecord>, Problem> {
        let jobs = list_jobs(self.journal()).await?;
        Ok(jobs.into_iter().find(|other| other.is_live() && same_wish(other, job)))
    }

    /// Where a download goes: into a folder under its own name, or to the path itself.
    async fn target_of(&self, request: &DownloadRequest) -> Result<PathBuf, Problem> {
        let target = absolute(&request.target);
        if !target.is_dir() {
            return Ok(target);
        }
        let name = match request.account {
            Some(account) => self.catalogue_name(&account, &request.fid).await?,
            None => None,
        };
        Ok(target.join(name.unwrap_or_else(|| request.fid.to_string())))
    }

    async fn catalogue_name(&self, account: &AccountId, fid: &Fid) -> Result<Option<String>, Problem> {
        let genesis = self.0.context.genesis();
        let files = self.journal().files(&genesis, account).await.map_err(|e| problem::of_journal(&e))?;
        let name = files.into_iter().find(|file| file.fid == *fid).map(|file| file.name);
        Ok(name.filter(|name| is_plain_name(name)))
    }
}

impl Inner {
    fn new_upload(&self, path: &Path, facts: &SourceFacts, request: UploadRequest) -> Result<JobRecord, Problem> {
        refuse_size(path, facts.length, &request.seal)?;
        let name = request.name.or_else(|| facts.name.clone());
        let name = name.ok_or_else(|| problem::name_not_text(path))?;
        let seal = self.seal(&request.seal)?;
        let chain_name = chain_name(&seal, request.bucket.as_str(), &name);
        let details = UploadDetails {
            source: path_to_bytes(path),
            stamp: None,
            media_type: media_type(&name).to_owned(),
            name,
            chain_name,
            bucket: request.bucket,
            territory: request.territory,
            seal,
            fid_rule: request.route.fid_rule(),
            route: request.route,
            given_up: Vec::new(),
            client_allocation: request.client_allocation,
            cancel: None,
        };
        Ok(self.new_job(Some(request.account), ByteCount(facts.length), TransferDetails::Upload(details)))
    }

    fn new_job(&self, account: Option<AccountId>, size: ByteCount, details: TransferDetails) -> JobRecord {
        let now = self.context.ports.clock.now();
        let stage = match details {
            TransferDetails::Upload(_) => Stage::Planning,
            TransferDetails::Download(_) => Stage::Fetching,
        };
        JobRecord {
            id: JobId(self.context.ports.entropy.number()),
            genesis: self.context.genesis(),
            account,
            fid: None,
            stage,
            condition: Condition::Queued,
            size,
            created: now,
            updated: now,
            details,
        }
    }

    /// The seal as it is kept: keys by their fingerprints, which survive renaming.
    fn seal(&self, choice: &SealChoice) -> Result<Seal, Problem> {
        match choice {
            SealChoice::None => Ok(Seal::None),
            SealChoice::Passphrase => Ok(Seal::Passphrase),
            SealChoice::DataKeys(wanted) => self.seal_with(wanted),
        }
    }

    fn seal_with(&self, wanted: &[String]) -> Result<Seal, Problem> {
        let keys = self.context.ports.keystore.data_keys().map_err(|e| problem::of_keystore(&e))?;
        let mut chosen = Vec::new();
        for wanted in wanted {
            let key = keys.iter().find(|key| key.name == *wanted || key.fingerprint == *wanted);
            let missing = || KeystoreError::NotFound { what: "data key", name: wanted.clone() };
            let key = key.ok_or_else(|| problem::of_keystore(&missing()))?;
            if !chosen.contains(&key.fingerprint) {
                chosen.push(key.fingerprint.clone());
            }
        }
        if chosen.len() > KEYS_LIMIT {
            return Err(AppError::TooManyKeys { limit: KEYS_LIMIT }.into());
        }
        let none = || KeystoreError::NotFound { what: "data key", name: String::new() };
        let mut chosen = chosen.into_iter();
        let fingerprint = chosen.next().ok_or_else(|| problem::of_keystore(&none()))?;
        Ok(Seal::DataKey { fingerprint, others: chosen.collect() })
    }
}

/// Refuse what no plan could make fit. A sealed file needs a little more, which the plan finds out.
fn refuse_size(path: &Path, length: u64, seal: &SealChoice) -> Result<(), Problem> {
    if length == 0 && *seal == SealChoice::None {
        return Err(problem::plain_file_is_empty(path));
    }
    if Geometry::CESS.segments(length) > u64::from(Geometry::SEGMENT_LIMIT) {
        return Err(AppError::FileTooLarge { path: path.to_owned(), length: ByteCount(length) }.into());
    }
    Ok(())
}

/// A sealed file gets a name that says nothing.
///
/// # Source
/// design §5: public facts on the chain.
fn chain_name(seal: &Seal, bucket: &str, name: &str) -> ChainFileName {
    match seal {
        Seal::None => ChainFileName::fitting(bucket, name),
        Seal::DataKey { .. } | Seal::Passphrase => ChainFileName::fitting("", "sealed"),
    }
}

/// Same network, same kind, same source and place? Such a job is joined instead of doubled.
fn same_wish(one: &JobRecord, two: &JobRecord) -> bool {
    one.genesis == two.genesis
        && one.account == two.account
        && match (&one.details, &two.details) {
            (TransferDetails::Upload(a), TransferDetails::Upload(b)) => same_upload(a, b) && one.size == two.size,
            (TransferDetails::Download(a), TransferDetails::Download(b)) => {
                a.target == b.target && a.opening == b.opening && one.fid == two.fid
            }
            _ => false,
        }
}

fn same_upload(one: &UploadDetails, two: &UploadDetails) -> bool {
    let place = |u: &UploadDetails| (u.source.clone(), u.name.clone(), u.bucket.clone(), u.territory.clone());
    place(one) == place(two) && one.seal == two.seal && one.cancel.is_none()
}

fn refuse_taken(target: &Path) -> Result<(), AppError> {
    let path = target.to_owned();
    if target.symlink_metadata().is_ok() {
        return Err(AppError::TargetExists { path });
    }
    if target.parent().is_some_and(Path::is_dir) { Ok(()) } else { Err(AppError::TargetFolderMissing { path }) }
}

/// A job outlives the folder that it was asked for in.
fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Can this name stand in a folder without leaving it?
fn is_plain_name(name: &str) -> bool {
    !name.is_empty() && name != "." && name != ".." && !name.contains(['/', '\\', '\0'])
}

/// What kind of content a name promises; only a hint for previews.
pub(crate) fn media_type(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    match extension.as_str() {
        "txt" | "log" | "md" => "text/plain",
        "html" | "htm" => "text/html",
        "csv" => "text/csv",
        "json" => "application/json",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "wav" => "audio/wav",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_the_catalogue_cannot_leave_its_folder() {
        assert!(is_plain_name("report.pdf"));
        for name in ["", ".", "..", "../x", "/etc/passwd", "a\\b", "a\0b"] {
            assert!(!is_plain_name(name), "{name:?}");
        }
    }

    #[test]
    fn a_sealed_file_has_an_opaque_name_on_the_chain() {
        let sealed = chain_name(&Seal::Passphrase, "photos", "me.jpg");
        assert!(!sealed.as_str().contains("photos") && !sealed.as_str().contains("me"));
        assert_eq!(chain_name(&Seal::None, "photos", "me.jpg").as_str(), "photos/me.jpg");
    }

    #[test]
    fn sizes_are_refused_where_the_chain_would() {
        let path = Path::new("f");
        let limit = u64::from(Geometry::SEGMENT_LIMIT) * Geometry::CESS.segment() as u64;
        assert!(refuse_size(path, 0, &SealChoice::None).is_err());
        assert!(refuse_size(path, 0, &SealChoice::Passphrase).is_ok());
        assert!(refuse_size(path, limit, &SealChoice::None).is_ok());
        assert!(refuse_size(path, limit + 1, &SealChoice::None).is_err());
    }
}
