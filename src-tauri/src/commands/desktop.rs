//! What the desktop around the window does: choosers, folders, notifications.

use std::path::PathBuf;

use pileus_contract::window::Problem;
use tauri::{AppHandle, State, WebviewWindow};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tauri_plugin_notification::NotificationExt;
use tokio::sync::oneshot;

use crate::{
    problem,
    program::{Caller, Program},
};

/// Show the file of a job in its folder.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reveal(program: State<'_, Program>, call: Caller, job: String) -> Result<(), Problem> {
    let program = program.under(call);
    let path = program.on_session(|session| session.place(job)).await?;
    program.run(show_in_folder(path)).await
}

/// Let the person choose files; none when they think better of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_files(window: WebviewWindow) -> Result<Vec<String>, Problem> {
    let (tell, told) = oneshot::channel();
    chooser(&window).pick_files(move |chosen| drop(tell.send(chosen)));
    Ok(texts(told.await.ok().flatten().unwrap_or_default()))
}

/// Let the person choose folders.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_folder(window: WebviewWindow) -> Result<Vec<String>, Problem> {
    let (tell, told) = oneshot::channel();
    chooser(&window).pick_folders(move |chosen| drop(tell.send(chosen)));
    Ok(texts(told.await.ok().flatten().unwrap_or_default()))
}

/// Let the person choose where a file goes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_target(window: WebviewWindow, name: String) -> Result<Option<String>, Problem> {
    let (tell, told) = oneshot::channel();
    chooser(&window).set_file_name(name).save_file(move |chosen| drop(tell.send(chosen)));
    Ok(texts(told.await.ok().flatten()).pop())
}

/// Let the person choose the folder that downloads go to.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_download_folder(window: WebviewWindow) -> Result<Option<String>, Problem> {
    Ok(one_folder(&window).await)
}

/// Let the person choose the account file of another wallet; none when they think better of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_account_file(window: WebviewWindow) -> Result<Option<String>, Problem> {
    Ok(one_file(&window).await)
}

/// Let the person choose the file of a recovery kit.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_kit_file(window: WebviewWindow) -> Result<Option<String>, Problem> {
    Ok(one_file(&window).await)
}

/// Let the person choose the folder that a recovery kit is written to.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_kit_folder(window: WebviewWindow) -> Result<Option<String>, Problem> {
    Ok(one_folder(&window).await)
}

/// Tell the person something in the words of the page, unless they look at the window anyway.
#[tauri::command]
#[specta::specta]
pub(crate) async fn announce(
    app: AppHandle,
    window: WebviewWindow,
    title: String,
    text: String,
) -> Result<(), Problem> {
    if !window.is_focused().unwrap_or(false) {
        // A desktop that shows no notifications shows none.
        let _ = app.notification().builder().title(title).body(text).show();
    }
    Ok(())
}

async fn one_file(window: &WebviewWindow) -> Option<String> {
    let (tell, told) = oneshot::channel();
    chooser(window).pick_file(move |chosen| drop(tell.send(chosen)));
    texts(told.await.ok().flatten()).pop()
}

async fn one_folder(window: &WebviewWindow) -> Option<String> {
    let (tell, told) = oneshot::channel();
    chooser(window).pick_folder(move |chosen| drop(tell.send(chosen)));
    texts(told.await.ok().flatten()).pop()
}

fn chooser(window: &WebviewWindow) -> FileDialogBuilder<tauri::Wry> {
    window.dialog().file().set_parent(window)
}

fn texts(chosen: impl IntoIterator<Item = FilePath>) -> Vec<String> {
    let paths = chosen.into_iter().filter_map(|path| path.into_path().ok());
    paths.map(|path| path.to_string_lossy().into_owned()).collect()
}

/// Ask the desktop beside the runtime: its answer may take its time.
async fn show_in_folder(path: PathBuf) -> Result<(), pileus_domain::Problem> {
    let shown = path.clone();
    let asked = tokio::task::spawn_blocking(move || tauri_plugin_opener::reveal_item_in_dir(shown)).await;
    asked.map_err(|e| problem::broken(&e))?.map_err(|e| problem::not_revealed(&path, &e))
}
