//! The keyring of this computer.

use std::{
    process,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use keyring_core::Error;
use zeroize::{Zeroize as _, Zeroizing};

use super::{EntryName, Failure, Keyring, bounded::Calls, platform};
use crate::encoding::SecretKey;

/// How long a call waits that may make the system ask the person for the keyring's password.
const PERSON_WAIT: Duration = Duration::from_mins(1);
/// How long a call waits that asks nobody.
const QUIET_WAIT: Duration = Duration::from_secs(5);
/// What the trial entry holds.
const TRIAL: &[u8] = b"trial";

/// The system's keyring. Holds no connection: a keyring that appears or is unlocked later is found by the next call.
#[derive(Debug, Default)]
pub(crate) struct SystemKeyring {
    calls: Calls,
    trials: AtomicU64,
}

impl Keyring for SystemKeyring {
    /// A keyring may be there and store nothing, which shows only when it is asked to.
    fn try_out(&self) -> Result<(), Failure> {
        let trial = format!("trial {} {}", process::id(), self.trials.fetch_add(1, Ordering::Relaxed));
        self.calls.within(QUIET_WAIT, move || keep_and_forget(&trial))
    }

    fn put(&self, entry: EntryName, key: &SecretKey) -> Result<(), Failure> {
        let digits = Zeroizing::new(hex::encode(key.bytes()));
        self.calls.within(PERSON_WAIT, move || {
            platform::reach()?;
            entry_of(&user(entry))?.set_secret(digits.as_bytes()).map_err(explain)
        })
    }

    fn get(&self, entry: EntryName) -> Result<Option<SecretKey>, Failure> {
        self.calls.within(PERSON_WAIT, move || {
            platform::reach()?;
            let found = none_without_entry(entry_of(&user(entry))?.get_secret())?;
            Ok(found.map(Zeroizing::new).and_then(|digits| key_of(&digits)))
        })
    }

    fn delete(&self, entry: EntryName) -> Result<(), Failure> {
        self.calls.within(QUIET_WAIT, move || {
            platform::reach_quietly()?;
            none_without_entry(entry_of(&user(entry))?.delete_credential()).map(drop)
        })
    }
}

fn keep_and_forget(trial: &str) -> Result<(), Failure> {
    platform::reach_quietly()?;
    let entry = entry_of(trial)?;
    entry.set_secret(TRIAL).map_err(explain)?;
    let kept = entry.get_secret().map_err(explain)?;
    entry.delete_credential().map_err(explain)?;
    if kept == TRIAL { Ok(()) } else { Err(Failure::Missing(Some("it gave back something else".into()))) }
}

fn entry_of(user: &str) -> Result<keyring_core::Entry, Failure> {
    platform::entry(user).map_err(explain)
}

fn user(entry: EntryName) -> String {
    format!("vault {entry}")
}

fn key_of(digits: &[u8]) -> Option<SecretKey> {
    let mut key = SecretKey::blank();
    hex::decode_to_slice(digits, key.bytes_mut()).ok().map(|()| key)
}

fn none_without_entry<T>(result: keyring_core::Result<T>) -> Result<Option<T>, Failure> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(explain(error)),
    }
}

/// Refused access means that the person has to unlock; everything else that it is of no use. What was kept is cleared
/// from errors that repeat it.
fn explain(error: Error) -> Failure {
    match error {
        Error::NoStorageAccess(cause) => Failure::Locked(Some(cause)),
        Error::BadEncoding(mut bytes) | Error::BadDataFormat(mut bytes, _) => {
            bytes.zeroize();
            Failure::Missing(Some("it gave back something that cannot be read".into()))
        }
        error => Failure::Missing(Some(error.into())),
    }
}
