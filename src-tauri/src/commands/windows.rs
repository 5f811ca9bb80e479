//! The windows of the program.

use pileus_contract::window::{Problem, WindowKind};
use tauri::AppHandle;

use crate::windows;

/// Open a window, or bring the one that is open forward.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_window(app: AppHandle, window: WindowKind) -> Result<(), Problem> {
    windows::open(&app, window).map_err(Problem::from)
}
