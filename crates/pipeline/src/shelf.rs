//! Rebuilt segments in memory, for readers who come back to them.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use pileus_domain::{Fid, FileRecord, Problem, SegmentIndex};
use tokio::sync::{OnceCell, Semaphore};

use crate::{fetch::Fetcher, problem};

/// Segments (32 MiB each) that stay in memory.
const KEPT: usize = 4;
/// Segments that are fetched at the same time.
const FETCHED: usize = 2;

/// The segments that were used last, of all files that share the shelf. They lie here as the network holds them: what
/// is kept of a sealed file is sealed.
pub struct SegmentShelf {
    slots: Mutex<VecDeque<(Place, Slot)>>,
    fetches: Semaphore,
}

/// One segment of one file.
type Place = (Fid, SegmentIndex);
/// A segment, once somebody has fetched it; those who want it meanwhile wait for the same fetch.
type Slot = Arc<OnceCell<Bytes>>;

impl Default for SegmentShelf {
    fn default() -> Self {
        Self { slots: Mutex::default(), fetches: Semaphore::new(FETCHED) }
    }
}

impl SegmentShelf {
    /// A checked segment, from here or from the storage nodes.
    pub(crate) async fn segment(
        &self,
        index: SegmentIndex,
        record: &FileRecord,
        fetcher: &Fetcher<'_>,
    ) -> Result<Bytes, Problem> {
        let slot = self.slot((fetcher.fid, index));
        let fetched = slot.get_or_try_init(|| async {
            let _turn = self.fetches.acquire().await;
            let segment = usize::try_from(index.0).ok().and_then(|index| record.segments.get(index));
            let segment = segment.ok_or_else(|| problem::fid_mismatch(&fetcher.fid))?;
            fetcher.segment(index, segment).await.map(Bytes::from)
        });
        fetched.await.cloned()
    }

    /// The slot of a place, now in front of all others; those behind the last one are forgotten.
    fn slot(&self, wanted: Place) -> Slot {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = slots.iter().position(|(place, _)| *place == wanted).and_then(|at| slots.remove(at));
        let (place, slot) = kept.unwrap_or_else(|| (wanted, Slot::default()));
        slots.push_front((place, Arc::clone(&slot)));
        slots.truncate(KEPT);
        slot
    }
}

#[cfg(test)]
mod tests {
    use pileus_domain::ContentHash;

    use super::*;

    #[test]
    fn the_segments_that_were_used_last_are_kept() {
        let shelf = SegmentShelf::default();
        let place = |number: u32| (Fid(ContentHash([0; 32])), SegmentIndex(number));
        let slots: Vec<Slot> = (0..4).map(|number| shelf.slot(place(number))).collect();
        assert!(Arc::ptr_eq(&shelf.slot(place(0)), &slots[0]));
        shelf.slot((Fid(ContentHash([1; 32])), SegmentIndex(0)));
        assert!(Arc::ptr_eq(&shelf.slot(place(0)), &slots[0]), "used a moment ago");
        assert!(!Arc::ptr_eq(&shelf.slot(place(1)), &slots[1]), "not used for the longest time");
    }
}
