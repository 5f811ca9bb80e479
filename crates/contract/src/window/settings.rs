//! What a person sets for the whole program.

use serde::{Deserialize, Serialize};
use specta::Type;
use specta_typescript::Number;

/// The settings as they are, with what cannot be set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProgramSettings {
    /// Transfers that run at the same time.
    pub parallel: u32,
    /// Most bytes a second that go to storage nodes; none without a limit.
    #[specta(type = Option<Number>)]
    pub upload_limit: Option<u64>,
    /// Most bytes a second that come from storage nodes; none without a limit.
    #[specta(type = Option<Number>)]
    pub download_limit: Option<u64>,
    /// Where downloads go unless the person says otherwise.
    pub download_folder: Option<String>,
    /// Where the program keeps its data.
    pub data_folder: String,
    /// Which Pileus this is.
    pub version: String,
    /// Was an icon given to the desktop's tray?
    pub tray: bool,
}

/// What a person sets; all of it at once.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SettingsRequest {
    /// Transfers that run at the same time.
    pub parallel: u32,
    /// Most bytes a second that go to storage nodes; none without a limit.
    #[specta(type = Option<Number>)]
    pub upload_limit: Option<u64>,
    /// Most bytes a second that come from storage nodes; none without a limit.
    #[specta(type = Option<Number>)]
    pub download_limit: Option<u64>,
    /// Where downloads go unless the person says otherwise.
    pub download_folder: Option<String>,
}
