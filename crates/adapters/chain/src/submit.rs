//! Submitting signed bytes and following them through pool, block and finality.

use std::{collections::VecDeque, sync::Arc};

use futures::{StreamExt, stream};
use pileus_domain::{BlockHash, BlockNumber, TxHash};
use pileus_ports::{
    ChainError, ErrorKind, Rejection, SearchHit, SignedTransaction, TransactionOutcome, TransactionStream,
    TransactionUpdate,
};
use serde_json::Value;
use subxt::ext::jsonrpsee::core::client::Subscription;

use crate::{adapter::ChainAdapter, connection::Connection, endpoints::Endpoints, outcome, rejection};

/// Attempts to read the outcome from a block that was just announced.
const READ_ATTEMPTS: u32 = 3;

impl ChainAdapter {
    /// Put the bytes into the pool.
    ///
    /// When the connection breaks before the answer, they are sent again, perhaps elsewhere; the second answer may then be
    /// that they are known already.
    pub(crate) async fn submit_bytes(&self, transaction: &SignedTransaction) -> Result<TransactionStream, ChainError> {
        let hash = outcome::hash_of(&transaction.bytes);
        let bytes = &transaction.bytes;
        let submit = |connection: Arc<Connection>| async move {
            let statuses = connection.submit_and_watch(bytes).await.map_err(|e| rejection::of_answer(hash, e))?;
            Ok((connection, statuses))
        };
        match self.endpoints.run(submit).await {
            Ok((connection, statuses)) => {
                let endpoints = self.endpoints.clone();
                Ok(Watch { endpoints, connection, statuses, hash, death: transaction.death, told: Told::default() }
                    .stream())
            }
            Err(refusal) => Err(self.judge(transaction, hash, refusal).await),
        }
    }

    /// What a refusal means for these bytes: perhaps they are in a block already, perhaps their era is over.
    async fn judge(&self, transaction: &SignedTransaction, hash: TxHash, refusal: ChainError) -> ChainError {
        let ChainError::Rejected { reason, message, .. } = refusal else { return refusal };
        let reason = match reason {
            Rejection::Stale if self.is_included(transaction, hash).await => Rejection::AlreadyKnown,
            Rejection::BadProof | Rejection::Stale if self.is_dead(transaction).await => Rejection::Expired,
            other => other,
        };
        if reason != Rejection::AlreadyKnown {
            self.nonces.lock().await.forget(&transaction.signer, transaction.nonce);
        }
        ChainError::Rejected { hash, reason, message }
    }

    async fn is_included(&self, transaction: &SignedTransaction, hash: TxHash) -> bool {
        let era = transaction.birth.0..=transaction.death.0;
        let found = self.search(hash, era, Arc::new(|_| ())).await;
        matches!(found, Ok(Some(_)))
    }

    /// A signature over an era that is over looks like a wrong one to the chain.
    async fn is_dead(&self, transaction: &SignedTransaction) -> bool {
        let best = self.endpoints.run(|c: Arc<Connection>| async move { Ok(c.best().await?) }).await;
        best.is_ok_and(|b| b.number >= transaction.death)
    }
}

/// Follows one transaction.
struct Watch {
    endpoints: Arc<Endpoints>,
    connection: Arc<Connection>,
    statuses: Subscription<Value>,
    hash: TxHash,
    death: BlockNumber,
    told: Told,
}

/// What the follower has heard so far.
#[derive(Default)]
struct Told {
    ready: bool,
    in_block: bool,
    waiting: VecDeque<TransactionUpdate>,
    ended: bool,
}

impl Watch {
    fn stream(self) -> TransactionStream {
        stream::unfold(self, |mut watch| async {
            let update = watch.next().await?;
            Some((Ok(update), watch))
        })
        .boxed()
    }

    async fn next(&mut self) -> Option<TransactionUpdate> {
        loop {
            if let Some(update) = self.told.waiting.pop_front() {
                return Some(update);
            }
            if self.told.ended {
                return None;
            }
            let status = self.status().await;
            self.hear(status).await;
        }
    }

    /// The next status; after a long silence the endpoint is asked whether it still lives.
    async fn status(&mut self) -> Result<Value, String> {
        loop {
            match tokio::time::timeout(self.endpoints.limits().silence, self.statuses.next()).await {
                Ok(Some(Ok(status))) => return Ok(status),
                Ok(Some(Err(e))) => return Err(format!("a status cannot be read: {e}")),
                Ok(None) => return Err("the connection to the chain was lost".to_owned()),
                Err(_) => self.probe().await?,
            }
        }
    }

    async fn probe(&self) -> Result<(), String> {
        match self.connection.finalized().await {
            Ok(head) if head.number > self.death => Err("its era is over".to_owned()),
            Ok(_) => Ok(()),
            Err(e) => Err(e.to_string()),
        }
    }

