//! What a window asks of transfers.

use std::{path::PathBuf, sync::Arc};

use pileus_app::{Created, DownloadRequest, SealChoice, UploadRequest, length_to_send};
use pileus_contract::window as contract;
use pileus_contract::window::{
    Board, CancelChoice, CancelConsequence, Job, Passphrase, QuitQuestion, SealRequest, Uploaded,
};
use pileus_domain::{BucketName, ByteCount, Fid, JobId, Problem, Route};
use pileus_pipeline::{path_from_bytes, problem::of_journal};
use pileus_ports::{Bucket, Consent, EventRecord, Opening, SecretText, TransferDetails};

use super::{
    Session, confirm,
    sheet::{look, refused},
};
use crate::problem;

/// Name of the data key that a first use makes.
const DEFAULT_KEY: &str = "default";
/// Events read from the journal at a time.
const EVENT_PAGE: u32 = 512;

impl Session {
    /// Make upload jobs of files and folders, and start them; from the first job on each is cancelled by itself.
    ///
    /// # Errors
    /// A problem of the bucket, the keys or the chain; those of single files are in the answer.
    pub(crate) async fn upload(
        self: Arc<Self>,
        request: contract::UploadRequest,
        consent: Arc<dyn Consent>,
    ) -> Result<Uploaded, Problem> {
        let bucket: BucketName = request.bucket.parse().map_err(value_refused)?;
        let findings = look(request.paths).await?;
        confirm(&*consent)?;
        let ready = self.ready(Some(bucket)).await?;
        let sealed = !matches!(request.seal, SealRequest::None);
        let lengths = findings.files.iter().map(|file| length_to_send(ByteCount(file.bytes), sealed));
        let lengths: Vec<_> = lengths.collect();
        let route = self.route(&ready.account.account, request.route, &lengths).await?;
        let (seal, passphrase) = self.seal(request.seal, request.public_understood, &ready.bucket).await?;
        let refusals = findings.refused.into_iter();
        let mut answer =
            Uploaded { jobs: Vec::new(), refused: refusals.map(|(path, problem)| refused(&path, problem)).collect() };
        for file in findings.files {
            let wish = UploadRequest {
                path: file.path.clone(),
                name: None,
                account: ready.account.account,
                territory: ready.territory.clone(),
                bucket: ready.bucket.name.clone(),
                seal: seal.clone(),
                route: route.clone(),
                client_allocation: false,
            };
            match self.store(wish, passphrase.clone()).await {
                Ok(job) => answer.jobs.push(job),
                Err(problem) => answer.refused.push(refused(&file.path, problem)),
            }
        }
        Ok(answer)
    }

    async fn store(&self, wish: UploadRequest, passphrase: Option<SecretText>) -> Result<Job, Problem> {
        let created = self.services.transfers.create_upload(wish).await?;
        self.start(created, passphrase).await
    }

    async fn start(&self, created: Created, passphrase: Option<SecretText>) -> Result<Job, Problem> {
        let id = created.job.id;
        self.stream.put(created.job);
        self.services.transfers.start(id, passphrase).await?;
        self.refresh(id).await
    }

    /// What was chosen, in the words of the services; plain files need the person's consent once a bucket.
    async fn seal(
        &self,
        seal: SealRequest,
        understood: bool,
        bucket: &Bucket,
    ) -> Result<(SealChoice, Option<SecretText>), Problem> {
        Ok(match seal {
            SealRequest::DataKey { keys } if keys.is_empty() => (SealChoice::data_key(self.default_key()?), None),
            SealRequest::DataKey { keys } => (SealChoice::DataKeys(keys), None),
            SealRequest::Passphrase { passphrase } => (SealChoice::Passphrase, Some(passphrase.into_secret())),
            SealRequest::None if !understood && !bucket.public_warned => return Err(problem::public_not_understood()),
            SealRequest::None => {
                self.services.buckets.public_warning_due(bucket).await?;
                (SealChoice::None, None)
            }
        })
    }

    /// What files are sealed with: the default key, or its name when there is none, so that a refusal names it.
    fn default_key(&self) -> Result<String, Problem> {
        let key = self.services.keys.default_data_key()?;
        Ok(key.map_or_else(|| DEFAULT_KEY.to_owned(), |key| key.fingerprint))
    }

    /// Fetch a file to a path that is free, or into a folder.
    ///
    /// # Errors
    /// A problem of the place or the journal.
    pub(crate) async fn download(self: Arc<Self>, fid: String, target: String) -> Result<Job, Problem> {
        self.download_as(fid, target, Opening::Told).await
    }

