//! Sealed files in a small geometry: every boundary, every flipped bit, any range.

use std::ops::Range;

use pileus_codec::{
    Argon2Cost, DataKey, Envelope, HeaderSpec, Metadata, OpenError, Opener, Passphrase, SealError, Sealer, UnlockKey,
    WrapKey, header_size, is_sealed,
};
use pileus_domain::{Geometry, SegmentIndex};
use proptest::prelude::*;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;

use crate::common::{pattern, plain_geometry, plan, sealed_geometry, stored};

fn key() -> DataKey {
    DataKey::from_bytes([0x42; 32])
}

fn sealer(length: usize, seed: u64) -> Sealer {
    let key = key();
    let metadata = Metadata { name: "a name".into(), bucket: "b".into(), media_type: "text/plain".into() };
    let spec = HeaderSpec { real_length: length as u64, metadata, wraps: vec![WrapKey::DataKey(&key)] };
    Sealer::new(sealed_geometry(), &spec, &mut ChaCha20Rng::seed_from_u64(seed)).unwrap()
}

fn sealed(length: usize) -> Vec<Vec<u8>> {
    stored(sealed_geometry(), &pattern(length), &Envelope::Sealed(sealer(length, 1)))
}

fn open(stored: &[Vec<u8>]) -> Result<Vec<u8>, OpenError> {
    let opener = Opener::open(sealed_geometry(), &stored[0], &[UnlockKey::DataKey(&key())])?;
    opener.check_declared_size(stored.iter().map(|segment| segment.len() as u64).sum())?;
    let mut opened = Vec::new();
    for (index, segment) in (0..).zip(stored) {
        let mut bytes = segment.clone();
        let file = opener.open_segment(SegmentIndex(index), &mut bytes)?;
        opened.extend_from_slice(&bytes[file]);
    }
    Ok(opened)
}

/// Open a range chunk by chunk.
fn open_range(stored: &[Vec<u8>], range: Range<u64>) -> Vec<u8> {
    let opener = Opener::open(sealed_geometry(), &stored[0], &[UnlockKey::DataKey(&key())]).unwrap();
    let mut opened = Vec::new();
    for place in opener.chunks(range.clone()) {
        let segment = &stored[place.segment.0 as usize];
        let mut bytes = segment[place.ciphertext.clone()].to_vec();
        let length = opener.open_chunk(&place, &mut bytes, segment[place.tag.clone()].try_into().unwrap()).unwrap();
        assert_eq!(length as u64, place.payload.end - place.payload.start);
        let from = range.start.saturating_sub(place.payload.start);
        let to = range.end.min(place.payload.end) - place.payload.start;
        opened.extend_from_slice(&bytes[usize::try_from(from).unwrap()..usize::try_from(to).unwrap()]);
    }
    opened
}

#[test]
fn lengths_near_every_boundary_open_to_themselves() {
    let geometry = sealed_geometry();
    let tags = geometry.segment() / geometry.strip() * 16;
    let first = geometry.segment() - tags - header_size(geometry);
    let later = geometry.segment() - tags;
    let mut boundaries = vec![0, geometry.strip(), geometry.fragment(), geometry.segment()];
    boundaries.extend((0..3).map(|n| first + n * later));
    boundaries.extend((1..8).map(|n| n * geometry.strip() - tags));
    for length in boundaries.into_iter().flat_map(|at| at.saturating_sub(2)..=at + 2) {
        assert!(open(&sealed(length)) == Ok(pattern(length)), "{length} bytes");
    }
}

#[test]
fn any_flipped_bit_of_a_stored_file_is_detected() {
    let good = sealed(100);
    assert_eq!(good.len(), 1);
    for at in 0..good[0].len() {
        let mut bad = good.clone();
        bad[0][at] ^= 1 << (at % 8);
        assert!(open(&bad).is_err(), "byte {at}");
    }
}

#[test]
fn any_flipped_bit_of_a_source_changes_the_plan() {
    let geometry = plain_geometry();
    let source = pattern(600);
    let expected = plan(geometry, &source, &Envelope::Plain).fid;
    for at in 0..source.len() {
        let mut changed = source.clone();
        changed[at] ^= 1 << (at % 8);
        assert_ne!(plan(geometry, &changed, &Envelope::Plain).fid, expected, "byte {at}");
    }
}

