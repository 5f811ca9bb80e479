//! What a person sets for the whole program: how much at once, how fast, and where downloads go.
//!
//! Kept in the journal as one versioned JSON text. What was kept is brought into its bounds when it is read; what is
//! asked for outside them is refused.

use std::{
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

use pileus_domain::{ByteCount, Problem};
use pileus_pipeline::problem;
use pileus_ports::Journal;
use serde::{Deserialize, Serialize};

use crate::Settings;

/// Setting that holds the preferences.
const KEY: &str = "preferences";
/// Form of the kept text.
const VERSION: u32 = 1;
/// Longest path of a folder that is kept, in bytes.
///
/// # Source
/// `PATH_MAX` of Linux.
const PATH_LIMIT: usize = 4_096;

/// What a person sets for the whole program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Transfers that run at the same time.
    pub parallel: usize,
    /// Most bytes a second that go to storage nodes; none without a limit.
    pub upload_limit: Option<ByteCount>,
    /// Most bytes a second that come from storage nodes; none without a limit.
    pub download_limit: Option<ByteCount>,
    /// Where downloads go unless the person says otherwise.
    pub download_folder: Option<PathBuf>,
}

/// A preference that is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PreferenceError {
    /// Fewer than one transfer, or more than the program takes.
    #[error("{asked} transfers at a time were asked for; it can be {} to {}. Nothing was changed.",
        Preferences::PARALLEL.start(), Preferences::PARALLEL.end())]
    Parallel {
        /// What was asked for.
        asked: usize,
    },
    /// A limit by which a fragment would take longer than storage nodes wait.
    #[error(
        "A limit of {asked} a second was asked for; the least is {}. Nothing was changed.",
        Preferences::LEAST_LIMIT
    )]
    Limit {
        /// What was asked for.
        asked: ByteCount,
    },
    /// A folder that is not named from the root, or by an endless text.
    #[error("This is no folder that downloads could go to. Nothing was changed.")]
    Folder,
}

/// The form in which preferences are kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    version: u32,
    #[serde(flatten)]
    preferences: Preferences,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { parallel: Settings::PARALLEL, upload_limit: None, download_limit: None, download_folder: None }
    }
}

impl Preferences {
    /// How many transfers may run at the same time.
    pub const PARALLEL: RangeInclusive<usize> = 1..=8;
    /// The least limit, in bytes a second: a fragment of 8 MiB is then on its way for about two minutes.
    pub const LEAST_LIMIT: ByteCount = ByteCount(64 << 10);

    /// What is kept; the defaults when nothing is, or nothing that can be read.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn read(journal: &dyn Journal) -> Result<Self, Problem> {
        let text = journal.setting(KEY).await.map_err(|e| problem::of_journal(&e))?;
        Ok(text.map_or_else(Self::default, |text| Self::parse(&text)))
    }

    /// Keep these.
    ///
    /// # Errors
    /// [`PreferenceError`], or the journal's problem.
    pub async fn keep(&self, journal: &dyn Journal) -> Result<(), Problem> {
        self.check()?;
        let kept = Kept { version: VERSION, preferences: self.clone() };
        let text = serde_json::to_string(&kept).map_err(|e| Problem::from(PreferenceError::Folder).caused_by(&e))?;
        journal.set_setting(KEY, &text).await.map_err(|e| problem::of_journal(&e))
    }

    fn parse(text: &str) -> Self {
        match serde_json::from_str::<Kept>(text) {
            Ok(kept) if kept.version == VERSION => kept.preferences.bounded(),
            Ok(kept) => {
                tracing::warn!(version = kept.version, "the preferences are of another version; defaults are used");
                Self::default()
            }
            Err(error) => {
                tracing::warn!(%error, "the preferences cannot be read; defaults are used");
                Self::default()
            }
        }
    }

    fn bounded(mut self) -> Self {
        self.parallel = self.parallel.clamp(*Self::PARALLEL.start(), *Self::PARALLEL.end());
        for limit in [&mut self.upload_limit, &mut self.download_limit] {
            *limit = limit.map(|limit| limit.max(Self::LEAST_LIMIT));
        }
        self.download_folder = self.download_folder.filter(|path| is_folder_name(path));
        self
    }

    fn check(&self) -> Result<(), PreferenceError> {
        if !Self::PARALLEL.contains(&self.parallel) {
            return Err(PreferenceError::Parallel { asked: self.parallel });
        }
        let limits = [self.upload_limit, self.download_limit];
        if let Some(asked) = limits.into_iter().flatten().find(|limit| *limit < Self::LEAST_LIMIT) {
            return Err(PreferenceError::Limit { asked });
        }
        let fits = self.download_folder.as_deref().is_none_or(is_folder_name);
        if fits { Ok(()) } else { Err(PreferenceError::Folder) }
    }
}

