//! Transfers: their numbers, their stages and what holds them up.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{DomainError, Problem, hash::text_on_the_wire};

/// One user-visible transfer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub u64);

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for JobId {
    type Err = DomainError;
    fn from_str(s: &str) -> Result<Self, DomainError> {
        let refuse = || DomainError::Job(s.to_owned());
        if s.len() != 16 {
            return Err(refuse());
        }
        u64::from_str_radix(s, 16).map(Self).map_err(|_| refuse())
    }
}

text_on_the_wire!(JobId);

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// From disk to the network.
    Upload,
    /// From the network to disk.
    Download,
}

/// One step of a transfer, in order; each is journaled before it acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Computing hashes.
    Planning,
    /// Signing and submitting the order.
    Ordering,
    /// Learning which node takes which column.
    Allocating,
    /// Sending fragments.
    Sending,
    /// Waiting for the chain to say ACTIVE in a final block.
    Confirming,
    /// Fetching fragments (downloads).
    Fetching,
    /// Deleting a file that was cancelled after its order.
    Deleting,
    /// Nothing is left to do.
    Done,
}

/// Whether the stage is being worked on, and if not, why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Waits for its turn.
    Queued,
    /// Is being worked on.
    Running,
    /// The person paused it.
    Paused,
    /// Waits for a data key or a passphrase.
    NeedsKey,
    /// Stopped by a problem.
    Failed(Problem),
    /// The person cancelled it.
    Cancelled,
    /// Reached its end: stored, or written to disk.
    Finished,
}

impl Condition {
    /// Is this an end that needs a person to go on from?
    pub fn is_ended(&self) -> bool {
        matches!(self, Self::Cancelled | Self::Finished)
    }
}

/// What the person chose when cancelling after the order was signed.
///
/// # Source
/// design §2: the chain knows no cancel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelChoice {
    /// Finish the upload, then delete the file; the space comes back when the deletion is final.
    FinishThenDelete,
    /// Stop here; the space of the order stays locked until the territory ends. Can be resumed.
    StopHere,
}
