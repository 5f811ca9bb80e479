//! A CESS chain in memory.
//!
//! Duty: answer the Chain port like the real chain does, block by block, with the checks of protocol §4.
//! A test makes blocks ([`FakeChain::make_block`], [`FakeChain::run_every`]), lets nodes report
//! ([`FakeChain::report`], [`FakeChain::node_keeps`]) and disturbs what it likes.
//!
//! Invariants: the same calls in the same order give the same chain, hashes included; nothing happens between blocks;
//! a block includes what waits in the pool, then the nodes' reports.
//!
//! Absent on purpose: signatures are not checked, buckets do not exist, fees are one constant.

mod dispatch;
mod ledger;
mod port;
mod signer;
mod streams;
#[cfg(test)]
mod tests;
mod trade;
mod world;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use pileus_domain::{
    AccountId, Allocation, BlockNumber, BlockRef, ByteCount, ColumnIndex, ContentHash, Deal, Endpoint, Fid, FileRecord,
    GatewayRecord, GenesisHash, NodeId, NodeRecord, Planck, Territory, TerritoryName,
};
use tokio::sync::watch;

use self::{
    ledger::{Ledger, WaitingReport},
    world::World,
};
use crate::{DispatchFailure, ErrorKind, Rejection, SignedTransaction};

pub use self::signer::FakeSigner;

/// What a fake chain begins with.
#[derive(Debug, Clone)]
pub struct FakeChainSettings {
    /// Which chain it is.
    pub genesis: GenesisHash,
    /// Does the network name the nodes of an order? Otherwise the client does.
    pub network_allocation: bool,
    /// How many blocks the final head stays behind the best one.
    pub finality_lag: u32,
    /// Plancks for a GiB and day.
    pub unit_price: Planck,
    /// Least amount that an account keeps.
    pub existential_deposit: Planck,
    /// What every transaction costs.
    pub fee: Planck,
    /// Storage nodes, all positive and with 1 TiB of room.
    pub nodes: u8,
}

impl Default for FakeChainSettings {
    /// Network allocation, 16 nodes, final two blocks after best.
    fn default() -> Self {
        Self {
            genesis: GenesisHash([0xfa; 32]),
            network_allocation: true,
            finality_lag: 2,
            unit_price: Planck(Planck::TOKEN.0 / 10),
            existential_deposit: Planck::TOKEN,
            fee: Planck(Planck::TOKEN.0 / 100),
            nodes: 16,
        }
    }
}

/// How a transaction gets lost after it was submitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FakeLoss {
    /// The pool forgets it: it never gets into a block.
    Dropped,
    /// Only the connection that followed it breaks: it gets into a block.
    Unfollowed,
    /// The request itself fails as if the connection broke after sending: it gets into a block.
    Unanswered,
}

/// A chain in memory. Cheap to clone; all clones are the same chain.
#[derive(Debug, Clone)]
pub struct FakeChain {
    ledger: Arc<Mutex<Ledger>>,
    settings: Arc<FakeChainSettings>,
    changes: watch::Sender<u64>,
}

/// Makes blocks until it is dropped.
#[derive(Debug)]
pub struct BlockTimer(tokio::task::JoinHandle<()>);

impl Drop for BlockTimer {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Default for FakeChain {
    fn default() -> Self {
        Self::new(FakeChainSettings::default())
    }
}

impl FakeChain {
    /// A chain with nothing but its storage nodes.
    pub fn new(settings: FakeChainSettings) -> Self {
        let world = World {
            unit_price: settings.unit_price,
            existential_deposit: settings.existential_deposit,
            network_allocation: settings.network_allocation,
            purchased: 0,
            accounts: BTreeMap::new(),
            gateways: BTreeMap::new(),
            authorised: BTreeMap::new(),
            territories: BTreeMap::new(),
            sales: BTreeMap::new(),
            orders: BTreeMap::new(),
            deals: BTreeMap::new(),
            drawn: BTreeMap::new(),
            files: BTreeMap::new(),
            held: BTreeMap::new(),
            nodes: (1..=settings.nodes).map(Self::node_id).map(|n| (n, node_record(n))).collect(),
        };
        let ledger = Ledger::new(settings.genesis, settings.fee, settings.finality_lag, world);
        Self { ledger: Arc::new(Mutex::new(ledger)), settings: Arc::new(settings), changes: watch::Sender::new(0) }
    }

