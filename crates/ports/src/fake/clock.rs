//! A clock that stands still until it is moved.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use crate::{Clock, Timestamp};

/// A clock for tests; clones show the same time.
#[derive(Debug, Clone, Default)]
pub struct FakeClock {
    now: Arc<AtomicU64>,
}

impl FakeClock {
    /// A clock that shows a moment.
    pub fn at(moment: Timestamp) -> Self {
        Self { now: Arc::new(AtomicU64::new(moment.0)) }
    }

    /// Show another moment.
    pub fn set(&self, moment: Timestamp) {
        self.now.store(moment.0, Ordering::SeqCst);
    }

    /// Let time pass.
    pub fn advance(&self, by: Duration) {
        let milliseconds = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        self.now.fetch_add(milliseconds, Ordering::SeqCst);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.now.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_show_the_same_time() {
        let clock = FakeClock::at(Timestamp(5));
        let other = clock.clone();
        clock.advance(Duration::from_secs(2));
        assert_eq!(other.now(), Timestamp(2_005));
        other.set(Timestamp(1));
        assert_eq!(clock.now(), Timestamp(1));
    }
}
