//! Errors as a CESS node words and numbers them; programs decide by both.

use jsonrpsee::types::ErrorObjectOwned;
use jsonrpsee::types::error::INVALID_PARAMS_CODE;
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};

use crate::error::{ChainError, Refusal};

const BAD_FORMAT: i32 = 1001;
const VERIFICATION: i32 = 1002;
const INVALID_TRANSACTION: i32 = 1010;
const UNKNOWN_VALIDITY: i32 = 1011;
const BANNED: i32 = 1012;
const ALREADY_IMPORTED: i32 = 1013;
const PRIORITY_TOO_LOW: i32 = 1014;
const POOL_FULL: i32 = 1016;
const COUNT_TOO_HIGH: i32 = 4002;
const CLIENT: i32 = 4003;

/// The parameters do not fit the method.
pub(super) fn invalid_params(what: &str) -> ErrorObjectOwned {
    ErrorObjectOwned::owned(INVALID_PARAMS_CODE, "Invalid params", Some(what))
}

/// More was asked for than one answer may hold.
pub(super) fn count_too_high(value: u32, most: u32) -> ErrorObjectOwned {
    ErrorObjectOwned::owned(
        COUNT_TOO_HIGH,
        format!("count exceeds maximum value. value: {value}, max: {most}"),
        None::<()>,
    )
}

/// Why a block or a state cannot be read.
pub(super) fn reading(error: &ChainError) -> ErrorObjectOwned {
    let message = match error {
        ChainError::UnknownBlock { hash } => {
            format!("Client error: UnknownBlock: Header was not found in the database: {hash:?}")
        }
        ChainError::StateDiscarded { hash } => {
            format!("Client error: UnknownBlock: State already discarded for {hash:?}")
        }
        ChainError::UnknownMethod { method } => {
            format!("Client error: Execution failed: Other: Exported method {method} is not found")
        }
        ChainError::RuntimeAborted { reason, .. } => format!("Client error: Execution failed: {reason}"),
        other => format!("Client error: {other}"),
    };
    ErrorObjectOwned::owned(CLIENT, message, None::<()>)
}

/// Why a transaction was not taken.
pub(super) fn submitting(error: &ChainError) -> ErrorObjectOwned {
    match error {
        ChainError::BadFormat { source } => {
            ErrorObjectOwned::owned(BAD_FORMAT, format!("Extrinsic has invalid format: {source}"), None::<()>)
        }
        ChainError::Refused(refusal) => refused(refusal),
        other => {
            ErrorObjectOwned::owned(VERIFICATION, format!("Verification Error: {other}"), Some(format!("{other:?}")))
        }
    }
}

fn refused(refusal: &Refusal) -> ErrorObjectOwned {
    match refusal {
        Refusal::Invalid(error) => invalid(*error),
        Refusal::Banned => ErrorObjectOwned::owned(BANNED, "Transaction is temporarily banned", None::<()>),
        Refusal::AlreadyImported(hash) => {
            ErrorObjectOwned::owned(ALREADY_IMPORTED, "Transaction Already Imported", Some(format!("{hash:?}")))
        }
        Refusal::PriorityTooLow { old, new } => ErrorObjectOwned::owned(
            PRIORITY_TOO_LOW,
            format!("Priority is too low: ({old} vs {new})"),
            Some("The transaction has too low priority to replace another transaction already in the pool."),
        ),
        Refusal::PoolFull => ErrorObjectOwned::owned(
            POOL_FULL,
            "Immediately Dropped",
            Some("The transaction couldn't enter the pool because of the limit"),
        ),
    }
}

fn invalid(error: TransactionValidityError) -> ErrorObjectOwned {
    match error {
        TransactionValidityError::Invalid(InvalidTransaction::Custom(code)) => {
            let text = format!("Custom error: {code}");
            ErrorObjectOwned::owned(INVALID_TRANSACTION, "Invalid Transaction", Some(text))
        }
        TransactionValidityError::Invalid(invalid) => {
            let text: &str = invalid.into();
            ErrorObjectOwned::owned(INVALID_TRANSACTION, "Invalid Transaction", Some(text))
        }
        TransactionValidityError::Unknown(unknown) => {
            ErrorObjectOwned::owned(UNKNOWN_VALIDITY, "Unknown Transaction Validity", Some(format!("{unknown:?}")))
        }
    }
}
