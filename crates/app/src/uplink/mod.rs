//! How fast bytes leave this computer: measured on uploads of either route, and kept for each network.
//!
//! Invariants: only bytes count that the other side took, and only time in which some were on their way; what a limit held
//! back is no measurement of the line.

mod meter;

use pileus_domain::{ByteCount, GenesisHash, Problem};
use pileus_pipeline::problem;
use pileus_ports::Journal;
use serde::{Deserialize, Serialize};

use crate::Preferences;

pub(crate) use meter::{Measuring, Meter};

/// Form of the kept text.
const VERSION: u32 = 1;
/// From this part of a limit on, it was the limit that held bytes back.
///
/// # Units
/// percent.
const HELD_BACK: u64 = 90;

/// How fast bytes leave this computer, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Uplink {
    /// Bytes a second that the line took in earlier uploads.
    pub(crate) measured: Option<ByteCount>,
    /// Most bytes a second that the person allows.
    pub(crate) limit: Option<ByteCount>,
}

/// The form in which a measurement is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    version: u32,
    /// Bytes a second.
    uplink: ByteCount,
}

impl Uplink {
    /// What is known on a network.
    ///
    /// # Errors
    /// The journal's problem.
    pub(crate) async fn read(journal: &dyn Journal, genesis: &GenesisHash) -> Result<Self, Problem> {
        let text = journal.setting(&key(genesis)).await.map_err(|e| problem::of_journal(&e))?;
        Ok(Self { measured: text.as_deref().and_then(parse), limit: limit(journal).await? })
    }

    /// No more than so many bytes leave in a second; none where nothing is known.
    pub(crate) fn most(&self) -> Option<ByteCount> {
        self.measured.into_iter().chain(self.limit).min()
    }

    /// What is known after bytes left so fast; the newest measurement counts as much as all before.
    ///
    /// None where nothing was learned: the limit decided how fast they left, and not the line.
    fn after(&self, speed: ByteCount) -> Option<ByteCount> {
        let limited = self.limit.is_some_and(|limit| speed.0 >= limit.0.saturating_mul(HELD_BACK) / 100);
        let mean = self.measured.map_or(speed.0, |before| before.0.midpoint(speed.0));
        (!limited).then(|| ByteCount(mean.max(1)))
    }
}

/// Keep what was measured since the last call. `limit` is the one at the beginning of what was measured.
///
/// # Errors
/// The journal's problem.
pub(crate) async fn learn(
    journal: &dyn Journal,
    genesis: &GenesisHash,
    meter: &Meter,
    limit: Option<ByteCount>,
) -> Result<(), Problem> {
    let Some(speed) = meter.take() else { return Ok(()) };
    let known = Uplink::read(journal, genesis).await?;
    let lowest = known.limit.into_iter().chain(limit).min();
    let Some(uplink) = (Uplink { limit: lowest, ..known }).after(speed) else { return Ok(()) };
    let kept = Kept { version: VERSION, uplink };
    let Ok(text) = serde_json::to_string(&kept) else { return Ok(()) };
    journal.set_setting(&key(genesis), &text).await.map_err(|e| problem::of_journal(&e))
}

/// The limit that the person has set.
///
/// # Errors
/// The journal's problem.
pub(crate) async fn limit(journal: &dyn Journal) -> Result<Option<ByteCount>, Problem> {
    Ok(Preferences::read(journal).await?.upload_limit)
}

fn key(genesis: &GenesisHash) -> String {
    format!("uplink/{genesis}")
}

