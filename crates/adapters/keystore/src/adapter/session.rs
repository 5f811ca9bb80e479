//! What opens the vault, while it is unlocked.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::encoding::SecretKey;

/// The wrapping key of this process.
#[derive(Debug, Default)]
pub(super) struct Session {
    state: Mutex<State>,
    fetching: Mutex<()>,
}

#[derive(Debug, Default)]
enum State {
    /// Nobody unlocked or locked anything yet: a key that the keyring gives may be fetched.
    #[default]
    Fresh,
    /// Unlocked with this key.
    Open(SecretKey),
    /// The person locked it.
    Closed,
}

impl Session {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Held while the keyring is asked for the key, so that the person is asked once.
    pub(super) fn fetching(&self) -> MutexGuard<'_, ()> {
        self.fetching.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The wrapping key, if there is one.
    pub(super) fn wrapping(&self) -> Option<SecretKey> {
        match &*self.state() {
            State::Open(wrapping) => Some(wrapping.clone()),
            State::Fresh | State::Closed => None,
        }
    }

    /// Did the person lock it?
    pub(super) fn is_closed(&self) -> bool {
        matches!(*self.state(), State::Closed)
    }

    /// The person unlocked it, or changed what protects it; without a key there is nothing to unlock with.
    pub(super) fn open(&self, wrapping: Option<SecretKey>) {
        *self.state() = wrapping.map_or(State::Fresh, State::Open);
    }

    /// A key came from the keyring. Tells whether it may be used: the person may have locked it meanwhile.
    pub(super) fn open_unless_closed(&self, wrapping: SecretKey) -> bool {
        let mut state = self.state();
        let may_open = !matches!(*state, State::Closed);
        if may_open {
            *state = State::Open(wrapping);
        }
        may_open
    }

    /// Forget the key.
    pub(super) fn close(&self) {
        *self.state() = State::Closed;
    }
}
