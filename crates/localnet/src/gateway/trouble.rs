//! What can go wrong behind the wire, whatever program the gateway is.

use std::io;

use pileus_codec::{DecodeError, EncodeError};
use tokio::task::JoinError;

use crate::node::LedgerError;

/// Why a gateway could not do its work.
#[derive(Debug, thiserror::Error)]
pub(super) enum Trouble {
    /// Its folder.
    #[error("the gateway cannot use its folder: {0}")]
    Folder(#[from] io::Error),
    /// The file is empty or cannot be read.
    #[error("the file cannot be cut into fragments: {0}")]
    Content(#[from] EncodeError),
    /// Something that the chain does not take, such as a name that is too long.
    #[error("the chain takes no {what} like that")]
    Shape {
        /// What it is.
        what: &'static str,
    },
    /// The chain does not answer.
    #[error(transparent)]
    Chain(#[from] LedgerError),
    /// The chain does not take the order.
    #[error("the chain refused the order: {reason}")]
    Order {
        /// What it said.
        reason: String,
    },
    /// The chain knows no such file.
    #[error("the file is not on the chain")]
    Unknown,
    /// Too few fragments of a segment can be had.
    #[error("too few fragments of a segment can be had: {0}")]
    Missing(#[from] DecodeError),
    /// Work on another thread ended early.
    #[error("work on the file ended early: {0}")]
    Ended(#[from] JoinError),
}
