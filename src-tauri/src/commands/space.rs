//! Rented space: looked at, quoted, signed.

use pileus_contract::window::{Problem, Space, SpaceChange, SpaceQuote, SpaceReceipt};
use tauri::State;

use crate::{
    program::{Caller, Program},
    session::Session,
};

/// All rented space of the default account.
#[tauri::command]
#[specta::specta]
pub(crate) async fn space(program: State<'_, Program>, call: Caller) -> Result<Space, Problem> {
    let program = program.under(call);
    program.on_session(Session::space).await
}

/// What a change costs now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn quote_space(
    program: State<'_, Program>,
    call: Caller,
    change: SpaceChange,
) -> Result<SpaceQuote, Problem> {
    let program = program.under(call);
    program.on_session(|session| session.quote_space(change)).await
}

/// Sign what was quoted, if it costs no more by now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_space(
    program: State<'_, Program>,
    call: Caller,
    quote: String,
) -> Result<SpaceReceipt, Problem> {
    let program = program.under(call);
    let consent = program.consent();
    program.on_session(|session| session.sign_space(quote, consent)).await
}
