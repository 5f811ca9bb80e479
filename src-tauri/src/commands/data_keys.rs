//! Data keys, before and after a network is open.

use pileus_contract::window::{DataKeyRow, Passphrase, Problem, Resealing, Words};
use tauri::{AppHandle, State};

use super::keys::told;
use crate::program::{Caller, Program};

/// Make a random data key.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_data_key(
    app: AppHandle,
    program: State<'_, Program>,
    call: Caller,
    name: String,
) -> Result<DataKeyRow, Problem> {
    let program = program.under(call);
    told(&app, program.at_home(|place| place.create_data_key(name)).await)
}

/// Make the data key that follows from a name and a passphrase: the same one on every computer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn derive_data_key(
    app: AppHandle,
    program: State<'_, Program>,
    call: Caller,
    name: String,
    passphrase: Passphrase,
) -> Result<DataKeyRow, Problem> {
    let program = program.under(call);
    told(&app, program.at_home(|place| place.derive_data_key(name, passphrase)).await)
}

/// Take a data key from its text.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_data_key(
    app: AppHandle,
    program: State<'_, Program>,
    call: Caller,
    name: String,
    secret: Passphrase,
) -> Result<DataKeyRow, Problem> {
    let program = program.under(call);
    told(&app, program.at_home(|place| place.import_data_key(name, secret)).await)
}

/// The text of a data key; it is in this answer and nowhere else.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reveal_data_key(
    program: State<'_, Program>,
    call: Caller,
    fingerprint: String,
) -> Result<Words, Problem> {
    let program = program.under(call);
    program.at_home(|place| place.reveal_data_key(fingerprint)).await
}

/// Give a data key another name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_data_key(
    app: AppHandle,
    program: State<'_, Program>,
    call: Caller,
    fingerprint: String,
    name: String,
) -> Result<(), Problem> {
    let program = program.under(call);
    told(&app, program.at_home(|place| place.rename_data_key(fingerprint, name)).await)
}

/// What storing the files of a data key anew takes, on the network that is open.
#[tauri::command]
#[specta::specta]
pub(crate) async fn resealing(
    program: State<'_, Program>,
    call: Caller,
    fingerprint: String,
) -> Result<Resealing, Problem> {
    let program = program.under(call);
    program.at_home(|place| place.resealing(fingerprint)).await
}

/// Let a new key take over the name of a data key, which is kept under another name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rotate_data_key(
    app: AppHandle,
    program: State<'_, Program>,
    call: Caller,
    fingerprint: String,
    old_name: String,
) -> Result<DataKeyRow, Problem> {
    let program = program.under(call);
    told(&app, program.at_home(|place| place.rotate_data_key(fingerprint, old_name)).await)
}

/// Forget a data key; while files need it, only with its name typed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_data_key(
    app: AppHandle,
    program: State<'_, Program>,
    call: Caller,
    fingerprint: String,
    typed: Option<String>,
) -> Result<(), Problem> {
    let program = program.under(call);
    told(&app, program.at_home(|place| place.remove_data_key(fingerprint, typed)).await)
}
