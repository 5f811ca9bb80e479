//! The stacks of the program's own threads, cleared when the keys are locked.

use std::{
    collections::HashSet,
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread::{self, ThreadId},
    time::Duration,
};

use pileus_ports::clear_task_stack;
use tokio::runtime::Handle;

/// How long a thread waits for the others to come, so that none comes twice.
const WAIT: Duration = Duration::from_millis(20);
/// How often it is tried to reach all of them.
const TRIES: usize = 5;

/// Who has come.
#[derive(Default)]
struct Assembly {
    here: Mutex<HashSet<ThreadId>>,
    came: Condvar,
}

/// Overwrite what earlier work left on the stacks of all threads that carry tasks. One that is busy all the time is
/// overwriting its stack itself.
pub(super) async fn clear() {
    let threads = Handle::current().metrics().num_workers();
    let assembly = Arc::new(Assembly::default());
    for _ in 0..TRIES {
        let call = || {
            let assembly = Arc::clone(&assembly);
            tokio::spawn(async move { come(&assembly, threads) })
        };
        let calls = (0..threads).map(|_| call());
        futures::future::join_all(calls).await;
        if assembly.count() >= threads {
            return;
        }
    }
}

fn come(assembly: &Assembly, all: usize) {
    clear_task_stack();
    assembly.wait_for(all);
}

impl Assembly {
    fn count(&self) -> usize {
        self.here.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    fn wait_for(&self, all: usize) {
        let mut here = self.here.lock().unwrap_or_else(PoisonError::into_inner);
        here.insert(thread::current().id());
        self.came.notify_all();
        // Whether all came is looked at by whoever called them.
        drop(self.came.wait_timeout_while(here, WAIT, |here| here.len() < all));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 3)]
    async fn every_thread_comes_once() {
        let assembly = Arc::new(Assembly::default());
        let call = || {
            let assembly = Arc::clone(&assembly);
            tokio::spawn(async move { come(&assembly, 3) })
        };
        let calls = (0..3).map(|_| call());
        futures::future::join_all(calls).await;
        clear().await;
        assert_eq!(assembly.count(), 3);
    }
}
