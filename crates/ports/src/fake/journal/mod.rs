//! The journal in memory.

mod catalogue;
mod faults;
mod jobs;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use pileus_domain::{AccountId, BucketName, Fid, FilePlan, GenesisHash, JobId, TerritoryName, TxHash};

pub use faults::JournalFault;
use faults::WriteGate;

use self::{catalogue::Catalogue, jobs::Jobs};
use crate::{
    Bucket, BucketId, BucketSum, CatalogueFile, Claim, EventRecord, FileCursor, FilePage, JobEvent, JobRecord, Journal,
    JournalError, Placement, Timestamp, TransactionRecord, TransactionState,
};

/// A journal in memory; clones share it.
#[derive(Clone, Default)]
pub struct FakeJournal {
    kept: Arc<Mutex<Kept>>,
    claims: Arc<Mutex<BTreeSet<JobId>>>,
    gate: Arc<WriteGate>,
    on_event: Arc<Mutex<Option<EventHook>>>,
}

type EventHook = Arc<dyn Fn(&EventRecord) + Send + Sync>;

/// What would be on disk.
#[derive(Default)]
struct Kept {
    jobs: Jobs,
    catalogue: Catalogue,
    settings: BTreeMap<String, String>,
}

impl FakeJournal {
    /// An empty journal.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same data as another process would find it after this one died: no claims, no faults.
    #[must_use]
    pub fn reopened(&self) -> Self {
        Self { kept: Arc::clone(&self.kept), ..Self::default() }
    }

    /// Let `writes` more writes pass and fail all later ones, as if the disk or the power went.
    pub fn fail_after(&self, writes: u64, fault: JournalFault) {
        self.gate.fail_after(writes, fault);
    }

    /// Let all writes pass again.
    pub fn repair(&self) {
        self.gate.repair();
    }

    /// Writes that passed so far.
    pub fn writes(&self) -> u64 {
        self.gate.passed()
    }

    /// Hear of each event as soon as it is kept.
    ///
    /// Called before the writer gets its answer, while no lock of the fake is held.
    pub fn on_event(&self, hook: impl Fn(&EventRecord) + Send + Sync + 'static) {
        *self.on_event.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(hook));
    }

    fn tell(&self, kept: Result<EventRecord, JournalError>) -> Result<EventRecord, JournalError> {
        let hook = self.on_event.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let (Ok(record), Some(hook)) = (&kept, hook) {
            hook(record);
        }
        kept
    }

    fn read(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> Result<MutexGuard<'_, Kept>, JournalError> {
        self.gate.pass()?;
        Ok(self.read())
    }
}

/// The right to run a job, given back on drop.
struct FakeClaim {
    id: JobId,
    claims: Arc<Mutex<BTreeSet<JobId>>>,
}

impl Claim for FakeClaim {}

