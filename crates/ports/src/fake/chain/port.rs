//! The Chain port of the fake.

use std::{ops::RangeInclusive, sync::Arc};

use async_trait::async_trait;
use pileus_domain::{
    AccountId, BlockNumber, BlockRef, ByteCount, Call, Consignment, Fid, GatewayRecord, NodeId, NodeRecord, Planck,
    SpaceOrder, SpaceOrderId, Ss58Prefix, Territory, TerritoryName, TerritoryToken, TxHash,
};

use super::{
    FakeChain, FakeLoss,
    dispatch::blake2_256,
    ledger::{Block, Envelope, Ledger, Pooled},
    streams,
};
use crate::{
    At, Balance, BlockStream, Capabilities, Chain, ChainError, ChainIdentity, EndpointHealth, ErrorKind, FileStatus,
    PortError, Rejection, SearchHit, SearchProgress, SignedTransaction, Signer, StorageMarket, TransactionStream,
};

/// Blocks that a transaction lives.
const ERA: u32 = 64;
/// Where the fake says it is.
const URL: &str = "fake://chain";

pub(super) fn unreachable(doing: &str) -> ChainError {
    PortError::new(ErrorKind::Unavailable, doing, "the fake chain is offline").into()
}

impl FakeChain {
    /// Is the chain to be reached for this call?
    fn reach(&self, doing: &str) -> Result<(), ChainError> {
        let mut ledger = self.ledger();
        let disturbances = &mut ledger.disturbances;
        if disturbances.offline {
            return Err(unreachable(doing));
        }
        if disturbances.failing > 0 {
            disturbances.failing -= 1;
            let kind = disturbances.failing_as.unwrap_or(ErrorKind::Unavailable);
            return Err(PortError::new(kind, doing, "the fake chain was told to fail").into());
        }
        Ok(())
    }

    fn read<T>(&self, doing: &str, at: At, look: impl FnOnce(&Block) -> T) -> Result<T, ChainError> {
        self.reach(doing)?;
        let ledger = self.ledger();
        let block = match at {
            At::Best => Some(ledger.best()),
            At::Final => Some(ledger.finalized()),
            At::Block(hash) => ledger.blocks.values().find(|b| b.at.hash == hash),
        };
        let missing = || PortError::new(ErrorKind::NotFound, doing, "there is no such block");
        Ok(look(block.ok_or_else(missing)?))
    }
}

#[async_trait]
impl Chain for FakeChain {
    async fn identity(&self) -> Result<ChainIdentity, ChainError> {
        self.reach("reading the chain's identity")?;
        let network_allocation = self.settings.network_allocation;
        Ok(ChainIdentity {
            genesis: self.settings.genesis,
            name: "fake".to_owned(),
            runtime: "fake-1".to_owned(),
            ss58_prefix: Ss58Prefix::CESS,
            token_symbol: "TCESS".to_owned(),
            existential_deposit: self.settings.existential_deposit,
            capabilities: Capabilities { buckets: false, http_nodes: true, network_allocation },
        })
    }

    async fn health(&self) -> Vec<EndpointHealth> {
        let offline = self.ledger().disturbances.offline;
        let trouble = offline.then(|| "offline".to_owned());
        vec![EndpointHealth { url: URL.to_owned(), in_use: !offline, trouble, since: None }]
    }

    async fn head(&self, at: At) -> Result<BlockRef, ChainError> {
        self.read("reading the head", at, |b| b.at)
    }

    async fn follow(&self, at: At) -> Result<BlockStream, ChainError> {
        self.reach("following heads")?;
        Ok(streams::heads(self.clone(), at))
    }

    async fn balance(&self, account: &AccountId) -> Result<Balance, ChainError> {
        let keep = self.settings.existential_deposit;
        self.read("reading a balance", At::Best, |b| {
            let account = b.world.accounts.get(account).copied().unwrap_or_default();
            let (free, reserved) = (account.free, account.reserved);
            Balance { free, spendable: free.saturating_sub(keep), reserved }
        })
    }

