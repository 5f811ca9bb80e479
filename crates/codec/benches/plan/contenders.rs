//! The plan, the straight line, and the bare kernels.

use std::ops::ControlFlow;

use aes_gcm::{Aes256Gcm, KeyInit, aead::AeadInOut};
use pileus_codec::{
    DataKey, Encoder, Envelope, HeaderSpec, Metadata, Opener, Sealer, Source, UnlockKey, WrapKey, content_hash, fid_of,
    kernel::ParityKernel,
};
use pileus_domain::{ColumnIndex, ContentHash, FilePlan, Geometry, SegmentIndex};
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use reed_solomon_erasure::galois_8::ReedSolomon;
use sha2::{Digest, Sha256};

use crate::{PLAIN, meter::TemporaryFile};

const GEOMETRY: Geometry = Geometry::CESS;

/// Who runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contender {
    PlanPlain,
    PlanSealed,
    StraightPlain,
    StraightSealed,
    KernelsPlain,
    KernelsSealed,
}

/// All of them.
pub(crate) const CONTENDERS: [Contender; 6] = [
    Contender::PlanPlain,
    Contender::StraightPlain,
    Contender::KernelsPlain,
    Contender::PlanSealed,
    Contender::StraightSealed,
    Contender::KernelsSealed,
];

impl Contender {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::PlanPlain => "plan, plain",
            Self::PlanSealed => "plan, sealed",
            Self::StraightPlain => "straight line, plain",
            Self::StraightSealed => "straight line, sealed",
            Self::KernelsPlain => "kernels alone, plain",
            Self::KernelsSealed => "kernels alone, sealed",
        }
    }
}

fn key() -> DataKey {
    DataKey::from_bytes([0x5A; 32])
}

/// An envelope for a file of `length` bytes, the same at every run.
pub(crate) fn sealed_envelope(length: u64) -> Envelope {
    let key = key();
    let spec = HeaderSpec { real_length: length, metadata: Metadata::default(), wraps: vec![WrapKey::DataKey(&key)] };
    Envelope::Sealed(Sealer::new(GEOMETRY, &spec, &mut ChaCha20Rng::seed_from_u64(length)).expect("a header that fits"))
}

/// The file, the envelopes, the buffers and the right answers.
pub(crate) struct Setting<'a> {
    source: &'a TemporaryFile,
    sealed: Envelope,
    expected: [FilePlan; 2],
    shards: Vec<Vec<u8>>,
    coder: ReedSolomon,
    cipher: Aes256Gcm,
}

impl<'a> Setting<'a> {
    pub(crate) fn new(source: &'a TemporaryFile, length: u64) -> Self {
        let sealed = sealed_envelope(length);
        let expected = [plan(source, &PLAIN), plan(source, &sealed)];
        Self {
            source,
            sealed,
            expected,
            shards: vec![vec![0; GEOMETRY.fragment()]; GEOMETRY.total()],
            coder: ReedSolomon::new(GEOMETRY.data(), GEOMETRY.parity()).expect("a valid code"),
            cipher: Aes256Gcm::new(&[1; 32].into()),
        }
    }

    /// The plans are right: the plain one by the straight line, the sealed one by opening what it stands for.
    pub(crate) fn verify(&mut self) {
        self.straight(false);
        let encoder = Encoder::new(GEOMETRY, self.source, &self.sealed).expect("a file that fits");
        let Envelope::Sealed(sealer) = &self.sealed else { unreachable!("made sealed") };
        let opener = Opener::open(GEOMETRY, sealer.header_bytes(), &[UnlockKey::DataKey(&key())]).expect("our own key");
        let columns: Vec<_> = ColumnIndex::all().collect();
        for segment in [0, encoder.segments() - 1].map(SegmentIndex) {
            encoder.fragments(segment, &columns, &mut self.shards).expect("a readable file");
            let expected = &self.expected[1].segments[segment.0 as usize];
            let found: Vec<_> = self.shards.iter().map(|shard| content_hash(shard)).collect();
            assert_eq!(found, expected.fragments, "fragments of the sealed plan");
            assert!(self.coder.verify(&self.shards).expect("whole shards"), "parity of the sealed plan");
            let mut stored = self.shards[..GEOMETRY.data()].concat();
            assert_eq!(content_hash(&stored), expected.hash, "segment of the sealed plan");
            let file = opener.open_segment(segment, &mut stored).expect("our own segment");
            let place = opener.segment_payload(segment);
            let mut content = vec![0; file.len()];
            self.source.read_at(place.start, &mut content).expect("a readable file");
            assert!(stored[file] == content, "content of the sealed file");
        }
    }