impl Drop for FakeClaim {
    fn drop(&mut self) {
        self.claims.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

#[async_trait]
impl Journal for FakeJournal {
    async fn create_job(&self, job: &JobRecord) -> Result<(), JournalError> {
        self.write()?.jobs.create(job)
    }
    async fn update_job(&self, job: &JobRecord) -> Result<(), JournalError> {
        self.write()?.jobs.update(job)
    }
    async fn update_job_telling(
        &self,
        job: &JobRecord,
        at: Timestamp,
        event: &JobEvent,
    ) -> Result<EventRecord, JournalError> {
        let mut kept = self.write()?;
        kept.jobs.update(job)?;
        let record = kept.jobs.append_event(job.id, at, event);
        drop(kept);
        self.tell(record)
    }
    async fn job(&self, id: JobId) -> Result<Option<JobRecord>, JournalError> {
        Ok(self.read().jobs.get(id))
    }
    async fn jobs(&self) -> Result<Vec<JobRecord>, JournalError> {
        Ok(self.read().jobs.newest_first())
    }
    async fn jobs_of_file(&self, genesis: &GenesisHash, fid: &Fid) -> Result<Vec<JobRecord>, JournalError> {
        let mut jobs = self.read().jobs.newest_first();
        jobs.retain(|job| job.genesis == *genesis && job.fid == Some(*fid));
        Ok(jobs)
    }
    async fn remove_job(&self, id: JobId) -> Result<(), JournalError> {
        self.write()?.jobs.remove(id)
    }
    async fn claim(&self, id: JobId) -> Result<Option<Box<dyn Claim>>, JournalError> {
        let free = self.claims.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
        Ok(free.then(|| Box::new(FakeClaim { id, claims: Arc::clone(&self.claims) }) as Box<dyn Claim>))
    }

    async fn set_plan(&self, id: JobId, plan: &FilePlan, header: Option<&[u8]>) -> Result<(), JournalError> {
        self.write()?.jobs.set_plan(id, plan, header)
    }
    async fn plan(&self, id: JobId) -> Result<Option<FilePlan>, JournalError> {
        Ok(self.read().jobs.plan(id))
    }
    async fn set_header(&self, id: JobId, header: &[u8]) -> Result<(), JournalError> {
        self.write()?.jobs.set_header(id, header)
    }
    async fn header(&self, id: JobId) -> Result<Option<Vec<u8>>, JournalError> {
        Ok(self.read().jobs.header(id))
    }
    async fn clear_plan(&self, id: JobId) -> Result<(), JournalError> {
        self.write()?.jobs.clear_plan(id)
    }

    async fn put_transaction(&self, record: &TransactionRecord) -> Result<(), JournalError> {
        self.write()?.jobs.put_transaction(record)
    }
    async fn set_transaction_state(&self, hash: &TxHash, state: &TransactionState) -> Result<(), JournalError> {
        self.write()?.jobs.set_transaction_state(hash, state)
    }
    async fn transaction(&self, hash: &TxHash) -> Result<Option<TransactionRecord>, JournalError> {
        Ok(self.read().jobs.transaction(hash))
    }
    async fn transactions(&self, job: JobId) -> Result<Vec<TransactionRecord>, JournalError> {
        Ok(self.read().jobs.transactions(job))
    }

    async fn put_placement(&self, job: JobId, placement: &Placement) -> Result<(), JournalError> {
        self.write()?.jobs.put_placement(job, placement)
    }
    async fn put_placement_telling(
        &self,
        job: JobId,
        placement: &Placement,
        at: Timestamp,
        event: &JobEvent,
    ) -> Result<EventRecord, JournalError> {
        let mut kept = self.write()?;
        kept.jobs.put_placement(job, placement)?;
        let record = kept.jobs.append_event(job, at, event);
        drop(kept);
        self.tell(record)
    }
    async fn placements(&self, job: JobId) -> Result<Vec<Placement>, JournalError> {
        Ok(self.read().jobs.placements(job))
    }
    async fn remove_placements(&self, job: JobId, column: u8) -> Result<(), JournalError> {
        self.write()?.jobs.remove_placements(job, column);
        Ok(())
    }

    async fn append_event(&self, job: JobId, at: Timestamp, event: &JobEvent) -> Result<EventRecord, JournalError> {
        let record = self.write()?.jobs.append_event(job, at, event);
        self.tell(record)
    }
    async fn events(&self, job: Option<JobId>, after: u64, limit: u32) -> Result<Vec<EventRecord>, JournalError> {
        Ok(self.read().jobs.events(job, after, limit))
    }

    async fn create_bucket(
        &self,
        genesis: &GenesisHash,
        account: &AccountId,
        territory: &TerritoryName,
        name: &BucketName,
    ) -> Result<Bucket, JournalError> {
        self.write()?.catalogue.create_bucket(genesis, account, territory, name)
    }
    async fn buckets(&self, genesis: &GenesisHash, account: &AccountId) -> Result<Vec<Bucket>, JournalError> {
        Ok(self.read().catalogue.buckets(genesis, account))
    }
    async fn update_bucket(&self, bucket: &Bucket) -> Result<(), JournalError> {
        self.write()?.catalogue.update_bucket(bucket)
    }
    async fn delete_bucket(&self, id: BucketId) -> Result<(), JournalError> {
        self.write()?.catalogue.delete_bucket(id)
    }

    async fn put_file(&self, file: &CatalogueFile) -> Result<(), JournalError> {
        self.write()?.catalogue.put_file(file)
    }
    async fn put_files(&self, files: &[CatalogueFile]) -> Result<(), JournalError> {
        self.write()?.catalogue.put_files(files)
    }
    async fn files(&self, genesis: &GenesisHash, account: &AccountId) -> Result<Vec<CatalogueFile>, JournalError> {
        Ok(self.read().catalogue.files(genesis, account))
    }
    async fn file_page(
        &self,
        genesis: &GenesisHash,
        account: &AccountId,
        after: Option<FileCursor>,
        limit: u32,
    ) -> Result<FilePage, JournalError> {
        Ok(self.read().catalogue.file_page(genesis, account, after, limit))
    }
    async fn bucket_sums(&self, genesis: &GenesisHash, account: &AccountId) -> Result<Vec<BucketSum>, JournalError> {
        Ok(self.read().catalogue.bucket_sums(genesis, account))
    }
    async fn file(
        &self,
        genesis: &GenesisHash,
        account: &AccountId,
        fid: &Fid,
    ) -> Result<Option<CatalogueFile>, JournalError> {
        Ok(self.read().catalogue.file(genesis, account, fid))
    }
    async fn remove_file(&self, genesis: &GenesisHash, account: &AccountId, fid: &Fid) -> Result<(), JournalError> {
        self.write()?.catalogue.remove_file(genesis, account, fid);
        Ok(())
    }

    async fn data_key_uses(&self) -> Result<BTreeMap<String, u64>, JournalError> {
        Ok(self.read().catalogue.data_key_uses())
    }

    async fn catalogue_revision(&self) -> Result<u64, JournalError> {
        Ok(self.read().catalogue.revision())
    }

    async fn setting(&self, key: &str) -> Result<Option<String>, JournalError> {
        Ok(self.read().settings.get(key).cloned())
    }
    async fn set_setting(&self, key: &str, value: &str) -> Result<(), JournalError> {
        self.write()?.settings.insert(key.to_owned(), value.to_owned());
        Ok(())
    }
}
