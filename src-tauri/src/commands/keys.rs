//! Accounts and data keys, before and after a network is open.

use pileus_contract::window::{AccountCard, CreatedAccount, DataKeyRow, KeysView, Passphrase, Problem, SecretKind};
use tauri::{AppHandle, State};
use tauri_specta::Event;

use crate::{
    events::{KeysChanged, KeysLocked},
    preview::Previews,
    program::Program,
    session::Place,
};

/// Everything in the vault that may be known without opening it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keys(program: State<'_, Program>) -> Result<KeysView, Problem> {
    program.at_home(Place::keys).await
}

/// Make an account; its words are in this answer and nowhere else.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_account(
    app: AppHandle,
    program: State<'_, Program>,
    name: String,
) -> Result<CreatedAccount, Problem> {
    told(&app, program.at_home(|place| place.create_account(name)).await)
}

/// Bring an account in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_account(
    app: AppHandle,
    program: State<'_, Program>,
    name: String,
    secret: Passphrase,
    kind: SecretKind,
) -> Result<AccountCard, Problem> {
    told(&app, program.at_home(move |place| place.import_account(name, secret, kind)).await)
}

/// Use this account when none is named.
#[tauri::command]
#[specta::specta]
pub(crate) async fn make_default(app: AppHandle, program: State<'_, Program>, address: String) -> Result<(), Problem> {
    told(&app, program.at_home(|place| place.make_default(address)).await)
}

/// Give an account another name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_account(
    app: AppHandle,
    program: State<'_, Program>,
    address: String,
    name: String,
) -> Result<(), Problem> {
    told(&app, program.at_home(|place| place.rename_account(address, name)).await)
}

/// Make a random data key.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_data_key(
    app: AppHandle,
    program: State<'_, Program>,
    name: String,
) -> Result<DataKeyRow, Problem> {
    told(&app, program.at_home(|place| place.create_data_key(name)).await)
}

/// Give a data key another name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_data_key(
    app: AppHandle,
    program: State<'_, Program>,
    fingerprint: String,
    name: String,
) -> Result<(), Problem> {
    told(&app, program.at_home(|place| place.rename_data_key(fingerprint, name)).await)
}

/// Forget the passphrase: nothing new is signed or opened until it is given again, and no sealed file is shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn lock_keys(
    app: AppHandle,
    program: State<'_, Program>,
    previews: State<'_, Previews>,
) -> Result<(), Problem> {
    let locked = program.at_home(Place::lock_keys).await;
    // The keys may be locked even when what waits for them could not be told.
    previews.close_sealed();
    // A window that is just closing shows nothing.
    let _ = KeysLocked.emit(&app);
    told(&app, locked)
}

/// Give the passphrase; what waited for it goes on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unlock_keys(
    app: AppHandle,
    program: State<'_, Program>,
    passphrase: Passphrase,
) -> Result<(), Problem> {
    told(&app, program.at_home(|place| place.unlock_keys(passphrase)).await)
}

/// Put the vault under a passphrase, or under another one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_keys_passphrase(
    app: AppHandle,
    program: State<'_, Program>,
    passphrase: Passphrase,
) -> Result<(), Problem> {
    told(&app, program.at_home(|place| place.set_keys_passphrase(passphrase)).await)
}

/// After a change that came to pass, let every window look again.
fn told<T>(app: &AppHandle, done: Result<T, Problem>) -> Result<T, Problem> {
    if done.is_ok() {
        // A window that is just closing needs no news.
        let _ = KeysChanged.emit(app);
    }
    done
}
