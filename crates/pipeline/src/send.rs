//! The sending stage: derive a fragment again, compare it with the plan, and only then send it.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use futures::{StreamExt, stream::FuturesUnordered};
use pileus_codec::{Encoder, Source};
use pileus_domain::{ColumnIndex, ContentHash, FragmentAddress, Geometry, NodeId, NodeRecord, SegmentIndex, Stage};
use pileus_ports::{At, JobEvent, NodeError, NodeErrorKind, Passage, Placement};
use tokio::time::Instant;

use crate::{
    FileSource,
    allocate::Assignment,
    departure::Departure,
    observer::FragmentStep,
    plan::{Planned, blocking},
    pool::{BufferPool, Loan},
    problem,
    run::{Run, Stop},
};

/// Hash of a fragment of zeros: short files have many, and nobody needs to derive or fetch them.
///
/// # Source
/// protocol §1.1, §6.2.
pub(crate) const ZERO_FRAGMENT: ContentHash = ContentHash([
    0x2d, 0xae, 0xb1, 0xf3, 0x60, 0x95, 0xb4, 0x4b, 0x31, 0x84, 0x10, 0xb3, 0xf4, 0xe8, 0xb5, 0xd9, 0x89, 0xdc, 0xc7,
    0xbb, 0x02, 0x3d, 0x14, 0x26, 0xc4, 0x92, 0xda, 0xb0, 0xa3, 0x05, 0x3e, 0x74,
]);

/// What an upload keeps open between its stages.
#[derive(Clone)]
pub(crate) struct Shipment {
    pub(crate) planned: Arc<Planned>,
    pub(crate) pool: BufferPool,
    pub(crate) replacements: u32,
}

/// A column whose node was given up, and why.
struct Given {
    column: ColumnIndex,
    error: NodeError,
}

impl Shipment {
    pub(crate) fn new(planned: Planned, limits: &crate::Limits) -> Self {
        let pool = BufferPool::new(limits.fragment_buffers, Geometry::CESS.fragment());
        Self { planned: Arc::new(planned), pool, replacements: 0 }
    }
}

impl Run {
    /// Bring every fragment of the assigned columns to its node, replacing nodes that fail.
    pub(crate) async fn send(
        self: &Arc<Self>,
        shipment: &mut Shipment,
        assignment: &mut Assignment,
    ) -> Result<(), Stop> {
        loop {
            let todo = self.todo(shipment, assignment).await?;
            if todo.is_empty() {
                return Ok(());
            }
            let failed = self.send_pass(shipment, assignment, todo).await?;
            for given in failed {
                self.replace(shipment, assignment, given.column, &given.error.to_string()).await?;
            }
        }
    }

    /// Columns by segment that their assigned node does not have yet.
    async fn todo(
        &self,
        shipment: &Shipment,
        assignment: &Assignment,
    ) -> Result<BTreeMap<SegmentIndex, Vec<ColumnIndex>>, Stop> {
        let placed: BTreeSet<(FragmentAddress, NodeId)> =
            self.pipeline.journal.placements(self.id()).await?.into_iter().map(|p| (p.at, p.node)).collect();
        let mut todo: BTreeMap<SegmentIndex, Vec<ColumnIndex>> = BTreeMap::new();
        for segment in segments(shipment) {
            for (&column, node) in &assignment.columns {
                if !placed.contains(&(FragmentAddress { segment, column }, node.node)) {
                    todo.entry(segment).or_default().push(column);
                }
            }
        }
        Ok(todo)
    }

    /// One walk over the segments; a column whose node fails is left out of the rest of it.
    async fn send_pass(
        self: &Arc<Self>,
        shipment: &Shipment,
        assignment: &Assignment,
        todo: BTreeMap<SegmentIndex, Vec<ColumnIndex>>,
    ) -> Result<Vec<Given>, Stop> {
        let mut failed: Vec<Given> = Vec::new();
        let fragment = Geometry::CESS.fragment() as u64;
        let all = shipment.planned.plan.segments.len() as u64 * u64::from(ColumnIndex::COUNT) * fragment;
        let done = all.saturating_sub(todo.values().map(|c| c.len() as u64).sum::<u64>() * fragment);
        self.settle(Stage::Sending, done, all);
        for (segment, columns) in todo {
            for group in columns.chunks(self.pipeline.limits.columns_per_pass) {
                let group: Vec<_> =
                    group.iter().copied().filter(|c| failed.iter().all(|given| given.column != *c)).collect();
                if group.is_empty() {
                    continue;
                }
                let fragments = self.derive(shipment, segment, &group).await?;
                let mut sends: FuturesUnordered<_> = fragments
                    .into_iter()
                    .filter_map(|(column, bytes)| {
                        let node = assignment.columns.get(&column)?;
                        Some(self.send_one(shipment, FragmentAddress { segment, column }, node, bytes))
                    })
                    .collect();
                while let Some(sent) = self.race(sends.next()).await? {
                    failed.extend(sent?);
                }
            }
        }
        Ok(failed)
    }

