//! What the pipeline needs from the world, as traits.
//!
//! Duty: name each dependency on the outside (chain, storage nodes, gateways, journal, keystore, clock, entropy) in the words
//! of `domain`, with a fake of each and one conformance suite that fake and real adapter must both pass.
//!
//! Invariants: a port speaks domain values only; every error has a kind that the pipeline can decide on.
//!
//! Absent on purpose: no network, no files, no knowledge of any adapter.

mod chain;
mod clock;
pub mod conformance;
mod consent;
mod entropy;
mod error;
pub mod fake;
mod gateway;
mod journal;
mod keystore;
mod nodes;
mod passage;
mod stack;

pub use chain::{
    At, Balance, BlockStream, Capabilities, Chain, ChainIdentity, DispatchFailure, EndpointHealth, FileStatus,
    SearchHit, SearchProgress, SignedTransaction, Signer, StorageMarket, TransactionOutcome, TransactionStream,
    TransactionUpdate,
};
pub use clock::{Clock, SystemClock, Timestamp};
pub use consent::{Consent, Given};
pub use entropy::{Entropy, OsEntropy};
pub use error::{
    AccountFileError, Cause, ChainError, ErrorKind, GatewayError, GatewayErrorKind, JournalError, KeystoreError,
    NodeError, NodeErrorKind, PortError, Rejection,
};
pub use gateway::{Gateway, GatewayContent, GatewayFile, GatewayIdentity, GatewayOwner, GatewayUpload, Handed};
pub use journal::{
    Bucket, BucketId, BucketSum, CatalogueFile, Claim, DownloadDetails, EventRecord, FileCursor, FilePage, JobEvent,
    JobRecord, Journal, Opening, Placement, Seal, SourceStamp, TransactionPurpose, TransactionRecord, TransactionState,
    TransferDetails, UploadDetails,
};
pub use keystore::{
    AccountEntry, AccountOrigin, BundledAccount, BundledDataKey, DataKeyEntry, KeyringState, Keystore, Protection,
    RestoredSecrets, SecretBundle, SecretBytes, SecretText, free_name,
};
pub use nodes::{NodeStatus, Nodes};
pub use passage::Passage;
pub use stack::{clear_task_stack, on_cleared_stack};
