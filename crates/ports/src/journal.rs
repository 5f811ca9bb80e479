//! The Journal port: what must survive a power cut.

use std::collections::BTreeMap;

use async_trait::async_trait;
use pileus_domain::{
    AccountId, BlockRef, BucketName, ByteCount, CancelChoice, Capsule, ChainFileName, Condition, Fid, FidRule,
    FilePlan, FragmentAddress, GatewayRecord, GenesisHash, JobId, JobKind, NodeId, Problem, Route, Stage,
    TerritoryName, TxHash,
};
use serde::{Deserialize, Serialize};

use crate::{DispatchFailure, JournalError, SignedTransaction, Timestamp};

/// How a file is protected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seal {
    /// Anyone can read it.
    None,
    /// Sealed with data keys of the keystore; each of them opens it alone.
    DataKey {
        /// Which; the first that was named.
        fingerprint: String,
        /// Those that open it as well.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        others: Vec<String>,
    },
    /// Sealed with a passphrase that is kept nowhere.
    Passphrase,
}

impl Seal {
    /// Sealed with one data key.
    pub fn data_key(fingerprint: impl Into<String>) -> Self {
        Self::DataKey { fingerprint: fingerprint.into(), others: Vec::new() }
    }

    /// The fingerprints of the data keys that open it, in the order in which they were named.
    pub fn fingerprints(&self) -> impl Iterator<Item = &str> {
        let keys = match self {
            Self::DataKey { fingerprint, others } => Some((fingerprint, others)),
            Self::None | Self::Passphrase => None,
        };
        keys.into_iter().flat_map(|(first, others)| std::iter::once(first).chain(others)).map(String::as_str)
    }
}

/// What the source file looked like when it was planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceStamp {
    /// Its length.
    pub length: u64,
    /// Its time of change, in nanoseconds since 1970.
    pub modified: i128,
    /// Device and inode, where the system has them.
    pub identity: Option<(u64, u64)>,
}

/// An upload's own facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadDetails {
    /// The file's path, as the system's own bytes.
    pub source: Vec<u8>,
    /// What it looked like; set with the plan.
    pub stamp: Option<SourceStamp>,
    /// Its real name.
    pub name: String,
    /// Its name on the chain.
    pub chain_name: ChainFileName,
    /// The bucket it goes to.
    pub bucket: BucketName,
    /// What kind of content it is.
    pub media_type: String,
    /// The space it is charged to.
    pub territory: TerritoryName,
    /// How it is protected.
    pub seal: Seal,
    /// Which way it takes.
    #[serde(default)]
    pub route: Route,
    /// How its FID is derived: as the first route wants it, whoever takes over.
    #[serde(default)]
    pub fid_rule: FidRule,
    /// Gateways that failed this upload, in their order: none of them gets it again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given_up: Vec<AccountId>,
    /// Let the client allocate even where the network would.
    pub client_allocation: bool,
    /// Chosen by the person after the order was signed.
    pub cancel: Option<CancelChoice>,
}

/// How the bytes that storage nodes keep become those of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opening {
    /// As they tell themselves: taken as they are, or opened where Pileus has sealed them.
    #[default]
    Told,
    /// Encrypted by a gateway (`Cipher`), under the passphrase that the gateway was given.
    Cipher,
    /// Encrypted by a CD²N gateway, under the key that it locked into this capsule.
    Capsule(Capsule),
}

/// A download's own facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DownloadDetails {
    /// Where it goes: the system's own bytes.
    pub target: Vec<u8>,
    /// Was it sealed? Known once the header is read.
    pub sealed: Option<bool>,
    /// How the person said that it is opened.
    #[serde(default)]
    pub opening: Opening,
    /// Which way its segments come first; what a gateway does not give comes from the storage nodes.
    #[serde(default)]
    pub route: Route,
}

impl DownloadDetails {
    /// To this place, opened as the file tells itself.
    pub fn to(target: Vec<u8>) -> Self {
        Self { target, sealed: None, opening: Opening::Told, route: Route::Direct }
    }
}

/// What kind of transfer, with its own facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferDetails {
    /// From disk to the network.
    Upload(UploadDetails),
    /// From the network to disk.
    Download(DownloadDetails),
}

/// One transfer as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobRecord {
    /// Its number.
    pub id: JobId,
    /// On which chain.
    pub genesis: GenesisHash,
    /// For whom; none for downloads of public files.
    pub account: Option<AccountId>,
    /// The file, once known.
    pub fid: Option<Fid>,
    /// Where it stands.
    pub stage: Stage,
    /// Whether it moves.
    pub condition: Condition,
    /// Bytes of the file.
    pub size: ByteCount,
    /// When it was asked for.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
    /// The rest.
    pub details: TransferDetails,
}

