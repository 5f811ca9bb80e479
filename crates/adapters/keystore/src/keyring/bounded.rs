//! Calls that may block for ever, on threads of their own.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use super::Failure;

/// Most calls that may be under way at once, those that nobody waits for any more included.
const CALL_LIMIT: usize = 8;

/// Counts the calls that are under way.
#[derive(Debug, Clone, Default)]
pub(super) struct Calls(Arc<AtomicUsize>);

/// One of them, until it is dropped.
struct Call(Arc<AtomicUsize>);

impl Drop for Call {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Calls {
    /// Do something on a thread of its own, and wait for it no longer than this. When the time is over, the thread ends
    /// by itself as soon as the system answers.
    pub(super) fn within<T: Send + 'static>(
        &self,
        wait: Duration,
        work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let call = self.begin().ok_or(Failure::TimedOut)?;
        let (give, take) = mpsc::sync_channel(1);
        let thread = thread::Builder::new().name("keyring".to_owned()).spawn(move || {
            let result = work();
            drop(call);
            let _nobody_waits = give.send(result).is_err();
        });
        thread.map_err(|error| Failure::Missing(Some(error.into())))?;
        match take.recv_timeout(wait) {
            Ok(result) => result,
            Err(mpsc::RecvTimeoutError::Timeout) => Err(Failure::TimedOut),
            Err(mpsc::RecvTimeoutError::Disconnected) => Err(Failure::Missing(Some("its client failed".into()))),
        }
    }

    fn begin(&self) -> Option<Call> {
        let call = Call(Arc::clone(&self.0));
        (self.0.fetch_add(1, Ordering::AcqRel) < CALL_LIMIT).then_some(call)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Duration = Duration::from_millis(20);
    const LONG: Duration = Duration::from_secs(20);

    #[test]
    fn an_answer_in_time_is_handed_on() {
        let calls = Calls::default();
        assert_eq!(calls.within(LONG, || Ok(7)).unwrap(), 7);
        assert!(matches!(calls.within(LONG, || Err::<(), _>(Failure::Locked(None))), Err(Failure::Locked(None))));
    }

    #[test]
    fn nobody_waits_for_ever_and_hung_calls_do_not_pile_up() {
        let calls = Calls::default();
        let (hold, held) = mpsc::channel::<()>();
        let held = Arc::new(std::sync::Mutex::new(held));
        for _ in 0..CALL_LIMIT + 3 {
            let held = Arc::clone(&held);
            let result = calls.within(SHORT, move || {
                let _ended = held.lock().unwrap().recv();
                Ok(())
            });
            assert!(matches!(result, Err(Failure::TimedOut)), "{result:?}");
            assert!(calls.0.load(Ordering::Acquire) <= CALL_LIMIT);
        }
        drop(hold);
        while calls.0.load(Ordering::Acquire) > 0 {
            thread::yield_now();
        }
        assert_eq!(calls.within(LONG, || Ok(7)).unwrap(), 7, "when they end there is room again");
    }
}