    /// The same for a file that is opened as the person says.
    pub(crate) async fn download_as(
        self: Arc<Self>,
        fid: String,
        target: String,
        opening: Opening,
    ) -> Result<Job, Problem> {
        let fid: Fid = fid.parse().map_err(value_refused)?;
        let account = self.services.keys.account(None).ok().map(|entry| entry.account);
        let request = DownloadRequest { fid, account, target: PathBuf::from(target), opening, route: Route::Direct };
        let created = self.services.transfers.create_download(request).await?;
        self.start(created, None).await
    }

    /// Stop a job at its next safe point.
    ///
    /// # Errors
    /// The journal's problem, as in the functions below.
    pub(crate) async fn pause(self: Arc<Self>, job: String) -> Result<(), Problem> {
        let id = number(&job)?;
        self.services.transfers.pause(id).await?;
        self.refresh(id).await.map(drop)
    }

    /// Go on with a job.
    pub(crate) async fn resume(self: Arc<Self>, job: String, passphrase: Option<Passphrase>) -> Result<(), Problem> {
        let id = number(&job)?;
        self.services.transfers.start(id, passphrase.map(Passphrase::into_secret)).await?;
        self.refresh(id).await.map(drop)
    }

    /// Cancel a job.
    pub(crate) async fn cancel(self: Arc<Self>, job: String, choice: Option<CancelChoice>) -> Result<(), Problem> {
        let id = number(&job)?;
        self.services.transfers.cancel(id, choice.map(Into::into)).await?;
        self.refresh(id).await.map(drop)
    }

    /// What cancelling a job would leave behind.
    pub(crate) async fn cancel_consequence(self: Arc<Self>, job: String) -> Result<CancelConsequence, Problem> {
        Ok(self.services.transfers.cancel_consequence(number(&job)?).await?.into())
    }

    /// Take an ended job off the list.
    pub(crate) async fn forget(self: Arc<Self>, job: String) -> Result<(), Problem> {
        let id = number(&job)?;
        if !self.services.transfers.job(id).await?.condition.is_ended() {
            return Err(problem::not_ended(id));
        }
        self.home.journal.remove_job(id).await.map_err(|e| of_journal(&e))?;
        self.stream.remove(id);
        Ok(())
    }

    /// Every fragment of a job, and every fact about it.
    pub(crate) async fn board(self: Arc<Self>, job: String) -> Result<Board, Problem> {
        let record = self.services.transfers.job(number(&job)?).await?;
        let events = self.events(record.id, u64::MAX).await?;
        // What is on its way is known to the stream alone.
        let live = self.stream.chart(record.id).filter(|chart| chart.segments() > 0);
        let chart = match live {
            Some(chart) => chart,
            None => self.chart_of(&record, &events).await?,
        };
        Ok(Board::new(&record, &chart, &events))
    }

    /// Where the file of a job is, or goes.
    pub(crate) async fn place(self: Arc<Self>, job: String) -> Result<PathBuf, Problem> {
        let record = self.services.transfers.job(number(&job)?).await?;
        Ok(path_from_bytes(match &record.details {
            TransferDetails::Upload(upload) => &upload.source,
            TransferDetails::Download(download) => &download.target,
        }))
    }

    /// How many transfers would be interrupted now.
    pub(crate) fn quit_question(&self) -> QuitQuestion {
        let moving = self.stream.moving().len();
        QuitQuestion { running: u32::try_from(moving).unwrap_or(u32::MAX) }
    }

    /// The events of a job up to a number, oldest first.
    pub(super) async fn events(&self, id: JobId, up_to: u64) -> Result<Vec<EventRecord>, Problem> {
        let mut events: Vec<EventRecord> = Vec::new();
        loop {
            let after = events.last().map_or(0, |record| record.sequence);
            let page = self.home.journal.events(Some(id), after, EVENT_PAGE).await.map_err(|e| of_journal(&e))?;
            let more = page.last().is_some_and(|last| last.sequence < up_to);
            events.extend(page.into_iter().filter(|record| record.sequence <= up_to));
            if !more {
                return Ok(events);
            }
        }
    }

    /// Tell the windows how a job is kept now.
    async fn refresh(&self, id: JobId) -> Result<Job, Problem> {
        let record = self.services.transfers.job(id).await?;
        Ok(self.stream.put(record))
    }
}

fn number(job: &str) -> Result<JobId, Problem> {
    job.parse().map_err(value_refused)
}

pub(super) fn value_refused(error: pileus_domain::DomainError) -> Problem {
    pileus_app::AppError::from(error).into()
}