#[test]
fn the_same_header_and_file_give_the_same_bytes_again() {
    let source = pattern(30_000);
    let first = sealer(source.len(), 5);
    let header = first.header_bytes().to_vec();
    let again = Sealer::from_header(sealed_geometry(), &header, UnlockKey::DataKey(&key())).unwrap();
    let [first, again] = [first, again].map(|sealer| stored(sealed_geometry(), &source, &Envelope::Sealed(sealer)));
    assert!(first == again);
}

#[test]
fn two_headers_of_one_person_share_nothing_but_the_public_fields() {
    let [one, two] = [1, 2].map(|seed| sealer(1000, seed).header_bytes().to_vec());
    assert_eq!(one[..32], two[..32]);
    let hints = [one, two].map(|header| header[128..144].to_vec());
    assert_ne!(hints[0], hints[1]);
}

#[test]
fn nothing_of_the_file_shows_in_its_stored_bytes() {
    let stored = sealed(30_000);
    let content = pattern(30_000);
    assert!(is_sealed(&stored[0]) && !is_sealed(&content));
    for needle in [&content[..32], &content[9_000..9_032], b"a name"] {
        let found = stored.iter().any(|segment| segment.windows(needle.len()).any(|window| window == needle));
        assert!(!found);
    }
}

#[test]
fn headers_that_cannot_be_written_are_refused() {
    let key = key();
    let words = Passphrase::new("words".into());
    let make = |real_length, wraps: Vec<WrapKey<'_>>, geometry: Geometry| {
        let spec = HeaderSpec { real_length, metadata: Metadata::default(), wraps };
        Sealer::new(geometry, &spec, &mut ChaCha20Rng::seed_from_u64(0)).err()
    };
    let one = WrapKey::DataKey(&key);
    let spoken = WrapKey::Passphrase(&words, Argon2Cost::new(8, 1, 1).unwrap());
    let small = sealed_geometry();
    assert_eq!(make(1, vec![], small), Some(SealError::WrapCount { found: 0, limit: 16 }));
    assert_eq!(make(1, vec![one; 17], small), Some(SealError::WrapCount { found: 17, limit: 16 }));
    assert_eq!(make(1, vec![spoken; 5], small), Some(SealError::PassphraseCount { found: 5, limit: 4 }));
    assert_eq!(make(1, vec![one; 16], small), None);
    assert_eq!(make(1, vec![one], plain_geometry()), Some(SealError::Geometry { strip: 512 }));
    let limit = 33_537_982_464;
    assert_eq!(make(limit, vec![one], Geometry::CESS), None);
    assert_eq!(make(limit + 1, vec![one], Geometry::CESS), Some(SealError::TooLong { found: limit + 1, limit }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_range_opens_without_the_rest(length in 0_usize..60_000, start in 0_u64..61_000, span in 0_u64..61_000) {
        let content = pattern(length);
        let range = start..start + span;
        let clip = |at: u64| usize::try_from(at.min(length as u64)).unwrap();
        prop_assert_eq!(open_range(&sealed(length), range.clone()), &content[clip(range.start)..clip(range.end)]);
    }

    #[test]
    fn any_flipped_bit_of_a_larger_file_is_detected(length in 1_usize..40_000, at: prop::sample::Index, bit in 0_u8..8) {
        let mut bad = sealed(length);
        let place = at.index(bad.len() * sealed_geometry().segment());
        bad[place / sealed_geometry().segment()][place % sealed_geometry().segment()] ^= 1 << bit;
        prop_assert!(open(&bad).is_err());
    }

    #[test]
    fn a_hostile_header_never_panics(edits in prop::collection::vec((0_usize..4096, any::<u8>()), 1..20), redigest: bool) {
        use sha2::Digest;
        let mut header = sealer(1000, 3).header_bytes().to_vec();
        for (at, byte) in edits {
            header[at] = byte;
        }
        if redigest {
            let digest = sha2::Sha256::digest(&header[..4064]);
            header[4064..].copy_from_slice(&digest);
        }
        let key = key();
        let answer = Opener::open(sealed_geometry(), &header, &[UnlockKey::DataKey(&key)]);
        if let Ok(opener) = answer {
            prop_assert_eq!(opener.metadata().name.as_str(), "a name");
        }
    }
}
