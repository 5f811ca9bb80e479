//! When the keys lock by themselves: after a time without the person, and after the computer slept.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use pileus_ports::Clock;
use tokio::{sync::Notify, time::Instant};

/// How often it is looked whether the computer slept.
const LOOK: Duration = Duration::from_secs(10);
/// How much later than it was to be a look may come by the clock on the wall, before the computer is taken to have slept.
const SLEPT: Duration = Duration::from_secs(30);
/// Seconds of a minute.
const MINUTE: u64 = 60;

/// Measures the time without the person.
pub(super) struct AutoLock {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Clone, Copy)]
struct State {
    /// The person was here.
    active: Instant,
    /// How long they may be away; none for ever.
    patience: Option<Duration>,
}

/// Why the keys are to be locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// The person was away for too long.
    Away,
    /// The computer slept, or its clock was set ahead.
    Slept,
}

impl Default for AutoLock {
    fn default() -> Self {
        let state = State { active: Instant::now(), patience: None };
        Self { state: Mutex::new(state), changed: Notify::new() }
    }
}

impl AutoLock {
    /// The person is here.
    pub(super) fn active(&self) {
        self.state().active = Instant::now();
    }

    /// Lock after so many minutes, counted from now, or never.
    pub(super) fn set(&self, minutes: Option<u32>) {
        let patience = minutes.map(|minutes| Duration::from_secs(u64::from(minutes) * MINUTE));
        *self.state() = State { active: Instant::now(), patience };
        self.changed.notify_one();
    }

    /// Wait until the keys are to be locked. After that the time begins anew.
    ///
    /// Sleep is told by the clock on the wall, since the one that waits stands still meanwhile on some systems.
    pub(super) async fn due(&self, wall: &dyn Clock) -> Reason {
        loop {
            let asleep_after = Duration::from_millis(wall.now().0) + LOOK + SLEPT;
            tokio::select! {
                () = tokio::time::sleep_until(self.next_look()) => {}
                () = self.changed.notified() => continue,
            }
            if Duration::from_millis(wall.now().0) > asleep_after {
                return Reason::Slept;
            }
            if self.is_away_too_long() {
                self.active();
                return Reason::Away;
            }
        }
    }

    fn next_look(&self) -> Instant {
        let State { active, patience } = *self.state();
        let look = Instant::now() + LOOK;
        patience.map_or(look, |patience| look.min(active + patience))
    }

    fn is_away_too_long(&self) -> bool {
        let State { active, patience } = *self.state();
        patience.is_some_and(|patience| active.elapsed() >= patience)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    };

    use pileus_ports::Timestamp;

    use super::*;

    /// A time that is shorter than the one after which keys lock.
    const AWHILE: Duration = Duration::from_secs(90);

    /// A clock on the wall that goes with tokio's, and can be set ahead.
    struct Wall {
        started: Instant,
        ahead: AtomicU64,
    }

    impl Wall {
        fn new() -> Arc<Self> {
            Arc::new(Self { started: Instant::now(), ahead: AtomicU64::new(0) })
        }
    }

    impl Clock for Wall {
        fn now(&self) -> Timestamp {
            let passed = u64::try_from(self.started.elapsed().as_millis()).unwrap();
            Timestamp(passed + self.ahead.load(Ordering::SeqCst))
        }
    }

    async fn after(auto: &AutoLock, wall: &Wall) -> (Reason, Duration) {
        let begun = Instant::now();
        let reason = auto.due(wall).await;
        (reason, begun.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn the_keys_lock_after_the_minutes_that_were_set() {
        let (auto, wall) = (AutoLock::default(), Wall::new());
        auto.set(Some(3));
        assert_eq!(after(&auto, &wall).await, (Reason::Away, Duration::from_mins(3)));
        assert_eq!(after(&auto, &wall).await, (Reason::Away, Duration::from_mins(3)), "and again");
    }

    #[tokio::test(start_paused = true)]
    async fn a_person_who_is_here_keeps_them_open() {
        let (auto, wall) = (AutoLock::default(), Wall::new());
        auto.set(Some(2));
        let person = async {
            for _ in 0..10 {
                tokio::time::sleep(AWHILE).await;
                auto.active();
            }
        };
        let (locked, ()) = tokio::join!(after(&auto, &wall), person);
        assert_eq!(locked, (Reason::Away, 10 * AWHILE + Duration::from_mins(2)));
    }

    #[tokio::test(start_paused = true)]
    async fn never_is_never_until_it_is_set_otherwise() {
        let (auto, wall) = (AutoLock::default(), Wall::new());
        auto.set(None);
        let waiting = tokio::time::timeout(Duration::from_hours(240), auto.due(&*wall)).await;
        assert!(waiting.is_err());
        let set = async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            auto.set(Some(1));
        };
        let (locked, ()) = tokio::join!(after(&auto, &wall), set);
        assert_eq!(locked, (Reason::Away, Duration::from_secs(61)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_wall_clock_that_jumped_ahead_is_a_sleep() {
        let (auto, wall) = (AutoLock::default(), Wall::new());
        auto.set(None);
        let sleep = async {
            tokio::time::sleep(Duration::from_secs(15)).await;
            wall.ahead.fetch_add(31_000, Ordering::SeqCst);
        };
        let (locked, ()) = tokio::join!(after(&auto, &wall), sleep);
        assert_eq!(locked, (Reason::Slept, Duration::from_secs(20)), "seen with the next look");
    }

    #[tokio::test(start_paused = true)]
    async fn a_clock_that_is_put_right_by_seconds_is_none() {
        let (auto, wall) = (AutoLock::default(), Wall::new());
        auto.set(None);
        wall.ahead.store(3_600_000, Ordering::SeqCst);
        let put_right = async {
            tokio::time::sleep(Duration::from_secs(15)).await;
            wall.ahead.fetch_add(29_000, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_secs(15)).await;
            wall.ahead.fetch_sub(3_600_000, Ordering::SeqCst);
        };
        let waiting = tokio::time::timeout(Duration::from_mins(10), auto.due(&*wall));
        let (waited, ()) = tokio::join!(waiting, put_right);
        assert!(waited.is_err(), "{waited:?}");
    }
}
