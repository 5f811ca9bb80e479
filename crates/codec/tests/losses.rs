//! Every way to lose fragments.

use pileus_codec::{DecodeError, Encoder, Envelope, check_segment, payload_length, rebuild_segment};
use pileus_domain::SegmentIndex;
use proptest::prelude::*;

use crate::common::{go_on, pattern, plain_geometry, shards};

/// All choices of some of the twelve places, as bits.
fn subsets(of: u32) -> impl Iterator<Item = u16> {
    (0..1 << 12).filter(move |bits: &u16| bits.count_ones() == of)
}

fn keep(whole: &[Option<Vec<u8>>], bits: u16) -> Vec<Option<Vec<u8>>> {
    whole.iter().enumerate().map(|(i, shard)| if bits >> i & 1 == 1 { shard.clone() } else { None }).collect()
}

#[test]
fn any_four_fragments_restore_the_segment() {
    let geometry = plain_geometry();
    let source = pattern(geometry.segment());
    let encoder = Encoder::new(geometry, &source, &Envelope::Plain).unwrap();
    let hash = encoder.plan(&mut go_on).unwrap().segments[0].hash;
    let whole = shards(&encoder, geometry.fragment(), 0);
    let mut seen = 0;
    for bits in subsets(4) {
        let mut left = keep(&whole, bits);
        rebuild_segment(geometry, &mut left).unwrap();
        assert_eq!(left[..4], whole[..4], "fragments {bits:012b}");
        check_segment(geometry, &left, hash).unwrap();
        seen += 1;
    }
    assert_eq!(seen, 495);
}

#[test]
fn any_three_fragments_do_not() {
    let geometry = plain_geometry();
    let source = pattern(geometry.segment());
    let encoder = Encoder::new(geometry, &source, &Envelope::Plain).unwrap();
    let whole = shards(&encoder, geometry.fragment(), 0);
    for bits in subsets(3) {
        let mut left = keep(&whole, bits);
        assert_eq!(rebuild_segment(geometry, &mut left), Err(DecodeError::TooFewShards { present: 3, needed: 4 }));
        assert_eq!(left, keep(&whole, bits), "nothing is changed");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_file_survives_any_loss_of_up_to_eight_fragments_a_segment(
        length in 1_usize..20_000,
        lost in prop::collection::vec((0_u16..1 << 12).prop_filter("at most 8", |bits| bits.count_ones() <= 8), 5),
    ) {
        let geometry = plain_geometry();
        let source = pattern(length);
        let encoder = Encoder::new(geometry, &source, &Envelope::Plain).unwrap();
        let plan = encoder.plan(&mut go_on).unwrap();
        let mut restored: Vec<u8> = Vec::new();
        for (segment, lost) in (0..encoder.segments()).zip(lost) {
            let mut left = keep(&shards(&encoder, geometry.fragment(), segment), !lost);
            rebuild_segment(geometry, &mut left).unwrap();
            check_segment(geometry, &left, plan.segments[segment as usize].hash).unwrap();
            let bytes: Vec<u8> = left[..4].iter().flatten().flatten().copied().collect();
            restored.extend(&bytes[..payload_length(geometry, plan.file_size.0, SegmentIndex(segment))]);
        }
        prop_assert_eq!(restored, source);
    }
}
