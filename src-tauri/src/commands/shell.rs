//! The program itself: its phase, its network, its stream.

use pileus_contract::window::{Problem, QuitQuestion, ShellState, Snapshot, Update};
use tauri::{State, Webview, ipc::Channel};

use crate::program::Program;

/// How far the program is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn shell_state(program: State<'_, Program>) -> Result<ShellState, Problem> {
    Ok(program.state())
}

/// Start or join the local network and make what its first use needs.
#[tauri::command]
#[specta::specta]
pub(crate) async fn try_local(program: State<'_, Program>) -> Result<ShellState, Problem> {
    program.run(program.inner().clone().try_local()).await
}

/// All jobs and the bar now; later changes come over the channel.
#[tauri::command]
#[specta::specta]
pub(crate) async fn follow(
    program: State<'_, Program>,
    webview: Webview,
    channel: Channel<Update>,
) -> Result<Snapshot, Problem> {
    let sink = Box::new(move |update| channel.send(update).is_ok());
    Ok(program.session()?.stream.follow(webview.label(), sink))
}

/// What a person should know before the program ends.
#[tauri::command]
#[specta::specta]
pub(crate) async fn quit_question(program: State<'_, Program>) -> Result<QuitQuestion, Problem> {
    Ok(program.session().map_or(QuitQuestion { running: 0 }, |session| session.quit_question()))
}
