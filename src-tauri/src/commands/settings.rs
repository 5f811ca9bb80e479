//! The program's settings, and its diagnostics.

use std::{
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use pileus_contract::window::{Problem, ProgramSettings, SettingsRequest};
use tauri::State;

use crate::{
    graphics, problem,
    program::{Caller, Program},
    tray::Tray,
};

/// The diagnostics that were shown last: what is saved is what was seen.
#[derive(Default)]
pub(crate) struct ShownDiagnostics(Mutex<Option<String>>);

impl ShownDiagnostics {
    fn get(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, text: String) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
    }
}

/// The settings as they are.
#[tauri::command]
#[specta::specta]
pub(crate) async fn program_settings(
    program: State<'_, Program>,
    tray: State<'_, Tray>,
) -> Result<ProgramSettings, Problem> {
    program.run(program.inner().clone().settings(tray.is_there())).await
}

/// Keep new settings; they act at once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_program_settings(
    program: State<'_, Program>,
    tray: State<'_, Tray>,
    settings: SettingsRequest,
) -> Result<ProgramSettings, Problem> {
    program.run(program.inner().clone().set_settings(settings, tray.is_there())).await
}

/// Facts for somebody who helps, as they would be saved.
#[tauri::command]
#[specta::specta]
pub(crate) async fn diagnostics(
    program: State<'_, Program>,
    call: Caller,
    tray: State<'_, Tray>,
    shown: State<'_, ShownDiagnostics>,
) -> Result<String, Problem> {
    let program = program.under(call);
    let web_view = tauri::webview_version().unwrap_or_default();
    let facts = program.clone().diagnostics(graphics::screen(), web_view, tray.is_there());
    let text = program.run(facts).await?;
    shown.set(text.clone());
    Ok(text)
}

/// Save the diagnostics that were shown; the person was asked about a file in its place.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_diagnostics(
    program: State<'_, Program>,
    shown: State<'_, ShownDiagnostics>,
    target: String,
) -> Result<(), Problem> {
    let text = shown.get().ok_or_else(problem::nothing_shown)?;
    program.run(save(PathBuf::from(target), text)).await
}

/// Say the tray's menu in the words of the page.
#[tauri::command]
#[specta::specta]
pub(crate) async fn name_tray(tray: State<'_, Tray>, open: String, quit: String) -> Result<(), Problem> {
    tray.say(&open, &quit);
    Ok(())
}

async fn save(path: PathBuf, text: String) -> Result<(), pileus_domain::Problem> {
    let written = tokio::fs::write(&path, text).await;
    written.map_err(|e| problem::not_saved(&path, &e))
}
