//! One segment from the storage nodes: any four of twelve fragments, hedged when slow.

use std::{collections::BTreeMap, collections::VecDeque, sync::Mutex};

use bytes::Bytes;
use futures::{FutureExt, StreamExt, future::BoxFuture, stream::FuturesUnordered};
use pileus_codec::{check_segment, rebuild_segment};
use pileus_domain::{
    ColumnIndex, ContentHash, Endpoint, Fid, FragmentAddress, FragmentRecord, Geometry, NodeId, Problem, SegmentIndex,
    SegmentRecord, Stage,
};
use pileus_ports::{Chain, ChainError, NodeError, NodeErrorKind, Nodes, Passage};
use tokio::time::sleep;

use crate::{Limits, observer::FragmentStep, problem, run::Run};

/// Where nodes listen, asked from the chain once each.
#[derive(Default)]
pub(crate) struct AddressBook {
    known: Mutex<BTreeMap<NodeId, Option<Endpoint>>>,
}

impl AddressBook {
    /// The address of a node; none when it publishes none.
    pub(crate) async fn find(&self, chain: &dyn Chain, node: NodeId) -> Result<Option<Endpoint>, ChainError> {
        if let Some(known) = self.lock().get(&node) {
            return Ok(known.clone());
        }
        let endpoint = chain.node(&node).await?.and_then(|record| record.endpoint);
        self.lock().insert(node, endpoint.clone());
        Ok(endpoint)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<NodeId, Option<Endpoint>>> {
        self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// What a fetch works with.
pub(crate) struct Fetcher<'a> {
    pub(crate) chain: &'a dyn Chain,
    pub(crate) nodes: &'a dyn Nodes,
    pub(crate) limits: &'a Limits,
    pub(crate) book: &'a AddressBook,
    pub(crate) fid: Fid,
    /// The job that this is for, which hears of each fragment; none for checks and readers.
    pub(crate) run: Option<&'a Run>,
}

/// Where fragments of zeros come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zeros {
    /// Made here: their bytes are known.
    Made,
    /// Fetched as any other: a check asks whether the node has them.
    Fetched,
}

type Answer = (usize, Result<Bytes, NodeError>);

impl Fetcher<'_> {
    /// The whole padded segment, checked against its hash.
    ///
    /// # Errors
    /// `fragments_missing` when fewer than four can be had, `content_inconsistent` when right fragments make a wrong
    /// segment.
    pub(crate) async fn segment(&self, index: SegmentIndex, record: &SegmentRecord) -> Result<Vec<u8>, Problem> {
        let shards = self.any_four(index, record, order_of(record), Zeros::Made).await?;
        self.rebuild(index, record.hash, shards).await
    }

    /// The whole padded segment from four of its fragments, checked against its hash.
    ///
    /// # Errors
    /// `content_inconsistent` when right fragments make a wrong segment.
    pub(crate) async fn rebuild(
        &self,
        index: SegmentIndex,
        expected: ContentHash,
        mut shards: Vec<Option<Vec<u8>>>,
    ) -> Result<Vec<u8>, Problem> {
        let fid = self.fid;
        let work = move || -> Result<Vec<u8>, Problem> {
            let rebuilt = rebuild_segment(Geometry::CESS, &mut shards);
            let checked = rebuilt.and_then(|()| check_segment(Geometry::CESS, &shards, expected));
            checked.map_err(|e| problem::segment_inconsistent(&fid, index).caused_by(&e))?;
            Ok(shards.into_iter().take(Geometry::CESS.data()).flatten().flatten().collect())
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(segment) => segment,
            Err(join) => Err(problem::segment_inconsistent(&self.fid, index).caused_by(&join)),
        }
    }

