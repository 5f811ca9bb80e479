//! What crosses to machines and windows: views, events, results and problems.
//!
//! Duty: give every answer of the services one stable shape in JSON.
//!
//! Invariants: amounts of money are decimal strings of plancks, byte counts and times are numbers, hashes are
//! lower-case hexadecimal digits; a field is never renamed, only added; no secret has a place in any view.
//!
//! Absent on purpose: no decisions. A view is made from a service's answer and nothing else.

mod account;
mod bucket;
mod check;
mod event;
mod file;
mod gateway;
mod gateway_told;
mod job;
mod kit;
mod line;
mod network;
mod plan;
mod problem;
mod receipt;
mod resealing;
mod route;
mod territory;
mod transaction;
pub mod window;

pub use account::{
    AccountFileView, AccountView, BalanceView, DataKeyFileView, DataKeyUseView, DataKeyView, KeystoreView, RotationView,
};
pub use bucket::BucketView;
pub use check::{DrillView, LocalCheckView};
pub use event::{EventView, ProgressView, UpdateView};
pub use file::{FileStatusView, FileView, FindingView, RemovalView, VerifyView};
pub use gateway::GatewayView;
pub use gateway_told::{GatewayToldView, ToldDifferenceView, ToldFileView, ToldOwnerView};
pub use job::{CancelView, JobView, TransferView};
pub use kit::{
    KitAccountView, KitDrillView, KitMadeView, KitReportView, KitRestoredView, KitSplitView, RebuildView,
    UnknownFileView,
};
pub use line::{Answer, Line};
pub use network::{EndpointView, LocalnetAccountView, LocalnetGatewayView, LocalnetView, NetworkInfoView, NetworkView};
pub use plan::{PlanView, SegmentView};
pub use problem::ProblemView;
pub use receipt::{ReceiptCheckView, ReceiptFileView, StorageReceiptView};
pub use resealing::{ResealingSpaceView, ResealingView, SpaceLackView};
pub use route::{RouteReasonView, RouteTimesView, RouteView};
pub use territory::{QuoteView, ReceiptView, TerritoryView};
pub use transaction::TransactionView;