    /// Run one contender over the whole file.
    pub(crate) fn run(&mut self, contender: Contender) {
        match contender {
            Contender::PlanPlain => assert_eq!(plan(self.source, &PLAIN), self.expected[0]),
            Contender::PlanSealed => assert_eq!(plan(self.source, &self.sealed), self.expected[1]),
            Contender::StraightPlain => self.straight(false),
            Contender::StraightSealed => self.straight(true),
            Contender::KernelsPlain => self.kernels(false),
            Contender::KernelsSealed => self.kernels(true),
        }
    }

    /// One whole segment after the other, as one would write it first.
    fn straight(&mut self, seal: bool) {
        let mut hashes = Vec::new();
        let mut whole = vec![0; GEOMETRY.segment()];
        for segment in 0..GEOMETRY.segments(self.source.len()) {
            let offset = segment * GEOMETRY.segment() as u64;
            let there = usize::try_from(self.source.len() - offset).map_or(whole.len(), |left| left.min(whole.len()));
            self.source.read_at(offset, &mut whole[..there]).expect("a readable file");
            whole[there..].fill(0);
            if seal {
                let tag = self.cipher.encrypt_inout_detached(&[2; 12].into(), b"", whole.as_mut_slice().into());
                std::hint::black_box(tag.expect("a short text"));
            }
            for (shard, quarter) in self.shards.iter_mut().zip(whole.chunks_exact(GEOMETRY.fragment())) {
                shard.copy_from_slice(quarter);
            }
            self.coder.encode(&mut self.shards).expect("whole shards");
            let fragments: Vec<_> = self.shards.iter().map(|shard| content_hash(shard)).collect();
            hashes.push((content_hash(&whole), fragments));
        }
        if !seal {
            self.check_plain(&hashes);
        }
    }

    fn check_plain(&self, hashes: &[(ContentHash, Vec<ContentHash>)]) {
        let segments: Vec<_> = hashes.iter().map(|(segment, _)| *segment).collect();
        assert_eq!(fid_of(&segments), Some(self.expected[0].fid), "name of the plain plan");
        for ((_, fragments), expected) in hashes.iter().zip(&self.expected[0].segments) {
            assert_eq!(*fragments, expected.fragments, "fragments of the plain plan");
        }
    }

    /// The same number of bytes through each kernel, each byte once, in strips that stay in the cache: the limit.
    fn kernels(&mut self, seal: bool) {
        let strip = GEOMETRY.strip();
        let mut data = vec![3; GEOMETRY.data() * strip];
        let mut parity = vec![0; GEOMETRY.parity() * strip];
        let mut hashes = vec![Sha256::new(); GEOMETRY.total() + 1];
        for _ in 0..self.source.len() / data.len() as u64 {
            if seal {
                for chunk in data.chunks_exact_mut(strip) {
                    let tag = self.cipher.encrypt_inout_detached(&[2; 12].into(), b"", chunk.into());
                    std::hint::black_box(tag.expect("a short text"));
                }
            }
            ParityKernel::best().encode(&data, &mut parity);
            let shards = data.chunks_exact(strip).chain(parity.chunks_exact(strip));
            hashes.iter_mut().zip(shards).for_each(|(hash, shard)| hash.update(shard));
            hashes[GEOMETRY.total()].update(&data);
        }
        std::hint::black_box(hashes.into_iter().map(Sha256::finalize).collect::<Vec<_>>());
    }
}

fn plan(source: &TemporaryFile, envelope: &Envelope) -> FilePlan {
    let encoder = Encoder::new(GEOMETRY, source, envelope).expect("a file that fits");
    encoder.plan_with(1, &mut |_| ControlFlow::Continue(())).expect("a readable file")
}
