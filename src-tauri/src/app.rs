//! The Tauri program: plugins, commands, and how it ends.

use tauri::{AppHandle, Manager, RunEvent};
use tauri_plugin_window_state::StateFlags;

use crate::{ShellError, bindings, program::Program};

/// Label of the window that is opened first.
const MAIN: &str = "main";

/// Open the windows over a program and stay until the last one is closed.
///
/// # Errors
/// [`ShellError::Window`].
pub(crate) fn run(program: Program) -> Result<(), ShellError> {
    let flags = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    let app = tauri::Builder::default()
        // First of all: a second program ends here.
        .plugin(tauri_plugin_single_instance::init(|app, _, _| come_forward(app)))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_window_state::Builder::new().with_state_flags(flags).build())
        .manage(program)
        .invoke_handler(bindings::builder().invoke_handler())
        .build(tauri::generate_context!())
        .map_err(ShellError::Window)?;
    app.run(on_event);
    Ok(())
}

/// The program ends once its work has come to rest; until then its last window may be gone already.
fn on_event(app: &AppHandle, event: RunEvent) {
    let RunEvent::ExitRequested { api, .. } = event else { return };
    let program = app.state::<Program>();
    if program.has_ended() {
        return;
    }
    api.prevent_exit();
    let app = app.clone();
    program.end(move || app.exit(0));
}

/// Somebody started the program a second time.
fn come_forward(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        // A window system that refuses leaves the window where it is.
        let _ = window.unminimize().and_then(|()| window.set_focus());
    }
}
