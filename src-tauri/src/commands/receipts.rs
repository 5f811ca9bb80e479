//! Receipts of stored files.

use pileus_contract::window::{Problem, ReceiptReport};
use tauri::State;

use crate::{
    program::{Caller, Program},
    session::read_receipt_alone,
};

/// The signed receipt of a stored file, as text.
#[tauri::command]
#[specta::specta]
pub(crate) async fn receipt(program: State<'_, Program>, call: Caller, fid: String) -> Result<String, Problem> {
    let program = program.under(call);
    program.on_session(|session| session.receipt(fid)).await
}

/// Save the receipt of a stored file where the person chose.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_receipt(
    program: State<'_, Program>,
    call: Caller,
    fid: String,
    target: String,
) -> Result<(), Problem> {
    let program = program.under(call);
    let consent = program.consent();
    program.on_session(|session| session.save_receipt(fid, target, consent)).await
}

/// Check a receipt: against the chain where a network is open, else by itself.
#[tauri::command]
#[specta::specta]
pub(crate) async fn read_receipt(
    program: State<'_, Program>,
    call: Caller,
    path: String,
) -> Result<ReceiptReport, Problem> {
    let program = program.under(call);
    match program.session() {
        Ok(session) => program.run(session.read_receipt(path)).await,
        Err(_) => program.run(read_receipt_alone(path)).await,
    }
}
