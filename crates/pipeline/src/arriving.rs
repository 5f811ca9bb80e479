//! How segments become a file while they arrive one after the other.

use pileus_codec::PieceOpener;
use pileus_domain::{Geometry, Problem, SegmentIndex};

use crate::{content::Content, problem, target::Target};

/// Bytes of a segment of the network.
const SEGMENT: u64 = Geometry::CESS.segment() as u64;

/// Turns segments into the bytes of the file.
pub(crate) enum Arriving {
    /// Each segment by itself.
    Single(Content),
    /// Pieces of a CD²N gateway, many of which lie in two segments.
    Pieces(PieceOpener),
}

/// The end of a segment that waits for the next one: the beginning of a piece.
#[derive(Default)]
pub(crate) struct Rest(Vec<u8>);

impl Arriving {
    /// Bytes of the file.
    pub(crate) fn length(&self) -> u64 {
        match self {
            Self::Single(content) => content.length(),
            Self::Pieces(opener) => opener.length(),
        }
    }

    /// Can its bytes be read with a key alone?
    pub(crate) fn needs_key(&self) -> bool {
        match self {
            Self::Single(content) => content.needs_key(),
            Self::Pieces(_) => true,
        }
    }

    /// Bytes of the file that are written once so many segments have arrived.
    pub(crate) fn written(&self, segments: u32) -> u64 {
        match self {
            Self::Single(content) => content.segment_start(SegmentIndex(segments)).min(content.length()),
            Self::Pieces(opener) => opener.payload(opener.whole(stored(segments))),
        }
    }

    /// Does a segment begin in the middle of something?
    pub(crate) fn needs_rest(&self, index: SegmentIndex) -> bool {
        match self {
            Self::Single(_) => false,
            Self::Pieces(opener) => rest_length(opener, index.0) > 0,
        }
    }

    /// What the next segment needs of one that was written in an earlier run.
    pub(crate) fn rest(&self, index: SegmentIndex, segment: &[u8]) -> Rest {
        match self {
            Self::Single(_) => Rest::default(),
            Self::Pieces(opener) => {
                let length = rest_length(opener, index.0.saturating_add(1)).min(segment.len());
                Rest(segment[segment.len() - length..].to_vec())
            }
        }
    }

    /// Open a segment and write what became whole with it; what waits for the next one is given back.
    ///
    /// # Errors
    /// The problem of the first part that does not open: nothing of it is written.
    pub(crate) fn write(
        &self,
        index: SegmentIndex,
        rest: Rest,
        mut segment: Vec<u8>,
        target: &Target,
    ) -> Result<Rest, Problem> {
        match self {
            Self::Single(content) => {
                let (offset, opened) = content.open(index, &mut segment)?;
                target.write_at(offset, &segment[opened])?;
                Ok(Rest::default())
            }
            Self::Pieces(opener) => write_pieces(opener, index, rest, &segment, target),
        }
    }
}

fn write_pieces(
    opener: &PieceOpener,
    index: SegmentIndex,
    rest: Rest,
    segment: &[u8],
    target: &Target,
) -> Result<Rest, Problem> {
    let Rest(mut held) = rest;
    held.extend_from_slice(segment);
    let (first, behind) = (opener.whole(stored(index.0)), opener.whole(stored(index.0.saturating_add(1))));
    let start = opener.stored(first).start;
    // Far below what memory can count: at most two segments are held.
    let place = |position: u64| usize::try_from(position - start).unwrap_or(usize::MAX);
    for piece in first..behind {
        let there = opener.stored(piece);
        let bytes = &mut held[place(there.start)..place(there.end)];
        let length = opener.open(piece, bytes).map_err(|e| problem::of_piece(&e))?;
        target.write_at(opener.payload(piece), &bytes[..length])?;
    }
    held.drain(..place(opener.stored(behind).start).min(held.len()));
    Ok(Rest(held))
}

/// Stored bytes of so many segments.
fn stored(segments: u32) -> u64 {
    u64::from(segments) * SEGMENT
}

/// Bytes before segment `segments` that belong to a piece which ends behind them.
fn rest_length(opener: &PieceOpener, segments: u32) -> usize {
    let arrived = stored(segments);
    let open = opener.stored(opener.whole(arrived)).start;
    usize::try_from(arrived.saturating_sub(open)).unwrap_or(usize::MAX)
}
