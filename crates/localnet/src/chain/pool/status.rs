//! What a transaction goes through, as its watchers hear it.

use sp_core::H256;
use sp_runtime::DispatchError;
use tokio::sync::mpsc;

use crate::chain::handle::Outcome;

/// Statuses that wait for one watcher; a transaction never has more before its end.
const STATUS_BACKLOG: usize = 64;

/// Where a transaction is.
///
/// Order: `Future` and `Ready` may alternate, `Broadcast` follows the first `Ready`; then `InBlock` and `Finalized`, or
/// one of the failures, which end it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransactionStatus {
    /// Waits for a transaction with a lower nonce.
    Future,
    /// Can go into the next block.
    Ready,
    /// Told to other nodes; this chain has none.
    Broadcast,
    /// In a block.
    InBlock(Inclusion),
    /// In a final block.
    Finalized(Inclusion),
    /// Another transaction took its place.
    Usurped(H256),
    /// Pushed out of the pool.
    Dropped,
    /// Has become invalid.
    Invalid,
}

impl TransactionStatus {
    /// Whether the transaction ended outside a block.
    pub fn is_failure(&self) -> bool {
        matches!(self, Self::Usurped(_) | Self::Dropped | Self::Invalid)
    }

    /// Whether nothing comes after it.
    pub fn is_last(&self) -> bool {
        self.is_failure() || matches!(self, Self::Finalized(_))
    }

    /// The word that JSON-RPC uses for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Future => "future",
            Self::Ready => "ready",
            Self::Broadcast => "broadcast",
            Self::InBlock(_) => "inBlock",
            Self::Finalized(_) => "finalized",
            Self::Usurped(_) => "usurped",
            Self::Dropped => "dropped",
            Self::Invalid => "invalid",
        }
    }
}

/// The place of a transaction in the chain, and what its call answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inclusion {
    /// Number of the block.
    pub block_number: u32,
    /// Hash of the block.
    pub block_hash: H256,
    /// Place in the block's body.
    pub index: u32,
    /// What the call answered.
    pub result: Result<(), DispatchError>,
}

impl Inclusion {
    /// The same, for the one who submitted the transaction.
    pub fn outcome(self, extrinsic_hash: H256) -> Outcome {
        Outcome {
            block_number: self.block_number,
            block_hash: self.block_hash,
            extrinsic_index: self.index,
            extrinsic_hash,
            result: self.result,
        }
    }
}

/// The stream of one transaction's statuses; it ends after the last one.
#[derive(Debug)]
pub struct TransactionWatch {
    /// Hash of the extrinsic.
    pub hash: H256,
    /// Its statuses in order.
    pub statuses: mpsc::Receiver<TransactionStatus>,
}

/// The sending end of a [`TransactionWatch`].
#[derive(Debug)]
pub(super) struct Watcher(mpsc::Sender<TransactionStatus>);

impl Watcher {
    /// A watcher and what it watches with.
    pub(super) fn new(hash: H256) -> (Self, TransactionWatch) {
        let (sender, statuses) = mpsc::channel(STATUS_BACKLOG);
        (Self(sender), TransactionWatch { hash, statuses })
    }

    /// Tell; who does not listen any more, or has stopped reading, misses it.
    pub(super) fn tell(&self, status: TransactionStatus) {
        if self.0.try_send(status).is_err() {
            tracing::trace!("a transaction's watcher is gone");
        }
    }
}
