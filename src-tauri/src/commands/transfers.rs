//! Uploads and downloads.

use pileus_contract::window::{
    Board, CancelChoice, CancelConsequence, FileOpening, Job, Passphrase, Problem, Sheet, UploadRequest, Uploaded,
};
use tauri::State;

use crate::program::{Caller, Program};

/// What was dropped, before anything is stored.
#[tauri::command]
#[specta::specta]
pub(crate) async fn look_at(program: State<'_, Program>, call: Caller, paths: Vec<String>) -> Result<Sheet, Problem> {
    let program = program.under(call);
    program.on_session(|session| session.look_at(paths)).await
}

/// Store files.
#[tauri::command]
#[specta::specta]
pub(crate) async fn upload(
    program: State<'_, Program>,
    call: Caller,
    request: UploadRequest,
) -> Result<Uploaded, Problem> {
    let program = program.under(call);
    let consent = program.consent();
    program.on_session(|session| session.upload(request, consent)).await
}

/// Get a file back; it is opened as it tells itself, unless the person says otherwise.
#[tauri::command]
#[specta::specta]
pub(crate) async fn download(
    program: State<'_, Program>,
    fid: String,
    target: String,
    opening: Option<FileOpening>,
) -> Result<Job, Problem> {
    let opening = opening.unwrap_or(FileOpening::Told);
    program.on_session(|session| session.download_as(fid, target, opening.into())).await
}

/// Stop a job at its next safe point.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pause(program: State<'_, Program>, job: String) -> Result<(), Problem> {
    program.on_session(|session| session.pause(job)).await
}

/// Go on with a job.
#[tauri::command]
#[specta::specta]
pub(crate) async fn resume(
    program: State<'_, Program>,
    job: String,
    passphrase: Option<Passphrase>,
) -> Result<(), Problem> {
    program.on_session(|session| session.resume(job, passphrase)).await
}

/// Cancel a job; the choice counts once its order is signed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel(
    program: State<'_, Program>,
    job: String,
    choice: Option<CancelChoice>,
) -> Result<(), Problem> {
    program.on_session(|session| session.cancel(job, choice)).await
}

/// What cancelling a job would leave behind.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_consequence(
    program: State<'_, Program>,
    call: Caller,
    job: String,
) -> Result<CancelConsequence, Problem> {
    let program = program.under(call);
    program.on_session(|session| session.cancel_consequence(job)).await
}

/// Take an ended job off the list.
#[tauri::command]
#[specta::specta]
pub(crate) async fn forget(program: State<'_, Program>, job: String) -> Result<(), Problem> {
    program.on_session(|session| session.forget(job)).await
}

/// Every fragment of a job, and every fact about it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn job_board(program: State<'_, Program>, call: Caller, job: String) -> Result<Board, Problem> {
    let program = program.under(call);
    program.on_session(|session| session.board(job)).await
}
