//! Small helpers of all modules.

use std::{convert::Infallible, ops::ControlFlow};

use pileus_codec::{Encoder, Envelope, Source};
use pileus_domain::{ColumnIndex, FilePlan, Geometry, SegmentIndex};
use rand::{TryCryptoRng, TryRng};

/// Small segments for files that stay as they are.
pub(crate) fn plain_geometry() -> Geometry {
    Geometry::small(4096, 512).unwrap()
}

/// Small segments whose strips can hold a header: 8 chunks, 4 KiB of header, 128 bytes of tags.
pub(crate) fn sealed_geometry() -> Geometry {
    Geometry::small(16 << 10, 2048).unwrap()
}

/// The content of all vectors.
pub(crate) fn pattern(length: usize) -> Vec<u8> {
    let period: Vec<u8> = (0..251_u32).map(|i| u8::try_from((i * 7 + 3) % 251).unwrap()).collect();
    period.into_iter().cycle().take(length).collect()
}

pub(crate) fn go_on(_: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

pub(crate) fn plan<S: Source + ?Sized>(geometry: Geometry, source: &S, envelope: &Envelope) -> FilePlan {
    Encoder::new(geometry, source, envelope).unwrap().plan(&mut go_on).unwrap()
}

/// Fragments of one segment by column numbers, in the places of a segment.
pub(crate) fn shards<S: Source + ?Sized>(
    encoder: &Encoder<'_, S>,
    fragment: usize,
    segment: u32,
) -> Vec<Option<Vec<u8>>> {
    let columns: Vec<_> = ColumnIndex::all().collect();
    let mut buffers = vec![vec![0; fragment]; columns.len()];
    encoder.fragments(SegmentIndex(segment), &columns, &mut buffers).unwrap();
    buffers.into_iter().map(Some).collect()
}

/// Whole segments as they are stored.
pub(crate) fn stored<S: Source + ?Sized>(geometry: Geometry, source: &S, envelope: &Envelope) -> Vec<Vec<u8>> {
    let encoder = Encoder::new(geometry, source, envelope).unwrap();
    let columns: Vec<_> = ColumnIndex::all().take(4).collect();
    let whole = |segment| {
        let mut bytes = vec![0; geometry.segment()];
        let mut quarters: Vec<_> = bytes.chunks_exact_mut(geometry.fragment()).collect();
        encoder.fragments(SegmentIndex(segment), &columns, &mut quarters).unwrap();
        bytes
    };
    (0..encoder.segments()).map(whole).collect()
}

/// Hands out the bytes that a vector lists, in order.
pub(crate) struct ListedBytes(std::vec::IntoIter<u8>);

impl ListedBytes {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self(bytes.into_iter())
    }
    pub(crate) fn is_used_up(&self) -> bool {
        self.0.len() == 0
    }
}

impl TryRng for ListedBytes {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }
    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for byte in out {
            *byte = self.0.next().expect("the vector lists enough bytes");
        }
        Ok(())
    }
}

impl TryCryptoRng for ListedBytes {}