    /// Derive fragments of one segment and compare each with the plan. Not a byte leaves unless all are equal.
    pub(crate) async fn derive(
        self: &Arc<Self>,
        shipment: &Shipment,
        segment: SegmentIndex,
        columns: &[ColumnIndex],
    ) -> Result<Vec<(ColumnIndex, Bytes)>, Stop> {
        let planned = shipment.planned.clone();
        let (empty, full): (Vec<_>, Vec<_>) = columns
            .iter()
            .copied()
            .partition(|&column| planned.plan.fragment(FragmentAddress { segment, column }) == Some(ZERO_FRAGMENT));
        let zeros = || Bytes::from(vec![0; Geometry::CESS.fragment()]);
        let mut fragments: Vec<_> = empty.into_iter().map(|column| (column, zeros())).collect();
        if full.is_empty() {
            return Ok(fragments);
        }
        let loans = self.race(shipment.pool.take(full.len())).await?;
        let wanted = full.clone();
        // Nobody waits for the end of this after a pause: it changes nothing, stops at its next strip and gives its
        // buffers back.
        let run = Arc::clone(self);
        let work = blocking(move || {
            let stop = || run.check().is_err();
            Ok(derive_and_compare(&planned, segment, &wanted, loans, &stop))
        });
        let worked = self.race(work).await??;
        match worked {
            Ok(loans) => fragments.extend(full.into_iter().zip(loans.into_iter().map(Loan::into_bytes))),
            Err(changed) => return Err(self.retire(changed).await),
        }
        self.check()?;
        Ok(fragments)
    }

    /// Give one node one fragment; a node that fails for good is handed back.
    async fn send_one(
        &self,
        shipment: &Shipment,
        at: FragmentAddress,
        node: &NodeRecord,
        bytes: Bytes,
    ) -> Result<Option<Given>, Stop> {
        let plan = &shipment.planned.plan;
        let (Some(hash), Some(endpoint)) = (plan.fragment(at), &node.endpoint) else { return Ok(None) };
        let started = Instant::now();
        let mut pause = self.pipeline.limits.node_pause;
        let (mut tries, passage) = (0, Passage::default());
        loop {
            tries += 1;
            let put = self.pipeline.nodes.put_fragment_counted(endpoint, &plan.fid, &hash, bytes.clone(), &passage);
            let departure = Departure::begin(&self.pipeline.observer);
            match self.telling(Stage::Sending, at, &passage, put).await {
                Ok(()) => {
                    departure.over(passage.bytes());
                    self.note_placed(Placement { at, node: node.node }).await?;
                    self.land(Stage::Sending, at, Geometry::CESS.fragment() as u64);
                    return Ok(None);
                }
                Err(error) if !self.worth_another_try(&error, tries, started.elapsed()) => {
                    self.lift(at, FragmentStep::Refused);
                    return Ok(Some(Given { column: at.column, error }));
                }
                Err(error) => tracing::debug!(job = %self.id(), %error, tries, "a node will be asked again"),
            }
            drop(departure);
            self.lift(at, FragmentStep::LetGo);
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(self.pipeline.limits.node_pause_max);
        }
    }

    /// Keep where a fragment went, and tell it.
    async fn note_placed(&self, placement: Placement) -> Result<(), Stop> {
        let Placement { at, node } = placement;
        let (journal, now) = (&self.pipeline.journal, self.pipeline.clock.now());
        let event = JobEvent::FragmentPlaced { at, node };
        let record = journal.put_placement_telling(self.id(), &placement, now, &event).await?;
        self.pipeline.observer.certain(&record);
        Ok(())
    }

    fn worth_another_try(&self, error: &NodeError, tries: u32, elapsed: Duration) -> bool {
        let limits = &self.pipeline.limits;
        match error.kind {
            NodeErrorKind::OrderNotSeen | NodeErrorKind::NodeOffline => elapsed < limits.order_not_seen,
            _ => error.may_pass() && tries < limits.node_tries,
        }
    }

