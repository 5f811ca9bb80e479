//! Why a recovery kit is not made, not opened, or not used.

use std::{io, path::PathBuf};

use pileus_domain::Problem;

/// A refusal that has to do with recovery kits. It becomes a [`Problem`] on the way out; no word of a kit is in it.
#[derive(Debug, thiserror::Error)]
pub enum KitError {
    /// The vault holds nothing that a kit could bring back.
    #[error("There is no account and no data key yet, so a kit would bring nothing back. Nothing was written.")]
    Empty,
    /// The person no longer wanted it.
    #[error("The kit was stopped in time. Nothing was written.")]
    Stopped,
    /// More than a kit can hold.
    #[error("There is more to keep than a kit can hold: {what}. Nothing was written.")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
    },
    /// Impossible numbers of shares.
    #[error("A kit cannot be split so that {needed} of {total} shares open it. Nothing was written.")]
    BadSplit {
        /// How many shall open it.
        needed: u8,
        /// How many there shall be.
        total: u8,
    },
    /// What was written does not open.
    #[error("The kit was written and does not open when it is read back. What was written was removed again.")]
    NotProven,
    /// A file cannot be used.
    #[error("{} could not be {what}.", .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// For what.
        what: &'static str,
        /// Why.
        source: io::Error,
    },
    /// These bytes are something else.
    #[error("This is not a recovery kit. Nothing was changed.")]
    NotAKit,
    /// A version that this program does not know.
    #[error(
        "This recovery kit has version {version} of the format, which this program does not know. Nothing was changed."
    )]
    Newer {
        /// Which.
        version: u32,
    },
    /// The bytes of a kit, changed.
    #[error("This recovery kit is damaged: it is not what was written. Nothing was changed.")]
    Damaged,
    /// Words that are no words of a kit.
    #[error("{0} Nothing was changed.")]
    Words(PhraseFault),
    /// Words that are no share of a kit.
    #[error("Share {share}: {fault} Nothing was changed.")]
    Share {
        /// Which of those that were given, from 1.
        share: usize,
        /// What is wrong with it.
        fault: PhraseFault,
    },
    /// Too few different shares.
    #[error("This kit opens with {needed} different shares, and {given} came. Nothing was changed.")]
    SharesFew {
        /// How many came.
        given: usize,
        /// How many it takes.
        needed: u8,
    },
    /// Shares that were not made together.
    #[error("These shares were not made together: they are of different kits. Nothing was changed.")]
    SharesMixed,
    /// Good words of another kit.
    #[error("These words are whole, and belong to another kit than this one. Nothing was changed.")]
    Mismatch,
    /// A text without any code.
    #[error("There is no code of a recovery kit in this text. Nothing was changed.")]
    NoCodes,
    /// A code that was not copied whole.
    #[error("Code {part} of this kit is not whole: it was cut or changed on the way. Nothing was changed.")]
    CodeDamaged {
        /// Which, from 1.
        part: u16,
    },
    /// Codes that were not given.
    #[error("This kit has {parts} codes, and these are missing: {missing}. Nothing was changed.")]
    CodesMissing {
        /// Their numbers, as text.
        missing: String,
        /// How many there are.
        parts: u16,
    },
    /// Codes of several kits.
    #[error("These codes are of different kits. Nothing was changed.")]
    CodesMixed,
    /// No file that the kit could open.
    #[error("There is no stored file on this network that this kit could open: nothing can be tried.")]
    NothingToDrill,
    /// The file is another one than the kit says.
    #[error("The kit opened the file, and its length is not the one that the kit has of it.")]
    DrillDiffers,
}

/// What is wrong with words. They are named by place alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhraseFault {
    /// More or fewer than there must be.
    #[error("There must be {expected} words, and there are {found}.")]
    Count {
        /// How many came.
        found: usize,
        /// How many there must be.
        expected: usize,
    },
    /// A word that is in no kit.
    #[error("Word {place} is not in the list that all words of a kit come from.")]
    Unknown {
        /// Which, from 1.
        place: usize,
    },
    /// A word of the list, but not the right one.
    #[error("Word {place} is a wrong one: the others fit together.")]
    Wrong {
        /// Which, from 1.
        place: usize,
    },
    /// They do not fit together, and no single one is to blame.
    #[error("These words do not fit together: some are wrong, or in another order.")]
    Checksum,
}

