//! The windows of the program.

use serde::Deserialize;
use specta::Type;

/// Which window is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum WindowKind {
    /// Files on their way; the main window.
    Transfers,
    /// The catalogue; several may be open.
    Buckets,
    /// Accounts and data keys.
    Keys,
    /// Rented space.
    Space,
    /// Networks and the program itself.
    Settings,
}
