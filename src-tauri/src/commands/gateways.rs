//! Gateways: listed, the way that files should take, and the price of what gateways may do; that is signed as a change of
//! space is.

use pileus_contract::window::{
    GatewayChange, GatewayLink, GatewayRow, IdleGateway, Problem, RouteAdvice, RouteQuestion, SpaceQuote,
};
use tauri::State;

use crate::{
    program::{Caller, Program},
    session::Session,
};

/// All gateways of the network, as the default account sees them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn gateways(program: State<'_, Program>, call: Caller) -> Result<Vec<GatewayRow>, Problem> {
    let program = program.under(call);
    program.on_session(Session::gateways).await
}

/// Gateways that stored files of the default account, may still act for it, and have nothing to do for it now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn idle_gateways(program: State<'_, Program>, call: Caller) -> Result<Vec<IdleGateway>, Problem> {
    let program = program.under(call);
    program.on_session(Session::idle_gateways).await
}

/// A link by which anybody fetches a file from a gateway that answers.
#[tauri::command]
#[specta::specta]
pub(crate) async fn gateway_link(
    program: State<'_, Program>,
    call: Caller,
    fid: String,
) -> Result<GatewayLink, Problem> {
    let program = program.under(call);
    program.on_session(|session| session.gateway_link(fid)).await
}

/// Which way Pileus would choose now for files of these lengths.
#[tauri::command]
#[specta::specta]
pub(crate) async fn advise_route(
    program: State<'_, Program>,
    call: Caller,
    question: RouteQuestion,
) -> Result<RouteAdvice, Problem> {
    let program = program.under(call);
    program.on_session(|session| session.advise_route(question)).await
}

/// What it costs to let a gateway act for the account, or no longer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn quote_gateway(
    program: State<'_, Program>,
    call: Caller,
    change: GatewayChange,
) -> Result<SpaceQuote, Problem> {
    let program = program.under(call);
    program.on_session(|session| session.quote_gateway(change)).await
}
