//! What a kit brought back.

use pileus_app as app;
use serde::Serialize;
use specta::Type;
use specta_typescript::Number;

use super::{super::CheckProgress, count, label};

/// What a kit brought back: only what was not here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KitRestored {
    /// When the kit was made, in milliseconds since 1970.
    #[specta(type = Number)]
    pub made_at: u64,
    /// Names of accounts, as they are called here now.
    pub accounts: Vec<String>,
    /// Names of data keys, as they are called here now.
    pub data_keys: Vec<String>,
    /// What networks are called.
    pub networks: Vec<String>,
    /// Buckets.
    pub buckets: u32,
    /// Files, as the kit knew them.
    pub files: u32,
    /// Did the kit have a catalogue? The codes on a page have none.
    pub had_catalogue: bool,
    /// Files that a network has and the kit did not, named by their sealed headers.
    pub found: u32,
    /// Files that a network has and nothing here can name.
    pub unknown: u32,
    /// What networks are called that could not be asked for newer files.
    pub unread: Vec<String>,
    /// What the network is called that is open now.
    pub open: Option<String>,
}

impl KitRestored {
    /// What came of the kit itself; networks are asked afterwards.
    pub fn new(restored: app::KitRestored) -> Self {
        Self {
            made_at: restored.made_at.0,
            accounts: restored.accounts.into_iter().map(|entry| entry.name).collect(),
            data_keys: restored.data_keys.into_iter().map(|entry| entry.name).collect(),
            networks: restored.networks.into_iter().map(label).collect(),
            buckets: count(restored.buckets),
            files: count(restored.files),
            had_catalogue: restored.had_catalogue,
            found: 0,
            unknown: 0,
            unread: Vec::new(),
            open: None,
        }
    }

    /// Add what a network has of an account.
    pub fn add(&mut self, rebuilt: &app::Rebuilt) {
        self.found = self.found.saturating_add(count(rebuilt.found));
        self.unknown = self.unknown.saturating_add(count(rebuilt.unknown.len() as u64));
    }

    /// Add a network, by its name, that could not be asked.
    pub fn add_unread(&mut self, network: String) {
        self.unread.push(label(network));
    }

    /// Say which network, by its name, is open after it.
    #[must_use]
    pub fn with_open(mut self, network: Option<&str>) -> Self {
        self.open = network.map(|name| label(name.to_owned()));
        self
    }
}

impl From<app::RestoreProgress> for CheckProgress {
    fn from(progress: app::RestoreProgress) -> Self {
        let (done, total) = match progress {
            app::RestoreProgress::Catalogue { done, total } => (done, total),
            app::RestoreProgress::Rebuild(rebuild) => (rebuild.done, rebuild.total),
        };
        Self { done: count(done), total: count(total) }
    }
}
