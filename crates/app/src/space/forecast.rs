//! What will be, from what was: when a territory is full, and when its term ends. All of it estimates.

use pileus_domain::{BlockNumber, ByteCount};
use pileus_ports::Timestamp;

use super::Sample;

/// A day.
///
/// # Units
/// milliseconds.
pub(super) const DAY: u64 = 24 * 60 * 60 * 1_000;
/// How far back the pace is measured.
///
/// # Units
/// milliseconds.
const WINDOW: u64 = 30 * DAY;
/// The shortest time that a pace is measured over: what was stored in an hour says nothing about a month.
///
/// # Units
/// milliseconds.
const LEAST_SPAN: u64 = DAY;
/// The farthest date that is worth telling.
///
/// # Units
/// milliseconds.
const HORIZON: u64 = 100 * 365 * DAY;

/// When a block will be, counted from the newest one.
pub(super) fn end_of(block: BlockNumber, newest: BlockNumber, now: Timestamp) -> Timestamp {
    let blocks = |number: BlockNumber| u64::from(number.0) * BlockNumber::MILLISECONDS;
    Timestamp(now.0.saturating_add(blocks(block)).saturating_sub(blocks(newest)))
}

/// The block so many days after another one.
pub(super) fn later(block: BlockNumber, days: u32) -> BlockNumber {
    BlockNumber(block.0.saturating_add(days.saturating_mul(BlockNumber::DAY)))
}

/// When so much free space is used up if it goes on as in the last thirty days; none when the space does not fill
/// up, is full already, or lasts for a lifetime.
///
/// The history is in order of time and ends now.
pub(super) fn full_at(history: &[Sample], free: ByteCount, now: Timestamp) -> Option<Timestamp> {
    let (start, used) = (window_start(history, now)?, history.last()?.used);
    let grown = used.0.checked_sub(start.used.0).filter(|grown| *grown > 0 && free.0 > 0)?;
    let span = now.0.saturating_sub(start.at.0).max(LEAST_SPAN);
    let left = u128::from(free.0) * u128::from(span) / u128::from(grown);
    let left = u64::try_from(left).ok().filter(|left| *left <= HORIZON)?;
    now.0.checked_add(left.max(1)).map(Timestamp)
}

/// How full it was when the window began, or at the very beginning if that was later.
fn window_start(history: &[Sample], now: Timestamp) -> Option<Sample> {
    let from = Timestamp(now.0.saturating_sub(WINDOW));
    let before = history.iter().rev().find(|sample| sample.at <= from);
    before.map(|sample| Sample { at: from, ..*sample }).or_else(|| history.first().copied())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Timestamp = Timestamp(1_700_000_000_000);
    const GIB: u64 = 1 << 30;

    fn sample(days_ago: u64, gib: u64) -> Sample {
        Sample { at: Timestamp(NOW.0 - days_ago * DAY), used: ByteCount(gib * GIB) }
    }

    fn days_until_full(history: &[Sample], free: u64) -> Option<u64> {
        full_at(history, ByteCount(free * GIB), NOW).map(|at| (at.0 - NOW.0) / DAY)
    }

    #[test]
    fn a_gibibyte_a_day_fills_ten_in_ten_days() {
        let history = [sample(20, 0), sample(10, 10), sample(0, 20)];
        assert_eq!(days_until_full(&history, 10), Some(10));
    }

    #[test]
    fn only_the_last_thirty_days_count() {
        let history = [sample(300, 0), sample(299, 100), sample(15, 103), sample(0, 103)];
        assert_eq!(days_until_full(&history, 2), Some(20), "3 GiB in 30 days");
    }

    #[test]
    fn one_busy_hour_counts_as_a_day() {
        let hour = Sample { at: Timestamp(NOW.0 - DAY / 24), used: ByteCount(0) };
        assert_eq!(days_until_full(&[hour, sample(0, 1)], 5), Some(5));
    }

    #[test]
    fn what_does_not_grow_or_is_full_has_no_date() {
        assert_eq!(days_until_full(&[], 5), None);
        assert_eq!(days_until_full(&[sample(0, 3)], 5), None);
        assert_eq!(days_until_full(&[sample(20, 3), sample(0, 3)], 5), None);
        assert_eq!(days_until_full(&[sample(20, 3), sample(0, 1)], 5), None, "it was emptied");
        assert_eq!(days_until_full(&[sample(20, 1), sample(0, 3)], 0), None, "it is full");
        let slow = [sample(30, 0), Sample { at: NOW, used: ByteCount(1) }];
        assert_eq!(days_until_full(&slow, 1), None, "it lasts longer than anybody lives");
    }

    #[test]
    fn a_term_ends_after_its_blocks() {
        let end = |block, newest| end_of(BlockNumber(block), BlockNumber(newest), NOW).0;
        assert_eq!(end(14_500, 100), NOW.0 + DAY);
        assert_eq!(end(100, 14_500), NOW.0 - DAY, "a term that is over ended in the past");
    }

    proptest! {
        #[test]
        fn a_full_date_is_always_after_now_and_nothing_panics(
            samples in prop::collection::vec((any::<u64>(), any::<u64>()), 0..40),
            free in any::<u64>(),
            now in any::<u64>(),
        ) {
            let mut history: Vec<Sample> =
                samples.into_iter().map(|(at, used)| Sample { at: Timestamp(at), used: ByteCount(used) }).collect();
            history.sort_by_key(|sample| sample.at);
            if let Some(full) = full_at(&history, ByteCount(free), Timestamp(now)) {
                prop_assert!(full.0 > now && full.0 - now <= HORIZON);
            }
        }

        #[test]
        fn any_block_has_a_time(block in any::<u32>(), newest in any::<u32>(), now in any::<u64>()) {
            let end = end_of(BlockNumber(block), BlockNumber(newest), Timestamp(now));
            prop_assert!(block < newest || end.0 >= now);
        }
    }
}
