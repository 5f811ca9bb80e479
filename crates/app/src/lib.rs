//! The services of Pileus: what a person can ask for, whatever window or command asks.
//!
//! Duty: turn wishes into jobs, transactions and catalogue entries, with every check that a person should hear of
//! before money or bytes move, and tell what happens as one numbered stream.
//!
//! Invariants: a service returns a value or a [`pileus_domain::Problem`] with a remedy; nothing is signed that was not
//! quoted first or asked for; secrets go in and never come out.
//!
//! Absent on purpose: no concrete adapter, no printing, no prompt. Callers build the ports and show the answers.

mod buckets;
mod context;
mod diagnostics;
mod error;
mod feed;
mod files;
mod keys;
mod networks;
mod preferences;
mod previews;
mod receipts;
mod setup;
mod space;
mod standing;
mod status;
mod territories;
mod transfers;

pub use buckets::{BucketSummary, Buckets, MoveQuestion};
pub use context::{Ports, Services, Settings};
pub use diagnostics::{Diagnostics, EndpointFact, NetworkFacts, NetworkKind};
pub use error::AppError;
pub use feed::{Subscription, Update};
pub use files::{
    BULK_LIMIT, DrillReport, FileDetails, FileEntry, Files, Health, HealthStanding, KeyUse, LocalCheck, Refusal,
    Removal, RemovalQuestion, segments_of, space_taken,
};
pub use keys::Keys;
pub use networks::{LOCAL, NetworkProfile, Networks, preset_label};
pub use preferences::{PreferenceError, Preferences};
pub use previews::{PreviewFile, PreviewKind, PreviewType, Previews};
pub use receipts::{
    ChainWord, RECEIPT_LIMIT, RECEIPT_VERSION, ReceiptAccount, ReceiptCheck, ReceiptColumn, ReceiptError, ReceiptFile,
    ReceiptNetwork, ReceiptOrder, ReceiptSignature, ReceiptStored, Receipts, Scheme, Signature, SignedReceipt,
    StorageReceipt,
};
pub use setup::{Faucet, FirstUse, Ready, Setup, Wishes};
pub use space::{POINT_LIMIT, PricedChange, Sample, Space, SpaceOverview, TerritoryOverview};
pub use standing::Standing;
pub use status::{FileReport, SEARCH_LIMIT, Status, StatusQuery, TransactionReport, TransactionSearch};
pub use territories::{Quote, Receipt, Territories, TerritoryChange};
pub use transfers::{
    CancelConsequence, Created, DownloadRequest, Outcome, SealChoice, Snapshot, Transfers, UploadRequest, Wish,
    list_jobs, post_wish,
};
