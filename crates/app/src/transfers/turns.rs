//! Whose turn it is to run: a number of places that can change while jobs wait and run.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Places for running jobs; clones share them. Who waits first runs first.
#[derive(Clone)]
pub(super) struct Turns {
    places: Arc<Semaphore>,
    count: Arc<Mutex<Count>>,
}

struct Count {
    /// Places that there shall be.
    wanted: usize,
    /// Places to take away as soon as the jobs on them end.
    excess: usize,
}

/// A place, until it is dropped.
pub(super) struct Turn {
    permit: Option<OwnedSemaphorePermit>,
    count: Arc<Mutex<Count>>,
}

impl Turns {
    /// So many places, at least one.
    pub(super) fn new(places: usize) -> Self {
        let wanted = places.max(1);
        let count = Arc::new(Mutex::new(Count { wanted, excess: 0 }));
        Self { places: Arc::new(Semaphore::new(wanted)), count }
    }

    /// Wait for a place.
    pub(super) async fn next(&self) -> Turn {
        // The places are never closed, so that there is one in the end.
        let permit = Arc::clone(&self.places).acquire_owned().await.ok();
        Turn { permit, count: Arc::clone(&self.count) }
    }

    /// From now on so many places, at least one. Jobs that run go on; new ones wait until enough of them have ended.
    pub(super) fn set(&self, places: usize) {
        let mut count = lock(&self.count);
        let (before, wanted) = (count.wanted, places.max(1));
        count.wanted = wanted;
        if let Some(more) = wanted.checked_sub(before) {
            let kept = more.min(count.excess);
            count.excess -= kept;
            self.places.add_permits(more - kept);
        } else {
            let fewer = before - wanted;
            count.excess += fewer - self.places.forget_permits(fewer);
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // Given back while the count is held, so that nobody counts it twice.
        let mut count = lock(&self.count);
        let Some(permit) = self.permit.take() else { return };
        if count.excess > 0 {
            count.excess -= 1;
            permit.forget();
        }
    }
}

fn lock(count: &Mutex<Count>) -> MutexGuard<'_, Count> {
    count.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    fn take(turns: &Turns) -> Option<Turn> {
        turns.next().now_or_never()
    }

    #[test]
    fn more_places_let_waiting_jobs_run_at_once() {
        let turns = Turns::new(1);
        let _first = take(&turns).unwrap();
        let mut second = Box::pin(turns.next());
        assert!(second.as_mut().now_or_never().is_none());
        turns.set(2);
        assert!(second.now_or_never().is_some());
    }

    #[test]
    fn fewer_places_let_running_jobs_end_and_hold_new_ones_back() {
        let turns = Turns::new(3);
        let running: Vec<Turn> = std::iter::repeat_with(|| take(&turns).unwrap()).take(3).collect();
        turns.set(1);
        for turn in running {
            assert!(take(&turns).is_none());
            drop(turn);
        }
        let _only = take(&turns).unwrap();
        assert!(take(&turns).is_none());
    }

    #[test]
    fn however_the_number_changes_there_are_so_many_places_in_the_end() {
        for steps in [[4, 1, 8, 3], [1, 1, 0, 5], [8, 2, 1, 2], [2, 7, 7, 1]] {
            let turns = Turns::new(2);
            let mut running = vec![take(&turns).unwrap()];
            for wanted in steps {
                turns.set(wanted);
                running.extend(take(&turns));
                running.drain(..running.len() / 2);
            }
            running.clear();
            let all: Vec<Turn> = std::iter::from_fn(|| take(&turns)).collect();
            assert_eq!(all.len(), steps[3], "{steps:?}");
        }
    }
}