fn parse(text: &str) -> Option<ByteCount> {
    match serde_json::from_str::<Kept>(text) {
        Ok(kept) if kept.version == VERSION && kept.uplink.0 > 0 => Some(kept.uplink),
        Ok(_) => None,
        Err(error) => {
            tracing::warn!(%error, "the measured uplink cannot be read; it will be measured anew");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use pileus_ports::fake::FakeJournal;
    use proptest::prelude::*;
    use tokio::time::Instant;

    use super::*;

    const CHAIN: GenesisHash = GenesisHash([1; 32]);
    const OTHER: GenesisHash = GenesisHash([2; 32]);
    const MIB: u64 = 1 << 20;

    /// A meter that saw bytes leave so fast.
    fn saw(speed: u64) -> Meter {
        let (meter, start) = (Meter::default(), Instant::now());
        meter.leaves(start);
        meter.left(start + Duration::from_secs(64), Some(ByteCount(64 * speed)));
        meter
    }

    async fn measured(journal: &FakeJournal, genesis: &GenesisHash) -> Option<u64> {
        Uplink::read(journal, genesis).await.unwrap().measured.map(|speed| speed.0)
    }

    #[tokio::test]
    async fn a_measurement_is_kept_for_its_network_and_moves_with_the_next() {
        let journal = FakeJournal::new();
        assert_eq!(measured(&journal, &CHAIN).await, None);
        learn(&journal, &CHAIN, &saw(4 * MIB), None).await.unwrap();
        assert_eq!((measured(&journal, &CHAIN).await, measured(&journal, &OTHER).await), (Some(4 * MIB), None));
        learn(&journal, &CHAIN, &saw(2 * MIB), None).await.unwrap();
        assert_eq!(measured(&journal, &CHAIN).await, Some(3 * MIB));
        learn(&journal, &CHAIN, &Meter::default(), None).await.unwrap();
        assert_eq!(measured(&journal, &CHAIN).await, Some(3 * MIB), "nothing was measured");
    }

    #[tokio::test]
    async fn what_a_limit_held_back_is_not_taken_for_the_line() {
        let journal = FakeJournal::new();
        let limit = Some(ByteCount(2 * MIB));
        Preferences { upload_limit: limit, ..Preferences::default() }.keep(&journal).await.unwrap();
        learn(&journal, &CHAIN, &saw(2 * MIB - 1), None).await.unwrap();
        assert_eq!(measured(&journal, &CHAIN).await, None);
        learn(&journal, &CHAIN, &saw(MIB), None).await.unwrap();
        assert_eq!(measured(&journal, &CHAIN).await, Some(MIB), "the line is slower than the limit");
        Preferences::default().keep(&journal).await.unwrap();
        learn(&journal, &CHAIN, &saw(2 * MIB), limit).await.unwrap();
        assert_eq!(measured(&journal, &CHAIN).await, Some(MIB), "the limit was taken away meanwhile");
    }

    #[tokio::test]
    async fn text_that_is_no_measurement_counts_as_none() {
        let journal = FakeJournal::new();
        for text in ["", "null", "{\"version\":2,\"uplink\":5}", "{\"version\":1,\"uplink\":0}", "{\"version\":1}"] {
            journal.set_setting(&key(&CHAIN), text).await.unwrap();
            assert_eq!(measured(&journal, &CHAIN).await, None, "{text}");
        }
    }

    #[test]
    fn a_limit_is_a_ceiling() {
        let uplink = |measured: Option<u64>, limit: Option<u64>| Uplink {
            measured: measured.map(ByteCount),
            limit: limit.map(ByteCount),
        };
        assert_eq!(uplink(None, None).most(), None);
        assert_eq!(uplink(Some(5), Some(3)).most(), Some(ByteCount(3)));
        assert_eq!(uplink(Some(2), Some(3)).most(), Some(ByteCount(2)));
        assert_eq!(uplink(None, Some(3)).most(), Some(ByteCount(3)));
    }

    proptest! {
        #[test]
        fn the_moving_figure_lies_between_what_was_known_and_what_was_seen(before in 1_u64.., seen in 1_u64..) {
            let known = Uplink { measured: Some(ByteCount(before)), limit: None };
            let after = known.after(ByteCount(seen)).unwrap().0;
            prop_assert!((before.min(seen)..=before.max(seen)).contains(&after));
        }
    }
}