impl JobRecord {
    /// Upload or download.
    pub fn kind(&self) -> JobKind {
        match self.details {
            TransferDetails::Upload(_) => JobKind::Upload,
            TransferDetails::Download(_) => JobKind::Download,
        }
    }
    /// Can it still go on, by itself or when a person acts? Only such a job keeps others of its file out.
    pub fn is_live(&self) -> bool {
        !self.condition.is_ended()
    }
}

/// One thing that happened to a job. Order: stages in their order, then exactly one ending until it is resumed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum JobEvent {
    /// Certain, once a stage.
    StageEntered {
        /// The stage.
        stage: Stage,
    },
    /// Hashes are known. Certain, once a plan.
    Planned {
        /// The file.
        fid: Fid,
        /// Number of segments.
        segments: u32,
    },
    /// Bytes of the stage so far. May be dropped; never journaled.
    Advanced {
        /// The stage.
        stage: Stage,
        /// Bytes done.
        done: ByteCount,
        /// Bytes to do.
        total: ByteCount,
    },
    /// The order was signed. Certain.
    OrderSigned {
        /// Its transaction.
        transaction: TxHash,
    },
    /// The order is in a block. Certain.
    OrderInBlock {
        /// Its transaction.
        transaction: TxHash,
        /// The block.
        block: BlockRef,
    },
    /// The order is final. Certain.
    OrderFinal {
        /// Its transaction.
        transaction: TxHash,
        /// The block.
        block: BlockRef,
    },
    /// A gateway took the file and says that it has ordered it. Certain.
    HandedOver {
        /// The gateway's account.
        gateway: AccountId,
        /// Its address as people write it.
        #[serde(default)]
        name: Option<String>,
        /// The file, as the gateway counts.
        fid: Fid,
    },
    /// A gateway was given up; another one goes on, or the direct route. Certain.
    GatewayGivenUp {
        /// The gateway's account.
        gateway: AccountId,
        /// Its address as people write it.
        #[serde(default)]
        name: Option<String>,
        /// Why.
        problem: Problem,
        /// The gateway that goes on; none for the direct route.
        #[serde(default)]
        next: Option<GatewayRecord>,
    },
    /// The network, or the client, chose nodes. Certain.
    Allocated {
        /// By column position.
        nodes: Vec<NodeId>,
        /// True when the chain did.
        by_network: bool,
    },
    /// A node has a fragment. Certain, once each.
    FragmentPlaced {
        /// Which.
        at: FragmentAddress,
        /// Where.
        node: NodeId,
    },
    /// A node was given up for a column. Certain.
    NodeReplaced {
        /// The column.
        column: u8,
        /// The one given up.
        from: NodeId,
        /// The next one.
        to: NodeId,
        /// Why.
        reason: String,
    },
    /// A node reported a column on the chain. Certain, once each.
    ColumnReported {
        /// The column.
        column: u8,
        /// Who.
        node: NodeId,
        /// Seen at this block.
        block: BlockRef,
    },
    /// The file is ACTIVE in a final block and equals the plan, or is written to disk. Certain, ends the job.
    Completed {
        /// The file.
        fid: Fid,
        /// The final block, for uploads.
        block: Option<BlockRef>,
    },
    /// Certain, ends the run.
    Failed {
        /// Why.
        problem: Problem,
    },
    /// Certain, ends the run.
    Paused,
    /// Certain, ends the run.
    NeedsKey,
    /// Certain, ends the job.
    Cancelled {
        /// Space that stays locked on the chain.
        locked: ByteCount,
    },
}

impl JobEvent {
    /// Must it reach the journal before a window?
    pub fn is_certain(&self) -> bool {
        !matches!(self, Self::Advanced { .. })
    }
}

/// An event with its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRecord {
    /// Grows over all jobs, without gaps in what is kept.
    pub sequence: u64,
    /// Whose.
    pub job: JobId,
    /// When.
    pub at: Timestamp,
    /// What.
    #[serde(flatten)]
    pub event: JobEvent,
}

/// Why a transaction was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransactionPurpose {
    /// The order of an upload.
    Order {
        /// Of this file.
        fid: Fid,
    },
    /// Deleting a file.
    Delete {
        /// This file.
        fid: Fid,
    },
    /// Anything about a territory.
    Territory,
    /// Anything else, named.
    Other(String),
}

/// What is known of a transaction's fate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransactionState {
    /// Durable, maybe submitted, maybe not.
    Signed,
    /// In a block.
    InBlock(BlockRef),
    /// In a final block; with the error if it failed.
    Final {
        /// The block.
        block: BlockRef,
        /// Why it failed.
        failure: Option<DispatchFailure>,
    },
    /// A final block past its era without it.
    Expired,
}

