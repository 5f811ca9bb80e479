//! A transaction or a file by its 64 hexadecimal digits.

use std::sync::Arc;

use pileus_contract::window::{LookUpUpdate, LookedUp, Problem};
use tauri::{State, Webview, ipc::Channel};

use super::catalogue::is_there;
use crate::{program::Program, session::CheckWindow};

/// Look up a transaction or a file; the channel tells how far a search of the chain is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn look_up(
    program: State<'_, Program>,
    webview: Webview,
    text: String,
    from: Option<u32>,
    channel: Channel<LookUpUpdate>,
) -> Result<LookedUp, Problem> {
    let window = CheckWindow::new(webview.label(), is_there(&webview), |_| {});
    let tell = Arc::new(move |update: LookUpUpdate| drop(channel.send(update)));
    program.on_session(|session| session.look_up(text, from, window, tell)).await
}

/// End the look-up that runs for this window.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_look_up(program: State<'_, Program>, webview: Webview) -> Result<(), Problem> {
    program.session()?.stop_look_up(webview.label());
    Ok(())
}
