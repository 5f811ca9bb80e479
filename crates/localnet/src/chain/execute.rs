//! One call into the runtime.
//!
//! The runtime runs in this process, so an abort of the runtime is a panic here: it is caught and becomes an error.
//! Externalities are thread-local; only the engine's thread comes here.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use pileus_localnet_runtime::dispatch;
use sp_externalities::set_and_run_with_externalities;

use super::externalities::WorkingState;
use crate::error::ChainError;

/// Run one entry point of the runtime on a working copy of a state.
///
/// # Errors
/// [`ChainError::UnknownMethod`]; [`ChainError::RuntimeAborted`], after which the working copy may be half changed.
pub(super) fn call(state: &mut WorkingState<'_>, method: &str, data: &[u8]) -> Result<Vec<u8>, ChainError> {
    run(state, method, || dispatch(method, data))?
        .ok_or_else(|| ChainError::UnknownMethod { method: method.to_owned() })
}

/// Run code of the runtime on a working copy of a state.
///
/// # Errors
/// [`ChainError::RuntimeAborted`] in the name of `what`.
pub(super) fn run<T>(state: &mut WorkingState<'_>, what: &str, code: impl FnOnce() -> T) -> Result<T, ChainError> {
    catch_unwind(AssertUnwindSafe(|| set_and_run_with_externalities(state, code)))
        .map_err(|panic| ChainError::RuntimeAborted { method: what.to_owned(), reason: words(&*panic) })
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason given".to_owned())
}