    /// Fragments by position until four are there: as many at once as allowed, one more when they are slow.
    pub(crate) async fn any_four(
        &self,
        index: SegmentIndex,
        record: &SegmentRecord,
        mut queue: VecDeque<usize>,
        zeros: Zeros,
    ) -> Result<Vec<Option<Vec<u8>>>, Problem> {
        let need = Geometry::CESS.data();
        let mut shards: Vec<Option<Vec<u8>>> = vec![None; Geometry::CESS.total()];
        let mut last = None;
        let mut asked: FuturesUnordered<BoxFuture<'_, Answer>> = FuturesUnordered::new();
        loop {
            let found = shards.iter().flatten().count();
            if found >= need {
                return Ok(shards);
            }
            while asked.len() < self.limits.parallel_fetches.min(need - found) {
                let Some(position) = queue.pop_front() else { break };
                asked.push(self.ask(index, position, record, zeros).boxed());
            }
            tokio::select! {
                answer = asked.next() => match answer {
                    Some((position, Ok(bytes))) => shards[position] = Some(bytes.into()),
                    Some((position, Err(error))) => {
                        tracing::debug!(fid = %self.fid, segment = %index, position, %error, "another fragment instead");
                        last = Some(error);
                    }
                    None => return Err(problem::fragments_missing(&self.fid, index, found, last.as_ref())),
                },
                () = sleep(self.limits.hedge_after) => {
                    if let Some(position) = queue.pop_front() {
                        asked.push(self.ask(index, position, record, zeros).boxed());
                    }
                }
            }
        }
    }

    async fn ask(&self, index: SegmentIndex, position: usize, record: &SegmentRecord, zeros: Zeros) -> Answer {
        let Some(fragment) = record.fragments.get(position) else {
            return (position, Err(no_address("the chain lists no such fragment")));
        };
        let told = Told::new(self.run, index, position);
        let passage = Passage::default();
        let work = async {
            match zeros {
                Zeros::Made if is_zero(&fragment.hash) => Ok(zero_fragment()),
                Zeros::Made | Zeros::Fetched => self.fetch_counted(fragment, &passage).await,
            }
        };
        let answer = match &told {
            Some(told) => told.run.telling(Stage::Fetching, told.at, &passage, work).await,
            None => work.await,
        };
        if let Some(told) = told {
            told.end(answer.is_ok());
        }
        (position, answer)
    }

    /// One fragment from its node, whatever it holds.
    pub(crate) async fn fetch(&self, fragment: &FragmentRecord) -> Result<Bytes, NodeError> {
        self.fetch_counted(fragment, &Passage::default()).await
    }

    async fn fetch_counted(&self, fragment: &FragmentRecord, passage: &Passage) -> Result<Bytes, NodeError> {
        let found = self.book.find(self.chain, fragment.node).await;
        let endpoint = found.map_err(|e| no_address("its address could not be read").because(e))?;
        let endpoint = endpoint.ok_or_else(|| no_address("it publishes no address"))?;
        let mut pause = self.limits.node_pause;
        let mut tries = 0;
        loop {
            tries += 1;
            match self.nodes.get_fragment_counted(&endpoint, &self.fid, &fragment.hash, passage).await {
                Ok(bytes) => return Ok(bytes),
                Err(error) if !error.may_pass() || tries >= 2 => return Err(error),
                Err(_) => sleep(pause).await,
            }
            pause = (pause * 2).min(self.limits.node_pause_max);
        }
    }
}

/// Data fragments first, available ones before those that are being restored.
fn order_of(record: &SegmentRecord) -> VecDeque<usize> {
    let mut order: Vec<usize> = (0..record.fragments.len()).collect();
    order.sort_by_key(|&i| !record.fragments[i].available);
    order.into()
}

/// Tells a job of one fragment; dropped on the way, it says that the fragment is no longer wanted.
struct Told<'a> {
    run: &'a Run,
    at: FragmentAddress,
    ended: bool,
}

impl<'a> Told<'a> {
    fn new(run: Option<&'a Run>, segment: SegmentIndex, position: usize) -> Option<Self> {
        let at = FragmentAddress { segment, column: ColumnIndex::from_position(position).ok()? };
        Some(Self { run: run?, at, ended: false })
    }

    fn end(mut self, fetched: bool) {
        self.ended = true;
        if fetched {
            self.run.hold(Stage::Fetching, self.at, Geometry::CESS.fragment() as u64);
        } else {
            self.run.lift(self.at, FragmentStep::Refused);
        }
    }
}

impl Drop for Told<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.run.lift(self.at, FragmentStep::LetGo);
        }
    }
}

fn zero_fragment() -> Bytes {
    Bytes::from(vec![0; Geometry::CESS.fragment()])
}

fn is_zero(hash: &ContentHash) -> bool {
    *hash == crate::send::ZERO_FRAGMENT
}

fn no_address(message: &str) -> NodeError {
    NodeError::new(NodeErrorKind::Unreachable, "(unknown)", message)
}
