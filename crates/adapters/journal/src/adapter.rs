//! The adapter: every call of the port, sent to the right thread.

use std::{collections::BTreeMap, path::Path};

use async_trait::async_trait;
use pileus_domain::{AccountId, BucketName, Fid, FilePlan, GenesisHash, JobId, TerritoryName, TxHash};
use pileus_ports::{
    Bucket, BucketId, BucketSum, CatalogueFile, Claim, EventRecord, FileCursor, FilePage, JobEvent, JobRecord, Journal,
    JournalError, Placement, Timestamp, TransactionRecord, TransactionState,
};
use rusqlite::Transaction;

use crate::{
    catalogue, error::During, events, jobs, locks::Locks, plans, private, schema, transactions, worker::Worker,
};

const FILE_NAME: &str = "journal.sqlite";
const LOCK_FOLDER: &str = "locks";

/// The journal in a folder of its own: `journal.sqlite` and `locks/`.
///
/// Several processes may have it open at once.
pub struct JournalAdapter {
    writer: Worker,
    reader: Worker,
    locks: Locks,
}

impl JournalAdapter {
    /// Open the journal of a folder; make both if need be. Blocks for a few disk accesses.
    ///
    /// A folder that is made here is for its owner alone (0700), as the files are always (0600).
    ///
    /// # Errors
    /// [`JournalError::Newer`], [`JournalError::Damaged`], [`JournalError::Full`], [`JournalError::Storage`].
    pub fn open(folder: &Path) -> Result<Self, JournalError> {
        private::make_folder(folder).during("make its folder")?;
        let locks = Locks::open(folder.join(LOCK_FOLDER)).during("open its locks")?;
        let path = folder.join(FILE_NAME);
        let opening = private::open_file(&folder.join(LOCK_FOLDER).join("opening")).during("open its locks")?;
        opening.lock().during("wait for another process to open it")?;
        let writer = Worker::start("journal-writer", schema::open(&path)?)?;
        let reader = Worker::start("journal-reader", schema::open(&path)?)?;
        Ok(Self { writer, reader, locks })
    }
}

