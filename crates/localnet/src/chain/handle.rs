//! What the storage nodes and the host hold of the chain.
//!
//! Duty: read storage at the best block (or a few blocks behind it, as a storage node whose own RPC endpoint lags
//! does), submit signed calls, follow blocks. A handle is cheap to clone. It never starts or stops the chain.

use std::sync::Arc;

use pileus_localnet_runtime::RuntimeCall;
use sp_core::{H256, sr25519};
use sp_runtime::DispatchError;
use tokio::sync::{broadcast, mpsc, oneshot, watch};

use super::block::BlockSummary;
use super::engine::{Command, Reply};
use super::pool::{TransactionStatus, TransactionWatch};
use super::signing::SigningRequest;
use super::view::View;
use crate::error::ChainError;

/// What became of a submitted call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Number of the block that holds the extrinsic.
    pub block_number: u32,
    /// Hash of that block.
    pub block_hash: H256,
    /// Place of the extrinsic in that block.
    pub extrinsic_index: u32,
    /// Blake2-256 of the encoded extrinsic.
    pub extrinsic_hash: H256,
    /// What the call itself answered; the fee was paid in either case.
    pub result: Result<(), DispatchError>,
}

/// Access to the running chain.
#[derive(Clone)]
pub struct Handle {
    view: Arc<View>,
    commands: mpsc::Sender<Command>,
    lag: u32,
}

impl Handle {
    pub(super) fn new(view: Arc<View>, commands: mpsc::Sender<Command>) -> Self {
        Self { view, commands, lag: 0 }
    }

    /// The same chain seen through an endpoint that is some blocks behind.
    ///
    /// # Units
    /// `blocks` behind the best block; reads only, submitting and the block stream do not lag.
    #[must_use]
    pub fn with_lag(&self, blocks: u32) -> Self {
        Self { lag: blocks, ..self.clone() }
    }

    /// One storage value at the best block, minus the handle's lag.
    ///
    /// # Shapes
    /// full storage key → encoded value, `None` when the key is empty.
    #[expect(clippy::unused_async, reason = "callers treat the chain as remote")]
    pub async fn storage(&self, key: Vec<u8>) -> Option<Vec<u8>> {
        self.view.behind_best(self.lag).state.get(&key).map(|value| value.to_vec())
    }

    /// Several storage values, all at the same block: the best one minus the handle's lag.
    ///
    /// # Shapes
    /// full storage keys → encoded values in the same order, `None` where a key is empty.
    pub fn storage_values(&self, keys: &[Vec<u8>]) -> Vec<Option<Vec<u8>>> {
        let block = self.view.behind_best(self.lag);
        keys.iter().map(|key| block.state.get(key).map(|value| value.to_vec())).collect()
    }

    /// Sign a call with the account's next nonce, submit it and wait until it is in a block.
    ///
    /// # Errors
    /// [`ChainError::Refused`] when the pool does not take it, [`ChainError::Dropped`] when it leaves the pool without a
    /// block, [`ChainError::Stopped`] when the chain ends. A call that fails inside its block is an [`Outcome`].
    pub async fn submit(&self, call: RuntimeCall, signer: &sr25519::Pair) -> Result<Outcome, ChainError> {
        let request = Box::new(SigningRequest { call, signer: signer.clone() });
        in_block(self.ask(|reply| Command::SubmitCall { request, reply }).await?).await
    }

    /// Submit a signed extrinsic, with its length in front, and wait until it is in a block.
    ///
    /// # Errors
    /// As [`Self::submit`].
    pub async fn submit_signed(&self, extrinsic: Vec<u8>) -> Result<Outcome, ChainError> {
        in_block(self.watch(extrinsic).await?).await
    }

    /// Submit a signed extrinsic, with its length in front, and follow it.
    ///
    /// # Errors
    /// [`ChainError::Refused`], [`ChainError::BadFormat`], [`ChainError::Stopped`].
    pub async fn watch(&self, extrinsic: Vec<u8>) -> Result<TransactionWatch, ChainError> {
        self.ask(|reply| Command::Submit { extrinsic: extrinsic.into(), reply }).await
    }

    /// Every block from now on, with its events.
    ///
    /// A receiver that falls behind loses the oldest blocks and hears of it (`Lagged`).
    pub fn blocks(&self) -> broadcast::Receiver<BlockSummary> {
        self.view.subscribe_best()
    }

    /// The best block.
    pub fn best(&self) -> BlockSummary {
        self.view.best().summary()
    }

    /// Hash of block 0.
    pub fn genesis_hash(&self) -> H256 {
        self.view.genesis_hash()
    }

    pub(crate) fn view(&self) -> &Arc<View> {
        &self.view
    }

    /// The number of the best block, now and whenever it changes.
    pub fn best_number(&self) -> watch::Receiver<u32> {
        self.view.best_number()
    }

    /// Whether a transaction waits in the pool.
    pub async fn has_pending(&self) -> bool {
        self.ask(|reply| Command::Pending { reply }).await.is_ok_and(|pending| !pending.is_empty())
    }

    /// Ask the engine and wait for its answer.
    pub(crate) async fn ask<T>(&self, command: impl FnOnce(Reply<T>) -> Command) -> Result<T, ChainError> {
        let (reply, answer) = oneshot::channel();
        self.send(command(reply)).await?;
        answer.await.map_err(|_| ChainError::Stopped)?
    }

    /// Tell the engine to end, without waiting.
    pub(super) fn try_stop(&self) {
        // A full queue wakes the engine anyway, a closed one means that it has ended.
        let _ = self.commands.try_send(Command::Stop);
    }

    pub(super) async fn send(&self, command: Command) -> Result<(), ChainError> {
        self.commands.send(command).await.map_err(|_| ChainError::Stopped)
    }
}

async fn in_block(mut watch: TransactionWatch) -> Result<Outcome, ChainError> {
    while let Some(status) = watch.statuses.recv().await {
        match status {
            TransactionStatus::InBlock(inclusion) => return Ok(inclusion.outcome(watch.hash)),
            other if other.is_failure() => {
                return Err(ChainError::Dropped { hash: watch.hash, reason: other.word() });
            }
            _ => {}
        }
    }
    Err(ChainError::Stopped)
}
