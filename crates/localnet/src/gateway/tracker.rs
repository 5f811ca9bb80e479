//! Bringing fragments of open orders to storage nodes until all twelve columns are reported.

use std::{collections::HashMap, sync::Arc, time::Duration};

use futures::{StreamExt, stream};
use pileus_codec::{Encoder, Envelope, Source as _};
use pileus_domain::{ColumnIndex, GatewaySoftware, Geometry, SegmentIndex};
use pileus_localnet_runtime::pallets::file_bank::DealInfo;
use tokio::time::{Instant, sleep};

use super::{
    GatewayTiming, cd2n,
    errand::Errand,
    files::OnDisk,
    records::{self, Reachable, Record},
    shared::Core,
};
use crate::node::{LedgerError, name::HashName};

/// Columns that are on their way at once.
const COLUMNS_AT_ONCE: usize = 3;
/// Attempts at the pace of the rounds for a column that no storage node takes; the pause doubles with each further one.
const QUICK_ATTEMPTS: usize = 4;
/// Pause after files that could not be listed.
const LIST_AGAIN: Duration = Duration::from_secs(5);

/// A column that was brought to a storage node.
#[derive(Clone, Copy, Debug)]
struct Brought {
    attempts: usize,
    /// When it is brought again, if nobody has reported it.
    again: Instant,
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
        let waits = before.is_some_and(|before| Instant::now() < before.again);
        if reported || waits || free.is_empty() {
            continue;
        }
        let attempts = before.map_or(0, |before| before.attempts);
        let named = drawn.get(column).filter(|_| attempts == 0);
        let named = named.and_then(|account| free.iter().find(|node| node.account == *account));
        let node = named.unwrap_or(&free[(column + attempts) % free.len()]);
        due.push((column, Reachable::clone(node)));
        let again = Instant::now() + core.settings.timing.report_patience;
        brought.insert((fid.clone(), column), Brought { attempts: attempts + 1, again });
    }
    let sent = stream::iter(due).map(|(column, node)| bring_column(core, fid, deal, column, node));
    let failed: Vec<usize> = sent.buffer_unordered(COLUMNS_AT_ONCE).filter_map(|f| async move { f }).collect().await;
    for column in failed {
        if let Some(brought) = brought.get_mut(&(fid.clone(), column)) {
            brought.again = Instant::now() + pause_after(brought.attempts, core.settings.timing);
        }
    }
    Ok(())
}

/// How long a column waits that no storage node took in so many attempts: none at first, and never longer than for a
/// report.
fn pause_after(attempts: usize, timing: GatewayTiming) -> Duration {
    match attempts.checked_sub(QUICK_ATTEMPTS) {
        None | Some(0) => Duration::ZERO,
        Some(more) => {
            let doubled = 1_u32.checked_shl(u32::try_from(more).unwrap_or(u32::MAX)).unwrap_or(u32::MAX);
            timing.round.saturating_mul(doubled).min(timing.report_patience)
        }
    }
}

/// Bring the fragments of one column; answers the column when that failed.
async fn bring_column(core: &Core, fid: &HashName, deal: &DealInfo, column: usize, node: Reachable) -> Option<usize> {
    for (segment, declared) in (0_u32..).zip(deal.segment_list.iter()) {
        let fragment = declared.fragment_list.get(column).and_then(HashName::of)?;
        let Some(bytes) = derived(core, fid, segment, column).await else { return Some(column) };
        let errand = Errand { pair: &core.settings.pair, endpoint: &node.endpoint, fid, fragment: &fragment };
        if let Err(error) = errand.bring(&bytes).await {
            tracing::debug!(%fid, column, %error, "a fragment could not be brought");
            return Some(column);
        }
    }
    None
}

/// A fragment of a cached file, or what the program's defect makes of it.
async fn derived(core: &Core, fid: &HashName, segment: u32, column: usize) -> Option<Vec<u8>> {
    let (path, software) = (core.folder.cached(fid), core.settings.software);
    let made = tokio::task::spawn_blocking(move || {
        let source = OnDisk::open(&path).ok()?;
        let source = match software {
            GatewaySoftware::Deoss => source,
            GatewaySoftware::Cd2n => {
                let fetched = cd2n::fetched_length(source.len());
                source.up_to(fetched)
            }
        };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_nobody_takes_is_brought_ever_more_rarely() {
        let timing = GatewayTiming::default();
        let pauses = [1, 4, 5, 6, 9, 10_000].map(|attempts| pause_after(attempts, timing).as_secs());
        assert_eq!(pauses, [0, 0, 4, 8, 60, 60]);
    }
}
