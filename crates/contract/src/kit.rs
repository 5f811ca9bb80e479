//! Recovery kits as they cross over to machines. No word of one is in any view.

use std::path::{Path, PathBuf};

use pileus_app::{KitDrill, KitMade, KitReport, KitRestored, KitSplit, Rebuilt, UnknownFile, UnknownReason};
use pileus_domain::{AccountId, ByteCount, Fid};
use pileus_ports::Timestamp;
use serde::Serialize;

use crate::{AccountView, DataKeyView, ProblemView};

/// How many shares of how many open a kit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct KitSplitView {
    /// How many open it.
    pub needed: u8,
    /// How many there are.
    pub total: u8,
}

impl From<KitSplit> for KitSplitView {
    fn from(split: KitSplit) -> Self {
        Self { needed: split.needed(), total: split.total() }
    }
}

/// A kit was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KitMadeView {
    /// Its number, as it is printed.
    pub number: String,
    /// When, in milliseconds since 1970.
    pub made_at: Timestamp,
    /// The files that were written: the kit, then its page or pages.
    pub files: Vec<String>,
    /// The file that its words were written to as well.
    pub words_file: Option<String>,
    /// How it is split.
    pub split: Option<KitSplitView>,
}

impl KitMadeView {
    /// For a kit, and where its words went.
    pub fn new(made: &KitMade, split: Option<KitSplit>, words_file: Option<&Path>) -> Self {
        Self {
            number: made.number.clone(),
            made_at: made.made_at,
            files: made.files.iter().map(PathBuf::as_path).map(text).collect(),
            words_file: words_file.map(text),
            split: split.map(Into::into),
        }
    }
}

/// What is in a kit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KitReportView {
    /// Its number, as it is printed.
    pub number: String,
    /// When it was made, in milliseconds since 1970.
    pub made_at: Timestamp,
    /// How it is split.
    pub split: Option<KitSplitView>,
    /// Its accounts.
    pub accounts: Vec<KitAccountView>,
    /// Its data keys.
    pub data_keys: Vec<DataKeyView>,
    /// The names of its networks.
    pub networks: Vec<String>,
    /// How many buckets it has.
    pub buckets: u64,
    /// How many files it has; none where it has no catalogue.
    pub files: Option<u64>,
    /// Does it have every account and data key that is here?
    pub holds_all_keys: bool,
}

/// An account of a kit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KitAccountView {
    /// What it is called.
    pub account: String,
    /// Its address.
    pub address: AccountId,
}

impl From<&KitReport> for KitReportView {
    fn from(report: &KitReport) -> Self {
        let accounts = report.accounts.iter();
        let data_keys = report.data_keys.iter();
        Self {
            number: report.number.clone(),
            made_at: report.made_at,
            split: report.split.map(Into::into),
            accounts: accounts.map(|a| KitAccountView { account: a.name.clone(), address: a.account }).collect(),
            data_keys: data_keys
                .map(|k| DataKeyView { key: k.name.clone(), fingerprint: k.fingerprint.clone() })
                .collect(),
            networks: report.networks.clone(),
            buckets: report.buckets,
            files: report.files,
            holds_all_keys: report.holds_all_keys,
        }
    }
}

/// What came of opening a stored file with a kit alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KitDrillView {
    /// The file.
    pub fid: Fid,
    /// Its name.
    pub name: String,
    /// Bytes of it that were opened.
    pub bytes: ByteCount,
    /// Was a key of the kit needed?
    pub sealed: bool,
    /// Did the kit open it?
    pub passed: bool,
    /// Why not.
    pub problem: Option<ProblemView>,
}

impl From<&KitDrill> for KitDrillView {
    fn from(drill: &KitDrill) -> Self {
        Self {
            fid: drill.fid,
            name: drill.name.clone(),
            bytes: drill.bytes,
            sealed: drill.sealed,
            passed: drill.passed(),
            problem: drill.problem.as_ref().map(ProblemView::from),
        }
    }
}

/// What a kit brought back; only what was not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KitRestoredView {
    /// When the kit was made, in milliseconds since 1970.
    pub made_at: Timestamp,
    /// Accounts, as they are called now.
    pub accounts: Vec<AccountView>,
    /// Data keys, as they are called now.
    pub data_keys: Vec<DataKeyView>,
    /// Names of networks.
    pub networks: Vec<String>,
    /// Buckets.
    pub buckets: u64,
    /// Files.
    pub files: u64,
    /// Did it have a catalogue?
    pub had_catalogue: bool,
    /// What the network in use knew beyond it; none when no network was asked.
    pub rebuilt: Option<RebuildView>,
    /// Why the network did not answer.
    pub rebuild_problem: Option<ProblemView>,
}

impl From<&KitRestored> for KitRestoredView {
    fn from(restored: &KitRestored) -> Self {
        Self {
            made_at: restored.made_at,
            accounts: restored.accounts.iter().map(AccountView::from).collect(),
            data_keys: restored.data_keys.iter().map(DataKeyView::from).collect(),
            networks: restored.networks.clone(),
            buckets: restored.buckets,
            files: restored.files,
            had_catalogue: restored.had_catalogue,
            rebuilt: restored.rebuilt.as_ref().map(RebuildView::from),
            rebuild_problem: restored.rebuild_problem.as_ref().map(ProblemView::from),
        }
    }
}

/// What the chain and the storage nodes told about files that the catalogue did not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RebuildView {
    /// Files that are in the catalogue now.
    pub found: u64,
    /// Plain ones among them whose name on the chain may be cut.
    pub cut_names: u64,
    /// Files that could not be named.
    pub unknown: Vec<UnknownFileView>,
}

/// A file of the account that stays out of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnknownFileView {
    /// Which.
    pub fid: Fid,
    /// `passphrase`, `other_key` or `unreadable`.
    pub reason: &'static str,
}

impl From<&Rebuilt> for RebuildView {
    fn from(rebuilt: &Rebuilt) -> Self {
        let unknown = rebuilt.unknown.iter().map(UnknownFileView::from).collect();
        Self { found: rebuilt.found, cut_names: rebuilt.cut_names, unknown }
    }
}

impl From<&UnknownFile> for UnknownFileView {
    fn from(file: &UnknownFile) -> Self {
        let reason = match file.reason {
            UnknownReason::Passphrase => "passphrase",
            UnknownReason::OtherKey => "other_key",
            UnknownReason::Unreadable => "unreadable",
        };
        Self { fid: file.fid, reason }
    }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
