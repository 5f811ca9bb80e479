//! What crosses to the windows of the desktop program, as the pages read it.
//!
//! Duty: one shape for each request, answer and update of the Transfers window. The pages' own types are generated
//! from these.
//!
//! Invariants: names are written in camel case; money is a decimal string of plancks, byte counts and times are
//! numbers, hashes and addresses are strings; a passphrase comes in and never goes out.
//!
//! Absent on purpose: no words for people except those of problems. A page takes its words from its own catalogue.

mod bar;
mod board;
mod calls;
mod cancel;
mod catalogue;
mod chart;
mod check;
mod file_details;
mod gateways;
mod job;
mod keys;
mod kit;
mod link;
mod lookup;
mod networks;
mod preview;
mod problem;
mod receipt;
mod removal;
mod resealing;
mod route;
mod settings;
mod sheet;
mod shell;
mod space;
mod territory_state;
mod transaction;
mod update;
mod windows;

pub use bar::NetworkBar;
pub use board::{BlockPlace, Board, Fact, FactData, FactKind};
pub use calls::CallStop;
pub use cancel::{CancelChoice, CancelConsequence, QuitQuestion};
pub use catalogue::{
    BucketNumber, BucketRow, CatalogueHead, CatalogueUpdate, FileRow, FileStanding, FileState, RemovedRow, Shelf,
};
pub use chart::{CellChange, Chart, Mark};
pub use check::{CheckFinding, CheckProgress, DrillReport, FragmentTrouble, LocalCheck, LocalCheckHow, VerifyReport};
pub use file_details::{FileDetails, FileEvent, FileEventKind, FileKey, FileLine};
pub use gateways::{GatewayAnswer, GatewayChange, GatewayLink, GatewayRow, GatewaySilence, IdleGateway};
pub use job::{Advance, FileOpening, Job, JobCondition, JobKind, JobSeal, JobStage};
pub use keys::{
    AccountCard, AccountOrigin, Copied, CreatedAccount, DataKeyRow, KeyringState, KeysView, LockQuestion, Protection,
    SecretKind, Words,
};
pub use kit::{
    KitAccount, KitDataKey, KitDrill, KitFace, KitMade, KitOpening, KitReport, KitRestored, KitSource, KitSplit,
    KitState, KitWords, KitWordsJudged,
};
pub use link::Link;
pub use lookup::{FoundFile, FoundOwner, LookUpUpdate, LookedUp};
pub use networks::{NetworkEndpoint, NetworkProfile, NetworkProfiles, NewNetwork};
pub use preview::{Preview, PreviewKind};
pub use problem::Problem;
pub use receipt::{ChainWord, ReceiptReport};
pub use removal::{Downloads, MoveQuestion, MoveWarning, Moved, RefusedFile, RemovalQuestion, Removed, RemovedFile};
pub use resealing::{Resealing, ResealingSpace, SpaceLack};
pub use route::{GatewayName, RouteAdvice, RouteQuestion, RouteReason, RouteRequest, UsableGateway};
pub use settings::{ProgramSettings, SettingsRequest};
pub use sheet::{Passphrase, Refused, SealRequest, Sheet, SheetItem, SheetKey, SheetTotals, UploadRequest, Uploaded};
pub use shell::{Phase, ShellState};
pub use space::{AccountName, Space, SpaceChange, SpaceQuote, SpaceReceipt, TerritoryCard};
pub use territory_state::TerritoryState;
pub use transaction::{FoundTransaction, TransactionAct, TransactionStanding};
pub use update::{JobCells, JobFact, Snapshot, Update};
pub use windows::WindowKind;
