//! Links into the program, for the page to show.

use pileus_contract::window::{Link, Problem};
use tauri::State;

use crate::link::PendingLink;

/// The link that the program was opened with, once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pending_link(pending: State<'_, PendingLink>) -> Result<Option<Link>, Problem> {
    Ok(pending.take())
}
