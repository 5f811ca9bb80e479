//! How many storage nodes answer from here.
//!
//! Invariant: no more are asked than it takes to know that there are enough, and asking ends in a bounded time.

use std::time::Duration;

use futures::{StreamExt, stream};
use pileus_domain::{ByteCount, ColumnIndex, Endpoint, Geometry, NodeRecord, Problem};
use pileus_pipeline::{can_take, problem};
use pileus_ports::Nodes;
use rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};
use tokio::time::{Instant, timeout, timeout_at};

use crate::Ports;

/// Storage nodes that are asked at the same time.
const ASKED_AT_ONCE: usize = 8;
/// Storage nodes that are asked at most.
const ASKED: usize = 64;
/// How long one of them may take to answer.
const ANSWER: Duration = Duration::from_secs(5);
/// How long asking takes at most.
const ASKING: Duration = Duration::from_secs(15);
/// Storage nodes more than an upload needs: some fail on the way.
const RESERVE: usize = 2;

/// Storage nodes that answer from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reachable {
    /// How many of those that were asked; asking ends when there are enough.
    pub(super) reachable: u32,
    /// How many an upload wants: twelve and a reserve, as far as the network has so many.
    pub(super) needed: u32,
}

impl Reachable {
    /// Nobody was asked, and nothing depends on it.
    pub(super) const UNASKED: Self = Self { reachable: 0, needed: 0 };
}

/// Ask storage nodes that could take a fragment of each segment of the longest file.
///
/// # Errors
/// The chain's problem; a storage node that does not answer is none.
pub(super) async fn within_reach(ports: &Ports, longest: ByteCount) -> Result<Reachable, Problem> {
    let mut able = ports.chain.nodes().await.map_err(|e| problem::of_chain(&e))?;
    let segments = Geometry::CESS.segments(longest.0);
    able.retain(|node| can_take(node, segments));
    able.sort_by_key(|node| node.node);
    able.shuffle(&mut StdRng::seed_from_u64(ports.entropy.number()));
    let columns = usize::from(ColumnIndex::COUNT);
    let needed = able.len().clamp(columns, columns + RESERVE);
    let reachable = count(&*ports.nodes, able, needed).await;
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(Reachable { reachable: number(reachable), needed: number(needed) })
}

/// How many answer, up to so many.
async fn count(nodes: &dyn Nodes, able: Vec<NodeRecord>, needed: usize) -> usize {
    let asked = able.into_iter().take(ASKED).filter_map(|node| Some((node.endpoint?, node.node.0)));
    let answers = stream::iter(asked).map(|(endpoint, account)| async move {
        let status = status(nodes, &endpoint).await?;
        status.account.is_none_or(|told| told == account).then_some(())
    });
    let mut answers = answers.buffer_unordered(ASKED_AT_ONCE);
    let (until, mut found) = (Instant::now() + ASKING, 0);
    while found < needed
        && let Ok(Some(answer)) = timeout_at(until, answers.next()).await
    {
        found += usize::from(answer.is_some());
    }
    found
}

async fn status(nodes: &dyn Nodes, endpoint: &Endpoint) -> Option<pileus_ports::NodeStatus> {
    timeout(ANSWER, nodes.status(endpoint)).await.ok()?.ok()
}
