//! Progress bars on a terminal.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use pileus_contract::ProgressView;
use pileus_domain::{JobId, Stage};

use super::event::stage_word;

/// How often a spinner moves.
const TICK: Duration = Duration::from_millis(120);

/// One bar for each job, drawn on the standard error of the process.
pub(super) struct Bars {
    multi: MultiProgress,
    jobs: Mutex<BTreeMap<JobId, Bar>>,
    passing: Mutex<Option<ProgressBar>>,
}

struct Bar {
    bar: ProgressBar,
    stage: Stage,
}

impl Bars {
    pub(super) fn new() -> Self {
        Self { multi: MultiProgress::new(), jobs: Mutex::default(), passing: Mutex::default() }
    }

    /// Show how far a stage is.
    pub(super) fn show(&self, name: &str, progress: &ProgressView) {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let current = jobs.get(&progress.job).filter(|bar| bar.stage == progress.stage);
        if current.is_none() {
            if let Some(old) = jobs.remove(&progress.job) {
                old.bar.finish_and_clear();
            }
            let message = format!("{name}: {}", stage_word(progress.stage));
            let bar = ProgressBar::new(progress.total.0).with_style(bytes_style()).with_message(message);
            jobs.insert(progress.job, Bar { bar: self.multi.add(bar), stage: progress.stage });
        }
        let Some(Bar { bar, .. }) = jobs.get(&progress.job) else { return };
        if bar.is_finished() {
            return;
        }
        bar.set_length(progress.total.0);
        bar.set_position(progress.done.0);
        if progress.done >= progress.total {
            bar.finish_and_clear();
        }
    }

    /// Show a word that replaces the one before.
    pub(super) fn passing(&self, message: &str) {
        let mut passing = self.passing.lock().unwrap_or_else(PoisonError::into_inner);
        let spinner = passing.get_or_insert_with(|| {
            let spinner = self.multi.add(ProgressBar::new_spinner());
            spinner.enable_steady_tick(TICK);
            spinner
        });
        spinner.set_message(message.to_owned());
    }

    /// Write something between the bars.
    pub(super) fn suspend(&self, write: impl FnOnce()) {
        self.multi.suspend(write);
    }

    /// Take everything away.
    pub(super) fn clear(&self) {
        for (_, entry) in std::mem::take(&mut *self.jobs.lock().unwrap_or_else(PoisonError::into_inner)) {
            entry.bar.finish_and_clear();
        }
        if let Some(spinner) = self.passing.lock().unwrap_or_else(PoisonError::into_inner).take() {
            spinner.finish_and_clear();
        }
    }
}

fn bytes_style() -> ProgressStyle {
    const TEMPLATE: &str = "{msg:30!} {wide_bar} {binary_bytes}/{binary_total_bytes} {eta:>4}";
    ProgressStyle::with_template(TEMPLATE).unwrap_or_else(|_| ProgressStyle::default_bar())
}
