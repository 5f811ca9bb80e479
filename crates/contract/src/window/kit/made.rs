//! A kit that was made, and what can be read of it without opening it.

use pileus_app as app;
use serde::{Deserialize, Serialize};
use specta::Type;
use specta_typescript::Number;

use super::super::Words;

/// A kit that is split: so many of its shares open it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KitSplit {
    /// Shares that are needed.
    pub needed: u8,
    /// Shares that are made.
    pub total: u8,
}

impl From<app::KitSplit> for KitSplit {
    fn from(split: app::KitSplit) -> Self {
        Self { needed: split.needed(), total: split.total() }
    }
}

impl TryFrom<KitSplit> for app::KitSplit {
    type Error = app::KitError;

    fn try_from(split: KitSplit) -> Result<Self, Self::Error> {
        Self::new(split.needed, split.total)
    }
}

/// A kit that was just made.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KitMade {
    /// What opens it, this once; none when it is split.
    pub words: Option<Words>,
    /// The files that were written: the kit, then its page or pages.
    pub files: Vec<String>,
    /// When, in milliseconds since 1970.
    #[specta(type = Number)]
    pub made_at: u64,
    /// Its number, as it is printed.
    pub number: String,
}

impl From<app::KitMade> for KitMade {
    fn from(made: app::KitMade) -> Self {
        Self {
            words: made.words.map(Words::new),
            files: made.files.iter().map(|path| path.to_string_lossy().into_owned()).collect(),
            made_at: made.made_at.0,
            number: made.number,
        }
    }
}

/// What can be read of a kit without opening it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KitFace {
    /// Its number, as it is printed.
    pub number: String,
    /// When it was made, in milliseconds since 1970.
    #[specta(type = Number)]
    pub made_at: u64,
    /// How it is split; none when its words open it.
    pub split: Option<KitSplit>,
}

impl From<app::KitFace> for KitFace {
    fn from(face: app::KitFace) -> Self {
        Self { number: face.number, made_at: face.made_at.0, split: face.split.map(KitSplit::from) }
    }
}
