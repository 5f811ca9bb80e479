//! The allocating stage: which storage node takes which column.

use std::collections::{BTreeMap, BTreeSet};

use futures::{StreamExt, stream};
use pileus_domain::{AccountId, Allocation, ColumnIndex, FilePlan, Geometry, NodeId, NodeRecord};
use pileus_ports::{At, FileStatus, JobEvent};
use rand::{SeedableRng, seq::SliceRandom};
use tokio::time::Instant;

use crate::{
    confirm::check_ours,
    problem,
    run::{Run, Stop},
};

/// A storage node that could take a column, with what speaks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The node.
    pub record: NodeRecord,
    /// It holds fragments of this file already.
    pub has_fragments: bool,
    /// It refused or failed in this upload.
    pub failed: bool,
}

/// How the client chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AllocationPolicy {
    /// Nodes that hold fragments already, then by chance among those with room.
    #[default]
    Spread,
}

/// Choose distinct nodes for columns: a pure function of candidates, policy and seed.
///
/// A node without room for its column, without an address or in another state than `positive` is never chosen; one
/// that failed before only when nothing else is left.
pub fn choose(
    candidates: &[Candidate],
    columns: &[ColumnIndex],
    segments: u64,
    policy: AllocationPolicy,
    seed: u64,
) -> BTreeMap<ColumnIndex, NodeRecord> {
    let AllocationPolicy::Spread = policy;
    let mut usable: Vec<&Candidate> = candidates.iter().filter(|c| can_take(&c.record, segments)).collect();
    usable.sort_by_key(|c| c.record.node);
    usable.shuffle(&mut rand_chacha::ChaCha8Rng::seed_from_u64(seed));
    usable.sort_by_key(|c| (c.failed, !c.has_fragments));
    columns.iter().copied().zip(usable.into_iter().map(|c| c.record.clone())).collect()
}

/// May the node report, and has it room for one fragment a segment?
pub fn can_take(node: &NodeRecord, segments: u64) -> bool {
    let need = (Geometry::CESS.fragment() as u64).saturating_mul(segments);
    node.is_positive() && node.endpoint.is_some() && node.idle_space.0 >= need
}

/// Who shall take what, and who could stand in.
pub(crate) struct Assignment {
    /// The node of each column that has no report yet.
    pub(crate) columns: BTreeMap<ColumnIndex, NodeRecord>,
    /// Nodes given up in this upload.
    pub(crate) failed: BTreeSet<NodeId>,
    /// The network's choice that was last seen.
    pub(crate) network: Option<Allocation>,
}

impl Run {
    /// The assignment of an open order; none when the file is stored already.
    ///
    /// Nodes that `failed` in this run are passed over even where the network names them.
    pub(crate) async fn allocate(
        &self,
        plan: &FilePlan,
        account: &AccountId,
        failed: BTreeSet<NodeId>,
    ) -> Result<Option<Assignment>, Stop> {
        let Some((status, network)) = self.await_allocation(plan, account).await? else { return Ok(None) };
        let reported = status.deal.as_ref().map(|d| d.reported.clone()).unwrap_or_default();
        let missing: Vec<_> = ColumnIndex::all().filter(|c| reported.iter().all(|r| r.column != *c)).collect();
        let taken: BTreeSet<_> = reported.iter().map(|r| r.node).collect();
        let mut assignment = Assignment { columns: BTreeMap::new(), failed, network: network.clone() };
        if let Some(network) = &network {
            let unwanted: BTreeSet<_> = taken.union(&assignment.failed).copied().collect();
            assignment.columns = self.network_choice(network, &missing, &unwanted).await?;
        }
        let open: Vec<_> = missing.into_iter().filter(|c| !assignment.columns.contains_key(c)).collect();
        self.fill(plan, &mut assignment, &open, &taken).await?;
        self.tell_allocated(&assignment, &reported, network.is_some()).await?;
        Ok(Some(assignment))
    }

    /// Wait until the order is seen, and for the network's choice where it makes one.
    async fn await_allocation(
        &self,
        plan: &FilePlan,
        account: &AccountId,
    ) -> Result<Option<(FileStatus, Option<Allocation>)>, Stop> {
        let client_only = self.upload()?.client_allocation;
        let network = self.ask(|| self.pipeline.chain.identity()).await?.capabilities.network_allocation;
        let started = Instant::now();
        loop {
            let status = self.ask(|| self.pipeline.chain.file_status(&plan.fid, At::Best)).await?;
            if status.file.is_some() {
                return Ok(None);
            }
            let seen = status.deal.is_some();
            if let Some(deal) = &status.deal {
                check_ours(deal, plan, account)?;
            }
            let allocation = status.allocation.clone().filter(|_| !client_only);
            let waited = started.elapsed() >= self.pipeline.limits.allocation_patience;
            if seen && (allocation.is_some() || client_only || !network || waited) {
                return Ok(Some((status, allocation)));
            }
            if !seen && waited {
                return Err(problem::order_dropped(&plan.fid).into());
            }
            self.pause_for(self.pipeline.limits.chain_pause).await?;
        }
    }

    async fn network_choice(
        &self,
        network: &Allocation,
        missing: &[ColumnIndex],
        unwanted: &BTreeSet<NodeId>,
    ) -> Result<BTreeMap<ColumnIndex, NodeRecord>, Stop> {
        let mut columns = BTreeMap::new();
        for &column in missing {
            let Some(node) = network.node(column).filter(|n| !unwanted.contains(n)) else { continue };
            let record = self.ask(|| self.pipeline.chain.node(&node)).await?;
            if let Some(record) = record.filter(|r| r.endpoint.is_some()) {
                columns.insert(column, record);
            }
        }
        Ok(columns)
    }

