//! Where a kit is read from, and what opens it.

use std::path::PathBuf;

use pileus_app as app;
use serde::Deserialize;
use specta::Type;

use super::super::Passphrase;

/// Where a kit is read from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum KitSource {
    /// Its protected file.
    File {
        /// Where that is.
        path: String,
    },
    /// The codes of its printed page.
    Codes {
        /// Their texts, in any order.
        text: String,
    },
}

/// What opens a kit.
#[derive(Debug, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum KitOpening {
    /// Its words.
    Words {
        /// As they are on its page.
        words: Passphrase,
    },
    /// Shares of a kit that was split.
    Shares {
        /// As many as are needed, or more.
        shares: Vec<Passphrase>,
    },
}

impl From<KitSource> for app::KitSource {
    fn from(source: KitSource) -> Self {
        match source {
            KitSource::File { path } => Self::File(PathBuf::from(path)),
            KitSource::Codes { text } => Self::Codes(text),
        }
    }
}

impl From<KitOpening> for app::KitOpening {
    fn from(opening: KitOpening) -> Self {
        match opening {
            KitOpening::Words { words } => Self::Words(words.into_secret()),
            KitOpening::Shares { shares } => Self::Shares(shares.into_iter().map(Passphrase::into_secret).collect()),
        }
    }
}
