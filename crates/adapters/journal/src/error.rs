//! From SQLite's errors to the port's.

use pileus_ports::{Cause, JournalError};
use rusqlite::{Error as SqlError, ErrorCode};

/// Says what was tried when SQLite failed.
pub(crate) trait During<T> {
    /// Turn a failure into the port's error.
    fn during(self, action: &'static str) -> Result<T, JournalError>;
}

impl<T> During<T> for Result<T, SqlError> {
    fn during(self, action: &'static str) -> Result<T, JournalError> {
        self.map_err(|error| sort(error, action))
    }
}

impl<T> During<T> for std::io::Result<T> {
    fn during(self, action: &'static str) -> Result<T, JournalError> {
        self.map_err(|error| match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                JournalError::Full { action, source: error.into() }
            }
            _ => storage(action, error),
        })
    }
}

fn sort(error: SqlError, action: &'static str) -> JournalError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => return JournalError::Full { action, source: error.into() },
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => return damaged("file", error),
        _ => (),
    }
    match error {
        SqlError::FromSqlConversionFailure(..)
        | SqlError::InvalidColumnType(..)
        | SqlError::IntegralValueOutOfRange(..)
        | SqlError::Utf8Error(..) => damaged("record", error),
        error => storage(action, error),
    }
}

/// Reading or writing failed for a reason without a name of its own.
pub(crate) fn storage(action: &'static str, cause: impl Into<Cause>) -> JournalError {
    JournalError::Storage { action, source: cause.into() }
}

/// What was read makes no sense.
pub(crate) fn damaged(what: impl Into<String>, cause: impl Into<Cause>) -> JournalError {
    JournalError::Damaged { what: what.into(), source: Some(cause.into()) }
}
