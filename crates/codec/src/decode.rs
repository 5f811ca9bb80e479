//! From any four fragments back to the segment, and to the bytes of the file in it.

use pileus_domain::{ColumnIndex, ContentHash, Geometry, SegmentIndex};
use reed_solomon_erasure::galois_8::ReedSolomon;
use sha2::{Digest, Sha256};

use crate::error::DecodeError;

/// Make the data shards of a segment whole.
///
/// Afterwards the first four places hold the segment; the others stay as they are.
///
/// # Shapes
/// 12 places in column order, at least 4 of them filled with a whole fragment.
/// # Errors
/// [`DecodeError`] names the fragment or the number that is wrong; nothing is changed then.
/// # Source
/// protocol §2.2; `tests/vectors/plain.json`.
pub fn rebuild_segment(geometry: Geometry, shards: &mut [Option<Vec<u8>>]) -> Result<(), DecodeError> {
    check_shards(geometry, shards)?;
    if shards[..geometry.data()].iter().all(Option::is_some) {
        return Ok(());
    }
    let coder = ReedSolomon::new(geometry.data(), geometry.parity()).map_err(DecodeError::Coder)?;
    coder.reconstruct_data(shards).map_err(DecodeError::Coder)
}

/// SHA-256 over the data shards of a whole segment.
///
/// # Errors
/// [`DecodeError::TooFewShards`] when a data shard is missing.
pub fn segment_hash(geometry: Geometry, shards: &[Option<Vec<u8>>]) -> Result<ContentHash, DecodeError> {
    let mut hash = Sha256::new();
    let data = shards.get(..geometry.data()).unwrap_or(shards);
    let present = data.iter().flatten().map(|shard| hash.update(shard)).count();
    if present < geometry.data() {
        return Err(DecodeError::TooFewShards { present, needed: geometry.data() });
    }
    Ok(ContentHash(hash.finalize().into()))
}

/// Compare a whole segment with the hash on the chain.
///
/// # Errors
/// [`DecodeError::SegmentHash`] when whoever declared the file declared fragments that do not belong to it.
pub fn check_segment(geometry: Geometry, shards: &[Option<Vec<u8>>], expected: ContentHash) -> Result<(), DecodeError> {
    let found = segment_hash(geometry, shards)?;
    if found == expected { Ok(()) } else { Err(DecodeError::SegmentHash { expected, found }) }
}

/// Bytes of a segment that belong to a plain file of `file_size` bytes; the rest is padding.
pub fn payload_length(geometry: Geometry, file_size: u64, segment: SegmentIndex) -> usize {
    let size = geometry.segment() as u64;
    let left = file_size.saturating_sub(u64::from(segment.0) * size).min(size);
    usize::try_from(left).unwrap_or(geometry.segment())
}

fn check_shards(geometry: Geometry, shards: &[Option<Vec<u8>>]) -> Result<(), DecodeError> {
    if shards.len() != geometry.total() {
        return Err(DecodeError::ShardCount { expected: geometry.total(), found: shards.len() });
    }
    let expected = geometry.fragment();
    for (column, shard) in ColumnIndex::all().zip(shards) {
        if let Some(found) = shard.as_ref().map(Vec::len).filter(|found| *found != expected) {
            return Err(DecodeError::ShardLength { column, expected, found });
        }
    }
    let present = shards.iter().flatten().count();
    if present < geometry.data() {
        return Err(DecodeError::TooFewShards { present, needed: geometry.data() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Geometry {
        Geometry::small(4096, 512).unwrap()
    }

    #[test]
    fn wrong_counts_and_lengths_are_named() {
        let geometry = small();
        let mut shards = vec![None; 11];
        assert_eq!(rebuild_segment(geometry, &mut shards), Err(DecodeError::ShardCount { expected: 12, found: 11 }));
        let mut shards = vec![None; 12];
        shards[6] = Some(vec![0; 1023]);
        let column = ColumnIndex::new(7).unwrap();
        assert_eq!(
            rebuild_segment(geometry, &mut shards),
            Err(DecodeError::ShardLength { column, expected: 1024, found: 1023 })
        );
        shards[6] = Some(vec![0; 1024]);
        assert_eq!(rebuild_segment(geometry, &mut shards), Err(DecodeError::TooFewShards { present: 1, needed: 4 }));
    }

    #[test]
    fn the_file_ends_inside_its_last_segment() {
        let geometry = small();
        assert_eq!(payload_length(geometry, 5000, SegmentIndex(0)), 4096);
        assert_eq!(payload_length(geometry, 5000, SegmentIndex(1)), 904);
        assert_eq!(payload_length(geometry, 5000, SegmentIndex(2)), 0);
    }

    #[test]
    fn a_segment_that_was_declared_wrongly_is_noticed() {
        let geometry = small();
        let shards: Vec<_> = (0..12).map(|i| (i < 4).then(|| vec![0_u8; 1024])).collect();
        assert!(check_segment(geometry, &shards, crate::content_hash(&[0; 4096])).is_ok());
        let expected = ContentHash([1; 32]);
        assert!(matches!(check_segment(geometry, &shards, expected), Err(DecodeError::SegmentHash { .. })));
        assert!(matches!(segment_hash(geometry, &shards[1..]), Err(DecodeError::TooFewShards { present: 3, .. })));
    }
}
