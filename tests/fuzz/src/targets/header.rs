//! Headers of sealed files, as storage nodes hand them out.

use pileus_codec::{DataKey, Opener, UnlockKey, WaysToOpen, header_size};
use pileus_domain::{Geometry, SegmentIndex};
use sha2::{Digest as _, Sha256};

const GOOD: &str = include_str!("../../../vectors/sealed/good.json");
const GEOMETRY: Geometry = Geometry::CESS;
/// Bytes of the checksum at the end of a header.
const DIGEST: usize = 32;
/// Chunks that are looked at.
const CHUNKS: usize = 8;

/// Open a header as it is, and as it would be if whoever changed it had put its checksum right.
pub(super) fn header(bytes: &[u8]) {
    open(bytes);
    open(&with_digest(bytes));
}

fn open(bytes: &[u8]) {
    let ways = WaysToOpen::of(GEOMETRY, bytes);
    let key = DataKey::from_bytes(std::array::from_fn(|index| u8::try_from(index).unwrap_or(0)));
    let opened = Opener::open(GEOMETRY, bytes, &[UnlockKey::DataKey(&key)]);
    let Ok(opener) = opened else { return };
    assert!(ways.is_ok_and(|ways| ways.data_keys > 0));
    let length = opener.real_length();
    let _ = opener.check_declared_size(length);
    for segment in [0, opener.segments() / 2, opener.segments().saturating_sub(1)] {
        let payload = opener.segment_payload(SegmentIndex(segment));
        assert!(payload.start <= payload.end && payload.end <= length, "{payload:?} of {length}");
    }
    assert!(opener.chunks(0..length).take(CHUNKS).count() <= CHUNKS);
}

/// The front of a header, filled up to its whole length.
fn with_digest(front: &[u8]) -> Vec<u8> {
    let mut header = front.to_vec();
    header.resize(header_size(GEOMETRY) - DIGEST, 0);
    let digest = Sha256::digest(&header);
    header.extend_from_slice(&digest);
    header
}

/// The fronts of the headers of the vectors.
pub(super) fn headers() -> Vec<Vec<u8>> {
    let fronts = super::texts(GOOD, "header_front");
    fronts.iter().map(|digits| hex::decode(digits).expect("headers are hexadecimal digits")).collect()
}
