//! How much work a guess at a new passphrase shall be.
//!
//! Invariants: never less than [`PassphraseCost::PRODUCT`], never more than a reader takes.

use std::time::Duration;

use pileus_ports::{Clock, KeystoreError, SecretText};

use crate::passphrase::{self, PassphraseCost};

/// How long opening shall take on this computer.
const TARGET: Duration = Duration::from_secs(1);
/// Most memory that is asked for, in KiB: 256 MiB, which every computer that opens the vault has to have.
const MEMORY_LIMIT: u32 = 256 << 10;

/// What shall a guess at a passphrase that is set from now on cost?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassphraseEffort {
    /// Always the same: for tests.
    Fixed(PassphraseCost),
    /// About a second on this computer, measured when a passphrase is set.
    OneSecond,
}

impl From<PassphraseCost> for PassphraseEffort {
    fn from(cost: PassphraseCost) -> Self {
        Self::Fixed(cost)
    }
}

impl PassphraseEffort {
    /// The cost; measuring takes as long as the least of the product.
    pub(crate) fn cost(self, clock: &dyn Clock) -> Result<PassphraseCost, KeystoreError> {
        match self {
            Self::Fixed(cost) => Ok(cost),
            Self::OneSecond => {
                let began = clock.now();
                passphrase::derive(&SecretText::new(String::new()), &[0; 16], PassphraseCost::PRODUCT)?;
                Ok(tuned(Duration::from_millis(clock.now().0.saturating_sub(began.0))))
            }
        }
    }
}

/// The cost that comes close to the target, when the least of the product takes this long: memory first, for it is what
/// guessing machines are short of, then passes. A clock that stood still tells nothing.
fn tuned(least_takes: Duration) -> PassphraseCost {
    let least = PassphraseCost::PRODUCT;
    if least_takes.is_zero() {
        return least;
    }
    let room = (TARGET.as_millis() / least_takes.as_millis()).max(1);
    let room = u32::try_from(room).unwrap_or(u32::MAX);
    let memory_kib = least.memory_kib.saturating_mul(room).min(MEMORY_LIMIT);
    let more_memory = memory_kib / least.memory_kib;
    let passes = least.passes.saturating_mul(room / more_memory).clamp(least.passes, PassphraseCost::MOST.passes);
    PassphraseCost { memory_kib, passes, lanes: least.lanes }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

    use pileus_ports::Timestamp;

    use super::*;

    /// Every look at it takes 250 ms.
    struct SlowClock(AtomicU64);

    impl Clock for SlowClock {
        fn now(&self) -> Timestamp {
            Timestamp(self.0.fetch_add(250, Relaxed))
        }
    }

    fn of(milliseconds: u64) -> (u32, u32) {
        let cost = tuned(Duration::from_millis(milliseconds));
        assert!(cost.is_bearable() && cost.lanes == 4);
        (cost.memory_kib >> 10, cost.passes)
    }

    #[test]
    fn quick_computers_take_more_memory_and_then_more_passes() {
        assert_eq!([of(600), of(400), of(300), of(200)], [(64, 3), (128, 3), (192, 3), (256, 3)]);
        assert_eq!([of(120), of(50)], [(256, 6), (256, 15)]);
    }

    #[test]
    fn no_computer_goes_below_the_least_or_above_what_readers_take() {
        for slow in [1_000, 5_000, 60_000, u64::MAX] {
            assert_eq!(of(slow), (64, 3));
        }
        assert_eq!((of(1), of(0)), ((256, 16), (64, 3)));
    }

    #[test]
    fn the_clock_that_is_passed_in_decides_and_a_fixed_cost_stays() {
        let clock = SlowClock(AtomicU64::new(0));
        let measured = PassphraseEffort::OneSecond.cost(&clock).unwrap();
        assert_eq!(measured, PassphraseCost { memory_kib: 256 << 10, passes: 3, lanes: 4 });
        assert_eq!(PassphraseEffort::from(PassphraseCost::LEAST).cost(&clock).unwrap(), PassphraseCost::LEAST);
        assert_eq!(clock.now(), Timestamp(500), "which is not measured");
    }
}
