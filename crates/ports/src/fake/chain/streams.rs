//! What followers of the fake chain see.

use futures::{StreamExt, stream};
use pileus_domain::{BlockRef, TxHash};
use tokio::sync::watch;

use super::{FakeChain, ledger::Ledger, port::unreachable};
use crate::{At, BlockStream, TransactionStream, TransactionUpdate};

/// Heads from now on, the present one first; one error for each time the chain goes away.
pub(super) fn heads(chain: FakeChain, at: At) -> BlockStream {
    let changes = chain.changes.subscribe();
    let follower = HeadFollower { chain, at, changes, last: None, said_offline: false };
    stream::unfold(follower, HeadFollower::next).boxed()
}

struct HeadFollower {
    chain: FakeChain,
    at: At,
    changes: watch::Receiver<u64>,
    last: Option<BlockRef>,
    said_offline: bool,
}

impl HeadFollower {
    async fn next(mut self) -> Option<(Result<BlockRef, crate::ChainError>, Self)> {
        loop {
            self.changes.borrow_and_update();
            let (offline, head) = self.look();
            if offline && !self.said_offline {
                self.said_offline = true;
                return Some((Err(unreachable("following heads")), self));
            }
            if !offline && self.last != Some(head) {
                self.said_offline = false;
                self.last = Some(head);
                return Some((Ok(head), self));
            }
            self.said_offline = offline;
            self.changes.changed().await.ok()?;
        }
    }

    fn look(&self) -> (bool, BlockRef) {
        let ledger = self.chain.ledger();
        let head = if self.at == At::Best { ledger.best().at } else { ledger.finalized().at };
        (ledger.disturbances.offline, head)
    }
}

/// The life of one transaction from now on.
pub(super) fn transaction(chain: FakeChain, hash: TxHash, lost: bool) -> TransactionStream {
    let changes = chain.changes.subscribe();
    let follower = TransactionFollower { chain, hash, changes, told: Told::Nothing, lost };
    stream::unfold(Some(follower), TransactionFollower::next).boxed()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Nothing,
    Ready,
    InBlock(BlockRef),
}

struct TransactionFollower {
    chain: FakeChain,
    hash: TxHash,
    changes: watch::Receiver<u64>,
    told: Told,
    lost: bool,
}

type Step = Option<(Result<TransactionUpdate, crate::ChainError>, Option<TransactionFollower>)>;

impl TransactionFollower {
    async fn next(this: Option<Self>) -> Step {
        let mut this = this?;
        loop {
            this.changes.borrow_and_update();
            let update = this.look();
            match update {
                Some(end @ (TransactionUpdate::Final(_) | TransactionUpdate::Lost(_))) => return Some((Ok(end), None)),
                Some(update) => return Some((Ok(update), Some(this))),
                None => this.changes.changed().await.ok()?,
            }
        }
    }

    fn look(&mut self) -> Option<TransactionUpdate> {
        if self.told == Told::Nothing {
            self.told = Told::Ready;
            return Some(TransactionUpdate::Ready);
        }
        let chain = self.chain.clone();
        let ledger = chain.ledger();
        if self.lost || ledger.disturbances.offline {
            return Some(TransactionUpdate::Lost("the connection to the chain was lost".to_owned()));
        }
        self.look_in(&ledger)
    }

    fn look_in(&mut self, ledger: &Ledger) -> Option<TransactionUpdate> {
        let found = ledger.locate(&self.hash);
        match (self.told, found) {
            (Told::InBlock(told), Some(outcome)) if told == outcome.block => {
                let is_final = outcome.block.number <= ledger.finalized().at.number;
                is_final.then(|| TransactionUpdate::Final(outcome.clone()))
            }
            (Told::InBlock(_), _) => {
                self.told = Told::Ready;
                Some(TransactionUpdate::Retracted)
            }
            (_, Some(outcome)) => {
                self.told = Told::InBlock(outcome.block);
                Some(TransactionUpdate::InBlock(outcome.clone()))
            }
            (_, None) if ledger.is_pooled(&self.hash) => None,
            (_, None) => Some(TransactionUpdate::Lost("the pool dropped the transaction".to_owned())),
        }
    }
}
