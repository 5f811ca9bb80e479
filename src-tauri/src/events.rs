//! Events to all windows that carry nothing: whoever hears one asks again for what it shows.

use serde::{Deserialize, Serialize};
use specta::Type;
use tauri_specta::Event;

/// Accounts, data keys, or what protects them changed.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, Type, Event)]
pub(crate) struct KeysChanged;

/// The keys were locked: nothing is shown of sealed files any more.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, Type, Event)]
pub(crate) struct KeysLocked;

/// The program's phase or its network changed.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, Type, Event)]
pub(crate) struct ShellChanged;
