//! Recovery kits, as the Keys window makes, checks and uses them.
//!
//! Invariant: the only secret that goes out is the words of a kit at the moment it is made; what opens a kit comes in
//! and never goes out.

use std::path::PathBuf;

use pileus_app as app;
use serde::{Deserialize, Serialize};
use specta::Type;
use specta_typescript::Number;

use super::{CheckProgress, Passphrase, Problem, Words};

/// Bytes of a KiB.
const KIB: u64 = 1024;

/// A count as windows read it; what is beyond is told as the most.
fn count(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

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

impl From<KitSource> for app::KitSource {
    fn from(source: KitSource) -> Self {
        match source {
            KitSource::File { path } => Self::File(PathBuf::from(path)),
            KitSource::Codes { text } => Self::Codes(text),
        }
    }
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

impl From<KitOpening> for app::KitOpening {
    fn from(opening: KitOpening) -> Self {
        match opening {
            KitOpening::Words { words } => Self::Words(words.into_secret()),
            KitOpening::Shares { shares } => Self::Shares(shares.into_iter().map(Passphrase::into_secret).collect()),
        }
    }
}

/// A kit that is split: so many of its shares open it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KitSplit {
    /// Shares that are needed.
    pub needed: u8,
    /// Shares that are made.
    pub total: u8,
}

impl TryFrom<KitSplit> for app::KitSplit {
    type Error = app::KitError;

    fn try_from(split: KitSplit) -> Result<Self, Self::Error> {
        Self::new(split.needed, split.total)
    }
}

impl From<app::KitSplit> for KitSplit {
    fn from(split: app::KitSplit) -> Self {
        Self { needed: split.needed(), total: split.total() }
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

/// What a network is called on screen.
fn label(name: String) -> String {
    app::preset_label(&name).map_or(name, str::to_owned)
}

/// Which words are being typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum KitWords {
    /// Those of a whole kit.
    Words,
    /// Those of one share.
    Share,
}

/// What can be said of words while they are typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KitWordsJudged {
    /// Places, from 0, of words that are in no list.
    pub unknown: Vec<u32>,
    /// How many words it takes.
    pub expected: u32,
    /// Does the checksum hold? None until there are as many known words as it takes.
    pub checksum: Option<bool>,
}

impl KitWordsJudged {
    /// Judge what was typed so far.
    pub fn of(kind: KitWords, words: Passphrase) -> Self {
        let judged = app::judge_words(kind == KitWords::Words, &words.into_secret());
        Self {
            unknown: judged.unknown.into_iter().map(|place| count(place as u64)).collect(),
            expected: count(judged.expected as u64),
            checksum: judged.checksum,
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

/// One stored file, opened with a kit alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KitDrill {
    /// The file.
    pub fid: String,
    /// Its name in the kit's catalogue.
    pub name: String,
    /// Bytes of it that were opened.
    #[specta(type = Number)]
    pub bytes: u64,
    /// Was it opened?
    pub passed: bool,
    /// Why not.
    pub problem: Option<Problem>,
}

impl From<&app::KitDrill> for KitDrill {
    fn from(drill: &app::KitDrill) -> Self {
        Self {
            fid: drill.fid.to_string(),
            name: drill.name.clone(),
            bytes: drill.bytes.0,
            passed: drill.passed(),
            problem: drill.problem.as_ref().map(Problem::from),
        }
    }
}

impl From<app::KitDrillProgress> for CheckProgress {
    fn from(progress: app::KitDrillProgress) -> Self {
        Self { done: count(progress.done.0.div_ceil(KIB)), total: count(progress.total.0.div_ceil(KIB)) }
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
}