/// A transaction as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransactionRecord {
    /// The signed bytes.
    pub transaction: SignedTransaction,
    /// On which chain.
    pub genesis: GenesisHash,
    /// For which job.
    pub job: Option<JobId>,
    /// Why.
    pub purpose: TransactionPurpose,
    /// One line of what it does, for people.
    pub summary: String,
    /// Its fate.
    pub state: TransactionState,
    /// When it was signed.
    pub created: Timestamp,
}

/// A fragment that a node accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    /// Which.
    pub at: FragmentAddress,
    /// Where.
    pub node: NodeId,
}

/// The number of a bucket; survives renaming.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BucketId(pub i64);

/// A bucket of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    /// Its number.
    pub id: BucketId,
    /// On which chain.
    pub genesis: GenesisHash,
    /// Whose.
    pub account: AccountId,
    /// In which territory.
    pub territory: TerritoryName,
    /// Its name.
    pub name: BucketName,
    /// Has the person been told that plain files in it are public?
    pub public_warned: bool,
}

/// A file of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueFile {
    /// The file.
    pub fid: Fid,
    /// On which chain.
    pub genesis: GenesisHash,
    /// Whose.
    pub account: AccountId,
    /// In which bucket.
    pub bucket: BucketId,
    /// Its real name.
    pub name: String,
    /// Its real length.
    pub size: ByteCount,
    /// What kind of content it is.
    pub media_type: String,
    /// How it is protected.
    pub seal: Seal,
    /// When it was stored.
    pub added: Timestamp,
}

/// Where a page of the catalogue ended; only the journal that made it reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileCursor {
    /// When its last file was added.
    pub added: Timestamp,
    /// Which one of those that were added then.
    pub number: i64,
}

/// Some files of the catalogue, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePage {
    /// The files.
    pub files: Vec<CatalogueFile>,
    /// Where the next page begins; none after the oldest file.
    pub next: Option<FileCursor>,
}

/// What is in a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BucketSum {
    /// Which.
    pub bucket: BucketId,
    /// Files in it, one at least.
    pub files: u64,
    /// Their bytes.
    pub size: ByteCount,
}

/// The right to run a job in this process; given back on drop, also by a crash.
pub trait Claim: Send + Sync {}

