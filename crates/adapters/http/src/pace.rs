//! How fast bytes go one way, over all transfers together.
//!
//! Two rules hold while there is a limit. Bytes pass in small pieces, in the order in which they were asked for, so that
//! nobody is left behind. And only as many bodies (fragments, files) are on their way at once as the limit can move in good
//! time: the other side gives up on one that trickles.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use pileus_domain::ByteCount;
use pileus_ports::Passage;
use tokio::{
    sync::{Mutex as Queue, Notify},
    time::{Instant, sleep},
};

/// Bytes that may pass at once after a rest, at least: the piece that bodies are cut into.
const LEAST_BURST: u64 = 64 << 10;
/// Part of a second whose bytes may pass at once, where that is more: timers are no finer than a millisecond.
const BURST_PART: u64 = 50;
/// Bytes a second that a body shall have to itself at least: a fragment of 8 MiB is through in about a minute.
const LANE: u64 = 128 << 10;

/// The pace of one direction; clones share it. Without a limit it holds nobody up.
#[derive(Debug, Clone, Default)]
pub struct Pace(Arc<Shared>);

/// The paces of both directions; clones share them.
#[derive(Debug, Clone, Default)]
pub struct Paces {
    /// Out of this computer.
    pub upload: Pace,
    /// Into this computer.
    pub download: Pace,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    /// Who waits for a lane; the first of them looks again when something changes.
    entrance: Queue<()>,
    /// Who waits for bytes; the first of them waits for all others.
    gate: Queue<()>,
    lanes_changed: Notify,
    limit_changed: Notify,
}

#[derive(Debug, Default)]
struct State {
    limit: Option<u64>,
    /// Bodies on their way.
    lanes: u64,
    /// Bytes that may pass now; negative after a piece that was greater than the burst.
    ready: i64,
    /// When `ready` was counted; none before the first piece under a limit.
    counted: Option<Instant>,
}

/// One body's place on the way, until it is dropped.
#[derive(Debug)]
pub struct Lane {
    pace: Pace,
    held: Mutex<Held>,
    passage: Passage,
}

/// How long bytes were held back.
#[derive(Debug, Default)]
struct Held {
    before: Duration,
    since: Option<Instant>,
}

impl Pace {
    /// At most so many bytes a second from now on; none for as fast as it goes. Acts at once on what is on its way.
    pub fn set(&self, limit: Option<ByteCount>) {
        let mut state = self.state();
        state.limit = limit.map(|limit| limit.0.max(1));
        (state.ready, state.counted) = (0, None);
        drop(state);
        self.0.lanes_changed.notify_one();
        self.0.limit_changed.notify_one();
    }

    /// Bytes a second that may pass; none without a limit.
    pub fn limit(&self) -> Option<ByteCount> {
        self.state().limit.map(ByteCount)
    }

    /// Wait until a body may begin.
    pub async fn enter(&self) -> Lane {
        let _first = self.0.entrance.lock().await;
        while !self.state().take_lane() {
            self.0.lanes_changed.notified().await;
        }
        Lane { pace: self.clone(), held: Mutex::default(), passage: Passage::default() }
    }

    /// Wait until so many bytes may pass.
    async fn pass(&self, bytes: u64) {
        let _first = self.0.gate.lock().await;
        loop {
            let Some(wait) = self.state().take(bytes, Instant::now()) else { return };
            tokio::select! {
                () = sleep(wait) => {}
                () = self.0.limit_changed.notified() => {}
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn take_lane(&mut self) -> bool {
        let room = self.limit.map_or(u64::MAX, |limit| (limit / LANE).max(1));
        let free = self.lanes < room;
        if free {
            self.lanes += 1;
        }
        free
    }

    /// Take so many bytes, or tell how long to wait for them.
    fn take(&mut self, bytes: u64, now: Instant) -> Option<Duration> {
        let limit = self.limit?;
        self.count(limit, now);
        // A piece greater than the burst passes when the burst is full, and is paid for afterwards.
        let needed = signed(bytes.min(burst(limit)));
        if self.ready >= needed {
            self.ready -= signed(bytes);
            return None;
        }
        let missing = needed.abs_diff(self.ready);
        // Rounded up, so that the wait is long enough.
        Some(Duration::from_micros(missing.saturating_mul(1_000_000).div_ceil(limit)))
    }

    fn count(&mut self, limit: u64, now: Instant) {
        let Some(counted) = self.counted else {
            self.counted = Some(now);
            return;
        };
        let passed = u64::try_from((now - counted).as_micros()).unwrap_or(u64::MAX);
        let more = passed.saturating_mul(limit) / 1_000_000;
        if more > 0 {
            self.ready = self.ready.saturating_add(signed(more)).min(signed(burst(limit)));
            self.counted = Some(now);
        }
    }
}

/// Bytes that may pass at once.
fn burst(limit: u64) -> u64 {
    LEAST_BURST.max(limit / BURST_PART)
}

fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

impl Lane {
    /// Wait until so many bytes of the body may pass.
    pub async fn pass(&self, bytes: usize) {
        if self.pace.state().limit.is_some() {
            let _held = self.hold();
            self.pace.pass(bytes as u64).await;
        }
        self.passage.add(bytes as u64);
    }

    /// The same lane, counting the bytes that pass from now on.
    #[must_use]
    pub fn counting(mut self, passage: &Passage) -> Self {
        passage.begin();
        self.passage = passage.clone();
        self
    }

    /// How long bytes of the body were held back so far.
    pub fn held(&self) -> Duration {
        let held = self.lock();
        held.before + held.since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// Are bytes being held back now?
    pub fn is_held(&self) -> bool {
        self.lock().since.is_some()
    }

    fn hold(&self) -> impl Drop {
        struct Release<'a>(&'a Lane);
        impl Drop for Release<'_> {
            fn drop(&mut self) {
                let mut held = self.0.lock();
                let now = held.since.take().map_or(Duration::ZERO, |since| since.elapsed());
                held.before += now;
            }
        }
        self.lock().since = Some(Instant::now());
        Release(self)
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.pace.state().lanes -= 1;
        self.pace.0.lanes_changed.notify_one();
    }
}

#[cfg(test)]
mod tests;
