//! Measures on uploads how fast bytes leave this computer.
//!
//! Bodies (fragments, files) go side by side, so they are measured together: from the first that begins to the last that
//! ends. The fastest time of a good number of bytes is what the line can take; others are as slow as whoever took the bytes.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use pileus_domain::{ByteCount, FragmentAddress, JobId, Stage};
use pileus_pipeline::{FragmentStep, Observer};
use pileus_ports::{EventRecord, TransactionRecord};
use tokio::time::Instant;

use crate::feed::Feed;

/// Least bytes that measure something: fewer tell more of answers than of the line.
const LEAST_BYTES: u64 = 32 << 20;
/// Microseconds in a second.
const SECOND: u128 = 1_000_000;

/// Counts bodies that leave.
#[derive(Debug, Default)]
pub(crate) struct Meter(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Bodies on their way.
    bodies: usize,
    /// Since when some are.
    since: Option<Instant>,
    /// Bytes of those that have left since then.
    bytes: u64,
    /// One of them did not get through: how many of its bytes left is not known.
    spoiled: bool,
    /// Bytes of earlier ones that were too few by themselves.
    few: u64,
    /// How long these took.
    took: Duration,
    /// The fastest so far.
    ///
    /// # Units
    /// bytes a second.
    best: Option<u64>,
}

impl Meter {
    /// A body begins to leave.
    pub(crate) fn leaves(&self, now: Instant) {
        let mut state = self.state();
        if state.bodies == 0 {
            (state.since, state.bytes, state.spoiled) = (Some(now), 0, false);
        }
        state.bodies += 1;
    }

    /// A body has left, with so many bytes; none when it did not get through.
    pub(crate) fn left(&self, now: Instant, bytes: Option<ByteCount>) {
        let mut state = self.state();
        state.bodies = state.bodies.saturating_sub(1);
        state.spoiled |= bytes.is_none();
        state.bytes = state.bytes.saturating_add(bytes.unwrap_or_default().0);
        if state.bodies == 0 && !state.spoiled {
            state.count(now);
        }
    }

    /// The fastest since the last call, in bytes a second.
    pub(crate) fn take(&self) -> Option<ByteCount> {
        self.state().best.take().map(ByteCount)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// All that were on their way have left by now.
    fn count(&mut self, now: Instant) {
        let Some(since) = self.since.take() else { return };
        self.few = self.few.saturating_add(self.bytes);
        self.took += now.duration_since(since);
        if self.few >= LEAST_BYTES {
            let speed = speed(self.few, self.took.as_micros());
            self.best = self.best.max(Some(speed));
            (self.few, self.took) = (0, Duration::ZERO);
        }
    }
}

fn speed(bytes: u64, micros: u128) -> u64 {
    u64::try_from(u128::from(bytes) * SECOND / micros.max(1)).unwrap_or(u64::MAX).max(1)
}

/// Tells the feed what happens, and measures.
pub(crate) struct Measuring {
    pub(crate) feed: Arc<Feed>,
    pub(crate) meter: Arc<Meter>,
}

impl Observer for Measuring {
    fn certain(&self, record: &EventRecord) {
        self.feed.certain(record);
    }

    fn progress(&self, job: JobId, stage: Stage, done: ByteCount, total: ByteCount) {
        self.feed.progress(job, stage, done, total);
    }

    fn fragment(&self, job: JobId, at: FragmentAddress, step: FragmentStep) {
        self.feed.fragment(job, at, step);
    }

    fn transaction(&self, record: &TransactionRecord) {
        self.feed.transaction(record);
    }

    fn body_leaves(&self) {
        self.meter.leaves(Instant::now());
    }

    fn body_left(&self, bytes: Option<ByteCount>) {
        self.meter.left(Instant::now(), bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1 << 20;

    fn at(start: Instant, seconds: u64) -> Instant {
        start + Duration::from_secs(seconds)
    }

    #[test]
    fn bodies_side_by_side_are_measured_together_and_rests_do_not_count() {
        let (meter, start) = (Meter::default(), Instant::now());
        meter.leaves(at(start, 0));
        meter.leaves(at(start, 2));
        meter.left(at(start, 6), Some(ByteCount(20 * MIB)));
        assert_eq!(meter.take(), None, "one is still on its way");
        meter.left(at(start, 8), Some(ByteCount(20 * MIB)));
        assert_eq!(meter.take(), Some(ByteCount(5 * MIB)));
        assert_eq!(meter.take(), None, "told once");
        meter.leaves(at(start, 1_000));
        meter.left(at(start, 1_010), Some(ByteCount(40 * MIB)));
        assert_eq!(meter.take(), Some(ByteCount(4 * MIB)));
    }

    #[test]
    fn the_fastest_counts() {
        let (meter, start) = (Meter::default(), Instant::now());
        for (begin, seconds) in [(0, 10), (100, 5), (200, 40)] {
            meter.leaves(at(start, begin));
            meter.left(at(start, begin + seconds), Some(ByteCount(40 * MIB)));
        }
        assert_eq!(meter.take(), Some(ByteCount(8 * MIB)));
    }

    #[test]
    fn few_bytes_measure_only_together() {
        let (meter, start) = (Meter::default(), Instant::now());
        for second in [0, 10] {
            assert_eq!(meter.take(), None);
            meter.leaves(at(start, second));
            meter.left(at(start, second + 4), Some(ByteCount(LEAST_BYTES / 2)));
        }
        assert_eq!(meter.take(), Some(ByteCount(LEAST_BYTES / 8)));
    }

    #[test]
    fn a_body_that_did_not_get_through_measures_nothing() {
        let (meter, start) = (Meter::default(), Instant::now());
        meter.leaves(at(start, 10));
        meter.leaves(at(start, 10));
        meter.left(at(start, 11), None);
        meter.left(at(start, 12), Some(ByteCount(LEAST_BYTES)));
        assert_eq!(meter.take(), None, "bytes of the other one held the line");
        meter.leaves(at(start, 20));
        meter.left(at(start, 21), Some(ByteCount(LEAST_BYTES)));
        assert_eq!(meter.take(), Some(ByteCount(LEAST_BYTES)), "the next ones count again");
    }

    #[test]
    fn no_time_at_all_is_no_division_by_nothing() {
        let (meter, now) = (Meter::default(), Instant::now());
        meter.leaves(now);
        meter.left(now, Some(ByteCount(LEAST_BYTES)));
        assert!(meter.take().is_some());
    }
}
