//! The catalogue: files, buckets, and what the chain says of them.

use pileus_contract::window::{
    BucketNumber, BucketRow, CatalogueHead, CatalogueUpdate, CheckProgress, Downloads, DrillReport, FileDetails,
    LocalCheck, MoveQuestion, Moved, Passphrase, Problem, RemovalQuestion, Removed, VerifyReport,
};
use tauri::{AppHandle, Manager, State, Webview, ipc::Channel};

use crate::{
    program::{Caller, Program},
    session::{CheckWindow, Listener},
};

/// The catalogue now; its files, what the chain says of them and later changes come over the channel.
#[tauri::command]
#[specta::specta]
pub(crate) async fn follow_catalogue(
    program: State<'_, Program>,
    webview: Webview,
    channel: Channel<CatalogueUpdate>,
) -> Result<CatalogueHead, Problem> {
    let listener = Listener::new(webview.label(), is_there(&webview), move |update| channel.send(update).is_ok());
    program.on_session(|session| session.follow_catalogue(listener)).await
}

/// Everything that is known of one file.
#[tauri::command]
#[specta::specta]
pub(crate) async fn file_details(
    program: State<'_, Program>,
    call: Caller,
    fid: String,
) -> Result<FileDetails, Problem> {
    let program = program.under(call);
    program.on_session(|session| session.file_details(fid)).await
}

/// Rebuild a file from a random four of the twelve fragments of each segment.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_drill(
    program: State<'_, Program>,
    webview: Webview,
    fid: String,
    channel: Channel<CheckProgress>,
) -> Result<DrillReport, Problem> {
    let window = CheckWindow::new(webview.label(), is_there(&webview), move |progress| drop(channel.send(progress)));
    program.on_session(|session| session.restore_drill(fid, window)).await
}

/// Fetch every fragment of a file and compare its hash.
#[tauri::command]
#[specta::specta]
pub(crate) async fn verify_file(
    program: State<'_, Program>,
    webview: Webview,
    fid: String,
    channel: Channel<CheckProgress>,
) -> Result<VerifyReport, Problem> {
    let window = CheckWindow::new(webview.label(), is_there(&webview), move |progress| drop(channel.send(progress)));
    program.on_session(|session| session.verify_file(fid, window)).await
}

/// End the check of a file that runs for this window, or without a file its comparison with one on this computer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_check(
    program: State<'_, Program>,
    webview: Webview,
    fid: Option<String>,
) -> Result<(), Problem> {
    program.session()?.stop_check(webview.label(), fid.as_deref()).map_err(Problem::from)
}

/// Is a file on this computer what the network holds?
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_local_file(
    program: State<'_, Program>,
    webview: Webview,
    fid: Option<String>,
    path: String,
    passphrase: Option<Passphrase>,
) -> Result<LocalCheck, Problem> {
    let window = CheckWindow::new(webview.label(), is_there(&webview), |_| {});
    program.on_session(|session| session.check_local_file(fid, path, passphrase, window)).await
}

/// Make a bucket.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_bucket(
    program: State<'_, Program>,
    territory: String,
    name: String,
) -> Result<BucketRow, Problem> {
    program.on_session(|session| session.create_bucket(territory, name)).await
}

/// Give a bucket another name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_bucket(
    program: State<'_, Program>,
    bucket: BucketNumber,
    name: String,
) -> Result<BucketRow, Problem> {
    program.on_session(|session| session.rename_bucket(bucket, name)).await
}

/// Delete an empty bucket.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_bucket(program: State<'_, Program>, bucket: BucketNumber) -> Result<(), Problem> {
    program.on_session(|session| session.delete_bucket(bucket)).await
}

/// What removing files would do.
#[tauri::command]
#[specta::specta]
pub(crate) async fn removal_question(
    program: State<'_, Program>,
    call: Caller,
    fids: Vec<String>,
) -> Result<RemovalQuestion, Problem> {
    let program = program.under(call);
    program.on_session(|session| session.removal_question(fids)).await
}

/// Remove files from the network and the catalogue; the channel tells how far that is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_files(
    program: State<'_, Program>,
    webview: Webview,
    fids: Vec<String>,
    channel: Channel<CheckProgress>,
) -> Result<Removed, Problem> {
    let window = CheckWindow::new(webview.label(), is_there(&webview), move |progress| drop(channel.send(progress)));
    program.on_session(|session| session.remove_files(fids, window)).await
}

/// What moving files to a bucket would do.
#[tauri::command]
#[specta::specta]
pub(crate) async fn move_question(
    program: State<'_, Program>,
    call: Caller,
    fids: Vec<String>,
    bucket: BucketNumber,
) -> Result<MoveQuestion, Problem> {
    let program = program.under(call);
    program.on_session(|session| session.move_question(fids, bucket)).await
}

/// Move files to a bucket; the channel tells how far that is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn move_files(
    program: State<'_, Program>,
    webview: Webview,
    fids: Vec<String>,
    bucket: BucketNumber,
    channel: Channel<CheckProgress>,
) -> Result<Moved, Problem> {
    let window = CheckWindow::new(webview.label(), is_there(&webview), move |progress| drop(channel.send(progress)));
    program.on_session(|session| session.move_files(fids, bucket, window)).await
}

/// Let the removal or the move that runs for this window end after the files at hand.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_bulk(program: State<'_, Program>, webview: Webview) -> Result<(), Problem> {
    program.session()?.stop_bulk(webview.label());
    Ok(())
}

/// Get several files back, into one folder.
#[tauri::command]
#[specta::specta]
pub(crate) async fn download_files(
    program: State<'_, Program>,
    call: Caller,
    fids: Vec<String>,
    folder: String,
) -> Result<Downloads, Problem> {
    let program = program.under(call);
    let consent = program.consent();
    program.on_session(|session| session.download_files(fids, folder, consent)).await
}

/// Is the window of a page still open?
pub(super) fn is_there(webview: &Webview) -> impl Fn() -> bool + Send + Sync + use<> {
    let (app, label): (AppHandle, String) = (webview.app_handle().clone(), webview.label().to_owned());
    move || app.get_webview_window(&label).is_some()
}
