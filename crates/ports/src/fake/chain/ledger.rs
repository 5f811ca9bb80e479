//! Blocks, pool and disturbances of the fake chain, behind one lock.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

use pileus_domain::{
    AccountId, BlockHash, BlockNumber, BlockRef, Call, ColumnIndex, ContentHash, Fid, GenesisHash, NodeId, Planck,
    TxHash,
};
use serde::{Deserialize, Serialize};

use super::{FakeLoss, dispatch::blake2_256, world::World};
use crate::{DispatchFailure, ErrorKind, Rejection, SignedTransaction, TransactionOutcome};

/// What the bytes of a fake transaction hold.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Envelope {
    pub(super) genesis: GenesisHash,
    pub(super) call: Call,
    pub(super) signer: AccountId,
    pub(super) nonce: u64,
    pub(super) birth: u32,
    pub(super) death: u32,
    /// Kept, not checked: the fake knows no keys.
    pub(super) signature: Vec<u8>,
}

/// A transaction that waits for its block.
#[derive(Debug, Clone)]
pub(super) struct Pooled {
    pub(super) hash: TxHash,
    pub(super) envelope: Envelope,
}

/// One block with the state after it.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) at: BlockRef,
    pub(super) world: Arc<World>,
    pub(super) transactions: Vec<(Pooled, TransactionOutcome)>,
}

/// A node's statement that waits for its block.
#[derive(Debug, Clone, Copy)]
pub(super) struct WaitingReport {
    pub(super) fid: Fid,
    pub(super) column: ColumnIndex,
    pub(super) node: NodeId,
}

/// Disturbances that wait for their call.
#[derive(Debug, Default)]
pub(super) struct Disturbances {
    pub(super) offline: bool,
    pub(super) failing: u32,
    pub(super) failing_as: Option<ErrorKind>,
    pub(super) losses: VecDeque<FakeLoss>,
    pub(super) rejections: VecDeque<Rejection>,
    pub(super) events_kept_from: u32,
}

/// All that the fake knows.
#[derive(Debug)]
pub(super) struct Ledger {
    pub(super) genesis: GenesisHash,
    pub(super) fee: Planck,
    pub(super) finality_lag: u32,
    pub(super) blocks: BTreeMap<u32, Block>,
    pub(super) final_number: u32,
    pub(super) pool: Vec<Pooled>,
    pub(super) reserved: BTreeMap<AccountId, BTreeMap<u64, u32>>,
    pub(super) reports: Vec<WaitingReport>,
    pub(super) report_failures: Vec<(Fid, ColumnIndex, NodeId, DispatchFailure)>,
    pub(super) kept_by_nodes: BTreeMap<(Fid, NodeId), BTreeSet<ContentHash>>,
    pub(super) submissions: Vec<SignedTransaction>,
    pub(super) disturbances: Disturbances,
    forks: u32,
}

impl Ledger {
    pub(super) fn new(genesis: GenesisHash, fee: Planck, finality_lag: u32, world: World) -> Self {
        let at = BlockRef { number: BlockNumber(0), hash: BlockHash(genesis.0) };
        let first = Block { at, world: Arc::new(world), transactions: Vec::new() };
        Self {
            genesis,
            fee,
            finality_lag,
            blocks: BTreeMap::from([(0, first)]),
            final_number: 0,
            pool: Vec::new(),
            reserved: BTreeMap::new(),
            reports: Vec::new(),
            report_failures: Vec::new(),
            kept_by_nodes: BTreeMap::new(),
            submissions: Vec::new(),
            disturbances: Disturbances::default(),
            forks: 0,
        }
    }

    pub(super) fn best(&self) -> &Block {
        self.blocks.values().next_back().expect("the first block is never removed")
    }

    pub(super) fn finalized(&self) -> &Block {
        self.blocks.range(..=self.final_number).next_back().map_or_else(|| self.best(), |(_, block)| block)
    }

