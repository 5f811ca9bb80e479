//! The upload sheet: what was dropped, what it takes, and the wish to store it.

use std::fmt;

use pileus_ports::{DataKeyEntry, SecretText};
use serde::{Deserialize, Deserializer, Serialize};
use specta::Type;
use specta_typescript::Number;

use super::{Job, Problem, RouteRequest, UsableGateway};

/// What was dropped, before anything is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Sheet {
    /// The files, folders walked.
    pub items: Vec<SheetItem>,
    /// Their sums.
    pub totals: SheetTotals,
    /// Fees of all orders, in plancks, as the chain estimates them.
    pub fee: String,
    /// Could the chain be asked for the fee?
    pub fee_known: bool,
    /// Space that is left in the territory.
    #[specta(type = Number)]
    pub free_bytes: u64,
    /// Do all files fit into it?
    pub fits: bool,
    /// Names of the buckets in the territory.
    pub buckets: Vec<String>,
    /// The one to offer.
    pub bucket: String,
    /// Gateways that may act for the account.
    pub gateways: Vec<UsableGateway>,
    /// Sizes are those of sealed files.
    pub sealed: bool,
    /// The data keys that can seal them, oldest first.
    pub data_keys: Vec<SheetKey>,
    /// The fingerprint of the one to offer; none when there is no data key.
    pub default_key: Option<String>,
    /// What cannot be stored, and why.
    pub refused: Vec<Refused>,
    /// What the account can spend, in plancks.
    pub spendable: String,
    /// What the money is called.
    pub token_symbol: String,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SheetItem {
    /// Where it is.
    pub path: String,
    /// Its name; inside a dropped folder with the folders that lead to it.
    pub name: String,
    /// Its length.
    #[specta(type = Number)]
    pub bytes: u64,
    /// Segments that it fills.
    pub segments: u32,
    /// Territory that it takes.
    #[specta(type = Number)]
    pub territory_bytes: u64,
}

/// A data key to seal with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SheetKey {
    /// What the person calls it.
    pub name: String,
    /// First bytes of a hash of it; safe to show.
    pub fingerprint: String,
}

impl From<&DataKeyEntry> for SheetKey {
    fn from(entry: &DataKeyEntry) -> Self {
        Self { name: entry.name.clone(), fingerprint: entry.fingerprint.clone() }
    }
}

/// Sums over files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SheetTotals {
    /// How many.
    pub files: u32,
    /// Their lengths.
    #[specta(type = Number)]
    pub bytes: u64,
    /// Segments that they fill.
    pub segments: u32,
    /// Territory that they take.
    #[specta(type = Number)]
    pub territory_bytes: u64,
}

impl SheetTotals {
    /// Sums over these files.
    pub fn of(items: &[SheetItem]) -> Self {
        items.iter().fold(Self::default(), |sum, item| Self {
            files: sum.files.saturating_add(1),
            bytes: sum.bytes.saturating_add(item.bytes),
            segments: sum.segments.saturating_add(item.segments),
            territory_bytes: sum.territory_bytes.saturating_add(item.territory_bytes),
        })
    }
}

/// A path that is not stored, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Refused {
    /// Which.
    pub path: String,
    /// Why.
    pub problem: Problem,
}

/// The wish to store files.
#[derive(Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UploadRequest {
    /// Files and folders.
    pub paths: Vec<String>,
    /// Into which bucket.
    pub bucket: String,
    /// How they are protected.
    pub seal: SealRequest,
    /// Which way they take.
    pub route: RouteRequest,
    /// Has the person been told that plain files are public?
    pub public_understood: bool,
}

/// How files shall be protected.
#[derive(Debug, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum SealRequest {
    /// With data keys, of which each opens the files alone.
    DataKey {
        /// Their fingerprints; without any it is the default one.
        keys: Vec<String>,
    },
    /// With a passphrase that is kept nowhere.
    Passphrase {
        /// The words.
        passphrase: Passphrase,
    },
    /// Anyone can read them.
    None,
}

/// A passphrase on its way in. Prints as stars, cleared on drop; it cannot be written out.
#[derive(Clone, Type)]
#[specta(transparent)]
pub struct Passphrase(#[specta(type = String)] SecretText);

impl Passphrase {
    /// The secret that services take.
    pub fn into_secret(self) -> SecretText {
        self.0
    }
}

impl<'de> Deserialize<'de> for Passphrase {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|words| Self(SecretText::new(words)))
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(***)")
    }
}

/// What came of the wish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Uploaded {
    /// Jobs that were made or joined.
    pub jobs: Vec<Job>,
    /// What is not stored, and why.
    pub refused: Vec<Refused>,
}
