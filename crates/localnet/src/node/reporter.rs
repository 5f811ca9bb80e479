//! The part of a storage node that talks to the chain.
//!
//! Duty: report columns that are complete, move fragments of stored files to their shelf, delete
//! what the chain has forgotten, report tags.
//!
//! Invariants: at most one successful report a deal; fragments of an unknown FID are kept for a
//! bounded time, because a client may send before the node sees the order.

use std::{
    collections::{BTreeSet, HashMap},
    future, io,
    sync::Arc,
    time::Duration,
};

use pileus_localnet_runtime::{
    RuntimeCall,
    pallets::{file_bank, sminer::state::POSITIVE},
};
use tokio::{
    sync::watch,
    time::{Instant, sleep, timeout},
};

use super::{
    call::NodeCall,
    fault::FaultKind,
    ledger::{Inclusion, LedgerError},
    name::HashName,
    records::{self, Deal, Record, StoredFile},
    server::Node,
    store::Shelf,
    tags,
};

/// How long a node waits for its extrinsic to get into a block.
const LONGEST_SUBMISSION: Duration = Duration::from_mins(1);

/// Pause of a FID after the chain refused all that the node could report, unless more arrives.
///
/// # Units
/// blocks.
const PAUSE_AFTER_REFUSAL: u32 = 5;

/// A look at the deals happens at least this often.
const LONGEST_SLEEP: Duration = Duration::from_secs(6);

/// Why a part of a pass was given up until the next one.
#[derive(Debug, thiserror::Error)]
pub(super) enum PassError {
    /// The chain.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The folder.
    #[error("the folder cannot be used: {0}")]
    Folder(#[from] io::Error),
    /// A block took too long.
    #[error("the extrinsic was in no block after {} s", LONGEST_SUBMISSION.as_secs())]
    NoBlock,
    /// A file has more fragments here than a report of tags can name.
    #[error("the node holds too many fragments of the file for one report")]
    TooManyFragments,
}

/// Report for as long as the node lives.
pub(super) async fn run(node: Arc<Node>) {
    let mut reporter = Reporter::new(Arc::clone(&node));
    loop {
        reporter.pass().await;
        tokio::select! {
            () = node.arrived.notified() => reporter.paused.clear(),
            () = next(&mut reporter.blocks) => (),
            () = sleep(LONGEST_SLEEP) => (),
        }
        sleep(node.settings.timing.report_delay).await;
        reporter.blocks.mark_unchanged();
    }
}

/// Wait for a block; for ever when the chain has ended.
async fn next(blocks: &mut watch::Receiver<u32>) {
    if blocks.changed().await.is_err() {
        future::pending::<()>().await;
    }
}

struct Reporter {
    node: Arc<Node>,
    /// The best block.
    blocks: watch::Receiver<u32>,
    /// Since when the FIDs of waiting fragments are unknown to the chain.
    unknown_since: HashMap<HashName, Instant>,
    /// FIDs whose reports were refused, with the block of the next attempt.
    paused: HashMap<HashName, u32>,
    /// Stored files whose tags may be missing.
    untagged: BTreeSet<HashName>,
    /// The block at which to look for deleted files.
    next_housekeeping: u32,
}

impl Reporter {
    fn new(node: Arc<Node>) -> Self {
        Self {
            blocks: node.ledger.blocks(),
            node,
            unknown_since: HashMap::new(),
            paused: HashMap::new(),
            untagged: BTreeSet::new(),
            next_housekeeping: 0,
        }
    }

    /// Look once at everything the node holds.
    async fn pass(&mut self) {
        for fid in self.fids(Shelf::Waiting).await {
            if let Err(error) = self.look_at_waiting(&fid).await {
                tracing::debug!(%fid, %error, "waiting fragments could not be looked after");
            }
        }
        let best = *self.blocks.borrow();
        if best >= self.next_housekeeping {
            self.next_housekeeping = best + self.node.settings.timing.housekeeping_blocks;
            self.keep_house().await;
        }
        self.report_tags(best).await;
    }