    async fn hear(&mut self, status: Result<Value, String>) {
        match status.map(|s| Status::read(&s)) {
            Ok(Status::Pooled) if !self.told.ready => {
                self.told.ready = true;
                self.told.waiting.push_back(TransactionUpdate::Ready);
            }
            Ok(Status::InBlock(block)) => self.hear_block(block).await,
            Ok(Status::Retracted) => {
                self.told.in_block = false;
                self.told.waiting.push_back(TransactionUpdate::Retracted);
            }
            Ok(Status::Final(block)) => self.hear_final(block).await,
            Ok(Status::GivenUp(why)) | Err(why) => self.lose(why),
            Ok(Status::Pooled | Status::Other) => {}
        }
    }

    async fn hear_block(&mut self, block: BlockHash) {
        match self.outcome(block).await {
            Ok(outcome) => {
                self.told.in_block = true;
                self.told.waiting.push_back(TransactionUpdate::InBlock(outcome));
            }
            Err(why) => tracing::info!(%why, %block, "the outcome in a block that may change cannot be read"),
        }
    }

    async fn hear_final(&mut self, block: BlockHash) {
        match self.outcome(block).await {
            Ok(outcome) => {
                if !self.told.in_block {
                    self.told.waiting.push_back(TransactionUpdate::InBlock(outcome.clone()));
                }
                self.told.waiting.push_back(TransactionUpdate::Final(outcome));
                self.told.ended = true;
            }
            Err(why) => self.lose(why),
        }
    }

    fn lose(&mut self, why: String) {
        self.told.waiting.push_back(TransactionUpdate::Lost(why));
        self.told.ended = true;
    }

    /// Read what it did; another endpoint may hear of a block a little later.
    async fn outcome(&self, block: BlockHash) -> Result<TransactionOutcome, String> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            match self.read(block).await {
                Ok(Some(SearchHit::Outcome(outcome))) => return Ok(outcome),
                Ok(Some(SearchHit::EventsGone(_))) => return Err(format!("the events of block {block} are gone")),
                Ok(None) => return Err(format!("block {block} does not hold it")),
                Err(ChainError::Port(e)) if e.kind == ErrorKind::NotFound && attempt < READ_ATTEMPTS => {
                    tokio::time::sleep(self.endpoints.limits().back_off(attempt)).await;
                }
                Err(e) => return Err(e.to_string()),
            }
        }
    }

    async fn read(&self, block: BlockHash) -> Result<Option<SearchHit>, ChainError> {
        let (endpoints, hash) = (&self.endpoints, self.hash);
        let read = |connection: Arc<Connection>| async move {
            outcome::in_block(&connection, endpoints.runtimes(), block, &hash).await
        };
        endpoints.run(read).await
    }
}

/// A pool's word on a transaction.
#[derive(Debug, PartialEq, Eq)]
enum Status {
    Pooled,
    InBlock(BlockHash),
    Retracted,
    Final(BlockHash),
    GivenUp(String),
    Other,
}

impl Status {
    /// A status is a word, or a word with its subject.
    fn read(value: &Value) -> Self {
        let (word, subject) = match value {
            Value::String(word) => (word.as_str(), None),
            Value::Object(fields) => match fields.iter().next() {
                Some((word, subject)) => (word.as_str(), subject.as_str().and_then(|s| s.parse::<BlockHash>().ok())),
                None => return Self::Other,
            },
            _ => return Self::Other,
        };
        match (word, subject) {
            ("future" | "ready" | "broadcast", _) => Self::Pooled,
            ("inBlock", Some(block)) => Self::InBlock(block),
            ("retracted", _) => Self::Retracted,
            ("finalized", Some(block)) => Self::Final(block),
            ("usurped", _) => Self::GivenUp("another transaction took its place".to_owned()),
            ("dropped", _) => Self::GivenUp("the pool dropped it".to_owned()),
            ("invalid", _) => Self::GivenUp("it became invalid".to_owned()),
            ("finalityTimeout", _) => Self::GivenUp("its block did not become final in time".to_owned()),
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn statuses_are_read_as_nodes_write_them() {
        let hash = BlockHash([0xab; 32]);
        let text = hash.to_string();
        assert_eq!(Status::read(&json!("ready")), Status::Pooled);
        assert_eq!(Status::read(&json!({"broadcast": ["peer"]})), Status::Pooled);
        assert_eq!(Status::read(&json!({"inBlock": text})), Status::InBlock(hash));
        assert_eq!(Status::read(&json!({"finalized": text})), Status::Final(hash));
        assert_eq!(Status::read(&json!({"retracted": text})), Status::Retracted);
        assert!(matches!(Status::read(&json!({"usurped": text})), Status::GivenUp(_)));
        assert!(matches!(Status::read(&json!("dropped")), Status::GivenUp(_)));
        for nonsense in [json!(null), json!({}), json!(7), json!({"inBlock": "0x12"}), json!("new word")] {
            assert_eq!(Status::read(&nonsense), Status::Other, "{nonsense}");
        }
    }
}
