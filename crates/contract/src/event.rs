//! Events as they cross over: certain ones with their number, progress without one.

use pileus_app::Update;
use pileus_domain::{ByteCount, JobId, Stage};
use pileus_ports::EventRecord;
use serde::Serialize;

/// A certain event; its `event` field names it, the other fields are its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct EventView(pub EventRecord);

/// Bytes of a stage so far; may be dropped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProgressView {
    /// Whose.
    pub job: JobId,
    /// The stage.
    pub stage: Stage,
    /// Bytes done.
    pub done: ByteCount,
    /// Bytes to do.
    pub total: ByteCount,
}

/// Either of them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "certain events are the rule, and a box would be in the way of every reader"
)]
pub enum UpdateView {
    /// Certain.
    Event(EventView),
    /// May be dropped.
    Progress(ProgressView),
}

impl UpdateView {
    /// An update as it crosses over; none for a single fragment, which only the windows' board shows.
    pub fn of(update: Update) -> Option<Self> {
        match update {
            Update::Certain(record) => Some(Self::Event(EventView(record))),
            Update::Progress { job, stage, done, total } => {
                Some(Self::Progress(ProgressView { job, stage, done, total }))
            }
            Update::Fragment { .. } => None,
        }
    }
}
