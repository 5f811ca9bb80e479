//! Transactions from the signature to a final block, over restarts and lost connections.
//!
//! The rules of design §2: the signed bytes are durable before they are submitted; after a loss, look for the hash in
//! the blocks of its era, then submit the *same bytes* while the era lives; sign anew only after a final block past it.

use std::sync::Arc;

use futures::StreamExt;
use pileus_domain::{Call, JobId, Problem};
use pileus_ports::{
    At, ChainError, Rejection, SearchHit, SignedTransaction, Signer, TransactionOutcome, TransactionPurpose,
    TransactionRecord, TransactionState, TransactionStream, TransactionUpdate,
};
use tokio::time::Instant;

use crate::{
    Pipeline, problem,
    run::{Run, Stop},
};

/// How far a transaction is known to have come.
pub(crate) enum Fate {
    /// In a block that may still change; the stream goes on.
    InBlock(TransactionOutcome, TransactionStream),
    /// In a block that cannot change.
    Final(TransactionOutcome),
    /// In no final block up to the end of its era.
    Expired,
}

impl Pipeline {
    /// Sign a call, keep it, submit it, and follow it to a final block.
    ///
    /// # Errors
    /// A named problem; a dispatch error is one.
    pub async fn execute(
        &self,
        call: Call,
        signer: &dyn Signer,
        purpose: TransactionPurpose,
        summary: String,
        job: Option<JobId>,
    ) -> Result<TransactionOutcome, Problem> {
        for _ in 0..self.limits.signatures {
            let record = self.sign(&call, signer, purpose.clone(), summary.clone(), job).await?;
            if let Some(outcome) = self.finish(&record.transaction).await? {
                return match &outcome.result {
                    Ok(()) => Ok(outcome),
                    Err(failure) => Err(problem::of_dispatch(failure).with("transaction", record.transaction.hash)),
                };
            }
        }
        Err(problem::order_gave_up(self.limits.signatures))
    }

    /// Sign a call and keep it.
    pub(crate) async fn sign(
        &self,
        call: &Call,
        signer: &dyn Signer,
        purpose: TransactionPurpose,
        summary: String,
        job: Option<JobId>,
    ) -> Result<TransactionRecord, Problem> {
        let identity = self.chain.identity().await.map_err(|e| problem::of_chain(&e))?;
        let transaction = self.chain.sign(call, signer).await.map_err(|e| problem::of_chain(&e))?;
        let record = TransactionRecord {
            transaction,
            genesis: identity.genesis,
            job,
            purpose,
            summary,
            state: TransactionState::Signed,
            created: self.clock.now(),
        };
        self.journal.put_transaction(&record).await.map_err(|e| problem::of_journal(&e))?;
        self.observer.transaction(&record);
        Ok(record)
    }

    /// Bring a signed transaction to a final block; none when its era ended without it.
    async fn finish(&self, transaction: &SignedTransaction) -> Result<Option<TransactionOutcome>, Problem> {
        loop {
            match self.pursue(transaction).await? {
                Fate::Final(outcome) => return Ok(Some(outcome)),
                Fate::Expired => return Ok(None),
                Fate::InBlock(_, stream) => {
                    if let Some(outcome) = self.follow_to_final(transaction, stream).await? {
                        return Ok(Some(outcome));
                    }
                }
            }
        }
    }

    /// Follow a transaction that is in a block until it is final; none when the trail is lost.
    pub(crate) async fn follow_to_final(
        &self,
        transaction: &SignedTransaction,
        mut stream: TransactionStream,
    ) -> Result<Option<TransactionOutcome>, Problem> {
        while let Some(Ok(update)) = stream.next().await {
            match update {
                TransactionUpdate::Final(outcome) => {
                    self.note_final(transaction, &outcome).await?;
                    return Ok(Some(outcome));
                }
                TransactionUpdate::Lost(_) => break,
                _ => {}
            }
        }
        Ok(None)
    }

