//! Fragments on their way: how many bytes have passed, of each and of the whole stage.
//!
//! Invariant: what is told here may be dropped; nothing that must survive is kept here alone.

use std::{
    collections::{BTreeMap, BTreeSet},
    future::Future,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use pileus_domain::{ByteCount, ColumnIndex, FragmentAddress, SegmentIndex, Stage};
use pileus_ports::Passage;
use tokio::time::sleep;

use crate::{observer::FragmentStep, run::Run};

/// Least time between two looks at what is on its way.
pub(crate) const LEAST_BEAT: Duration = Duration::from_millis(20);

/// Bytes of a stage: of fragments that are through, and of those on their way.
#[derive(Default)]
pub(crate) struct Tally(Mutex<Bytes>);

#[derive(Default)]
struct Bytes {
    through: u64,
    total: u64,
    moving: BTreeMap<FragmentAddress, u64>,
    /// Fragments that were fetched in this run.
    held: BTreeSet<FragmentAddress>,
}

impl Bytes {
    /// Through and on the way, never more than there is.
    fn done(&self) -> u64 {
        self.through.saturating_add(self.moving.values().sum()).min(self.total)
    }
}

impl Tally {
    fn bytes(&self) -> MutexGuard<'_, Bytes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Run {
    /// So many bytes of the stage are through, and nothing is on its way.
    pub(crate) fn settle(&self, stage: Stage, through: u64, total: u64) {
        let mut tally = self.tally.bytes();
        (tally.through, tally.total) = (through, total);
        tally.moving.clear();
        drop(tally);
        self.progress(stage, through, total);
    }

    /// So many bytes are to do in the stage, whatever is on its way.
    pub(crate) fn expect(&self, total: u64) {
        self.tally.bytes().total = total;
    }

    /// Columns of a segment that were fetched in this run.
    pub(crate) fn columns_held(&self, segment: SegmentIndex) -> Vec<ColumnIndex> {
        self.tally.bytes().held.iter().filter(|at| at.segment == segment).map(|at| at.column).collect()
    }

    /// One fragment is through.
    pub(crate) fn land(&self, stage: Stage, at: FragmentAddress, bytes: u64) {
        let mut tally = self.tally.bytes();
        tally.moving.remove(&at);
        tally.through = tally.through.saturating_add(bytes);
        let (done, total) = (tally.done(), tally.total);
        drop(tally);
        self.progress(stage, done, total);
    }

    /// Do work that moves a fragment, and tell how far it is for as long as it lasts.
    pub(crate) async fn telling<T>(
        &self,
        stage: Stage,
        at: FragmentAddress,
        passage: &Passage,
        work: impl Future<Output = T>,
    ) -> T {
        let beat = self.pipeline.limits.progress_every.max(LEAST_BEAT);
        tokio::pin!(work);
        let mut told = None;
        loop {
            let bytes = passage.bytes();
            if told.replace(bytes) != Some(bytes) {
                self.moved(stage, at, bytes);
            }
            tokio::select! {
                biased;
                done = &mut work => return done,
                () = sleep(beat) => {}
            }
        }
    }

    /// A fragment is not on its way any more, and not through either.
    pub(crate) fn lift(&self, at: FragmentAddress, step: FragmentStep) {
        self.tally.bytes().moving.remove(&at);
        self.pipeline.observer.fragment(self.id(), at, step);
    }

    /// A fragment is here; what is made of it is not through yet.
    pub(crate) fn hold(&self, stage: Stage, at: FragmentAddress, bytes: u64) {
        self.tally.bytes().held.insert(at);
        self.count(stage, at, bytes);
        self.pipeline.observer.fragment(self.id(), at, FragmentStep::Fetched);
    }

    fn moved(&self, stage: Stage, at: FragmentAddress, bytes: u64) {
        self.count(stage, at, bytes);
        self.pipeline.observer.fragment(self.id(), at, FragmentStep::Moving(ByteCount(bytes)));
    }

    fn count(&self, stage: Stage, at: FragmentAddress, bytes: u64) {
        let mut tally = self.tally.bytes();
        tally.moving.insert(at, bytes);
        let (done, total) = (tally.done(), tally.total);
        drop(tally);
        if total > 0 {
            self.progress(stage, done, total);
        }
    }
}
