//! What a storage node needs of the chain.
//!
//! Invariants: the values of one [`Ledger::read`] belong to one block or were read in the order of
//! the keys. Who asks for the deal first and for the file second never sees "neither" at the
//! moment at which the one becomes the other.
//!
//! Absent on purpose: nothing here starts, stops or steers the chain.

use async_trait::async_trait;
use pileus_localnet_runtime::RuntimeCall;
use sp_core::sr25519;
use tokio::sync::watch;

/// How a call ended that is in a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inclusion {
    /// The call took effect.
    Succeeded {
        /// The block that holds it.
        block: u32,
    },
    /// The call was undone; only the fee was taken.
    Failed {
        /// The block that holds it.
        block: u32,
        /// The error, for logs.
        reason: String,
    },
}

/// Why the chain did not answer a storage node.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// The chain is stopped, or a fault stalls its RPC.
    #[error("the chain does not answer: {reason}")]
    Unavailable {
        /// What is known about it.
        reason: String,
    },
    /// The pool did not take the extrinsic, or let go of it.
    #[error("the chain refused the extrinsic: {reason}")]
    Refused {
        /// The reason of the pool.
        reason: String,
    },
}

/// The chain as a storage node sees it.
#[async_trait]
pub trait Ledger: Send + Sync + 'static {
    /// Read storage values of the best block, in the order of the keys.
    ///
    /// # Errors
    /// [`LedgerError::Unavailable`] when there is no answer; the node then tells its clients that
    /// its RPC fails.
    async fn read(&self, keys: Vec<Vec<u8>>) -> Result<Vec<Option<Vec<u8>>>, LedgerError>;

    /// Sign a call with the signer's next nonce, submit it and wait until a block holds it.
    ///
    /// # Errors
    /// [`LedgerError::Refused`] by the pool, [`LedgerError::Unavailable`] when there is no answer.
    async fn submit(&self, call: RuntimeCall, signer: &sr25519::Pair) -> Result<Inclusion, LedgerError>;

    /// The number of the best block, now and whenever it changes.
    fn blocks(&self) -> watch::Receiver<u32>;
}
