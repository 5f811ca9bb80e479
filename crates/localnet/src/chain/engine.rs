//! The engine: one thread that runs the runtime, owns the pool and writes blocks.
//!
//! Invariants: only this thread runs the runtime (its externalities are thread-local); commands are done in order; a
//! block is on disk before anybody can see it. When the disk refuses a block, nothing has happened: the pool keeps its
//! transactions and the next attempt starts afresh.

use std::any::Any;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use parity_scale_codec::{Decode, DecodeAll, Encode};
use pileus_localnet_runtime::UncheckedExtrinsic;
use sp_core::Pair;
use sp_runtime::AccountId32;
use sp_runtime::transaction_validity::{TransactionSource, TransactionValidity, ValidTransaction};
use tokio::sync::{mpsc, oneshot, watch};

use super::block::{Block, BlockSummary};
use super::builder;
use super::clock::{BLOCK_MILLIS, Clock};
use super::execute;
use super::externalities::WorkingState;
use super::pool::{Pool, TransactionWatch};
use super::signing::SigningRequest;
use super::state::State;
use super::store::Store;
use super::view::View;
use crate::error::{ChainError, Refusal};

/// Answers about metadata that are remembered; there are four metadata calls in all.
const MOST_REMEMBERED_ANSWERS: usize = 16;

/// Where an answer goes.
pub(crate) type Reply<T> = oneshot::Sender<Result<T, ChainError>>;

/// What the engine can be asked.
pub(crate) enum Command {
    /// Take an encoded extrinsic into the pool.
    Submit { extrinsic: Bytes, reply: Reply<TransactionWatch> },
    /// Sign a call with its account's next nonce and take it into the pool.
    SubmitCall { request: Box<SigningRequest>, reply: Reply<TransactionWatch> },
    /// Run an entry point of the runtime and forget what it changed.
    Call { state: State, method: String, data: Vec<u8>, reply: Reply<Vec<u8>> },
    /// The nonce that the account's next transaction needs, the pool considered.
    NextNonce { account: AccountId32, reply: Reply<u32> },
    /// Everything in the pool.
    Pending { reply: Reply<Vec<Bytes>> },
    /// Make a block now.
    Produce { reply: Reply<BlockSummary> },
    /// Make a block whose number is so many higher, with the time to match.
    Jump { blocks: u32, reply: Reply<BlockSummary> },
    /// Make everything up to this number final.
    Finalize { number: u32 },
    /// End.
    Stop,
}

/// What the engine's thread owns.
pub(super) struct Engine {
    pub(super) store: Store,
    pub(super) view: Arc<View>,
    pub(super) clock: Clock,
    /// Tells the pace-maker whether something waits for a block.
    pub(super) has_work: watch::Sender<bool>,
    /// Set when the chain is to end before the queue is empty.
    pub(super) stopping: Arc<AtomicBool>,
    /// Released when the last write is done.
    pub(super) _guard: Box<dyn Any + Send>,
    pub(super) pool: Pool,
    pub(super) remembered: HashMap<(String, Vec<u8>), Vec<u8>>,
}

impl Engine {
    /// Do what is asked until told to stop.
    pub(super) fn run(mut self, mut commands: mpsc::Receiver<Command>) {
        while let Some(command) = commands.blocking_recv() {
            if matches!(command, Command::Stop) || self.stopping.load(Ordering::Acquire) {
                return;
            }
            self.obey(command);
            let ready = self.pool.has_ready();
            self.has_work.send_if_modified(|now| std::mem::replace(now, ready) != ready);
        }
    }

