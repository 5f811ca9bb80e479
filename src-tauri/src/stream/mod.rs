//! What windows are told, and how often.
//!
//! Duty: keep the state that every window shows, and tell each window what changed since it was told last.
//!
//! Invariants: a window gets a snapshot first and then updates whose numbers grow by one; at most 20 a second, however
//! fast fragments move; facts are never left out.
//!
//! Absent on purpose: nothing is read from journal or chain here. That is done by the tasks of a session.

mod ledger;
mod meter;
mod pending;

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use pileus_contract::window::{Chart, Job, NetworkBar, Snapshot, Update};
use pileus_domain::{FragmentAddress, JobId, Stage};
use pileus_pipeline::FragmentStep;
use pileus_ports::{EventRecord, JobRecord};
use tokio::{sync::Notify, time::Instant};

use ledger::Ledger;
use pending::Pending;

/// Least time between two updates of a window: 20 a second.
const PAUSE: Duration = Duration::from_millis(50);
/// How often speeds are looked at while nothing else happens.
const HEARTBEAT: Duration = Duration::from_secs(1);

/// Takes updates to a window; false once the window is gone.
pub(crate) type Sink = Box<dyn Fn(Update) -> bool + Send>;

/// The state that windows show, and the windows.
pub(crate) struct Stream {
    inner: Mutex<Inner>,
    changed: Notify,
}

struct Inner {
    ledger: Ledger,
    bar: NetworkBar,
    windows: BTreeMap<String, Window>,
}

struct Window {
    sink: Sink,
    sequence: u64,
    pending: Pending,
}

impl Stream {
    /// A stream without jobs.
    pub(crate) fn new(bar: NetworkBar) -> Self {
        let inner = Inner { ledger: Ledger::default(), bar, windows: BTreeMap::new() };
        Self { inner: Mutex::new(inner), changed: Notify::new() }
    }

    /// Tell a window what happens from now on; what the window followed before is dropped.
    pub(crate) fn follow(&self, window: &str, sink: Sink) -> Snapshot {
        let mut inner = self.inner();
        let snapshot = Snapshot { sequence: 0, jobs: inner.ledger.jobs(), bar: inner.bar.clone() };
        let window_of = Window { sink, sequence: 0, pending: Pending::default() };
        inner.windows.insert(window.to_owned(), window_of);
        snapshot
    }

    /// The bar as it was told last.
    pub(crate) fn bar(&self) -> NetworkBar {
        self.inner().bar.clone()
    }

    /// The bar as it is now.
    pub(crate) fn set_bar(&self, bar: NetworkBar) {
        let mut inner = self.inner();
        if inner.bar != bar {
            inner.bar = bar;
            inner.mark(|pending| pending.bar = true);
            self.changed.notify_one();
        }
    }

    /// A job that is known from its start, with the chart of its events.
    pub(crate) fn load(&self, record: JobRecord, chart: Chart) {
        let id = record.id;
        self.inner().ledger.load(record, chart);
        self.touch(id);
    }

    /// A job as it is kept now, without a new event.
    pub(crate) fn put(&self, record: JobRecord) -> Job {
        let id = record.id;
        let job = self.inner().ledger.put(record);
        self.touch(id);
        job
    }

    /// A job that was forgotten.
    pub(crate) fn remove(&self, id: JobId) {
        self.inner().ledger.remove(id);
    }

    /// Is this job known?
    pub(crate) fn knows(&self, id: JobId) -> bool {
        self.inner().ledger.knows(id)
    }

    /// A job as it was told last.
    pub(crate) fn record(&self, id: JobId) -> Option<JobRecord> {
        self.inner().ledger.record(id)
    }

    /// Jobs that would go on by themselves.
    pub(crate) fn moving(&self) -> Vec<JobId> {
        self.inner().ledger.moving()
    }

    /// A certain event, with the job as it is kept now where that may have changed.
    pub(crate) fn certain(&self, event: &EventRecord, record: Option<JobRecord>) {
        let mut inner = self.inner();
        let cells = inner.ledger.certain(event, record);
        inner.mark(|pending| pending.certain(event, &cells));
        self.changed.notify_one();
    }

    /// How one fragment does on its way.
    pub(crate) fn fragment(&self, id: JobId, at: FragmentAddress, step: FragmentStep) {
        let mut inner = self.inner();
        let cells = inner.ledger.fragment(id, at, step);
        if !cells.is_empty() {
            inner.mark(|pending| pending.cells(id, &cells));
            self.changed.notify_one();
        }
    }

    /// Where the fragments of a job are now.
    pub(crate) fn chart(&self, id: JobId) -> Option<Chart> {
        self.inner().ledger.chart(id)
    }

    /// Bytes of a stage.
    pub(crate) fn progress(&self, id: JobId, stage: Stage, done: u64, total: u64, now: Instant) {
        if self.inner().ledger.progress(id, stage, done, total, now) {
            self.touch(id);
        }
    }

    /// Tell the windows what changed, for as long as this is polled.
    pub(crate) async fn tell(&self) {
        loop {
            // Either way it is time to look: a change, or a second without one.
            let _ = tokio::time::timeout(HEARTBEAT, self.changed.notified()).await;
            self.flush(Instant::now());
            tokio::time::sleep(PAUSE).await;
        }
    }

    fn flush(&self, now: Instant) {
        let mut inner = self.inner();
        for id in inner.ledger.measure(now) {
            inner.mark(|pending| pending.job(id));
        }
        let Inner { ledger, bar, windows } = &mut *inner;
        windows.retain(|_, window| match window.pending.take(window.sequence + 1, ledger, bar) {
            Some(update) => {
                window.sequence = update.sequence;
                (window.sink)(update)
            }
            None => true,
        });
    }

    fn touch(&self, id: JobId) {
        self.inner().mark(|pending| pending.job(id));
        self.changed.notify_one();
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn mark(&mut self, change: impl Fn(&mut Pending)) {
        for window in self.windows.values_mut() {
            change(&mut window.pending);
        }
    }
}

#[cfg(test)]
mod tests;