    /// Submit, or find, a signed transaction until it is at least in a block, patiently while the chain is away.
    pub(crate) async fn pursue(&self, transaction: &SignedTransaction) -> Result<Fate, Problem> {
        let mut away_since: Option<Instant> = None;
        let mut pause = self.limits.chain_pause;
        loop {
            match self.attempt(transaction).await {
                Ok(Some(fate)) => return Ok(fate),
                Ok(None) => away_since = None,
                Err(error) if error.may_pass() => {
                    let since = *away_since.get_or_insert_with(Instant::now);
                    if since.elapsed() >= self.limits.chain_patience {
                        return Err(problem::of_chain(&error));
                    }
                }
                Err(error) => return Err(problem::of_chain(&error)),
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(self.limits.chain_pause_max);
        }
    }

    /// One try: none means "neither in nor out yet, try again".
    async fn attempt(&self, transaction: &SignedTransaction) -> Result<Option<Fate>, ChainError> {
        match self.chain.submit(transaction).await {
            Ok(stream) => self.first_block(transaction, stream).await,
            Err(ChainError::Rejected { reason: Rejection::AlreadyKnown, .. }) => self.search(transaction).await,
            Err(
                error @ ChainError::Rejected {
                    reason: Rejection::Stale | Rejection::Expired | Rejection::Outbid, ..
                },
            ) => {
                // It may be in a block already: only a final block past its era says that it is not.
                tracing::debug!(hash = %transaction.hash, %error, "looking for the transaction instead");
                self.search(transaction).await
            }
            Err(error) => Err(error),
        }
    }

    async fn first_block(
        &self,
        transaction: &SignedTransaction,
        mut stream: TransactionStream,
    ) -> Result<Option<Fate>, ChainError> {
        while let Some(update) = stream.next().await {
            match update? {
                TransactionUpdate::InBlock(outcome) => return Ok(Some(Fate::InBlock(outcome, stream))),
                TransactionUpdate::Final(outcome) => return self.found(transaction, outcome).await,
                TransactionUpdate::Lost(_) => break,
                TransactionUpdate::Ready | TransactionUpdate::Retracted => {}
            }
        }
        self.search(transaction).await
    }

    async fn search(&self, transaction: &SignedTransaction) -> Result<Option<Fate>, ChainError> {
        let at = self.chain.head(At::Final).await?;
        let head = at.number;
        let last = head.0.min(transaction.death.0);
        if transaction.birth.0 <= last {
            let quiet = Arc::new(|_| {});
            match self.chain.find(&transaction.hash, transaction.birth.0..=last, quiet).await? {
                Some(SearchHit::Outcome(outcome)) => return self.found(transaction, outcome).await,
                Some(SearchHit::EventsGone(block)) => {
                    let outcome = TransactionOutcome { block, index: 0, result: Ok(()), fee: None, events: vec![] };
                    return self.found(transaction, outcome).await;
                }
                None => {}
            }
        }
        // A final block that used its nonce for another transaction shuts it out as surely as the end of its era.
        let shut_out = self.chain.nonce(&transaction.signer, At::Block(at.hash)).await? > transaction.nonce;
        if head <= transaction.death && !shut_out {
            return Ok(None);
        }
        self.note_state(transaction, &TransactionState::Expired).await;
        Ok(Some(Fate::Expired))
    }

    async fn found(
        &self,
        transaction: &SignedTransaction,
        outcome: TransactionOutcome,
    ) -> Result<Option<Fate>, ChainError> {
        let state = TransactionState::Final { block: outcome.block, failure: outcome.result.clone().err() };
        self.note_state(transaction, &state).await;
        Ok(Some(Fate::Final(outcome)))
    }

    async fn note_final(&self, transaction: &SignedTransaction, outcome: &TransactionOutcome) -> Result<(), Problem> {
        let state = TransactionState::Final { block: outcome.block, failure: outcome.result.clone().err() };
        self.journal.set_transaction_state(&transaction.hash, &state).await.map_err(|e| problem::of_journal(&e))
    }

    /// A state that is not kept is found again on the chain: worth a log line, no failure.
    async fn note_state(&self, transaction: &SignedTransaction, state: &TransactionState) {
        if let Err(error) = self.journal.set_transaction_state(&transaction.hash, state).await {
            tracing::warn!(hash = %transaction.hash, %error, "a transaction's state could not be kept");
        }
    }
}

impl Run {
    /// As [`Pipeline::pursue`], but stops when asked to: the bytes are kept and found again.
    pub(crate) async fn pursue(&self, transaction: &SignedTransaction) -> Result<Fate, Stop> {
        Ok(self.race(self.pipeline.pursue(transaction)).await??)
    }
}