    /// Change the newest state in place, as a test's set-up does.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut World)) {
        if let Some(mut newest) = self.blocks.last_entry() {
            change(Arc::make_mut(&mut newest.get_mut().world));
        }
    }

    /// Make the block `number`, which may be far ahead of the last one.
    pub(super) fn make_block(&mut self, number: u32) -> BlockRef {
        let at = BlockRef { number: BlockNumber(number), hash: self.hash_of(number) };
        let mut world = World::clone(&self.best().world);
        world.begin(number);
        let transactions = self.include(&mut world, at);
        self.run_reports(&mut world, number);
        self.blocks.insert(number, Block { at, world: Arc::new(world), transactions });
        self.final_number = self.final_number.max(number.saturating_sub(self.finality_lag));
        at
    }

    fn hash_of(&self, number: u32) -> BlockHash {
        BlockHash(blake2_256(&[&self.genesis.0, &number.to_le_bytes(), &self.forks.to_le_bytes()]))
    }

    fn include(&mut self, world: &mut World, at: BlockRef) -> Vec<(Pooled, TransactionOutcome)> {
        let mut included = Vec::new();
        self.pool.retain(|p| p.envelope.death >= at.number.0);
        while let Some(next) = self.pool.iter().position(|p| world.nonce(&p.envelope.signer) == p.envelope.nonce) {
            let pooled = self.pool.remove(next);
            let index = u32::try_from(included.len()).unwrap_or(u32::MAX);
            let outcome = self.apply(world, &pooled.envelope, at, index);
            included.push((pooled, outcome));
        }
        self.pool.retain(|p| world.nonce(&p.envelope.signer) <= p.envelope.nonce);
        included
    }

    fn apply(&self, world: &mut World, envelope: &Envelope, at: BlockRef, index: u32) -> TransactionOutcome {
        let account = world.accounts.entry(envelope.signer).or_default();
        account.nonce += 1;
        account.free = account.free.saturating_sub(self.fee);
        let ran = world.dispatch(at.number.0, envelope.signer, &envelope.call);
        let (result, mut events) = match ran {
            Ok(events) => (Ok(()), events),
            Err(failure) => (Err(failure), Vec::new()),
        };
        events.push(fee_paid(envelope.signer, self.fee));
        TransactionOutcome { block: at, index, result, fee: Some(self.fee), events }
    }

    fn run_reports(&mut self, world: &mut World, now: u32) {
        for WaitingReport { fid, column, node } in std::mem::take(&mut self.reports) {
            if let Err(failure) = world.transfer_report(now, node, column, &fid) {
                self.report_failures.push((fid, column, node, failure));
            }
        }
        for ((fid, node), kept) in &self.kept_by_nodes {
            let Some(column) = reportable(world, fid, *node, kept) else { continue };
            if let Err(failure) = world.transfer_report(now, *node, column, fid) {
                self.report_failures.push((*fid, column, *node, failure));
            }
        }
    }

    /// Throw the newest block out; its transactions wait again. Final blocks stay.
    pub(super) fn retract(&mut self) -> bool {
        let newest = self.best().at.number.0;
        if newest <= self.final_number {
            return false;
        }
        let block = self.blocks.remove(&newest);
        self.pool.extend(block.into_iter().flat_map(|b| b.transactions).map(|(pooled, _)| pooled));
        self.forks += 1;
        true
    }

    /// Where a transaction is.
    pub(super) fn locate(&self, hash: &TxHash) -> Option<&TransactionOutcome> {
        self.blocks
            .values()
            .rev()
            .flat_map(|b| &b.transactions)
            .find(|(p, _)| p.hash == *hash)
            .map(|(_, outcome)| outcome)
    }

    pub(super) fn is_pooled(&self, hash: &TxHash) -> bool {
        self.pool.iter().any(|p| p.hash == *hash)
    }

    /// The account's next nonce that nobody holds, kept for this transaction.
    pub(super) fn reserve_nonce(&mut self, signer: AccountId, death: u32) -> u64 {
        let best = self.best();
        let (now, mut next) = (best.at.number.0, best.world.nonce(&signer));
        let pooled: BTreeSet<u64> =
            self.pool.iter().filter(|p| p.envelope.signer == signer).map(|p| p.envelope.nonce).collect();
        let reserved = self.reserved.entry(signer).or_default();
        reserved.retain(|nonce, death| *nonce >= next && *death >= now);
        while pooled.contains(&next) || reserved.contains_key(&next) {
            next += 1;
        }
        reserved.insert(next, death);
        next
    }

    pub(super) fn forget_nonce(&mut self, signer: &AccountId, nonce: u64) {
        if let Some(reserved) = self.reserved.get_mut(signer) {
            reserved.remove(&nonce);
        }
    }
}

impl World {
    pub(super) fn nonce(&self, account: &AccountId) -> u64 {
        self.accounts.get(account).map_or(0, |a| a.nonce)
    }
}

/// The first free column of which a node keeps the fragment of every segment (protocol §4.6).
fn reportable(world: &World, fid: &Fid, node: NodeId, kept: &BTreeSet<ContentHash>) -> Option<ColumnIndex> {
    let deal = world.deals.get(fid)?;
    if deal.reported.iter().any(|r| r.node == node) {
        return None;
    }
    let whole =
        |c: &ColumnIndex| deal.segments.iter().all(|s| s.fragments.get(c.position()).is_some_and(|f| kept.contains(f)));
    deal.missing().into_iter().find(whole)
}

fn fee_paid(who: AccountId, fee: Planck) -> (String, BTreeMap<String, String>) {
    let fields = [("who", who.to_string()), ("actual_fee", fee.0.to_string()), ("tip", "0".to_owned())];
    ("TransactionPayment.TransactionFeePaid".to_owned(), fields.map(|(k, v)| (k.to_owned(), v)).into())
}
