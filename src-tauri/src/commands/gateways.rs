//! Gateways: listed, and the price of what they may do; it is signed as a change of space is.

use pileus_contract::window::{GatewayChange, GatewayRow, Problem, SpaceQuote};
use tauri::State;

use crate::{program::Program, session::Session};

/// All gateways of the network, as the default account sees them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn gateways(program: State<'_, Program>) -> Result<Vec<GatewayRow>, Problem> {
    program.on_session(Session::gateways).await
}

/// What it costs to let a gateway act for the account, or no longer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn quote_gateway(program: State<'_, Program>, change: GatewayChange) -> Result<SpaceQuote, Problem> {
    program.on_session(|session| session.quote_gateway(change)).await
}