/// Keeps jobs, transactions, events and the catalogue. What a call returned from is on disk.
#[async_trait]
pub trait Journal: Send + Sync + 'static {
    /// Keep a new job.
    ///
    /// # Errors
    /// [`JournalError::Duplicate`] when a live upload of the same file on the same chain exists.
    async fn create_job(&self, job: &JobRecord) -> Result<(), JournalError>;
    /// Replace what is kept of a job.
    ///
    /// # Errors
    /// [`JournalError::NoJob`]; [`JournalError::Duplicate`] as for `create_job`.
    async fn update_job(&self, job: &JobRecord) -> Result<(), JournalError>;
    /// The same, and keep an event that tells of it: both or neither, in one write.
    ///
    /// # Errors
    /// As for `update_job`.
    async fn update_job_telling(
        &self,
        job: &JobRecord,
        at: Timestamp,
        event: &JobEvent,
    ) -> Result<EventRecord, JournalError>;
    /// One job.
    async fn job(&self, id: JobId) -> Result<Option<JobRecord>, JournalError>;
    /// All jobs, newest first.
    async fn jobs(&self) -> Result<Vec<JobRecord>, JournalError>;
    /// Jobs of a file on a chain, newest first.
    async fn jobs_of_file(&self, genesis: &GenesisHash, fid: &Fid) -> Result<Vec<JobRecord>, JournalError>;
    /// Forget an ended job and all that hangs on it.
    async fn remove_job(&self, id: JobId) -> Result<(), JournalError>;
    /// Take the right to run a job; none while another process has it.
    async fn claim(&self, id: JobId) -> Result<Option<Box<dyn Claim>>, JournalError>;

    /// Keep the plan of a job, and the finished header of a sealed one; replaces older ones and their placements.
    ///
    /// Without a header an older one stays: it holds the only copy of a file's key.
    async fn set_plan(&self, id: JobId, plan: &FilePlan, header: Option<&[u8]>) -> Result<(), JournalError>;
    /// The plan of a job.
    async fn plan(&self, id: JobId) -> Result<Option<FilePlan>, JournalError>;
    /// Keep a sealed header before its plan is made.
    async fn set_header(&self, id: JobId, header: &[u8]) -> Result<(), JournalError>;
    /// The finished header of a sealed job.
    async fn header(&self, id: JobId) -> Result<Option<Vec<u8>>, JournalError>;
    /// Forget header and plan: the file key is retired.
    async fn clear_plan(&self, id: JobId) -> Result<(), JournalError>;

    /// Keep a signed transaction, before it is submitted.
    async fn put_transaction(&self, record: &TransactionRecord) -> Result<(), JournalError>;
    /// Keep what became of it.
    async fn set_transaction_state(&self, hash: &TxHash, state: &TransactionState) -> Result<(), JournalError>;
    /// One transaction.
    async fn transaction(&self, hash: &TxHash) -> Result<Option<TransactionRecord>, JournalError>;
    /// Transactions of a job, oldest first.
    async fn transactions(&self, job: JobId) -> Result<Vec<TransactionRecord>, JournalError>;

    /// Keep where a fragment went; the last node of an address wins.
    async fn put_placement(&self, job: JobId, placement: &Placement) -> Result<(), JournalError>;
    /// The same, and keep an event that tells of it: both or neither, in one write.
    async fn put_placement_telling(
        &self,
        job: JobId,
        placement: &Placement,
        at: Timestamp,
        event: &JobEvent,
    ) -> Result<EventRecord, JournalError>;
    /// Where fragments went.
    async fn placements(&self, job: JobId) -> Result<Vec<Placement>, JournalError>;
    /// Forget the placements of one column, whose node lost it.
    async fn remove_placements(&self, job: JobId, column: u8) -> Result<(), JournalError>;

    /// Keep an event and give it its number.
    async fn append_event(&self, job: JobId, at: Timestamp, event: &JobEvent) -> Result<EventRecord, JournalError>;
    /// Events after a number, of one job or of all, oldest first, at most `limit`.
    async fn events(&self, job: Option<JobId>, after: u64, limit: u32) -> Result<Vec<EventRecord>, JournalError>;

    /// Make a bucket.
    async fn create_bucket(
        &self,
        genesis: &GenesisHash,
        account: &AccountId,
        territory: &TerritoryName,
        name: &BucketName,
    ) -> Result<Bucket, JournalError>;
    /// Buckets of an account on a chain.
    async fn buckets(&self, genesis: &GenesisHash, account: &AccountId) -> Result<Vec<Bucket>, JournalError>;
    /// Replace name, territory and warning of a bucket.
    async fn update_bucket(&self, bucket: &Bucket) -> Result<(), JournalError>;
    /// Remove an empty bucket.
    async fn delete_bucket(&self, id: BucketId) -> Result<(), JournalError>;

    /// Keep a file of the catalogue; replaces an older entry of the same file and account.
    async fn put_file(&self, file: &CatalogueFile) -> Result<(), JournalError>;
    /// The same for several files in one write: all of them or none.
    async fn put_files(&self, files: &[CatalogueFile]) -> Result<(), JournalError>;
    /// Files of an account on a chain, newest first.
    async fn files(&self, genesis: &GenesisHash, account: &AccountId) -> Result<Vec<CatalogueFile>, JournalError>;
    /// The first files of an account on a chain, newest first, or those behind a page; at most `limit`.
    ///
    /// A file that changes between two pages may be in both or in neither; [`Journal::catalogue_revision`] tells.
    async fn file_page(
        &self,
        genesis: &GenesisHash,
        account: &AccountId,
        after: Option<FileCursor>,
        limit: u32,
    ) -> Result<FilePage, JournalError>;
    /// What is in the buckets of an account on a chain, in the order of their numbers; empty ones are left out.
    async fn bucket_sums(&self, genesis: &GenesisHash, account: &AccountId) -> Result<Vec<BucketSum>, JournalError>;
    /// One file of an account on a chain.
    async fn file(
        &self,
        genesis: &GenesisHash,
        account: &AccountId,
        fid: &Fid,
    ) -> Result<Option<CatalogueFile>, JournalError>;
    /// Forget a file.
    async fn remove_file(&self, genesis: &GenesisHash, account: &AccountId, fid: &Fid) -> Result<(), JournalError>;

    /// How many files of the catalogue each data key opens, by its fingerprint: of all accounts, on all chains.
    async fn data_key_uses(&self) -> Result<BTreeMap<String, u64>, JournalError>;

    /// A number that grows with every change of buckets and files, whichever process made it.
    async fn catalogue_revision(&self) -> Result<u64, JournalError>;

    /// A setting, as JSON text.
    async fn setting(&self, key: &str) -> Result<Option<String>, JournalError>;
    /// Keep a setting.
    async fn set_setting(&self, key: &str, value: &str) -> Result<(), JournalError>;
}