    async fn nonce(&self, account: &AccountId, at: At) -> Result<u64, ChainError> {
        self.read("reading a nonce", at, |b| b.world.nonce(account))
    }

    async fn market(&self) -> Result<StorageMarket, ChainError> {
        self.read("reading the market", At::Best, |b| StorageMarket {
            unit_price: b.world.unit_price,
            available: ByteCount(b.world.available()),
        })
    }

    async fn territories(&self, account: &AccountId, at: At) -> Result<Vec<Territory>, ChainError> {
        self.read("reading territories", at, |b| {
            b.world.territories.iter().filter(|((owner, _), _)| owner == account).map(|(_, t)| t.clone()).collect()
        })
    }

    async fn territory(
        &self,
        account: &AccountId,
        name: &TerritoryName,
        at: At,
    ) -> Result<Option<Territory>, ChainError> {
        let key = (*account, name.as_str().to_owned());
        self.read("reading a territory", at, |b| b.world.territories.get(&key).cloned())
    }

    async fn space_order(&self, order: &SpaceOrderId, at: At) -> Result<Option<SpaceOrder>, ChainError> {
        self.read("reading an order for space", at, |b| b.world.orders.get(order).cloned())
    }

    async fn consignment(&self, token: &TerritoryToken, at: At) -> Result<Option<Consignment>, ChainError> {
        self.read("reading a consignment", at, |b| b.world.consignment(token))
    }

    async fn file_status(&self, fid: &Fid, at: At) -> Result<FileStatus, ChainError> {
        self.read("reading a file's status", at, |b| FileStatus {
            at: b.at,
            deal: b.world.deals.get(fid).cloned(),
            file: b.world.files.get(fid).cloned(),
            allocation: b.world.allocation(fid),
        })
    }

    async fn listed_files(&self, account: &AccountId) -> Result<Vec<Fid>, ChainError> {
        self.read("reading the list of files", At::Best, |b| {
            b.world.held.get(account).map(|list| list.iter().map(|h| h.fid).collect()).unwrap_or_default()
        })
    }

    async fn nodes(&self) -> Result<Vec<NodeRecord>, ChainError> {
        self.read("reading the storage nodes", At::Best, |b| b.world.nodes.values().cloned().collect())
    }

    async fn node(&self, node: &NodeId) -> Result<Option<NodeRecord>, ChainError> {
        self.read("reading a storage node", At::Best, |b| b.world.nodes.get(node).cloned())
    }

    async fn gateways(&self) -> Result<Vec<GatewayRecord>, ChainError> {
        self.read("reading the gateways", At::Best, |b| b.world.gateways.values().cloned().collect())
    }

    async fn authorisations(&self, account: &AccountId, at: At) -> Result<Vec<AccountId>, ChainError> {
        self.read("reading authorisations", at, |b| b.world.authorised.get(account).cloned().unwrap_or_default())
    }

    async fn fee(&self, _call: &Call, _signer: &dyn Signer) -> Result<Planck, ChainError> {
        self.reach("asking for a fee")?;
        Ok(self.settings.fee)
    }

    async fn sign(&self, call: &Call, signer: &dyn Signer) -> Result<SignedTransaction, ChainError> {
        self.reach("preparing a transaction")?;
        let account = signer.account();
        let (genesis, birth, nonce) = self.changed(|l| {
            let birth = l.finalized().at.number.0;
            (l.genesis, birth, l.reserve_nonce(account, birth + ERA - 1))
        });
        let (call, death) = (call.clone(), birth + ERA - 1);
        let mut envelope = Envelope { genesis, call, signer: account, nonce, birth, death, signature: Vec::new() };
        envelope.signature = signer.sign(&encode(&envelope)?).to_vec();
        let bytes = encode(&envelope)?;
        let hash = TxHash(blake2_256(&[&bytes]));
        Ok(SignedTransaction {
            hash,
            bytes,
            signer: account,
            nonce,
            birth: BlockNumber(birth),
            death: BlockNumber(death),
        })
    }

