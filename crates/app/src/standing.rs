//! Where a file stands on the network, in one word.

use std::fmt;

use pileus_domain::{BlockRef, ByteCount, ColumnIndex, FileRecord, FileState};
use pileus_ports::FileStatus;
use serde::Serialize;

/// What a person wants to know of a file first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// The network does not know it.
    Unknown,
    /// Ordered; nodes have still to report.
    Ordered {
        /// Columns reported.
        reported: usize,
        /// Columns in all.
        columns: u8,
    },
    /// ACTIVE, in a block that may still change.
    Completing,
    /// ACTIVE in a final block.
    Stored {
        /// Fragments that can be had of the weakest segment.
        weakest: usize,
        /// Fragments of a segment.
        fragments: u8,
    },
    /// The chain keeps it, but says that it cannot be read.
    NotReadable {
        /// The chain's state.
        state: FileState,
    },
}

impl Standing {
    /// Judge by the newest and the newest final block.
    pub fn of(best: &FileStatus, finalized: &FileStatus) -> Self {
        if let Some(file) = &finalized.file {
            return Self::of_file(file);
        }
        match (&best.file, &best.deal) {
            (Some(_), _) => Self::Completing,
            (None, Some(deal)) => Self::Ordered { reported: deal.reported.len(), columns: ColumnIndex::COUNT },
            (None, None) => Self::Unknown,
        }
    }

    fn of_file(file: &FileRecord) -> Self {
        match file.state {
            FileState::Active => Self::Stored { weakest: weakest(file), fragments: ColumnIndex::COUNT },
            state => Self::NotReadable { state },
        }
    }

    /// Is it ACTIVE in a final block?
    pub fn is_stored(&self) -> bool {
        matches!(self, Self::Stored { .. })
    }
}

/// Available fragments of the segment that has fewest.
fn weakest(file: &FileRecord) -> usize {
    let counts = file.segments.iter().map(|segment| segment.fragments.iter().filter(|f| f.available).count());
    counts.min().unwrap_or(0)
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("not on this network"),
            Self::Ordered { reported, columns } => {
                write!(f, "being stored: {reported} of {columns} storage nodes have reported")
            }
            Self::Completing => f.write_str("stored, in a block that is not final yet"),
            Self::Stored { weakest, fragments } => {
                write!(f, "stored; {weakest} of {fragments} fragments of the weakest segment can be had")
            }
            Self::NotReadable { state } => {
                let state = match state {
                    FileState::Active => "active",
                    FileState::Calculate => "calculating tags",
                    FileState::Missing => "missing fragments",
                    FileState::Recovery => "being restored",
                };
                write!(f, "not readable now: {state}")
            }
        }
    }
}

/// A file's facts that all who ask want together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) standing: Standing,
    pub(crate) at: BlockRef,
    pub(crate) declared: Option<ByteCount>,
}

impl Seen {
    pub(crate) fn of(best: &FileStatus, finalized: &FileStatus) -> Self {
        let file = finalized.file.as_ref().or(best.file.as_ref());
        let declared = file.map(|f| f.file_size).or(best.deal.as_ref().map(|d| d.file_size));
        Self { standing: Standing::of(best, finalized), at: finalized.at, declared }
    }
}

#[cfg(test)]
mod tests {
    use pileus_domain::{AccountId, BlockHash, BlockNumber, ContentHash, FragmentRecord, NodeId, SegmentRecord};

    use super::*;

    fn nothing() -> FileStatus {
        let at = BlockRef { number: BlockNumber(1), hash: BlockHash([0; 32]) };
        FileStatus { at, deal: None, file: None, allocation: None }
    }

    fn stored(available: usize) -> FileStatus {
        let fragment = |k| FragmentRecord {
            hash: ContentHash([0; 32]),
            available: k < available,
            tag: None,
            node: NodeId(AccountId([0; 32])),
        };
        let segment = SegmentRecord { hash: ContentHash([0; 32]), fragments: (0..12).map(fragment).collect() };
        let file = FileRecord {
            segments: vec![segment],
            owners: vec![],
            file_size: ByteCount(1),
            completion: BlockNumber(1),
            state: FileState::Active,
        };
        FileStatus { file: Some(file), ..nothing() }
    }

    #[test]
    fn stored_means_active_in_a_final_block() {
        assert_eq!(Standing::of(&stored(12), &nothing()), Standing::Completing);
        let standing = Standing::of(&stored(12), &stored(11));
        assert_eq!(standing, Standing::Stored { weakest: 11, fragments: 12 });
        assert!(standing.is_stored() && !Standing::Completing.is_stored());
    }

    #[test]
    fn a_file_the_chain_cannot_read_is_not_stored() {
        let mut status = stored(12);
        status.file.as_mut().unwrap().state = FileState::Recovery;
        assert!(!Standing::of(&status, &status).is_stored());
        assert_eq!(Standing::of(&nothing(), &nothing()), Standing::Unknown);
    }
}