    /// Choose nodes for columns that have none.
    ///
    /// # Errors
    /// `too_few_nodes` when there are not enough.
    pub(crate) async fn fill(
        &self,
        plan: &FilePlan,
        assignment: &mut Assignment,
        open: &[ColumnIndex],
        taken: &BTreeSet<NodeId>,
    ) -> Result<(), Stop> {
        if open.is_empty() {
            return Ok(());
        }
        let busy: BTreeSet<NodeId> = assignment.columns.values().map(|n| n.node).chain(taken.iter().copied()).collect();
        let candidates = self.candidates(plan, assignment, &busy, open.len()).await?;
        let segments = plan.segments.len() as u64;
        let seed = self.pipeline.entropy.number();
        let chosen = choose(&candidates, open, segments, AllocationPolicy::default(), seed);
        if chosen.len() < open.len() {
            return Err(problem::too_few_nodes(busy.len() + chosen.len(), usize::from(ColumnIndex::COUNT)).into());
        }
        assignment.columns.extend(chosen);
        Ok(())
    }

    async fn candidates(
        &self,
        plan: &FilePlan,
        assignment: &Assignment,
        busy: &BTreeSet<NodeId>,
        wanted: usize,
    ) -> Result<Vec<Candidate>, Stop> {
        let held: BTreeSet<NodeId> =
            self.pipeline.journal.placements(self.id()).await?.into_iter().map(|p| p.node).collect();
        let segments = plan.segments.len() as u64;
        let nodes = self.ask(|| self.pipeline.chain.nodes()).await?;
        let mut usable: Vec<Candidate> = nodes
            .into_iter()
            .filter(|n| can_take(n, segments) && !busy.contains(&n.node))
            .map(|record| Candidate {
                has_fragments: held.contains(&record.node),
                failed: assignment.failed.contains(&record.node),
                record,
            })
            .collect();
        usable.shuffle(&mut rand_chacha::ChaCha8Rng::seed_from_u64(self.pipeline.entropy.number()));
        usable.sort_by_key(|c| (c.failed, !c.has_fragments));
        usable.truncate(self.pipeline.limits.probes);
        self.probe(usable, wanted).await
    }

    /// Keep nodes that answer; stop asking when there are enough.
    async fn probe(&self, candidates: Vec<Candidate>, wanted: usize) -> Result<Vec<Candidate>, Stop> {
        let asked = stream::iter(candidates).map(|candidate| async move {
            let endpoint = candidate.record.endpoint.clone()?;
            let status = self.pipeline.nodes.status(&endpoint).await.ok()?;
            let same = status.account.is_none_or(|account| account == candidate.record.node.0);
            same.then_some(candidate)
        });
        let answers = asked.buffered(self.pipeline.limits.parallel_probes).filter_map(|c| async move { c });
        self.race(answers.take(wanted).collect()).await
    }

    async fn tell_allocated(
        &self,
        assignment: &Assignment,
        reported: &[pileus_domain::Reported],
        by_network: bool,
    ) -> Result<(), Stop> {
        let nodes = ColumnIndex::all().filter_map(|column| {
            let holder = reported.iter().find(|r| r.column == column).map(|r| r.node);
            holder.or_else(|| assignment.columns.get(&column).map(|n| n.node))
        });
        self.certain(JobEvent::Allocated { nodes: nodes.collect(), by_network }).await
    }
}

#[cfg(test)]
mod tests {
    use pileus_domain::{ByteCount, Endpoint};
    use proptest::prelude::*;

    use super::*;

    fn candidate(id: u8, idle: u64, state: &str, failed: bool) -> Candidate {
        let record = NodeRecord {
            node: NodeId(AccountId([id; 32])),
            endpoint: Some(Endpoint(format!("node-{id}:1"))),
            state: state.into(),
            idle_space: ByteCount(idle),
        };
        Candidate { record, has_fragments: false, failed }
    }

    fn columns() -> Vec<ColumnIndex> {
        ColumnIndex::all().collect()
    }

    #[test]
    fn a_node_that_failed_is_the_last_resort() {
        let mut nodes: Vec<_> = (0..11).map(|i| candidate(i, 1 << 30, "positive", false)).collect();
        nodes.push(candidate(99, 1 << 30, "positive", true));
        nodes.push(candidate(50, 1 << 30, "positive", false));
        let chosen = choose(&nodes, &columns(), 1, AllocationPolicy::Spread, 1);
        assert!(chosen.values().all(|n| n.node != NodeId(AccountId([99; 32]))));
        nodes.pop();
        let chosen = choose(&nodes, &columns(), 1, AllocationPolicy::Spread, 1);
        assert!(chosen.values().any(|n| n.node == NodeId(AccountId([99; 32]))));
    }

    proptest! {
        #[test]
        fn a_choice_is_distinct_usable_and_repeatable(
            idle in proptest::collection::vec(0u64..64 << 20, 0..30),
            segments in 1u64..5,
            seed: u64,
        ) {
            let nodes: Vec<_> = idle.iter().enumerate().map(|(i, &idle)| {
                candidate(u8::try_from(i).unwrap(), idle, if i % 5 == 0 { "frozen" } else { "positive" }, i % 7 == 0)
            }).collect();
            let chosen = choose(&nodes, &columns(), segments, AllocationPolicy::Spread, seed);
            let distinct: BTreeSet<_> = chosen.values().map(|n| n.node).collect();
            prop_assert_eq!(distinct.len(), chosen.len());
            prop_assert!(chosen.values().all(|n| can_take(n, segments)));
            let usable = nodes.iter().filter(|c| can_take(&c.record, segments)).count();
            prop_assert_eq!(chosen.len(), usable.min(12));
            prop_assert_eq!(chosen, choose(&nodes, &columns(), segments, AllocationPolicy::Spread, seed));
        }
    }
}
