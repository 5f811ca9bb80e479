//! Plain files at full size against `tests/vectors/plain.json`.

use pileus_codec::{Encoder, Envelope, content_hash, fid_of, flat_fid_of, rebuild_segment};
use pileus_domain::{ByteCount, ContentHash, Fid, Geometry};
use rand::{RngExt, SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

use crate::common::{pattern, plan, shards};

#[derive(Deserialize)]
struct Case {
    length: usize,
    input_sha256: Option<ContentHash>,
    segments: Vec<Segment>,
    fid: Fid,
    flat_fid: Fid,
}

#[derive(Deserialize)]
struct Segment {
    hash: ContentHash,
    #[serde(default)]
    fragments: Vec<ContentHash>,
}

fn cases() -> Vec<Case> {
    serde_json::from_str(include_str!("../../../tests/vectors/plain.json")).unwrap()
}

#[test]
fn plans_agree_with_the_reference_implementations() {
    let cases = cases();
    assert_eq!(cases.len(), 7);
    for case in cases {
        let source = pattern(case.length);
        if let Some(expected) = case.input_sha256 {
            assert_eq!(content_hash(&source), expected, "input of {} bytes", case.length);
        }
        let plan = plan(Geometry::CESS, &source, &Envelope::Plain);
        assert_eq!(plan.fid, case.fid, "{} bytes", case.length);
        assert_eq!(plan.file_size, ByteCount(case.length as u64));
        assert_eq!(plan.segments.len(), case.segments.len());
        for (found, expected) in plan.segments.iter().zip(&case.segments) {
            assert_eq!(found.hash, expected.hash, "{} bytes", case.length);
            if !expected.fragments.is_empty() {
                assert_eq!(found.fragments, expected.fragments, "{} bytes", case.length);
            }
        }
        let hashes: Vec<_> = plan.segments.iter().map(|segment| segment.hash).collect();
        assert_eq!(fid_of(&hashes), Some(case.fid));
        assert_eq!(flat_fid_of(&hashes), Some(case.flat_fid));
    }
}

#[test]
fn twenty_random_subsets_restore_a_segment_of_full_size() {
    let geometry = Geometry::CESS;
    let mut rng = ChaCha8Rng::seed_from_u64(20);
    let mut source = vec![0; geometry.segment()];
    rng.fill(&mut source[..]);
    let encoder = Encoder::new(geometry, &source, &Envelope::Plain).unwrap();
    let whole = shards(&encoder, geometry.fragment(), 0);
    for _ in 0..20 {
        let mut positions: Vec<usize> = (0..12).collect();
        positions.shuffle(&mut rng);
        let kept = &positions[..4];
        let mut left: Vec<_> = (0..12).map(|i| kept.contains(&i).then(|| whole[i].clone().unwrap())).collect();
        rebuild_segment(geometry, &mut left).unwrap();
        assert!(left[..4] == whole[..4], "fragments {kept:?} give another segment");
    }
}
