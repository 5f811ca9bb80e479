//! The Tauri program: plugins, commands, and how it ends.

use std::env;

use tauri::{AppHandle, Manager, RunEvent, WebviewWindow, WindowEvent};
use tauri_plugin_window_state::StateFlags;
use tauri_specta::Event;

use crate::{
    ShellError, bindings,
    clipboard::SecretClipboard,
    commands::settings::ShownDiagnostics,
    events::{KeysChanged, KeysLocked, ShellChanged},
    link::{self, PendingLink},
    preview::{self, Previews},
    program::Program,
    tray::Tray,
    windows,
};

/// Label of the window that is opened first; the program ends with it.
pub(crate) const MAIN: &str = "main";
/// Label of the window that secrets are shown and typed in.
pub(crate) const KEYS: &str = "keys";

/// Open the windows over a program and stay until the last one is closed.
///
/// # Errors
/// [`ShellError::Media`] and [`ShellError::Window`].
pub(crate) fn run(program: Program) -> Result<(), ShellError> {
    let mut context = tauri::generate_context!();
    let previews = preview::plugin(&program, &mut context)?;
    let bindings = bindings::builder();
    let flags = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    let app = tauri::Builder::default()
        // First of all: a second program ends here.
        .plugin(tauri_plugin_single_instance::init(|app, arguments, _| started_again(app, arguments)))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_window_state::Builder::new().with_state_flags(flags).build())
        .plugin(previews)
        .manage(program)
        .manage(PendingLink::default())
        .manage(ShownDiagnostics::default())
        .manage(SecretClipboard::default())
        .manage(Tray::default())
        .invoke_handler(bindings.invoke_handler())
        .setup(move |app| {
            bindings.mount_events(app);
            let handle = app.handle().clone();
            // A window that is just closing needs no news.
            app.state::<Program>().on_change(move || drop(ShellChanged.emit(&handle)));
            let handle = app.handle().clone();
            app.state::<Program>().on_lock(move || after_lock(&handle));
            let arguments = env::args_os().map(|argument| argument.to_string_lossy().into_owned());
            if let Some(link) = link::among(arguments) {
                link::open(app.handle(), link);
            }
            Ok(())
        })
        .build(context)
        .map_err(ShellError::Window)?;
    app.run(on_event);
    Ok(())
}

fn on_event(app: &AppHandle, event: RunEvent) {
    match event {
        // After the first window, so that nobody waits for the icon.
        RunEvent::Ready => app.state::<Tray>().raise(app),
        RunEvent::WindowEvent { label, event: WindowEvent::Destroyed, .. } => window_gone(app, &label),
        RunEvent::ExitRequested { api, .. } if !app.state::<Program>().has_ended() => {
            api.prevent_exit();
            end(app);
        }
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            if let Some(url) = urls.first() {
                link::open(app, pileus_contract::window::Link::read(url.as_str()));
            }
            come_forward(app);
        }
        _ => (),
    }
}

fn window_gone(app: &AppHandle, label: &str) {
    let program = app.state::<Program>();
    program.window_gone(label);
    match label {
        MAIN => {
            windows::close_all(app);
            app.exit(0);
        }
        KEYS => program.spawn(app.state::<SecretClipboard>().inner().clone().take_off_beside()),
        _ => (),
    }
}

/// The program ends once its work has come to rest; until then its last window may be gone already.
fn end(app: &AppHandle) {
    let (ended, clipboard) = (app.clone(), app.state::<SecretClipboard>().inner().clone());
    app.state::<Program>().end(move || {
        clipboard.take_off();
        ended.exit(0);
    });
}

/// The keys were locked: nothing is shown of sealed files, and every window looks again.
fn after_lock(app: &AppHandle) {
    app.state::<Previews>().close_sealed();
    // A window that is just closing shows nothing.
    let _ = KeysLocked.emit(app);
    let _ = KeysChanged.emit(app);
}

/// Somebody started the program a second time, maybe with a link.
fn started_again(app: &AppHandle, arguments: Vec<String>) {
    if let Some(link) = link::among(arguments) {
        link::open(app, link);
    }
    come_forward(app);
}

/// Show the main window before all others.
pub(crate) fn come_forward(app: &AppHandle) {
    if let Some(window) = main_window(app) {
        // A window system that refuses leaves the window where it is.
        let _ = windows::come_forward(&window);
    }
}

/// Quit as by closing the main window: its page asks about what still runs.
pub(crate) fn ask_to_quit(app: &AppHandle) {
    come_forward(app);
    if let Some(window) = main_window(app) {
        let _ = window.close();
    }
}

fn main_window(app: &AppHandle) -> Option<WebviewWindow> {
    app.get_webview_window(MAIN)
}
