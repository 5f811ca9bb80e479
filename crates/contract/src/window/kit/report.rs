//! What is in a kit.

use pileus_app as app;
use serde::Serialize;
use specta::Type;
use specta_typescript::Number;

use super::{count, label, made::KitSplit};

/// What is in a kit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KitReport {
    /// Its number, as it is printed.
    pub number: String,
    /// When it was made, in milliseconds since 1970.
    #[specta(type = Number)]
    pub made_at: u64,
    /// How it is split, if it is.
    pub split: Option<KitSplit>,
    /// Its accounts.
    pub accounts: Vec<KitAccount>,
    /// Its data keys.
    pub data_keys: Vec<KitDataKey>,
    /// Names of its networks.
    pub networks: Vec<String>,
    /// Buckets of its catalogue.
    pub buckets: u32,
    /// Files of its catalogue; none when it has none, as the codes on a page.
    pub files: Option<u32>,
    /// Does it have every account and data key of this computer?
    pub holds_all_keys: bool,
}

impl From<app::KitReport> for KitReport {
    fn from(report: app::KitReport) -> Self {
        let account = |kept: app::KitAccount| KitAccount { name: kept.name, address: kept.account.to_string() };
        let data_key = |kept: app::KitDataKey| KitDataKey { name: kept.name, fingerprint: kept.fingerprint };
        Self {
            number: report.number,
            made_at: report.made_at.0,
            split: report.split.map(KitSplit::from),
            accounts: report.accounts.into_iter().map(account).collect(),
            data_keys: report.data_keys.into_iter().map(data_key).collect(),
            networks: report.networks.into_iter().map(label).collect(),
            buckets: count(report.buckets),
            files: report.files.map(count),
            holds_all_keys: report.holds_all_keys,
        }
    }
}

/// An account in a kit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KitAccount {
    /// What the person called it.
    pub name: String,
    /// Its address, in CESS form.
    pub address: String,
}

/// A data key in a kit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KitDataKey {
    /// What the person called it.
    pub name: String,
    /// First bytes of a hash of it; safe to show.
    pub fingerprint: String,
}
