//! How far the newest kit is behind.

use pileus_app as app;
use serde::Serialize;
use specta::Type;
use specta_typescript::Number;

use super::count;

/// How far the newest kit is behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KitState {
    /// When it was made, in milliseconds since 1970; none before the first one.
    #[specta(type = Option<Number>)]
    pub made_at: Option<u64>,
    /// Files that were stored since.
    pub files_since: u32,
    /// Accounts and data keys that came since.
    pub keys_since: u32,
}

impl From<app::KitStanding> for KitState {
    fn from(standing: app::KitStanding) -> Self {
        Self {
            made_at: standing.made_at.map(|at| at.0),
            files_since: count(standing.files_since),
            keys_since: count(standing.keys_since),
        }
    }
}
