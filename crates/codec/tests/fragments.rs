//! Plans and fragments: the same from every side.

use std::{
    io,
    ops::ControlFlow,
    sync::atomic::{AtomicU64, Ordering},
};

use pileus_codec::{
    DataKey, EncodeError, Encoder, Envelope, HeaderSpec, Metadata, Sealer, Source, WrapKey, content_hash,
};
use pileus_domain::{ColumnIndex, FilePlan, Geometry, SegmentIndex};
use proptest::prelude::*;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;

use crate::common::{go_on, pattern, plain_geometry, plan, sealed_geometry};

/// Serves reads in pieces of its own size and counts what was read.
struct Pieces<'a> {
    bytes: &'a [u8],
    piece: usize,
    read: AtomicU64,
}

impl<'a> Pieces<'a> {
    fn new(bytes: &'a [u8], piece: usize) -> Self {
        Self { bytes, piece, read: AtomicU64::new(0) }
    }
}

impl Source for Pieces<'_> {
    fn len(&self) -> u64 {
        self.bytes.len() as u64
    }
    fn read_at(&self, mut offset: u64, buf: &mut [u8]) -> io::Result<()> {
        self.read.fetch_add(buf.len() as u64, Ordering::Relaxed);
        for part in buf.chunks_mut(self.piece) {
            self.bytes.read_at(offset, part)?;
            offset += part.len() as u64;
        }
        Ok(())
    }
}

fn sealed(geometry: Geometry, length: usize) -> Envelope {
    let key = DataKey::from_bytes([9; 32]);
    let metadata = Metadata { name: "n".into(), ..Metadata::default() };
    let spec = HeaderSpec { real_length: length as u64, metadata, wraps: vec![WrapKey::DataKey(&key)] };
    Envelope::Sealed(Sealer::new(geometry, &spec, &mut ChaCha20Rng::seed_from_u64(length as u64)).unwrap())
}

/// A plan straight from the words of the protocol: whole segments, the reference coder, nothing shared with the crate.
fn straight_plan(
    geometry: Geometry,
    source: &[u8],
) -> Vec<(pileus_domain::ContentHash, Vec<pileus_domain::ContentHash>)> {
    let coder = reed_solomon_erasure::galois_8::ReedSolomon::new(4, 8).unwrap();
    let one = |part: &[u8]| {
        let mut whole = part.to_vec();
        whole.resize(geometry.segment(), 0);
        let mut shards: Vec<_> = whole.chunks(geometry.fragment()).map(<[u8]>::to_vec).collect();
        shards.resize(12, vec![0; geometry.fragment()]);
        coder.encode(&mut shards).unwrap();
        (content_hash(&whole), shards.iter().map(|shard| content_hash(shard)).collect())
    };
    source.chunks(geometry.segment()).map(one).collect()
}

fn pairs(plan: FilePlan) -> Vec<(pileus_domain::ContentHash, Vec<pileus_domain::ContentHash>)> {
    plan.segments.into_iter().map(|segment| (segment.hash, segment.fragments)).collect()
}

fn near_boundaries() -> Vec<usize> {
    let geometry = plain_geometry();
    let steps = [geometry.strip(), geometry.fragment(), geometry.segment()];
    let around = |at: usize| (at.saturating_sub(2)..=at + 2).filter(|length| *length > 0);
    steps.iter().flat_map(|step| (0..=4).flat_map(move |n| around(n * step))).collect()
}

#[test]
fn lengths_near_every_boundary_give_the_straight_plan() {
    let geometry = plain_geometry();
    for length in near_boundaries() {
        let source = pattern(length);
        let expected = straight_plan(geometry, &source);
        assert_eq!(pairs(plan(geometry, &source, &Envelope::Plain)), expected, "{length} bytes");
    }
}

#[test]
fn fragments_made_again_have_the_planned_hashes_in_any_company() {
    let all: Vec<_> = ColumnIndex::all().collect();
    for (geometry, seal) in [(plain_geometry(), false), (sealed_geometry(), true)] {
        let source = pattern(geometry.segment() * 3 / 2);
        let envelope = if seal { sealed(geometry, source.len()) } else { Envelope::Plain };
        let encoder = Encoder::new(geometry, &source, &envelope).unwrap();
        let plan = encoder.plan(&mut go_on).unwrap();
        assert_eq!(plan.segments.len(), 2);
        let companies =
            all.iter().map(|column| vec![*column]).chain([all[..3].to_vec(), all[3..].to_vec(), vec![all[11], all[0]]]);
        for (columns, segment) in companies.flat_map(|columns| [(columns.clone(), 0), (columns, 1)]) {
            let mut buffers = vec![vec![0xEE; geometry.fragment()]; columns.len()];
            encoder.fragments(SegmentIndex(segment), &columns, &mut buffers).unwrap();
            for (column, buffer) in columns.iter().zip(&buffers) {
                let expected = plan.segments[segment as usize].fragments[column.position()];
                assert_eq!(content_hash(buffer), expected, "sealed: {seal}, segment {segment}, {columns:?}");
            }
        }
    }
}

#[test]
fn planning_reads_each_byte_at_most_twice() {
    for seal in [false, true] {
        let geometry = sealed_geometry();
        let source = pattern(geometry.segment() * 3);
        let envelope = if seal { sealed(geometry, source.len()) } else { Envelope::Plain };
        let counted = Pieces::new(&source, usize::MAX);
        Encoder::new(geometry, &counted, &envelope).unwrap().plan(&mut go_on).unwrap();
        let read = counted.read.load(Ordering::Relaxed);
        assert!(read > counted.len() && read <= counted.len() * 2, "{read} bytes of {}", counted.len());
    }
}

