//! Values in columns.

use pileus_domain::DomainError;
use pileus_ports::JournalError;
use serde::{Serialize, de::DeserializeOwned};

use crate::error::{damaged, storage};

/// A value as JSON text.
pub(crate) fn to_json<T: Serialize>(value: &T, action: &'static str) -> Result<String, JournalError> {
    serde_json::to_string(value).map_err(|error| storage(action, error))
}

/// A value from JSON text; `what` names the record when it cannot be read.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str, what: &str) -> Result<T, JournalError> {
    serde_json::from_str(text).map_err(|error| damaged(what, error))
}

/// A number whose order does not matter, bit by bit: SQLite knows signed numbers only.
pub(crate) fn bits(number: u64) -> i64 {
    number.cast_signed()
}

/// The number behind [`bits`].
pub(crate) fn number(bits: i64) -> u64 {
    bits.cast_unsigned()
}

/// A number to sort by; beyond 2⁶³ all are equal.
pub(crate) fn rank(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A name that was checked before it was kept.
pub(crate) fn name<T>(checked: Result<T, DomainError>, what: &str) -> Result<T, JournalError> {
    checked.map_err(|error| damaged(what, error))
}
