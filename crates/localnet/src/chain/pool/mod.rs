//! The transaction pool: what waits for a block.
//!
//! Invariants: no two entries provide the same tag (for signed transactions: the same account and nonce); an entry is
//! ready exactly when everything it requires is in the chain or provided by a ready entry; what was in a block, or was
//! found invalid, is not taken again for [`BAN_BLOCKS`] blocks, as on a real node.
//!
//! The pool judges nothing: it is told what the runtime said. It is not kept across restarts, as on a real node.

mod bans;
mod order;
mod status;

use std::collections::{BTreeMap, HashMap, HashSet};

use bytes::Bytes;
use sp_core::H256;
use sp_runtime::transaction_validity::{TransactionTag as Tag, ValidTransaction};

use bans::Bans;
pub(crate) use status::Inclusion;
use status::Watcher;
pub use status::{TransactionStatus, TransactionWatch};

use super::signing::extrinsic_hash;
use crate::error::Refusal;

/// Transactions that the pool holds.
const MOST_TRANSACTIONS: usize = 2048;
/// Bytes of transactions that the pool holds: 40 MiB.
const MOST_BYTES: usize = 40 * 1024 * 1024;
/// How long a transaction stays banned; half an hour at 6 s a block.
const BAN_BLOCKS: u32 = 300;

/// A transaction in the pool.
struct Entry {
    /// Arrival number: earlier ones go first among equals.
    arrival: u64,
    bytes: Bytes,
    priority: u64,
    requires: Vec<Tag>,
    provides: Vec<Tag>,
    /// Last block that may hold it.
    valid_until: u32,
    ready: bool,
    watcher: Watcher,
}

/// What waits for a block.
#[derive(Default)]
pub(super) struct Pool {
    entries: HashMap<H256, Entry>,
    arrivals: u64,
    bytes: usize,
    bans: Bans,
    /// Watchers of what is in a block that is not final, by block number.
    unfinal: BTreeMap<u32, Vec<(Watcher, Inclusion)>>,
}

impl Pool {
    /// Whether this extrinsic may be looked at.
    ///
    /// # Errors
    /// [`Refusal::Banned`], [`Refusal::AlreadyImported`].
    pub(super) fn admits(&self, extrinsic: &[u8], best: u32) -> Result<(), Refusal> {
        let hash = extrinsic_hash(extrinsic);
        if self.bans.contains(hash, best) {
            return Err(Refusal::Banned);
        }
        if self.entries.contains_key(&hash) {
            return Err(Refusal::AlreadyImported(hash));
        }
        Ok(())
    }

    /// Do not look at this extrinsic again for a while.
    pub(super) fn ban(&mut self, extrinsic: &[u8], best: u32) {
        self.bans.insert(extrinsic_hash(extrinsic), best + BAN_BLOCKS);
    }

    /// Take a transaction that the runtime found valid at block `best`.
    ///
    /// # Errors
    /// [`Refusal::PriorityTooLow`] when its place is taken, [`Refusal::PoolFull`].
    pub(super) fn import(
        &mut self,
        bytes: Bytes,
        valid: ValidTransaction,
        best: u32,
    ) -> Result<TransactionWatch, Refusal> {
        let hash = extrinsic_hash(&bytes);
        self.replace_rivals(hash, &valid)?;
        if self.entries.len() >= MOST_TRANSACTIONS || self.bytes + bytes.len() > MOST_BYTES {
            return Err(Refusal::PoolFull);
        }
        let (watcher, watch) = Watcher::new(hash);
        self.arrivals += 1;
        self.bytes += bytes.len();
        let longevity = u32::try_from(valid.longevity).unwrap_or(u32::MAX);
        let entry = Entry {
            arrival: self.arrivals,
            bytes,
            priority: valid.priority,
            requires: valid.requires,
            provides: valid.provides,
            valid_until: best.saturating_add(longevity),
            ready: false,
            watcher,
        };
        self.entries.insert(hash, entry);
        self.settle();
        if let Some(entry) = self.entries.get(&hash).filter(|entry| !entry.ready) {
            entry.watcher.tell(TransactionStatus::Future);
        }
        Ok(watch)
    }

    /// Make way for a better transaction in the same place.
    fn replace_rivals(&mut self, newcomer: H256, valid: &ValidTransaction) -> Result<(), Refusal> {
        let same_place = |entry: &Entry| entry.provides.iter().any(|tag| valid.provides.contains(tag));
        let rivals: Vec<(H256, u64)> = self
            .entries
            .iter()
            .filter(|(_, entry)| same_place(entry))
            .map(|(hash, entry)| (*hash, entry.priority))
            .collect();
        if let Some((_, old)) = rivals.iter().find(|(_, old)| *old >= valid.priority) {
            return Err(Refusal::PriorityTooLow { old: *old, new: valid.priority });
        }
        for (hash, _) in rivals {
            self.end(hash, TransactionStatus::Usurped(newcomer));
        }
        Ok(())
    }

