//! What one window has not been told yet.

use std::collections::{BTreeMap, BTreeSet};

use pileus_contract::window::{CellChange, Fact, JobCells, JobFact, NetworkBar, Update};
use pileus_domain::JobId;
use pileus_ports::EventRecord;

use super::ledger::Ledger;

/// Changes, merged: of a job and of a cell only the last state is told, of facts each.
#[derive(Default)]
pub(super) struct Pending {
    pub(super) bar: bool,
    jobs: BTreeSet<JobId>,
    cells: BTreeMap<JobId, BTreeMap<(u8, u32), char>>,
    facts: Vec<JobFact>,
}

impl Pending {
    /// A job changed.
    pub(super) fn job(&mut self, id: JobId) {
        self.jobs.insert(id);
    }

    /// An event of a job, and the cells that it changed.
    pub(super) fn certain(&mut self, event: &EventRecord, cells: &[CellChange]) {
        self.job(event.job);
        self.cells(event.job, cells);
        self.facts.extend(Fact::of(event).map(|fact| JobFact { job: event.job.to_string(), fact }));
    }

    /// Cells of a job that changed.
    pub(super) fn cells(&mut self, id: JobId, cells: &[CellChange]) {
        if !cells.is_empty() {
            let kept = self.cells.entry(id).or_default();
            kept.extend(cells.iter().map(|(line, segment, letter)| ((*line, *segment), *letter)));
        }
    }

    /// Everything as one update; none when there is nothing.
    pub(super) fn take(&mut self, sequence: u64, ledger: &Ledger, bar: &NetworkBar) -> Option<Update> {
        let Self { bar: bar_changed, jobs, cells, facts } = std::mem::take(self);
        if !bar_changed && jobs.is_empty() && cells.is_empty() && facts.is_empty() {
            return None;
        }
        Some(Update {
            sequence,
            jobs: jobs.into_iter().filter_map(|id| ledger.job(id)).collect(),
            cells: cells.into_iter().map(|(job, cells)| changes(job, cells)).collect(),
            facts,
            bar: bar_changed.then(|| bar.clone()),
        })
    }
}

fn changes(job: JobId, cells: BTreeMap<(u8, u32), char>) -> JobCells {
    let cells = cells.into_iter().map(|((line, segment), letter)| (line, segment, letter)).collect();
    JobCells { job: job.to_string(), cells }
}
