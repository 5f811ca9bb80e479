//! Short ways to the port's errors.

use pileus_domain::AccountId;
use pileus_ports::{Cause, KeystoreError};

/// The vault's bytes make no sense.
pub(crate) fn damaged(cause: impl Into<Cause>) -> KeystoreError {
    KeystoreError::Damaged(Some(cause.into()))
}

/// The vault's file could not be `action`: read, written or locked.
pub(crate) fn file(action: &'static str) -> impl Fn(std::io::Error) -> KeystoreError {
    move |source| KeystoreError::File { action, source: source.into() }
}

pub(crate) fn no_account(account: &AccountId) -> KeystoreError {
    KeystoreError::NotFound { what: "account", name: account.to_string() }
}

pub(crate) fn no_data_key(name: &str) -> KeystoreError {
    KeystoreError::NotFound { what: "data key", name: name.to_owned() }
}