    /// Whether a block made now would hold a transaction.
    pub(super) fn has_ready(&self) -> bool {
        self.entries.values().any(|entry| entry.ready)
    }

    /// Everything in the pool, ready or not, in the order of arrival.
    pub(super) fn pending(&self) -> Vec<Bytes> {
        let mut entries: Vec<&Entry> = self.entries.values().collect();
        entries.sort_by_key(|entry| entry.arrival);
        entries.into_iter().map(|entry| entry.bytes.clone()).collect()
    }

    /// What the next block should try, best first, each after what it requires.
    pub(super) fn candidates(&self) -> Vec<Bytes> {
        order::best_first(self.entries.values().filter(|entry| entry.ready))
    }

    /// How many ready transactions of an account follow each other from `nonce` on.
    ///
    /// # Shapes
    /// `tag` makes the tag that a transaction of that account and nonce provides.
    pub(super) fn next_nonce(&self, nonce: u32, tag: impl Fn(u32) -> Tag) -> u32 {
        let provided: HashSet<&Tag> =
            self.entries.values().filter(|entry| entry.ready).flat_map(|entry| &entry.provides).collect();
        (nonce..u32::MAX).find(|nonce| !provided.contains(&tag(*nonce))).unwrap_or(nonce)
    }

    /// A block holds these transactions.
    pub(super) fn included(&mut self, included: Vec<(H256, Inclusion)>, number: u32) {
        for (hash, inclusion) in included {
            self.bans.insert(hash, number + BAN_BLOCKS);
            let Some(entry) = self.take(hash) else { continue };
            self.satisfy(&entry.provides);
            entry.watcher.tell(TransactionStatus::InBlock(inclusion.clone()));
            self.unfinal.entry(number).or_default().push((entry.watcher, inclusion));
        }
        self.expire(number);
        self.bans.forget_before(number);
        self.settle();
    }

    /// The chain provides these tags from now on.
    fn satisfy(&mut self, tags: &[Tag]) {
        for entry in self.entries.values_mut() {
            entry.requires.retain(|tag| !tags.contains(tag));
        }
        let overtaken: Vec<H256> = self
            .entries
            .iter()
            .filter(|(_, entry)| entry.provides.iter().any(|tag| tags.contains(tag)))
            .map(|(hash, _)| *hash)
            .collect();
        for hash in overtaken {
            self.end(hash, TransactionStatus::Invalid);
        }
    }

    /// Drop what no block after `number` may hold.
    fn expire(&mut self, number: u32) {
        let over = |entry: &Entry| entry.valid_until <= number;
        let expired: Vec<H256> = self.entries.iter().filter(|(_, entry)| over(entry)).map(|(hash, _)| *hash).collect();
        for hash in expired {
            self.end(hash, TransactionStatus::Invalid);
        }
    }

    /// A block could not take this transaction, nor could any later one.
    pub(super) fn reject(&mut self, hash: H256, best: u32) {
        self.bans.insert(hash, best + BAN_BLOCKS);
        self.end(hash, TransactionStatus::Invalid);
        self.settle();
    }

    /// All blocks up to this one are final.
    pub(super) fn finalized(&mut self, number: u32) {
        let open = self.unfinal.split_off(&(number.saturating_add(1)));
        for (watcher, inclusion) in std::mem::replace(&mut self.unfinal, open).into_values().flatten() {
            watcher.tell(TransactionStatus::Finalized(inclusion));
        }
    }

    fn end(&mut self, hash: H256, status: TransactionStatus) {
        if let Some(entry) = self.take(hash) {
            entry.watcher.tell(status);
        }
    }

    fn take(&mut self, hash: H256) -> Option<Entry> {
        let entry = self.entries.remove(&hash)?;
        self.bytes -= entry.bytes.len();
        Some(entry)
    }

    /// Work out again what is ready, and tell those whose state changed.
    fn settle(&mut self) {
        let ready = self.reachable();
        for (hash, entry) in &mut self.entries {
            let now = ready.contains(hash);
            match (std::mem::replace(&mut entry.ready, now), now) {
                (false, true) => {
                    entry.watcher.tell(TransactionStatus::Ready);
                    entry.watcher.tell(TransactionStatus::Broadcast);
                }
                (true, false) => entry.watcher.tell(TransactionStatus::Future),
                _ => {}
            }
        }
    }

    fn reachable(&self) -> HashSet<H256> {
        let mut waiting: Vec<(&H256, &Entry)> = self.entries.iter().collect();
        waiting.sort_by_key(|(_, entry)| entry.arrival);
        let (mut ready, mut provided) = (HashSet::new(), HashSet::new());
        loop {
            let before = waiting.len();
            waiting.retain(|(hash, entry)| {
                let fits = entry.requires.iter().all(|tag| provided.contains(tag));
                if fits {
                    ready.insert(**hash);
                    provided.extend(&entry.provides);
                }
                !fits
            });
            if waiting.len() == before {
                return ready;
            }
        }
    }
}

#[cfg(test)]
mod tests;