impl PhraseFault {
    fn place(self) -> Option<usize> {
        match self {
            Self::Unknown { place } | Self::Wrong { place } => Some(place),
            Self::Count { .. } | Self::Checksum => None,
        }
    }
}

impl KitError {
    /// The code that never changes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "kit_empty",
            Self::Stopped => "stopped",
            Self::TooLarge { .. } => "kit_too_large",
            Self::BadSplit { .. } => "kit_split",
            Self::NotProven => "kit_not_proven",
            Self::File { .. } => "file_unusable",
            Self::NotAKit => "kit_unreadable",
            Self::Newer { .. } => "kit_newer",
            Self::Damaged => "kit_damaged",
            Self::Words(fault) if fault.place().is_some() => "kit_word",
            Self::Words(_) => "kit_words",
            Self::Share { fault, .. } if fault.place().is_some() => "kit_share_word",
            Self::Share { .. } => "kit_share",
            Self::SharesFew { .. } => "kit_shares_few",
            Self::SharesMixed => "kit_shares_mixed",
            Self::Mismatch => "kit_mismatch",
            Self::NoCodes => "kit_codes",
            Self::CodeDamaged { .. } => "kit_code",
            Self::CodesMissing { .. } => "kit_codes_missing",
            Self::CodesMixed => "kit_codes_mixed",
            Self::NothingToDrill => "kit_nothing_to_drill",
            Self::DrillDiffers => "kit_drill_differs",
        }
    }

    /// What to do now.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Empty => "Make an account or a data key first.",
            Self::Stopped => "Start it again any time.",
            Self::TooLarge { .. } => "Remove what is no longer needed, and make the kit again.",
            Self::BadSplit { .. } => "Ask for 2 to 16 shares, of which at least 2 are needed.",
            Self::NotProven => "Make it again, on another disk if this happens twice.",
            Self::File { .. } => "Check the path and your rights on it.",
            Self::NotAKit => "Choose the file whose name ends in .pileus-kit.",
            Self::Newer { .. } => "Use a newer version of this program.",
            Self::Damaged => "Use another copy of the kit, or the codes on its page.",
            Self::Words(fault) | Self::Share { fault, .. } if fault.place().is_some() => {
                "Compare this word with the page, and try again."
            }
            Self::Words(_) => "Compare the words with the page, one by one, and try again.",
            Self::Share { .. } => "Compare the words of this share with its page, one by one, and try again.",
            Self::SharesFew { .. } => "Find another share of the same kit.",
            Self::SharesMixed => "Take shares whose pages show the same kit number.",
            Self::Mismatch => "Take the page that shows the same kit number and date.",
            Self::NoCodes => "Paste the text that a camera reads from the codes on the page.",
            Self::CodeDamaged { .. } => "Read this code again, and paste its whole text.",
            Self::CodesMissing { .. } => "Read the missing codes as well; their order does not matter.",
            Self::CodesMixed => "Take all codes from pages that show the same kit number.",
            Self::NothingToDrill => "Store a sealed file and make a new kit; then try again.",
            Self::DrillDiffers => "Make a new kit.",
        }
    }
}

impl From<KitError> for Problem {
    fn from(error: KitError) -> Self {
        let problem = Self::new(error.code(), error.to_string(), error.remedy());
        match &error {
            KitError::File { source, .. } => problem.caused_by(source),
            KitError::Words(fault) => placed(problem, *fault),
            KitError::Share { share, fault } => placed(problem.with("share", share), *fault),
            KitError::SharesFew { given, needed } => problem.with("given", given).with("needed", needed),
            KitError::CodeDamaged { part } => problem.with("part", part),
            KitError::CodesMissing { missing, parts } => problem.with("missing", missing).with("parts", parts),
            KitError::Newer { version } => problem.with("version", version),
            _ => problem,
        }
    }
}

fn placed(problem: Problem, fault: PhraseFault) -> Problem {
    match fault.place() {
        Some(place) => problem.with("place", place),
        None => problem,
    }
}
