//! Speed, measured.

use std::{collections::VecDeque, time::Duration};

use tokio::time::Instant;

/// Over how long speed is measured.
const WINDOW: Duration = Duration::from_secs(5);
/// Less than this says nothing yet.
const LEAST: Duration = Duration::from_millis(500);
/// After so long without progress the speed is seen to fall.
const SILENCE: Duration = Duration::from_secs(1);
/// Measurements that are kept at most.
const MOST: usize = 256;

/// Measurements of the last seconds.
#[derive(Debug, Default)]
pub(super) struct Meter(VecDeque<(Instant, u64)>);

impl Meter {
    /// So many bytes are done now; fewer than before begin anew.
    pub(super) fn add(&mut self, now: Instant, done: u64) {
        if self.0.back().is_some_and(|(_, before)| *before > done) {
            self.0.clear();
        }
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        self.0.push_back((now, done));
        self.forget(now);
    }

    /// Bytes a second over the last seconds; none before that can be said, and none once nothing moves.
    pub(super) fn speed(&self, now: Instant) -> Option<u64> {
        let (first, before) = self.0.iter().find(|(at, _)| now.duration_since(*at) <= WINDOW)?;
        let (_, done) = self.0.back()?;
        let elapsed = now.duration_since(*first);
        let bytes = u128::from(done.saturating_sub(*before));
        if elapsed < LEAST || bytes == 0 {
            return None;
        }
        u64::try_from(bytes * 1_000 / elapsed.as_millis()).ok()
    }

    /// Was there no progress for a while?
    pub(super) fn is_silent(&self, now: Instant) -> bool {
        self.0.back().is_none_or(|(at, _)| now.duration_since(*at) >= SILENCE)
    }

    /// Keep one measurement from before the window at most.
    fn forget(&mut self, now: Instant) {
        while self.0.get(1).is_some_and(|(at, _)| now.duration_since(*at) > WINDOW) {
            self.0.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1 << 20;

    fn second(start: Instant, number: u64) -> Instant {
        start + Duration::from_secs(number)
    }

    #[test]
    fn speed_is_that_of_the_last_five_seconds() {
        let (mut meter, start) = (Meter::default(), Instant::now());
        for number in 0..10 {
            meter.add(second(start, number), number * MIB);
        }
        for number in 10..=15 {
            meter.add(second(start, number), 9 * MIB + (number - 9) * 3 * MIB);
        }
        assert_eq!(meter.speed(second(start, 15)), Some(3 * MIB));
    }

    #[test]
    fn a_first_measurement_says_nothing() {
        let (mut meter, start) = (Meter::default(), Instant::now());
        meter.add(start, MIB);
        assert_eq!(meter.speed(start), None);
    }

    #[test]
    fn speed_falls_and_ends_when_nothing_moves() {
        let (mut meter, start) = (Meter::default(), Instant::now());
        meter.add(start, 0);
        meter.add(second(start, 1), 4 * MIB);
        assert_eq!(meter.speed(second(start, 1)), Some(4 * MIB));
        assert_eq!(meter.speed(second(start, 4)), Some(MIB));
        assert_eq!(meter.speed(second(start, 6)), None);
    }

    #[test]
    fn a_stage_that_begins_anew_is_measured_anew() {
        let (mut meter, start) = (Meter::default(), Instant::now());
        meter.add(start, 100 * MIB);
        meter.add(second(start, 1), 0);
        meter.add(second(start, 2), MIB);
        assert_eq!(meter.speed(second(start, 2)), Some(MIB));
    }
}