#[test]
fn the_first_three_fragments_read_their_own_quarter_only() {
    let geometry = plain_geometry();
    let source = pattern(geometry.segment());
    let counted = Pieces::new(&source, usize::MAX);
    let encoder = Encoder::new(geometry, &counted, &Envelope::Plain).unwrap();
    let mut buffer = [vec![0; geometry.fragment()]];
    encoder.fragments(SegmentIndex(0), &[ColumnIndex::new(2).unwrap()], &mut buffer).unwrap();
    assert_eq!(counted.read.load(Ordering::Relaxed), geometry.fragment() as u64);
}

#[test]
fn progress_never_falls_and_ends_at_the_length_of_the_file() {
    let geometry = sealed_geometry();
    let source = pattern(50_001);
    for envelope in [Envelope::Plain, sealed(geometry, source.len())] {
        for workers in [1, 3] {
            let mut last = 0;
            let mut watch = |bytes| {
                assert!(bytes >= last);
                last = bytes;
                ControlFlow::Continue(())
            };
            Encoder::new(geometry, &source, &envelope).unwrap().plan_with(workers, &mut watch).unwrap();
            assert_eq!(last, 50_001);
        }
    }
}

#[test]
fn planning_stops_when_told() {
    let source = pattern(1 << 20);
    let encoder = Encoder::new(plain_geometry(), &source, &Envelope::Plain).unwrap();
    for workers in [1, 4] {
        let mut stop = |_| ControlFlow::Break(());
        assert!(matches!(encoder.plan_with(workers, &mut stop), Err(EncodeError::Stopped)));
    }
}

#[test]
fn impossible_requests_are_named() {
    let geometry = plain_geometry();
    assert!(matches!(Encoder::new(geometry, &Vec::new(), &Envelope::Plain), Err(EncodeError::Empty)));
    let long = pattern(geometry.segment() * 1000 + 1);
    assert!(matches!(
        Encoder::new(geometry, &long, &Envelope::Plain),
        Err(EncodeError::TooLong { segments: 1001, limit: 1000 })
    ));
    let source = pattern(10);
    let other = sealed(sealed_geometry(), 11);
    assert!(matches!(
        Encoder::new(sealed_geometry(), &source, &other),
        Err(EncodeError::LengthChanged { expected: 11, found: 10 })
    ));
    assert!(matches!(Encoder::new(geometry, &source, &other), Err(EncodeError::OtherGeometry)));
    let encoder = Encoder::new(geometry, &source, &Envelope::Plain).unwrap();
    let one = [ColumnIndex::new(1).unwrap()];
    let mut buffers = [vec![0; geometry.fragment()]];
    assert!(matches!(
        encoder.fragments(SegmentIndex(1), &one, &mut buffers),
        Err(EncodeError::NoSuchSegment { segments: 1, .. })
    ));
    assert!(matches!(encoder.fragments(SegmentIndex(0), &[], &mut buffers), Err(EncodeError::BufferCount { .. })));
    buffers[0].pop();
    assert!(matches!(encoder.fragments(SegmentIndex(0), &one, &mut buffers), Err(EncodeError::BufferLength { .. })));
}

/// Gives other bytes from its `after`-th read on, or none.
struct Fickle {
    bytes: Vec<u8>,
    reads: AtomicU64,
    after: u64,
    shrinks: bool,
}

impl Source for Fickle {
    fn len(&self) -> u64 {
        self.bytes.len() as u64
    }
    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<()> {
        self.bytes.read_at(offset, buf)?;
        if self.reads.fetch_add(1, Ordering::Relaxed) >= self.after {
            if self.shrinks {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            buf[0] ^= 1;
        }
        Ok(())
    }
}

#[test]
fn a_source_that_shrinks_or_changes_between_the_two_reads_is_noticed() {
    let geometry = sealed_geometry();
    let fickle = |after, shrinks| Fickle { bytes: pattern(12_000), reads: AtomicU64::new(0), after, shrinks };
    let envelope = sealed(geometry, 12_000);
    for workers in [1, 2] {
        let answer =
            |source: &Fickle| Encoder::new(geometry, source, &envelope).unwrap().plan_with(workers, &mut go_on);
        assert!(answer(&fickle(u64::MAX, false)).is_ok());
        assert!(matches!(answer(&fickle(8, false)), Err(EncodeError::SourceChanged { .. })));
        assert!(matches!(answer(&fickle(3, true)), Err(EncodeError::Read { .. })));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn neither_cuts_of_the_input_nor_threads_change_a_plan(
        length in 1_usize..70_000,
        piece in 1_usize..5_000,
        workers in 1_usize..6,
        seal: bool,
    ) {
        let geometry = sealed_geometry();
        let bytes = pattern(length);
        let envelope = if seal { sealed(geometry, length) } else { Envelope::Plain };
        let expected = Encoder::new(geometry, &bytes, &envelope).unwrap().plan_with(1, &mut go_on).unwrap();
        let pieces = Pieces::new(&bytes, piece);
        let found = Encoder::new(geometry, &pieces, &envelope).unwrap().plan_with(workers, &mut go_on).unwrap();
        prop_assert_eq!(found, expected);
    }
}