fn is_folder_name(path: &Path) -> bool {
    path.is_absolute() && path.as_os_str().len() <= PATH_LIMIT
}

impl From<PreferenceError> for Problem {
    fn from(error: PreferenceError) -> Self {
        let (code, remedy) = match error {
            PreferenceError::Parallel { .. } => ("setting_parallel", "Choose a number in between."),
            PreferenceError::Limit { .. } => ("setting_limit", "Choose a greater limit, or none."),
            PreferenceError::Folder => ("setting_folder", "Choose another folder."),
        };
        Self::new(code, error.to_string(), remedy)
    }
}

#[cfg(test)]
mod tests {
    use pileus_ports::fake::FakeJournal;

    use super::*;

    fn some() -> Preferences {
        Preferences {
            parallel: 5,
            upload_limit: Some(ByteCount(100_000)),
            download_limit: None,
            download_folder: Some(PathBuf::from("/home/me/Downloads")),
        }
    }

    #[tokio::test]
    async fn what_is_kept_is_read_again() {
        let journal = FakeJournal::new();
        assert_eq!(Preferences::read(&journal).await.unwrap(), Preferences::default());
        some().keep(&journal).await.unwrap();
        assert_eq!(Preferences::read(&journal).await.unwrap(), some());
    }

    #[tokio::test]
    async fn what_lies_outside_the_bounds_is_refused_and_changes_nothing() {
        let journal = FakeJournal::new();
        some().keep(&journal).await.unwrap();
        for (wrong, code) in [
            (Preferences { parallel: 0, ..some() }, "setting_parallel"),
            (Preferences { parallel: 9, ..some() }, "setting_parallel"),
            (Preferences { upload_limit: Some(ByteCount(65_535)), ..some() }, "setting_limit"),
            (Preferences { download_limit: Some(ByteCount(0)), ..some() }, "setting_limit"),
            (Preferences { download_folder: Some("Downloads".into()), ..some() }, "setting_folder"),
            (
                Preferences { download_folder: Some(format!("/{}", "x".repeat(5_000)).into()), ..some() },
                "setting_folder",
            ),
        ] {
            assert_eq!(wrong.keep(&journal).await.unwrap_err().code, code, "{wrong:?}");
        }
        assert_eq!(Preferences::read(&journal).await.unwrap(), some());
    }

    #[test]
    fn what_others_wrote_is_brought_into_bounds_or_left_out() {
        let read = Preferences::parse(r#"{"version":1,"parallel":4000,"upload_limit":1,"download_folder":"x"}"#);
        let expected =
            Preferences { parallel: 8, upload_limit: Some(Preferences::LEAST_LIMIT), ..Preferences::default() };
        assert_eq!(read, expected);
        for text in ["", "[]", "{}", r#"{"version":2,"parallel":7}"#, r#"{"version":1,"parallel":-1}"#] {
            assert_eq!(Preferences::parse(text), Preferences::default(), "{text}");
        }
    }
}