    async fn fids(&self, shelf: Shelf) -> Vec<HashName> {
        self.node.store.fids(shelf).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the folder of fragments cannot be listed");
            Vec::new()
        })
    }

    async fn look_at_waiting(&mut self, fid: &HashName) -> Result<(), PassError> {
        match records::record(self.node.ledger.as_ref(), fid).await? {
            Record::Unknown => return self.wait_for_order(fid).await,
            Record::Deal(deal) => self.report(fid, &deal).await?,
            Record::File(file) => self.shelve(fid, &file).await?,
        }
        self.unknown_since.remove(fid);
        Ok(())
    }

    /// The chain knows nothing under this FID: keep the fragments for a while.
    async fn wait_for_order(&mut self, fid: &HashName) -> Result<(), PassError> {
        let since = *self.unknown_since.entry(fid.clone()).or_insert_with(Instant::now);
        if since.elapsed() >= self.node.settings.timing.orphan_patience {
            self.node.store.drop_file(Shelf::Waiting, fid).await?;
            self.unknown_since.remove(fid);
            self.paused.remove(fid);
        }
        Ok(())
    }

    /// Report the first column that is complete here and that the chain accepts.
    async fn report(&mut self, fid: &HashName, deal: &Deal) -> Result<(), PassError> {
        let best = *self.blocks.borrow();
        let paused = self.paused.get(fid).is_some_and(|next| best < *next);
        if paused || deal.is_reported_by(&self.node.account) {
            return Ok(());
        }
        let complete = self.complete_columns(fid, deal).await;
        if complete.is_empty() || !self.may_report().await? {
            return Ok(());
        }
        for index in complete {
            if report_column(&self.node, fid, index).await? {
                self.paused.remove(fid);
                return Ok(());
            }
        }
        self.paused.insert(fid.clone(), best.saturating_add(PAUSE_AFTER_REFUSAL));
        Ok(())
    }

    /// The open columns whose fragments of all segments are here at full length.
    async fn complete_columns(&self, fid: &HashName, deal: &Deal) -> Vec<u8> {
        let mut complete = Vec::new();
        'columns: for (index, fragments) in deal.open_columns() {
            for fragment in fragments {
                if !self.node.store.is_whole(fid, &fragment).await {
                    continue 'columns;
                }
            }
            complete.push(index);
        }
        complete
    }

    /// Whether the node is positive, and no fault holds its reports back.
    async fn may_report(&self) -> Result<bool, PassError> {
        let miner = records::miner(self.node.ledger.as_ref(), &self.node.account).await?;
        let positive = miner.is_some_and(|miner| miner.is_in(POSITIVE));
        Ok(positive && !held_back(&self.node).await)
    }

    /// The file is stored: keep the fragments that the chain expects here, and only those.
    async fn shelve(&mut self, fid: &HashName, file: &StoredFile) -> Result<(), PassError> {
        let own = file.fragments_at(&self.node.account);
        for fragment in &own {
            self.node.store.promote(fid, fragment).await?;
        }
        self.node.store.drop_file(Shelf::Waiting, fid).await?;
        self.paused.remove(fid);
        if !own.is_empty() {
            self.untagged.insert(fid.clone());
        }
        Ok(())
    }

    /// Delete fragments of files that are gone, and find those without tags.
    async fn keep_house(&mut self) {
        for fid in self.fids(Shelf::Stored).await {
            if let Err(error) = self.look_at_stored(&fid).await {
                tracing::debug!(%fid, %error, "stored fragments could not be looked after");
            }
        }
    }

    async fn look_at_stored(&mut self, fid: &HashName) -> Result<(), PassError> {
        let record = records::record(self.node.ledger.as_ref(), fid).await?;
        match record {
            Record::File(file) if !file.fragments_at(&self.node.account).is_empty() => {
                if !file.untagged_at(&self.node.account).is_empty() {
                    self.untagged.insert(fid.clone());
                }
            }
            _ => self.node.store.drop_file(Shelf::Stored, fid).await?,
        }
        Ok(())
    }

    /// Report the tags that are due.
    async fn report_tags(&mut self, best: u32) {
        let Some(settings) = self.node.settings.tags.clone() else {
            return self.untagged.clear();
        };
        for fid in self.untagged.clone() {
            match tags::report(&self.node, &settings, &fid, best).await {
                Ok(tags::Progress::Later) => (),
                Ok(tags::Progress::Done) => drop(self.untagged.remove(&fid)),
                Err(error) => tracing::debug!(%fid, %error, "tags could not be reported"),
            }
        }
    }
}

/// Let a fault hold back a report; says whether it must not be sent.
pub(super) async fn held_back(node: &Node) -> bool {
    match node.faults.take(NodeCall::Report) {
        None => false,
        Some(FaultKind::Hang) => {
            node.faults.hang().await;
            false
        }
        Some(_) => true,
    }
}

async fn report_column(node: &Node, fid: &HashName, index: u8) -> Result<bool, PassError> {
    let call = file_bank::Call::transfer_report { index, deal_hash: fid.hash() };
    let done = submit(node, RuntimeCall::FileBank(call)).await?;
    node.counters.count(|totals| {
        totals.reports_done += u64::from(done);
        totals.reports_failed += u64::from(!done);
    });
    Ok(done)
}

/// Submit a call, and say whether it took effect.
pub(super) async fn submit(node: &Node, call: RuntimeCall) -> Result<bool, PassError> {
    let submission = node.ledger.submit(call, &node.settings.pair);
    match timeout(LONGEST_SUBMISSION, submission).await {
        Err(_) => Err(PassError::NoBlock),
        Ok(inclusion) => match inclusion? {
            Inclusion::Succeeded { .. } => Ok(true),
            Inclusion::Failed { block, reason } => {
                tracing::debug!(block, reason, "the chain refused a report");
                Ok(false)
            }
        },
    }
}