    /// Give a column to another node.
    pub(crate) async fn replace(
        &self,
        shipment: &mut Shipment,
        assignment: &mut Assignment,
        column: ColumnIndex,
        reason: &str,
    ) -> Result<(), Stop> {
        shipment.replacements += 1;
        if shipment.replacements > self.pipeline.limits.replacements {
            return Err(problem::too_few_nodes(assignment.columns.len(), usize::from(ColumnIndex::COUNT)).into());
        }
        let Some(old) = assignment.columns.remove(&column) else { return Ok(()) };
        assignment.failed.insert(old.node);
        let plan = &shipment.planned.plan;
        let status = self.ask(|| self.pipeline.chain.file_status(&plan.fid, At::Best)).await?;
        let reported = status.deal.map(|d| d.reported).unwrap_or_default();
        if reported.iter().any(|r| r.column == column) {
            return Ok(());
        }
        let taken: BTreeSet<_> = reported.iter().map(|r| r.node).collect();
        self.fill(plan, assignment, &[column], &taken).await?;
        self.pipeline.journal.remove_placements(self.id(), column.number()).await?;
        let Some(next) = assignment.columns.get(&column) else { return Ok(()) };
        let event = JobEvent::NodeReplaced {
            column: column.number(),
            from: old.node,
            to: next.node,
            reason: reason.to_owned(),
        };
        self.certain(event).await
    }
}

fn segments(shipment: &Shipment) -> impl Iterator<Item = SegmentIndex> {
    (0u32..).map(SegmentIndex).take(shipment.planned.plan.segments.len())
}

fn derive_and_compare(
    planned: &Planned,
    segment: SegmentIndex,
    columns: &[ColumnIndex],
    mut loans: Vec<Loan>,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<Loan>, pileus_domain::Problem> {
    planned.source.check(&planned.stamp)?;
    let source = Stoppable { source: &planned.source, stop };
    let encoder = Encoder::new(Geometry::CESS, &source, &planned.envelope);
    let derived = encoder.and_then(|encoder| encoder.fragments(segment, columns, &mut loans));
    derived.map_err(|e| problem::of_encode(&planned.path, &e))?;
    for (column, loan) in columns.iter().zip(&loans) {
        let at = FragmentAddress { segment, column: *column };
        if planned.plan.fragment(at) != Some(pileus_codec::content_hash(loan.as_ref())) {
            return Err(problem::source_changed(&planned.path));
        }
    }
    Ok(loans)
}

/// A source that gives no more bytes once nobody wants them.
struct Stoppable<'a> {
    source: &'a FileSource,
    stop: &'a (dyn Fn() -> bool + Sync),
}

impl Source for Stoppable<'_> {
    fn len(&self) -> u64 {
        self.source.len()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        if (self.stop)() {
            return Err(io::Error::other("the run was stopped"));
        }
        self.source.read_at(offset, buffer)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        ops::ControlFlow,
        sync::atomic::{AtomicU32, Ordering},
    };

    use pileus_codec::Envelope;

    use super::*;

    #[tokio::test]
    async fn deriving_stops_soon_after_nobody_wants_it() {
        const ASKED: u32 = 3;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, vec![7; 32 << 20]).unwrap();
        let source = FileSource::open(&path).unwrap();
        let plan = Encoder::new(Geometry::CESS, &source, &Envelope::Plain)
            .unwrap()
            .plan_with(1, &mut |_| ControlFlow::Continue(()))
            .unwrap();
        let planned = Planned { stamp: source.facts().stamp, source, envelope: Envelope::Plain, plan, path };
        let columns: Vec<_> = ColumnIndex::all().take(1).collect();
        let pool = BufferPool::new(1, Geometry::CESS.fragment());
        let asked = AtomicU32::new(0);
        let stop = || asked.fetch_add(1, Ordering::SeqCst) + 1 >= ASKED;
        let derived = derive_and_compare(&planned, SegmentIndex(0), &columns, pool.take(1).await, &stop);
        assert!(derived.is_err());
        assert_eq!(asked.into_inner(), ASKED, "nothing is read once it is to stop");
        assert_eq!(pool.take(1).await.len(), 1, "the buffer is back");
    }

    #[test]
    fn the_zero_fragment_is_eight_mebibytes_of_zeros() {
        assert_eq!(pileus_codec::content_hash(&vec![0; Geometry::CESS.fragment()]), ZERO_FRAGMENT);
    }
}
