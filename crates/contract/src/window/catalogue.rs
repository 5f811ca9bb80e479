//! The catalogue as a buckets window shows it: territories, buckets, files, and what the chain says of each file.

use pileus_app as app;
use pileus_domain::Territory;
use pileus_ports::{BucketId, CatalogueFile};
use serde::{Deserialize, Serialize};
use specta::Type;
use specta_typescript::Number;

use super::{JobSeal, TerritoryState};

/// What a window needs before the first file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueHead {
    /// Files of the catalogue.
    pub files: u32,
    /// Territories with their buckets.
    pub territories: Vec<Shelf>,
    /// What the money is called.
    pub token_symbol: String,
}

/// A territory and the buckets in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Shelf {
    /// Its name.
    pub name: String,
    /// What it allows; `unknown` while only the catalogue has told of it.
    pub state: TerritoryState,
    /// All space rented.
    #[specta(type = Number)]
    pub total_bytes: u64,
    /// Space of stored files.
    #[specta(type = Number)]
    pub used_bytes: u64,
    /// Space of open orders.
    #[specta(type = Number)]
    pub locked_bytes: u64,
    /// What is left.
    #[specta(type = Number)]
    pub free_bytes: u64,
    /// Its buckets, by name.
    pub buckets: Vec<BucketRow>,
}

impl Shelf {
    /// A territory of which only the catalogue tells.
    pub fn of_catalogue(name: String, buckets: Vec<BucketRow>) -> Self {
        let state = TerritoryState::Unknown;
        Self { name, state, total_bytes: 0, used_bytes: 0, locked_bytes: 0, free_bytes: 0, buckets }
    }

    /// The same, as the chain says.
    #[must_use]
    pub fn as_on_chain(self, territory: &Territory) -> Self {
        Self {
            state: territory.state.into(),
            total_bytes: territory.total.0,
            used_bytes: territory.used.0,
            locked_bytes: territory.locked.0,
            free_bytes: territory.remaining.0,
            ..self
        }
    }
}

/// The number of a bucket, as a page names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[specta(transparent)]
#[serde(transparent)]
pub struct BucketNumber(#[specta(type = Number)] i64);

impl From<BucketNumber> for BucketId {
    fn from(number: BucketNumber) -> Self {
        Self(number.0)
    }
}

/// A bucket and what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BucketRow {
    /// Its number; survives renaming.
    #[specta(type = Number)]
    pub bucket: i64,
    /// Its name.
    pub name: String,
    /// Files in it.
    pub files: u32,
    /// Their lengths.
    #[specta(type = Number)]
    pub bytes: u64,
}

impl From<&app::BucketSummary> for BucketRow {
    fn from(summary: &app::BucketSummary) -> Self {
        Self {
            bucket: summary.bucket.id.0,
            name: summary.bucket.name.to_string(),
            files: u32::try_from(summary.files).unwrap_or(u32::MAX),
            bytes: summary.size.0,
        }
    }
}

/// What changed since the update before.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueUpdate {
    /// One more than that of the update before; the first has 1.
    #[specta(type = Number)]
    pub sequence: u64,
    /// New or changed files, whole.
    pub rows: Vec<FileRow>,
    /// What the chain says of files, by FID.
    pub states: Vec<(String, FileState)>,
    /// Files that are in the catalogue no more.
    pub removed: Vec<RemovedRow>,
    /// All territories and buckets, when any of them changed.
    pub shelves: Option<Vec<Shelf>>,
    /// The newest block that the states were read at.
    pub as_of: Option<u32>,
    /// Was every file told that was there when the window began to follow?
    pub listed: bool,
    /// Files of which the chain has told.
    pub read: u32,
}

/// A file that is in the catalogue no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RemovedRow {
    /// Its FID.
    pub fid: String,
    /// The bucket that it was in.
    #[specta(type = Number)]
    pub bucket: i64,
}

/// A file as the catalogue keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FileRow {
    /// Its FID.
    pub fid: String,
    /// The bucket that it is in.
    #[specta(type = Number)]
    pub bucket: i64,
    /// Its real name.
    pub name: String,
    /// Its real length.
    #[specta(type = Number)]
    pub bytes: u64,
    /// Territory that it takes.
    #[specta(type = Number)]
    pub takes_bytes: u64,
    /// How it is protected.
    pub seal: JobSeal,
    /// What kind of content it is.
    pub media_type: String,
    /// When it was stored, in milliseconds since 1970.
    #[specta(type = Number)]
    pub added: u64,
}

impl From<&CatalogueFile> for FileRow {
    fn from(file: &CatalogueFile) -> Self {
        Self {
            fid: file.fid.to_string(),
            bucket: file.bucket.0,
            name: file.name.clone(),
            bytes: file.size.0,
            takes_bytes: app::space_taken(file).0,
            seal: JobSeal::from(&file.seal),
            media_type: file.media_type.clone(),
            added: file.added.0,
        }
    }
}

/// What the chain says of a file, in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FileState {
    /// In one word.
    pub state: FileStanding,
    /// Fragments that can be had of the weakest segment, 0 to 12.
    pub holding: u8,
}

/// What the chain says of a file, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FileStanding {
    /// Ordered, or stored in a block that is not final yet.
    Arriving,
    /// Stored, every fragment held.
    Stored,
    /// Fragments are missing; the file can be had.
    Weakened,
    /// Too few fragments are left.
    Lost,
    /// The network does not know it.
    Gone,
}

impl From<app::Health> for FileState {
    fn from(health: app::Health) -> Self {
        let state = match health.standing() {
            app::HealthStanding::Arriving => FileStanding::Arriving,
            app::HealthStanding::Stored => FileStanding::Stored,
            app::HealthStanding::Weakened => FileStanding::Weakened,
            app::HealthStanding::Lost => FileStanding::Lost,
            app::HealthStanding::Gone => FileStanding::Gone,
        };
        Self { state, holding: health.holding() }
    }
}
