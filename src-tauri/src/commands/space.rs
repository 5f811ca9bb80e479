//! Rented space: looked at, quoted, signed.

use pileus_contract::window::{Problem, Space, SpaceChange, SpaceQuote, SpaceReceipt};
use tauri::State;

use crate::{program::Program, session::Session};

/// All rented space of the default account.
#[tauri::command]
#[specta::specta]
pub(crate) async fn space(program: State<'_, Program>) -> Result<Space, Problem> {
    program.on_session(Session::space).await
}

/// What a change costs now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn quote_space(program: State<'_, Program>, change: SpaceChange) -> Result<SpaceQuote, Problem> {
    program.on_session(|session| session.quote_space(change)).await
}

/// Sign what was quoted, if it costs no more by now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_space(program: State<'_, Program>, quote: String) -> Result<SpaceReceipt, Problem> {
    program.on_session(|session| session.sign_space(quote)).await
}
