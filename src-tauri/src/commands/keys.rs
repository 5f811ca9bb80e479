//! Accounts, and what protects the vault, before and after a network is open.

use pileus_contract::window::{
    AccountCard, Copied, CreatedAccount, KeysView, LockQuestion, Passphrase, Problem, SecretKind,
};
use tauri::{AppHandle, State};
use tauri_specta::Event;

use crate::{
    clipboard::SecretClipboard,
    events::KeysChanged,
    program::{Caller, Program},
    session::Place,
};

/// Everything in the vault that may be known without opening it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keys(program: State<'_, Program>, call: Caller) -> Result<KeysView, Problem> {
    let program = program.under(call);
    program.keys().await
}

/// Make an account; its words are in this answer and nowhere else.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_account(
    app: AppHandle,
    program: State<'_, Program>,
    call: Caller,
    name: String,
) -> Result<CreatedAccount, Problem> {
    let program = program.under(call);
    told(&app, program.at_home(|place| place.create_account(name)).await)
}

/// Bring an account in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_account(
    app: AppHandle,
    program: State<'_, Program>,
    call: Caller,
    name: String,
    secret: Passphrase,
    kind: SecretKind,
) -> Result<AccountCard, Problem> {
    let program = program.under(call);
    told(&app, program.at_home(move |place| place.import_account(name, secret, kind)).await)
}

/// Bring in the account file of another wallet.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_account_file(
    app: AppHandle,
    program: State<'_, Program>,
    call: Caller,
    name: String,
    path: String,
    passphrase: Option<Passphrase>,
) -> Result<AccountCard, Problem> {
    let program = program.under(call);
    told(&app, program.at_home(|place| place.import_account_file(name, path, passphrase)).await)
}

/// Write an account as a file that other wallets read.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_account(
    program: State<'_, Program>,
    call: Caller,
    address: String,
    target: String,
    passphrase: Passphrase,
) -> Result<(), Problem> {
    let program = program.under(call);
    program.at_home(|place| place.export_account(address, target, passphrase)).await
}

/// Forget an account, whose name was typed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_account(
    app: AppHandle,
    program: State<'_, Program>,
    call: Caller,
    address: String,
    typed: String,
) -> Result<(), Problem> {
    let program = program.under(call);
    told(&app, program.at_home(|place| place.remove_account(address, typed)).await)
}

/// Use this account when none is named.
#[tauri::command]
#[specta::specta]
pub(crate) async fn make_default(
    app: AppHandle,
    program: State<'_, Program>,
    call: Caller,
    address: String,
) -> Result<(), Problem> {
    let program = program.under(call);
    told(&app, program.at_home(|place| place.make_default(address)).await)
}

/// Give an account another name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_account(
    app: AppHandle,
    program: State<'_, Program>,
    call: Caller,
    address: String,
    name: String,
) -> Result<(), Problem> {
    let program = program.under(call);
    told(&app, program.at_home(|place| place.rename_account(address, name)).await)
}

/// What would go on with keys in use.
#[tauri::command]
#[specta::specta]
pub(crate) async fn lock_question(program: State<'_, Program>) -> Result<LockQuestion, Problem> {
    let running = u32::try_from(program.lock_question()).unwrap_or(u32::MAX);
    Ok(LockQuestion { running })
}

/// Lock the keys: nothing new is signed or opened until they are unlocked, and no sealed file is shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn lock_keys(program: State<'_, Program>, wipe: bool) -> Result<(), Problem> {
    program.run(program.inner().clone().lock(wipe)).await
}

/// Give the passphrase, or without one ask the system's keyring; what waited for the keys goes on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unlock_keys(
    app: AppHandle,
    program: State<'_, Program>,
    call: Caller,
    passphrase: Option<Passphrase>,
) -> Result<(), Problem> {
    let program = program.under(call);
    told(&app, program.unlock(passphrase).await)
}

/// Let the keys lock by themselves after so many minutes without the person, or never.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_auto_lock(
    app: AppHandle,
    program: State<'_, Program>,
    minutes: Option<u32>,
) -> Result<(), Problem> {
    told(&app, program.run(program.inner().clone().set_auto_lock(minutes)).await)
}

/// Somebody uses a window: the keys do not lock by themselves for now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn person_active(program: State<'_, Program>) -> Result<(), Problem> {
    program.person_active();
    Ok(())
}

/// Let the system's keyring keep the vault's key.
#[tauri::command]
#[specta::specta]
pub(crate) async fn move_keys_to_keyring(
    app: AppHandle,
    program: State<'_, Program>,
    call: Caller,
) -> Result<(), Problem> {
    let program = program.under(call);
    told(&app, program.at_home(Place::move_keys_to_keyring).await)
}

/// Copy a secret that is shown; it is taken out of the clipboard again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copy_secret(
    program: State<'_, Program>,
    clipboard: State<'_, SecretClipboard>,
    text: Passphrase,
) -> Result<Copied, Problem> {
    let clears_at = program.run(clipboard.inner().clone().copy(text.into_secret())).await?;
    Ok(Copied { clears_at: clears_at.0 })
}

/// Put the vault under a passphrase, or under another one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_keys_passphrase(
    app: AppHandle,
    program: State<'_, Program>,
    call: Caller,
    passphrase: Passphrase,
) -> Result<(), Problem> {
    let program = program.under(call);
    told(&app, program.at_home(|place| place.set_keys_passphrase(passphrase)).await)
}

/// After a change that came to pass, let every window look again.
pub(super) fn told<T>(app: &AppHandle, done: Result<T, Problem>) -> Result<T, Problem> {
    if done.is_ok() {
        // A window that is just closing needs no news.
        let _ = KeysChanged.emit(app);
    }
    done
}