#[async_trait]
impl Journal for JournalAdapter {
    async fn create_job(&self, job: &JobRecord) -> Result<(), JournalError> {
        let job = job.clone();
        self.writer.write(move |db| jobs::create(db, &job)).await
    }
    async fn update_job(&self, job: &JobRecord) -> Result<(), JournalError> {
        let job = job.clone();
        self.writer.write(move |db| jobs::update(db, &job)).await
    }
    async fn update_job_telling(
        &self,
        job: &JobRecord,
        at: Timestamp,
        event: &JobEvent,
    ) -> Result<EventRecord, JournalError> {
        let (job, event) = (job.clone(), event.clone());
        let both = move |db: &Transaction<'_>| {
            jobs::update(db, &job)?;
            events::append(db, job.id, at, &event)
        };
        self.writer.write(both).await
    }
    async fn job(&self, id: JobId) -> Result<Option<JobRecord>, JournalError> {
        self.reader.read(move |db| jobs::get(db, id)).await
    }
    async fn jobs(&self) -> Result<Vec<JobRecord>, JournalError> {
        self.reader.read(jobs::newest_first).await
    }
    async fn jobs_of_file(&self, genesis: &GenesisHash, fid: &Fid) -> Result<Vec<JobRecord>, JournalError> {
        let (genesis, fid) = (*genesis, *fid);
        self.reader.read(move |db| jobs::of_file(db, &genesis, &fid)).await
    }
    async fn remove_job(&self, id: JobId) -> Result<(), JournalError> {
        self.writer.write(move |db| jobs::remove(db, id)).await
    }
    async fn claim(&self, id: JobId) -> Result<Option<Box<dyn Claim>>, JournalError> {
        let lock = self.locks.claim(id).during("claim a job")?;
        Ok(lock.map(|lock| Box::new(lock) as Box<dyn Claim>))
    }

    async fn set_plan(&self, id: JobId, plan: &FilePlan, header: Option<&[u8]>) -> Result<(), JournalError> {
        let (plan, header) = (plan.clone(), header.map(<[u8]>::to_vec));
        self.writer.write(move |db| plans::set(db, id, &plan, header.as_deref())).await
    }
    async fn plan(&self, id: JobId) -> Result<Option<FilePlan>, JournalError> {
        self.reader.read(move |db| plans::get(db, id)).await
    }
    async fn set_header(&self, id: JobId, header: &[u8]) -> Result<(), JournalError> {
        let header = header.to_vec();
        self.writer.write(move |db| plans::set_header(db, id, &header)).await
    }
    async fn header(&self, id: JobId) -> Result<Option<Vec<u8>>, JournalError> {
        self.reader.read(move |db| plans::header(db, id)).await
    }
    async fn clear_plan(&self, id: JobId) -> Result<(), JournalError> {
        self.writer.write(move |db| plans::clear(db, id)).await
    }

    async fn put_transaction(&self, record: &TransactionRecord) -> Result<(), JournalError> {
        let record = record.clone();
        self.writer.write(move |db| transactions::put(db, &record)).await
    }
    async fn set_transaction_state(&self, hash: &TxHash, state: &TransactionState) -> Result<(), JournalError> {
        let (hash, state) = (*hash, state.clone());
        self.writer.write(move |db| transactions::set_state(db, &hash, &state)).await
    }
    async fn transaction(&self, hash: &TxHash) -> Result<Option<TransactionRecord>, JournalError> {
        let hash = *hash;
        self.reader.read(move |db| transactions::get(db, &hash)).await
    }
    async fn transactions(&self, job: JobId) -> Result<Vec<TransactionRecord>, JournalError> {
        self.reader.read(move |db| transactions::of_job(db, job)).await
    }

    async fn put_placement(&self, job: JobId, placement: &Placement) -> Result<(), JournalError> {
        let placement = *placement;
        self.writer.write(move |db| plans::put_placement(db, job, &placement)).await
    }
    async fn put_placement_telling(
        &self,
        job: JobId,
        placement: &Placement,
        at: Timestamp,
        event: &JobEvent,
    ) -> Result<EventRecord, JournalError> {
        let (placement, event) = (*placement, event.clone());
        let both = move |db: &Transaction<'_>| {
            plans::put_placement(db, job, &placement)?;
            events::append(db, job, at, &event)
        };
        self.writer.write(both).await
    }
    async fn placements(&self, job: JobId) -> Result<Vec<Placement>, JournalError> {
        self.reader.read(move |db| plans::placements(db, job)).await
    }
    async fn remove_placements(&self, job: JobId, column: u8) -> Result<(), JournalError> {
        self.writer.write(move |db| plans::remove_column(db, job, column)).await
    }

    async fn append_event(&self, job: JobId, at: Timestamp, event: &JobEvent) -> Result<EventRecord, JournalError> {
        let event = event.clone();
        self.writer.write(move |db| events::append(db, job, at, &event)).await
    }
    async fn events(&self, job: Option<JobId>, after: u64, limit: u32) -> Result<Vec<EventRecord>, JournalError> {
        self.reader.read(move |db| events::after(db, job, after, limit)).await
    }

    async fn create_bucket(
        &self,
        genesis: &GenesisHash,
        account: &AccountId,
        territory: &TerritoryName,
        name: &BucketName,
    ) -> Result<Bucket, JournalError> {
        let (genesis, account, territory, name) = (*genesis, *account, territory.clone(), name.clone());
        self.writer.write(move |db| catalogue::create_bucket(db, &genesis, &account, &territory, &name)).await
    }
    async fn buckets(&self, genesis: &GenesisHash, account: &AccountId) -> Result<Vec<Bucket>, JournalError> {
        let (genesis, account) = (*genesis, *account);
        self.reader.read(move |db| catalogue::buckets(db, &genesis, &account)).await
    }
    async fn update_bucket(&self, bucket: &Bucket) -> Result<(), JournalError> {
        let bucket = bucket.clone();
        self.writer.write(move |db| catalogue::update_bucket(db, &bucket)).await
    }
    async fn delete_bucket(&self, id: BucketId) -> Result<(), JournalError> {
        self.writer.write(move |db| catalogue::delete_bucket(db, id)).await
    }

    async fn put_file(&self, file: &CatalogueFile) -> Result<(), JournalError> {
        let file = file.clone();
        self.writer.write(move |db| catalogue::put_file(db, &file)).await
    }
    async fn put_files(&self, files: &[CatalogueFile]) -> Result<(), JournalError> {
        let files = files.to_vec();
        self.writer.write(move |db| files.iter().try_for_each(|file| catalogue::put_file(db, file))).await
    }
    async fn files(&self, genesis: &GenesisHash, account: &AccountId) -> Result<Vec<CatalogueFile>, JournalError> {
        let (genesis, account) = (*genesis, *account);
        self.reader.read(move |db| catalogue::files(db, &genesis, &account)).await
    }
    async fn file_page(
        &self,
        genesis: &GenesisHash,
        account: &AccountId,
        after: Option<FileCursor>,
        limit: u32,
    ) -> Result<FilePage, JournalError> {
        let (genesis, account) = (*genesis, *account);
        self.reader.read(move |db| catalogue::file_page(db, &genesis, &account, after, limit)).await
    }
    async fn bucket_sums(&self, genesis: &GenesisHash, account: &AccountId) -> Result<Vec<BucketSum>, JournalError> {
        let (genesis, account) = (*genesis, *account);
        self.reader.read(move |db| catalogue::bucket_sums(db, &genesis, &account)).await
    }
    async fn file(
        &self,
        genesis: &GenesisHash,
        account: &AccountId,
        fid: &Fid,
    ) -> Result<Option<CatalogueFile>, JournalError> {
        let (genesis, account, fid) = (*genesis, *account, *fid);
        self.reader.read(move |db| catalogue::find_file(db, &genesis, &account, &fid)).await
    }
    async fn remove_file(&self, genesis: &GenesisHash, account: &AccountId, fid: &Fid) -> Result<(), JournalError> {
        let (genesis, account, fid) = (*genesis, *account, *fid);
        self.writer.write(move |db| catalogue::remove_file(db, &genesis, &account, &fid)).await
    }

    async fn data_key_uses(&self) -> Result<BTreeMap<String, u64>, JournalError> {
        self.reader.read(catalogue::data_key_uses).await
    }

    async fn catalogue_revision(&self) -> Result<u64, JournalError> {
        self.reader.read(catalogue::revision).await
    }

    async fn setting(&self, key: &str) -> Result<Option<String>, JournalError> {
        let key = key.to_owned();
        self.reader.read(move |db| catalogue::setting(db, &key)).await
    }
    async fn set_setting(&self, key: &str, value: &str) -> Result<(), JournalError> {
        let (key, value) = (key.to_owned(), value.to_owned());
        self.writer.write(move |db| catalogue::set_setting(db, &key, &value)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_full_disk_is_named_and_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let journal = JournalAdapter::open(folder.path()).unwrap();
        journal.set_setting("small", "1").await.unwrap();
        let limit = |pages: u32| {
            journal.writer.read(move |db| {
                db.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).during("set a limit")
            })
        };
        limit(1).await.unwrap();
        let large = "x".repeat(1 << 20);
        let result = journal.set_setting("large", &large).await;
        assert!(matches!(result, Err(JournalError::Full { .. })), "{result:?}");
        assert_eq!(journal.setting("large").await.unwrap(), None);
        limit(u32::MAX - 1).await.unwrap();
        journal.set_setting("large", &large).await.unwrap();
        assert_eq!(journal.setting("small").await.unwrap().as_deref(), Some("1"));
    }
}
