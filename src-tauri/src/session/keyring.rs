//! How the system's keyring is, remembered for a while: asking it writes a trial entry into it.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use pileus_ports::KeyringState;

/// How long a keyring that can be used is taken for one.
const READY_FOR: Duration = Duration::from_mins(10);
/// How long one that cannot is not asked again: the person may unlock it at any time.
const REFUSED_FOR: Duration = Duration::from_mins(1);

/// The last answer of the keyring.
#[derive(Default)]
pub(super) struct Keyring(Mutex<Option<(Instant, KeyringState)>>);

impl Keyring {
    /// How it is; asks when the last answer is too old. Blocks while it is asked, also whoever comes second.
    pub(super) fn state(&self, now: Instant, ask: impl FnOnce() -> KeyringState) -> KeyringState {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match *last {
            Some((at, state)) if now.saturating_duration_since(at) < holds_for(state) => state,
            _ => last.insert((now, ask())).1,
        }
    }

    /// Ask the next time: it was just used.
    pub(super) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

fn holds_for(state: KeyringState) -> Duration {
    if state == KeyringState::Ready { READY_FOR } else { REFUSED_FOR }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn untouched() -> KeyringState {
        panic!("the keyring was asked again")
    }

    #[test]
    fn an_answer_holds_for_a_while() {
        let (keyring, start) = (Keyring::default(), Instant::now());
        assert_eq!(keyring.state(start, || KeyringState::Ready), KeyringState::Ready);
        assert_eq!(keyring.state(start + READY_FOR / 2, untouched), KeyringState::Ready);
        assert_eq!(keyring.state(start + READY_FOR, || KeyringState::Locked), KeyringState::Locked);
        let later = start + READY_FOR + REFUSED_FOR;
        assert_eq!(keyring.state(later, || KeyringState::Ready), KeyringState::Ready, "a refusal holds for less");
    }

    #[test]
    fn a_keyring_that_was_used_is_asked_again() {
        let (keyring, start) = (Keyring::default(), Instant::now());
        keyring.state(start, || KeyringState::Ready);
        keyring.forget();
        assert_eq!(keyring.state(start, || KeyringState::Missing), KeyringState::Missing);
    }
}
