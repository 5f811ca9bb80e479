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
mod bulk;
mod context;
mod diagnostics;
mod error;
mod feed;
mod files;
mod gateways;
mod keys;
mod kit;
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
mod uplink;

pub use buckets::{BucketSummary, Buckets, MoveQuestion};
pub use bulk::{BULK_LIMIT, BulkOutcome, BulkProgress, BulkWatch};
pub use context::{Ports, Services, Settings};
pub use diagnostics::{Diagnostics, EndpointFact, NetworkFacts, NetworkKind};
pub use error::AppError;
pub use feed::{Subscription, Update};
pub use files::{
    DrillReport, FileDetails, FileEntry, Files, Health, HealthStanding, KeyUse, LocalCheck, RebuildProgress, Rebuilt,
    Refusal, Removal, RemovalQuestion, Resealing, ResealingSpace, SpaceLack, UnknownFile, UnknownReason, segments_of,
    space_taken,
};
pub use gateways::{
    GatewayChange, GatewayEntry, GatewayLink, GatewayPower, GatewayReach, GatewayTold, Gateways, RouteAdvice,
    RouteReason, ToldDifference, ToldFile, length_to_send,
};
pub use keys::Keys;
#[doc(hidden)]
pub use kit::fuzzing as kit_fuzzing;
pub use kit::{
    KitAccount, KitDataKey, KitDrill, KitDrillProgress, KitError, KitFace, KitMade, KitOpening, KitReport, KitRestored,
    KitSource, KitSplit, KitStanding, Kits, PhraseFault, RestoreProgress, WordsJudged, judge_words,
};
pub use networks::{LOCAL, NetworkProfile, Networks, preset_label};
pub use preferences::{PreferenceError, Preferences};
pub use previews::{PreviewFile, PreviewKind, PreviewType, Previews};
pub use receipts::{
    ChainWord, RECEIPT_LIMIT, RECEIPT_VERSION, ReceiptAccount, ReceiptCheck, ReceiptColumn, ReceiptError, ReceiptFile,
    ReceiptNetwork, ReceiptOrder, ReceiptSignature, ReceiptStored, Receipts, Scheme, Signature, SignedReceipt,
    StorageReceipt,
};
pub use setup::{Faucet, FirstUse, Ready, Setup, Wishes};
pub use space::{POINT_LIMIT, PricedChange, PricedWish, Sample, Space, SpaceOverview, TerritoryOverview};
pub use standing::Standing;
pub use status::{FileReport, SEARCH_LIMIT, Status, StatusQuery, TransactionReport, TransactionSearch};
pub use territories::{Quote, Receipt, SpaceWanted, Territories, TerritoryChange};
pub use transfers::{
    CancelConsequence, Created, DownloadRequest, Outcome, SealChoice, Snapshot, Transfers, UploadRequest, Wish,
    list_jobs, post_wish,
};
