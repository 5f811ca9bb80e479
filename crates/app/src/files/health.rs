//! How well the network keeps a file, by the chain's own word.

use pileus_domain::{ByteCount, FileRecord, FileState, Geometry};
use pileus_ports::{CatalogueFile, FileStatus, Seal};

/// What the chain says of a file, in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Health {
    standing: HealthStanding,
    holding: u8,
}

/// What the chain says of a file, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HealthStanding {
    /// Ordered, or stored in a block that is not final yet.
    Arriving,
    /// Stored, and every fragment is held.
    Stored,
    /// Some fragments are not held; the file can be restored from the others.
    Weakened,
    /// Fewer than four fragments of a segment are held.
    Lost,
    /// The network does not know it.
    Gone,
}

impl Health {
    /// Judge by the newest and the newest final block.
    pub fn of(best: &FileStatus, finalized: &FileStatus) -> Self {
        match (&finalized.file, &best.file, &best.deal) {
            (Some(file), _, _) => Self::of_stored(file),
            (None, Some(file), _) => Self { standing: HealthStanding::Arriving, holding: weakest(file) },
            (None, None, Some(deal)) => {
                let reported = u8::try_from(deal.reported.len()).unwrap_or(u8::MAX);
                Self { standing: HealthStanding::Arriving, holding: reported.min(TOTAL) }
            }
            (None, None, None) => Self { standing: HealthStanding::Gone, holding: 0 },
        }
    }

    fn of_stored(file: &FileRecord) -> Self {
        let holding = weakest(file);
        let standing = match file.state {
            _ if usize::from(holding) < Geometry::CESS.data() => HealthStanding::Lost,
            FileState::Active if holding == TOTAL => HealthStanding::Stored,
            FileState::Active | FileState::Calculate | FileState::Missing | FileState::Recovery => {
                HealthStanding::Weakened
            }
        };
        Self { standing, holding }
    }

    /// In one word.
    pub fn standing(self) -> HealthStanding {
        self.standing
    }

    /// Fragments that are held of the weakest segment, 0 to 12.
    pub fn holding(self) -> u8 {
        self.holding
    }
}

/// Fragments of a segment.
const TOTAL: u8 = pileus_domain::ColumnIndex::COUNT;

/// Held fragments of the segment that has fewest.
fn weakest(file: &FileRecord) -> u8 {
    let held = file.segments.iter().map(|segment| segment.fragments.iter().filter(|f| f.available).count());
    held.min().and_then(|held| u8::try_from(held).ok()).unwrap_or(0).min(TOTAL)
}

/// Segments that a file of the catalogue fills.
pub fn segments_of(file: &CatalogueFile) -> u32 {
    let segments = match file.seal {
        Seal::None => Geometry::CESS.segments(file.size.0),
        Seal::DataKey { .. } | Seal::Passphrase => {
            pileus_codec::segments_when_sealed(Geometry::CESS, file.size.0).unwrap_or(u64::MAX)
        }
    };
    u32::try_from(segments).unwrap_or(u32::MAX)
}

/// Territory that a file of the catalogue takes.
pub fn space_taken(file: &CatalogueFile) -> ByteCount {
    ByteCount(Geometry::CESS.charge().0.saturating_mul(u64::from(segments_of(file))))
}

#[cfg(test)]
mod tests {
    use pileus_domain::{
        AccountId, BlockHash, BlockNumber, BlockRef, ColumnIndex, ContentHash, Deal, FragmentRecord, NodeId, Owner,
        Reported, SegmentRecord,
    };

    use super::*;

    fn nothing() -> FileStatus {
        let at = BlockRef { number: BlockNumber(1), hash: BlockHash([0; 32]) };
        FileStatus { at, deal: None, file: None, allocation: None }
    }

    fn stored(held: &[usize], state: FileState) -> FileStatus {
        let node = NodeId(AccountId([0; 32]));
        let fragment = |available| FragmentRecord { hash: ContentHash([0; 32]), available, tag: None, node };
        let segment = |&held: &usize| SegmentRecord {
            hash: ContentHash([0; 32]),
            fragments: (0..12).map(|position| fragment(position < held)).collect(),
        };
        let file = FileRecord {
            segments: held.iter().map(segment).collect(),
            owners: vec![],
            file_size: ByteCount(1),
            completion: BlockNumber(1),
            state,
        };
        FileStatus { file: Some(file), ..nothing() }
    }

    fn judged(held: &[usize], state: FileState) -> (HealthStanding, u8) {
        let status = stored(held, state);
        let health = Health::of(&status, &status);
        (health.standing(), health.holding())
    }

    #[test]
    fn the_weakest_segment_decides() {
        assert_eq!(judged(&[12, 12], FileState::Active), (HealthStanding::Stored, 12));
        assert_eq!(judged(&[12, 11, 12], FileState::Active), (HealthStanding::Weakened, 11));
        assert_eq!(judged(&[12, 4], FileState::Active), (HealthStanding::Weakened, 4));
        assert_eq!(judged(&[12, 3], FileState::Active), (HealthStanding::Lost, 3));
        assert_eq!(judged(&[12], FileState::Recovery), (HealthStanding::Weakened, 12));
    }

    #[test]
    fn a_file_arrives_until_its_block_is_final() {
        let health = Health::of(&stored(&[12], FileState::Active), &nothing());
        assert_eq!((health.standing(), health.holding()), (HealthStanding::Arriving, 12));
        let node = NodeId(AccountId([0; 32]));
        let owner = Owner { account: AccountId([0; 32]), file_name: String::new(), territory: String::new() };
        let reported = ColumnIndex::all().take(5).map(|column| Reported { column, node }).collect();
        let deal = Deal { file_size: ByteCount(1), segments: vec![], owner, reported };
        let health = Health::of(&FileStatus { deal: Some(deal), ..nothing() }, &nothing());
        assert_eq!((health.standing(), health.holding()), (HealthStanding::Arriving, 5));
        assert_eq!(Health::of(&nothing(), &nothing()).standing(), HealthStanding::Gone);
    }
}