    /// Whoever asked may have gone; then the answer is dropped.
    fn obey(&mut self, command: Command) {
        match command {
            Command::Submit { extrinsic, reply } => drop(reply.send(self.submit(extrinsic))),
            Command::SubmitCall { request, reply } => drop(reply.send(self.submit_call(&request))),
            Command::Call { state, method, data, reply } => drop(reply.send(self.call(&state, &method, &data))),
            Command::NextNonce { account, reply } => drop(reply.send(self.next_nonce(&account))),
            Command::Pending { reply } => drop(reply.send(Ok(self.pool.pending()))),
            Command::Produce { reply } => drop(reply.send(self.produce(1))),
            Command::Jump { blocks, reply } => drop(reply.send(self.produce(blocks.max(1)))),
            Command::Finalize { number } => {
                let reached = self.view.finalize(number);
                self.pool.finalized(reached);
            }
            Command::Stop => {}
        }
    }

    fn submit(&mut self, extrinsic: Bytes) -> Result<TransactionWatch, ChainError> {
        let best = self.view.best();
        self.pool.admits(&extrinsic, best.header.number)?;
        let valid = self.validate(&best, &extrinsic)?;
        Ok(self.pool.import(extrinsic, valid, best.header.number)?)
    }

    fn validate(&mut self, best: &Block, extrinsic: &Bytes) -> Result<ValidTransaction, ChainError> {
        UncheckedExtrinsic::decode_all(&mut &extrinsic[..]).map_err(|source| ChainError::BadFormat { source })?;
        let data = [&TransactionSource::External.encode(), &extrinsic[..], &best.hash.encode()].concat();
        let method = "TaggedTransactionQueue_validate_transaction";
        let answer = self.call(&best.state, method, &data)?;
        let validity = TransactionValidity::decode(&mut &answer[..])
            .map_err(|_| ChainError::RuntimeAborted { method: method.to_owned(), reason: "bad answer".to_owned() })?;
        validity.map_err(|error| {
            self.pool.ban(extrinsic, best.header.number);
            ChainError::Refused(Refusal::Invalid(error))
        })
    }

    fn submit_call(&mut self, request: &SigningRequest) -> Result<TransactionWatch, ChainError> {
        let nonce = self.next_nonce(&AccountId32::from(request.signer.public()))?;
        self.submit(request.sign(nonce, self.view.genesis_hash()))
    }

    fn next_nonce(&mut self, account: &AccountId32) -> Result<u32, ChainError> {
        let method = "AccountNonceApi_account_nonce";
        let answer = self.call(&self.view.best().state, method, &account.encode())?;
        let nonce = u32::decode(&mut &answer[..])
            .map_err(|_| ChainError::RuntimeAborted { method: method.to_owned(), reason: "bad answer".to_owned() })?;
        Ok(self.pool.next_nonce(nonce, |nonce| (account, nonce).encode()))
    }

    /// Run an entry point on a state; metadata does not depend on the state and is remembered.
    fn call(&mut self, state: &State, method: &str, data: &[u8]) -> Result<Vec<u8>, ChainError> {
        if !method.starts_with("Metadata_") {
            return execute::call(&mut WorkingState::new(state), method, data);
        }
        let question = (method.to_owned(), data.to_owned());
        if let Some(answer) = self.remembered.get(&question) {
            return Ok(answer.clone());
        }
        let answer = execute::call(&mut WorkingState::new(state), method, data)?;
        if self.remembered.len() < MOST_REMEMBERED_ANSWERS {
            self.remembered.insert(question, answer.clone());
        }
        Ok(answer)
    }

    /// Make the block that is `step` numbers after the best one, write it, then show it.
    fn produce(&mut self, step: u32) -> Result<BlockSummary, ChainError> {
        let parent = self.view.best();
        let number = parent.header.number.saturating_add(step);
        let time = self.clock.next(&parent, u64::from(step) * BLOCK_MILLIS);
        let built = builder::build(&parent, number, time, self.pool.candidates())?;
        self.store.append(&built.block, &parent.state.changes_to(&built.block.state), self.view.next_oldest())?;
        let summary = built.block.summary();
        self.view.publish(built.block);
        for hash in built.rejected {
            self.pool.reject(hash, number);
        }
        self.pool.included(built.included, number);
        Ok(summary)
    }
}
