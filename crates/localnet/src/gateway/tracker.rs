//! Bringing fragments of open orders to storage nodes until all twelve columns are reported.

use std::{collections::HashMap, path::PathBuf, sync::Arc, time::Duration};

use futures::{StreamExt, stream};
use pileus_codec::{Encoder, Envelope};
use pileus_domain::{ColumnIndex, Geometry, SegmentIndex};
use pileus_localnet_runtime::pallets::file_bank::DealInfo;
use tokio::time::{Instant, sleep};

use super::{
    errand::Errand,
    files::OnDisk,
    records::{self, Reachable, Record},
    server::Core,
};
use crate::node::{LedgerError, name::HashName};

/// Columns that are on their way at once.
const COLUMNS_AT_ONCE: usize = 3;
/// Pause after files that could not be listed.
const LIST_AGAIN: Duration = Duration::from_secs(5);

/// A column that was brought to a storage node.
#[derive(Clone, Copy, Debug)]
struct Brought {
    attempts: usize,
    at: Instant,
}

/// Look after all orders for as long as the gateway lives.
pub(super) async fn run(core: Arc<Core>) {
    let mut brought: HashMap<(HashName, usize), Brought> = HashMap::new();
    loop {
        match core.folder.all_tracked().await {
            Ok(fids) => {
                brought.retain(|(fid, _), _| fids.contains(fid));
                for fid in fids {
                    if let Err(error) = look_after(&core, &fid, &mut brought).await {
                        tracing::debug!(%fid, %error, "an order could not be looked after");
                    }
                }
            }
            Err(error) => {
                tracing::warn!(%error, "the gateway's orders cannot be listed");
                sleep(LIST_AGAIN).await;
            }
        }
        tokio::select! {
            () = core.arrived.notified() => {}
            () = sleep(core.settings.timing.round) => {}
        }
    }
}

async fn look_after(
    core: &Core,
    fid: &HashName,
    brought: &mut HashMap<(HashName, usize), Brought>,
) -> Result<(), LedgerError> {
    match records::record(core.ledger.as_ref(), fid).await? {
        Record::Deal(deal) => feed(core, fid, &deal, brought).await,
        // Stored, or given up by the chain.
        Record::File(_) | Record::Unknown => {
            core.folder.forget(fid).await;
            Ok(())
        }
    }
}

/// Bring every column that nobody has reported and that is not just on its way.
async fn feed(
    core: &Core,
    fid: &HashName,
    deal: &DealInfo,
    brought: &mut HashMap<(HashName, usize), Brought>,
) -> Result<(), LedgerError> {
    let drawn = records::allocation(core.ledger.as_ref(), fid).await?;
    let nodes = records::nodes(core.ledger.as_ref()).await?;
    let free: Vec<_> = nodes.iter().filter(|node| deal.complete_list.iter().all(|r| r.miner != node.account)).collect();
    let mut due = Vec::new();
    for column in 0..Geometry::CESS.total() {
        let reported = deal.complete_list.iter().any(|report| usize::from(report.index) == column + 1);
        let before = brought.get(&(fid.clone(), column)).copied();
        let waits = before.is_some_and(|before| before.at.elapsed() < core.settings.timing.report_patience);
        if reported || waits || free.is_empty() {
            continue;
        }
        let attempts = before.map_or(0, |before| before.attempts);
        let named = drawn.get(column).filter(|_| attempts == 0);
        let named = named.and_then(|account| free.iter().find(|node| node.account == *account));
        let node = named.unwrap_or(&free[(column + attempts) % free.len()]);
        due.push((column, Reachable::clone(node)));
        brought.insert((fid.clone(), column), Brought { attempts: attempts + 1, at: Instant::now() });
    }
    let sent = stream::iter(due).map(|(column, node)| bring_column(core, fid, deal, column, node));
    let failed: Vec<usize> = sent.buffer_unordered(COLUMNS_AT_ONCE).filter_map(|f| async move { f }).collect().await;
    let again = Instant::now().checked_sub(core.settings.timing.report_patience).unwrap_or_else(Instant::now);
    for column in failed {
        if let Some(brought) = brought.get_mut(&(fid.clone(), column)) {
            brought.at = again;
        }
    }
    Ok(())
}

/// Bring the fragments of one column; answers the column when that failed.
async fn bring_column(core: &Core, fid: &HashName, deal: &DealInfo, column: usize, node: Reachable) -> Option<usize> {
    for (segment, declared) in (0_u32..).zip(deal.segment_list.iter()) {
        let fragment = declared.fragment_list.get(column).and_then(HashName::of)?;
        let Some(bytes) = derived(core.folder.cached(fid), segment, column).await else { return Some(column) };
        let errand = Errand { pair: &core.settings.pair, endpoint: &node.endpoint, fid, fragment: &fragment };
        if let Err(error) = errand.bring(&bytes).await {
            tracing::debug!(%fid, column, %error, "a fragment could not be brought");
            return Some(column);
        }
    }
    None
}

/// A fragment of a cached file.
async fn derived(path: PathBuf, segment: u32, column: usize) -> Option<Vec<u8>> {
    let made = tokio::task::spawn_blocking(move || {
        let source = OnDisk::open(&path).ok()?;
        let envelope = Envelope::Plain;
        let encoder = Encoder::new(Geometry::CESS, &source, &envelope).ok()?;
        let mut buffers = [vec![0; Geometry::CESS.fragment()]];
        let column = ColumnIndex::from_position(column).ok()?;
        encoder.fragments(SegmentIndex(segment), &[column], &mut buffers).ok()?;
        let [bytes] = buffers;
        Some(bytes)
    });
    made.await.ok().flatten()
}