    /// The storage node with this number, counted from 1.
    pub fn node_id(number: u8) -> NodeId {
        let mut account = [0xd0; 32];
        account[0] = number;
        NodeId(AccountId(account))
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn changed<T>(&self, change: impl FnOnce(&mut Ledger) -> T) -> T {
        let answer = change(&mut self.ledger());
        self.changes.send_modify(|version| *version += 1);
        answer
    }

    // Set-up: changes the newest block's state in place.

    /// Give an account money.
    pub fn fund(&self, account: AccountId, amount: Planck) {
        self.changed(|l| l.change(|w| w.accounts.entry(account).or_default().free.0 += amount.0));
    }

    /// Set an account's money to this amount.
    pub fn set_balance(&self, account: AccountId, amount: Planck) {
        self.changed(|l| l.change(|w| w.accounts.entry(account).or_default().free = amount));
    }

    /// Give an account a territory of so many GiB for so many days, without price.
    pub fn grant_territory(&self, owner: AccountId, name: &TerritoryName, gib: u32, days: u32) {
        let bytes = u64::from(gib) * ByteCount::GIB.0;
        self.changed(|l| {
            let now = l.best().at.number.0;
            let token = dispatch::blake2_256(&[&owner.0, name.as_str().as_bytes()]);
            let territory = world::territory(name, token, bytes, now, days);
            l.change(|w| {
                w.purchased += bytes;
                w.territories.insert((owner, name.as_str().to_owned()), territory);
            });
        });
    }

    /// Change a territory at will; nothing happens when there is none.
    pub fn change_territory(&self, owner: AccountId, name: &TerritoryName, change: impl FnOnce(&mut Territory)) {
        let key = (owner, name.as_str().to_owned());
        self.changed(|l| l.change(|w| w.territories.get_mut(&key).map_or((), change)));
    }

    /// Add a storage node, or replace what the chain says of it.
    pub fn set_node(&self, record: NodeRecord) {
        self.changed(|l| l.change(|w| drop(w.nodes.insert(record.node, record))));
    }

    /// Set what the chain says of a node's state, `positive`, `frozen`, `exit` and so on.
    pub fn set_node_state(&self, node: NodeId, state: &str) {
        self.changed(|l| l.change(|w| w.nodes.get_mut(&node).map_or((), |n| state.clone_into(&mut n.state))));
    }

    /// Set where a node says it listens.
    pub fn set_node_endpoint(&self, node: NodeId, endpoint: &str) {
        let endpoint = Some(Endpoint(endpoint.to_owned()));
        self.changed(|l| l.change(|w| w.nodes.get_mut(&node).map_or((), |n| n.endpoint = endpoint)));
    }

    /// Add a gateway, or replace what the chain says of it.
    pub fn set_gateway(&self, record: GatewayRecord) {
        self.changed(|l| l.change(|w| drop(w.gateways.insert(record.account, record))));
    }

    /// Let an account have authorised a gateway.
    pub fn set_authorised(&self, owner: AccountId, gateway: AccountId) {
        self.changed(|l| l.change(|w| w.authorised.entry(owner).or_default().push(gateway)));
    }

    /// Let an account take its authorisation of a gateway back.
    pub fn take_back(&self, owner: AccountId, gateway: AccountId) {
        self.changed(|l| l.change(|w| w.authorised.entry(owner).or_default().retain(|other| *other != gateway)));
    }

    /// Let a gateway leave the list; who authorised it has it authorised still.
    pub fn remove_gateway(&self, account: &AccountId) {
        self.changed(|l| l.change(|w| drop(w.gateways.remove(account))));
    }

    /// Put a stored file there as if somebody had stored it before.
    pub fn put_file(&self, fid: Fid, file: FileRecord) {
        self.changed(|l| l.change(|w| drop(w.files.insert(fid, file))));
    }

    /// Put an open order there, over one that may be there already: what a stranger's declaration does.
    pub fn put_deal(&self, fid: Fid, deal: Deal) {
        self.changed(|l| {
            let now = l.best().at.number.0;
            l.change(|w| {
                w.deals.insert(fid, deal);
                w.draw(&fid, now);
            });
        });
    }

    // Blocks.

    /// Make one block: the pool's transactions, then the nodes' reports.
    pub fn make_block(&self) -> BlockRef {
        self.changed(|l| {
            let next = l.best().at.number.0 + 1;
            l.make_block(next)
        })
    }

    /// Make so many blocks.
    pub fn make_blocks(&self, count: u32) {
        for _ in 0..count {
            self.make_block();
        }
    }

    /// Make one block with this number, far ahead perhaps; what falls due on the way happens in it.
    pub fn jump_to(&self, number: BlockNumber) -> BlockRef {
        self.changed(|l| {
            let next = number.0.max(l.best().at.number.0 + 1);
            l.make_block(next)
        })
    }

    /// Make a block every `period` of tokio time, until the timer is dropped.
    #[must_use = "blocks stop when the timer is dropped"]
    pub fn run_every(&self, period: Duration) -> BlockTimer {
        let chain = self.clone();
        BlockTimer(tokio::spawn(async move {
            loop {
                tokio::time::sleep(period).await;
                chain.make_block();
            }
        }))
    }

    /// Throw out the newest block unless it is final; its transactions wait in the pool again. Says whether it did.
    pub fn retract_block(&self) -> bool {
        self.changed(Ledger::retract)
    }

    /// The newest block.
    pub fn best(&self) -> BlockRef {
        self.ledger().best().at
    }

    // Storage nodes.

    /// A node's `transfer_report`, run in the next block; see [`Self::report_failures`] for what the chain refused.
    pub fn report(&self, fid: &Fid, column: ColumnIndex, node: NodeId) {
        let report = WaitingReport { fid: *fid, column, node };
        self.changed(|l| l.reports.push(report));
    }

    /// A node keeps this fragment for this file: from now on, in each block, it reports the first free column of which it
    /// keeps the fragment of every segment, once.
    pub fn node_keeps(&self, node: NodeId, fid: &Fid, fragment: ContentHash) {
        self.changed(|l| l.kept_by_nodes.entry((*fid, node)).or_default().insert(fragment));
    }

    /// A node lost everything it kept for a file.
    pub fn node_forgets(&self, node: NodeId, fid: &Fid) {
        self.changed(|l| l.kept_by_nodes.remove(&(*fid, node)));
    }

    /// Reports that the chain refused, in order.
    pub fn report_failures(&self) -> Vec<(Fid, ColumnIndex, NodeId, DispatchFailure)> {
        self.ledger().report_failures.clone()
    }

    /// The open order at the best block, as nodes see it.
    pub fn deal(&self, fid: &Fid) -> Option<Deal> {
        self.ledger().best().world.deals.get(fid).cloned()
    }

    /// The stored file at the best block, as nodes see it.
    pub fn file(&self, fid: &Fid) -> Option<FileRecord> {
        self.ledger().best().world.files.get(fid).cloned()
    }

    /// The network's choice of nodes at the best block.
    pub fn allocation(&self, fid: &Fid) -> Option<Allocation> {
        self.ledger().best().world.allocation(fid)
    }

    /// A territory at the best block.
    pub fn territory_now(&self, owner: AccountId, name: &TerritoryName) -> Option<Territory> {
        self.ledger().best().world.territories.get(&(owner, name.as_str().to_owned())).cloned()
    }

    /// Everything that was submitted, in order, refused ones and repetitions included.
    pub fn submissions(&self) -> Vec<SignedTransaction> {
        self.ledger().submissions.clone()
    }

    // Disturbances.

    /// The next `calls` calls of the port fail with this kind.
    pub fn fail_next(&self, calls: u32, kind: ErrorKind) {
        self.changed(|l| {
            l.disturbances.failing = calls;
            l.disturbances.failing_as = Some(kind);
        });
    }

    /// Be unreachable, or reachable again. Streams of heads say once that they lost the connection; transactions that are
    /// followed end as lost.
    pub fn set_offline(&self, offline: bool) {
        self.changed(|l| l.disturbances.offline = offline);
    }

    /// Lose the next submitted transaction in this way; more calls line up.
    pub fn lose_next(&self, loss: FakeLoss) {
        self.changed(|l| l.disturbances.losses.push_back(loss));
    }

    /// Refuse the next submitted transaction for this reason; more calls line up.
    pub fn reject_next(&self, reason: Rejection) {
        self.changed(|l| l.disturbances.rejections.push_back(reason));
    }

    /// Forget the events of all blocks below this number: a search finds the block, not the outcome.
    pub fn prune_events_below(&self, number: BlockNumber) {
        self.changed(|l| l.disturbances.events_kept_from = number.0);
    }
}

fn node_record(node: NodeId) -> NodeRecord {
    let port = 15_000 + u16::from(node.0.0[0]);
    NodeRecord {
        node,
        endpoint: Some(Endpoint(format!("127.0.0.1:{port}"))),
        state: "positive".to_owned(),
        idle_space: ByteCount(1024 * ByteCount::GIB.0),
    }
}
