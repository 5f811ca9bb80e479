//! Recovery kits, before and after a network is open.

use pileus_contract::window::{
    CheckProgress, KitDrill, KitFace, KitMade, KitOpening, KitReport, KitRestored, KitSource, KitSplit, KitState,
    KitWords, KitWordsJudged, Passphrase, Problem,
};
use tauri::{AppHandle, State, Webview, ipc::Channel};
use tauri_specta::Event;

use super::{catalogue::is_there, keys::told};
use crate::{
    events::{KeysChanged, ShellChanged},
    program::{Caller, Program},
    session::{CheckWindow, Place},
};

/// How far the newest kit is behind.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kit_state(program: State<'_, Program>, call: Caller) -> Result<KitState, Problem> {
    let program = program.under(call);
    program.kit_state().await
}

/// Make a kit; its words are in this answer and on its page, and nowhere else.
#[tauri::command]
#[specta::specta]
pub(crate) async fn make_kit(
    app: AppHandle,
    program: State<'_, Program>,
    call: Caller,
    folder: String,
    split: Option<KitSplit>,
) -> Result<KitMade, Problem> {
    let program = program.under(call);
    told(&app, program.at_home(move |place| place.make_kit(folder, split)).await)
}

/// Look at a kit without opening it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn look_at_kit(
    program: State<'_, Program>,
    call: Caller,
    source: KitSource,
) -> Result<KitFace, Problem> {
    let program = program.under(call);
    program.at_home(|place| place.look_at_kit(source)).await
}

/// Judge the words of a kit or of a share while they are typed; nothing of them is kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn judge_kit_words(kind: KitWords, words: Passphrase) -> Result<KitWordsJudged, Problem> {
    Ok(KitWordsJudged::of(kind, words))
}

/// Look into a kit without using it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_kit(
    program: State<'_, Program>,
    call: Caller,
    source: KitSource,
    opening: KitOpening,
) -> Result<KitReport, Problem> {
    let program = program.under(call);
    program.at_home(|place| place.check_kit(source, opening)).await
}

/// Open a stored file with a kit alone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn drill_kit(
    program: State<'_, Program>,
    webview: Webview,
    source: KitSource,
    opening: KitOpening,
    channel: Channel<CheckProgress>,
) -> Result<KitDrill, Problem> {
    let window = CheckWindow::new(webview.label(), is_there(&webview), move |progress| drop(channel.send(progress)));
    program.at_home(|place| place.drill_kit(source, opening, window)).await
}

/// Bring back what is in a kit and not here.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_kit(
    app: AppHandle,
    program: State<'_, Program>,
    webview: Webview,
    source: KitSource,
    opening: KitOpening,
    channel: Channel<CheckProgress>,
) -> Result<KitRestored, Problem> {
    let window = CheckWindow::new(webview.label(), is_there(&webview), move |progress| drop(channel.send(progress)));
    let restored = program.restore_kit(source, opening, window).await;
    // What was brought back before a refusal stays, so everybody looks again in any case.
    let _ = ShellChanged.emit(&app);
    let _ = KeysChanged.emit(&app);
    restored
}

/// End the drill or the restore that runs for this window.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_kit(program: State<'_, Program>, webview: Webview) -> Result<(), Problem> {
    let label = webview.label().to_owned();
    let stop = |place: Place| async move {
        place.stop_kit(&label);
        Ok(())
    };
    program.at_home(stop).await
}
