//! Stopping what a page has asked for.
//!
//! Every command that may take longer than 50 ms has a `call: Caller` and does its work under it.

use pileus_contract::window::{CallStop, Problem};
use specta::{Type, Types, datatype::DataType};
use tauri::{
    State, Wry,
    ipc::{CommandArg, CommandItem, InvokeError},
};

use crate::program::{Caller, Program};

/// Stop what this window has asked for under a number.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_command(program: State<'_, Program>, call: Caller) -> Result<CallStop, Problem> {
    Ok(program.stop_call(call))
}

/// The number comes from the page, the window from the call itself: no page can stop what another one asked for.
impl<'de> CommandArg<'de, Wry> for Caller {
    fn from_command(item: CommandItem<'de, Wry>) -> Result<Self, InvokeError> {
        let window = item.message.webview_ref().label().to_owned();
        Option::<u32>::from_command(item).map(|number| Self { window, number })
    }
}

/// For pages it is its number.
impl Type for Caller {
    fn definition(types: &mut Types) -> DataType {
        u32::definition(types)
    }
}
