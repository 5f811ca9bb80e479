//! Networks: the ones to choose from, and the one in use.

use pileus_contract::window::{NetworkProfiles, NewNetwork, Problem, ShellState};
use tauri::State;

use crate::{
    program::{Caller, Program},
    session::Place,
};

/// All networks that are known here.
#[tauri::command]
#[specta::specta]
pub(crate) async fn networks(program: State<'_, Program>) -> Result<NetworkProfiles, Problem> {
    program.at_home(Place::networks).await
}

/// Keep a network of the person's own; nothing is contacted.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_network(program: State<'_, Program>, network: NewNetwork) -> Result<(), Problem> {
    program.at_home(|place| place.add_network(network)).await
}

/// Forget a network of the person's own.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_network(program: State<'_, Program>, name: String) -> Result<(), Problem> {
    program.at_home(|place| place.remove_network(name)).await
}

/// Leave the open network and open this one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn use_network(program: State<'_, Program>, name: String) -> Result<ShellState, Problem> {
    program.run(program.inner().clone().use_network(name)).await
}

/// Give up the network that is being opened; whoever asked for it hears what is open then.
#[tauri::command]
#[specta::specta]
pub(crate) async fn give_up_opening(program: State<'_, Program>) -> Result<(), Problem> {
    program.give_up_opening();
    Ok(())
}

/// Look again for account and space; make bucket and data key once these are there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn finish_setup(program: State<'_, Program>, call: Caller) -> Result<ShellState, Problem> {
    let program = program.under(call);
    program.run(program.clone().finish_setup()).await
}
