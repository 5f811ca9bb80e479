//! What comes of stopping a call.

use serde::Serialize;
use specta::Type;

/// What came of stopping something that a page had asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CallStop {
    /// It was stopped: it answers with the problem `stopped`, and changes nothing.
    Stopped,
    /// Its change is being made; it goes on, and answers when it is done.
    GoesOn,
    /// No call of this number runs; one that comes yet will be stopped.
    Unknown,
}
