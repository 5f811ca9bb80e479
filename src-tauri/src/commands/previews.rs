//! Stored files shown in a window without being downloaded.

use pileus_contract::window::{Passphrase, Preview, Problem};
use tauri::{State, Webview};

use crate::{
    preview::Previews,
    program::{Caller, Program},
};

/// Open a preview of a file for this window.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_preview(
    program: State<'_, Program>,
    call: Caller,
    previews: State<'_, Previews>,
    webview: Webview,
    fid: String,
    passphrase: Option<Passphrase>,
) -> Result<Preview, Problem> {
    let program = program.under(call);
    let opening = previews.begin();
    let file = program.on_session(|session| session.open_stored(fid, passphrase)).await?;
    previews.open(opening, webview.label(), file).map_err(Problem::from)
}

/// Close a preview of this window; its address answers nobody any more.
#[tauri::command]
#[specta::specta]
pub(crate) async fn close_preview(
    previews: State<'_, Previews>,
    webview: Webview,
    token: String,
) -> Result<(), Problem> {
    previews.close(webview.label(), &token);
    Ok(())
}
