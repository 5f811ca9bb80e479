//! Jobs as windows show them: the record, the chart, and what was measured.

use std::{cmp::Reverse, collections::BTreeMap};

use pileus_contract::window::{Advance, CellChange, Chart, Job};
use pileus_domain::{Condition, FragmentAddress, JobId, Stage};
use pileus_pipeline::FragmentStep;
use pileus_ports::{EventRecord, JobRecord};
use tokio::time::Instant;

use super::meter::Meter;

/// All jobs of the network in use.
#[derive(Default)]
pub(super) struct Ledger(BTreeMap<JobId, Entry>);

struct Entry {
    record: JobRecord,
    chart: Chart,
    meter: Meter,
    advance: Option<Advance>,
}

impl Entry {
    fn job(&self) -> Job {
        Job::new(&self.record, &self.chart, self.advance)
    }

    fn replace(&mut self, record: JobRecord) {
        if record.stage != self.record.stage || record.condition != Condition::Running {
            self.meter = Meter::default();
        }
        self.record = record;
    }
}

impl Ledger {
    /// All jobs, newest first.
    pub(super) fn jobs(&self) -> Vec<Job> {
        let mut entries: Vec<_> = self.0.values().collect();
        entries.sort_by_key(|entry| Reverse((entry.record.created, entry.record.id)));
        entries.into_iter().map(Entry::job).collect()
    }

    /// One job.
    pub(super) fn job(&self, id: JobId) -> Option<Job> {
        self.0.get(&id).map(Entry::job)
    }

    /// One job as it is kept.
    pub(super) fn record(&self, id: JobId) -> Option<JobRecord> {
        self.0.get(&id).map(|entry| entry.record.clone())
    }

    pub(super) fn knows(&self, id: JobId) -> bool {
        self.0.contains_key(&id)
    }

    pub(super) fn moving(&self) -> Vec<JobId> {
        let moving = |entry: &&Entry| matches!(entry.record.condition, Condition::Queued | Condition::Running);
        self.0.values().filter(moving).map(|entry| entry.record.id).collect()
    }

    pub(super) fn load(&mut self, record: JobRecord, chart: Chart) {
        self.0.insert(record.id, Entry { record, chart, meter: Meter::default(), advance: None });
    }

    pub(super) fn put(&mut self, record: JobRecord) -> Job {
        let id = record.id;
        match self.0.get_mut(&id) {
            Some(entry) => entry.replace(record),
            None => self.load(record, Chart::default()),
        }
        self.0[&id].job()
    }

    pub(super) fn remove(&mut self, id: JobId) {
        self.0.remove(&id);
    }

    /// Fold an event in; gives the cells that changed.
    pub(super) fn certain(&mut self, event: &EventRecord, record: Option<JobRecord>) -> Vec<CellChange> {
        if let Some(record) = record {
            self.put(record);
        }
        self.0.get_mut(&event.job).map(|entry| entry.chart.apply(&event.event)).unwrap_or_default()
    }

    /// Fold in how one fragment does; gives the cells that changed.
    pub(super) fn fragment(&mut self, id: JobId, at: FragmentAddress, step: FragmentStep) -> Vec<CellChange> {
        self.0.get_mut(&id).map(|entry| entry.chart.step(&at, step)).unwrap_or_default()
    }

    /// Where the fragments of a job are now.
    pub(super) fn chart(&self, id: JobId) -> Option<Chart> {
        self.0.get(&id).map(|entry| entry.chart.clone())
    }

    /// Was the job known?
    pub(super) fn progress(&mut self, id: JobId, stage: Stage, done: u64, total: u64, now: Instant) -> bool {
        let Some(entry) = self.0.get_mut(&id) else { return false };
        if entry.advance.is_some_and(|advance| advance.stage != stage) {
            entry.meter = Meter::default();
        }
        entry.meter.add(now, done);
        let speed = entry.meter.speed(now);
        entry.advance = Some(Advance { stage, done, total, speed });
        true
    }

    /// Measure again; gives the jobs whose speed has changed since the last progress.
    pub(super) fn measure(&mut self, now: Instant) -> Vec<JobId> {
        let mut changed = Vec::new();
        for (id, entry) in &mut self.0 {
            let speed = entry.meter.speed(now);
            if let Some(advance) = &mut entry.advance
                && advance.speed != speed
                && (speed.is_none() || entry.meter.is_silent(now))
            {
                advance.speed = speed;
                changed.push(*id);
            }
        }
        changed
    }
}
