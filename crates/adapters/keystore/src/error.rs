//! Short ways to the port's errors.

use std::io::{self, ErrorKind};

use pileus_domain::AccountId;
use pileus_ports::{Cause, KeystoreError};

/// The vault's bytes make no sense.
pub(crate) fn damaged(cause: impl Into<Cause>) -> KeystoreError {
    KeystoreError::Damaged(Some(cause.into()))
}

/// The vault's file could not be `action`: read, written, locked or read back. A folder that refuses to be written is
/// told from other failures.
pub(crate) fn file(action: &'static str) -> impl Fn(io::Error) -> KeystoreError {
    move |source| match source.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem if action != "read" => {
            KeystoreError::ReadOnly { source: source.into() }
        }
        _ => KeystoreError::File { action, source: source.into() },
    }
}

pub(crate) fn account_exists(name: &str) -> KeystoreError {
    KeystoreError::Exists { what: "account", name: name.to_owned() }
}

pub(crate) fn data_key_exists(name: &str) -> KeystoreError {
    KeystoreError::Exists { what: "data key", name: name.to_owned() }
}

pub(crate) fn no_account(account: &AccountId) -> KeystoreError {
    KeystoreError::NotFound { what: "account", name: account.to_string() }
}

pub(crate) fn no_data_key(name: &str) -> KeystoreError {
    KeystoreError::NotFound { what: "data key", name: name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_refuses_to_be_written_is_told_from_other_failures() {
        for kind in [ErrorKind::PermissionDenied, ErrorKind::ReadOnlyFilesystem] {
            assert!(matches!(file("written")(kind.into()), KeystoreError::ReadOnly { .. }), "{kind:?}");
            assert!(matches!(file("read")(kind.into()), KeystoreError::File { action: "read", .. }), "{kind:?}");
        }
        let full = file("written")(ErrorKind::StorageFull.into());
        assert!(matches!(full, KeystoreError::File { action: "written", .. }));
    }
}