    async fn submit(&self, transaction: &SignedTransaction) -> Result<TransactionStream, ChainError> {
        self.reach("submitting a transaction")?;
        let hash = TxHash(blake2_256(&[&transaction.bytes]));
        let loss = self.changed(|l| accept(l, transaction, hash))?;
        match loss {
            Some(FakeLoss::Unanswered) => Err(unreachable("submitting a transaction")),
            Some(FakeLoss::Unfollowed) => Ok(streams::transaction(self.clone(), hash, true)),
            Some(FakeLoss::Dropped) | None => Ok(streams::transaction(self.clone(), hash, false)),
        }
    }

    async fn find(
        &self,
        hash: &TxHash,
        blocks: RangeInclusive<u32>,
        progress: Arc<dyn Fn(SearchProgress) + Send + Sync>,
    ) -> Result<Option<SearchHit>, ChainError> {
        self.reach("looking for a transaction")?;
        let ledger = self.ledger();
        let (first, last) = (*blocks.start(), (*blocks.end()).min(ledger.finalized().at.number.0));
        for block in ledger.blocks.values().rev().filter(|b| (first..=last).contains(&b.at.number.0)) {
            progress(SearchProgress { block: block.at.number, left: block.at.number.0 - first });
            if let Some((_, outcome)) = block.transactions.iter().find(|(p, _)| p.hash == *hash) {
                let gone = block.at.number.0 < ledger.disturbances.events_kept_from;
                return Ok(Some(if gone {
                    SearchHit::EventsGone(block.at)
                } else {
                    SearchHit::Outcome(outcome.clone())
                }));
            }
        }
        Ok(None)
    }
}

fn encode(envelope: &Envelope) -> Result<Vec<u8>, ChainError> {
    let corrupt = |e| PortError::new(ErrorKind::Corrupt, "preparing a transaction", "it cannot be written").because(e);
    serde_json::to_vec(envelope).map_err(|e| corrupt(e).into())
}

/// Take a transaction into the pool, as far as the disturbances let it.
fn accept(ledger: &mut Ledger, transaction: &SignedTransaction, hash: TxHash) -> Result<Option<FakeLoss>, ChainError> {
    ledger.submissions.push(transaction.clone());
    let refuse = |reason| ChainError::Rejected { hash, reason, message: format!("{reason:?}") };
    let envelope = serde_json::from_slice(&transaction.bytes).map_err(|_| refuse(Rejection::BadProof))?;
    if let Err(reason) = check(ledger, &envelope, &hash) {
        if reason != Rejection::AlreadyKnown {
            ledger.forget_nonce(&envelope.signer, envelope.nonce);
        }
        return Err(refuse(reason));
    }
    let loss = ledger.disturbances.losses.pop_front();
    if loss != Some(FakeLoss::Dropped) {
        ledger.pool.push(Pooled { hash, envelope });
    }
    Ok(loss)
}

fn check(ledger: &mut Ledger, envelope: &Envelope, hash: &TxHash) -> Result<(), Rejection> {
    if let Some(reason) = ledger.disturbances.rejections.pop_front() {
        return Err(reason);
    }
    if ledger.is_pooled(hash) || ledger.locate(hash).is_some() {
        return Err(Rejection::AlreadyKnown);
    }
    let best = ledger.best();
    let (now, world) = (best.at.number.0, &best.world);
    let account = world.accounts.get(&envelope.signer).copied().unwrap_or_default();
    let rival = |p: &Pooled| p.envelope.signer == envelope.signer && p.envelope.nonce == envelope.nonce;
    let refusals = [
        (envelope.genesis != ledger.genesis, Rejection::BadProof),
        (envelope.death <= now, Rejection::Expired),
        (envelope.nonce < account.nonce, Rejection::Stale),
        (account.free.0 < ledger.fee.0 + world.existential_deposit.0, Rejection::Payment),
        (ledger.pool.iter().any(rival), Rejection::Outbid),
    ];
    refusals.into_iter().find(|(applies, _)| *applies).map_or(Ok(()), |(_, reason)| Err(reason))
}
