//! Every way to break a sealed file, against `tests/vectors/sealed/broken.json`, which another implementation wrote.

use std::collections::HashMap;

use pileus_codec::{DamagedPart, LimitedField, OpenError, Opener};
use pileus_domain::{Geometry, SegmentIndex};
use serde::Deserialize;

use crate::sealed_good::{Good, Wrap};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Broken {
    name: String,
    base: String,
    expect: String,
    keys: Vec<Wrap>,
    #[serde(default)]
    header: Vec<Edit>,
    digest: Option<String>,
    header_length: Option<usize>,
    #[serde(default)]
    stream: Vec<Step>,
}

#[derive(Deserialize)]
struct Edit {
    at: usize,
    bytes: String,
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
enum Step {
    Declare { size: u64 },
    Open { segment: u32 },
    Resize { segment: usize, size: usize },
    Zero { segment: usize, at: usize, length: usize },
    Flip { segment: usize, at: usize },
    Write { segment: usize, at: usize, bytes: String },
    Swap { segment: usize, at: usize, with_segment: usize, with_at: usize, length: usize },
    Splice { from: String, segment: usize, at: usize, length: usize },
}

/// The answers as the vectors write them.
fn code(error: &OpenError) -> String {
    match error {
        OpenError::NotSealed => "not-sealed".into(),
        OpenError::WrongSize { .. } => "wrong-size".into(),
        OpenError::UnsupportedVersion(_) => "unsupported-version".into(),
        OpenError::UnsupportedSuite(_) => "unsupported-suite".into(),
        OpenError::WrongKey => "wrong-key".into(),
        OpenError::OtherLength { .. } => "other-length".into(),
        OpenError::NoSuchSegment(_) => "no-such-segment".into(),
        OpenError::Damaged(part) => format!("damaged/{}", part_code(*part)),
        OpenError::HostileLimits { field, .. } => format!("limits/{}", field_code(*field)),
        OpenError::Geometry { .. } | OpenError::Derivation(_) => format!("unexpected: {error}"),
    }
}

fn part_code(part: DamagedPart) -> String {
    match part {
        DamagedPart::Header => "header".into(),
        DamagedPart::Reserved(_) => "reserved".into(),
        DamagedPart::WrapKind(_) => "kind".into(),
        DamagedPart::WrappedKey(_) => "wrapped-key".into(),
        DamagedPart::Metadata => "description".into(),
        DamagedPart::Chunk { segment, chunk } => format!("chunk {segment}:{chunk}"),
        DamagedPart::HeaderTags => "header-tags".into(),
        DamagedPart::OtherHeader => "other-header".into(),
        DamagedPart::Padding(segment) => format!("padding {segment}"),
    }
}

fn field_code(field: LimitedField) -> &'static str {
    match field {
        LimitedField::ChunkSize => "chunk-size",
        LimitedField::SegmentSize => "segment-size",
        LimitedField::HeaderSize => "header-size",
        LimitedField::RealLength => "real-length",
        LimitedField::WrapCount => "number-of-keys",
        LimitedField::PassphraseCount => "number-of-passphrases",
        LimitedField::Memory => "memory",
        LimitedField::Passes => "passes",
        LimitedField::Lanes => "lanes",
    }
}

/// Headers of all good cases; whole files are made when a case needs them.
struct Bench {
    good: HashMap<String, Good>,
    stored: HashMap<String, Vec<Vec<u8>>>,
}

impl Bench {
    fn new() -> Self {
        let good = Good::all().into_iter().map(|case| (case.name.clone(), case)).collect();
        Self { good, stored: HashMap::new() }
    }

    fn stored(&mut self, name: &str) -> Vec<Vec<u8>> {
        let good = &self.good[name];
        self.stored.entry(name.to_owned()).or_insert_with(|| good.stored()).clone()
    }

    fn answer(&mut self, case: &Broken) -> Result<(), OpenError> {
        let mut header = self.good[&case.base].sealer().header_bytes().to_vec();
        for Edit { at, bytes } in &case.header {
            let bytes = hex::decode(bytes).unwrap();
            header[*at..][..bytes.len()].copy_from_slice(&bytes);
        }
        if let Some(digest) = &case.digest {
            header[65_504..].copy_from_slice(&hex::decode(digest).unwrap());
        }
        header.truncate(case.header_length.unwrap_or(header.len()));
        let secrets: Vec<_> = case.keys.iter().map(Wrap::secret).collect();
        let keys: Vec<_> = secrets.iter().map(crate::sealed_good::Secret::unlock).collect();
        let opener = Opener::open(Geometry::CESS, &header, &keys)?;
        if case.stream.is_empty() { Ok(()) } else { self.read(case, &opener) }
    }

    /// Do what a case does to the stored file, then read all of it.
    fn read(&mut self, case: &Broken, opener: &Opener) -> Result<(), OpenError> {
        let mut stored = self.stored(&case.base);
        for step in &case.stream {
            match step {
                Step::Declare { size } => opener.check_declared_size(*size)?,
                Step::Open { segment } => {
                    opener.open_segment(SegmentIndex(*segment), &mut stored[0]).map(|_| ())?;
                }
                Step::Splice { from, segment, at, length } => {
                    let other = self.stored(from);
                    stored[*segment][*at..][..*length].copy_from_slice(&other[*segment][*at..][..*length]);
                }
                step => apply(step, &mut stored),
            }
        }
        for (index, bytes) in (0..).zip(&mut stored) {
            opener.open_segment(SegmentIndex(index), bytes)?;
        }
        Ok(())
    }
}

fn apply(step: &Step, stored: &mut [Vec<u8>]) {
    match step {
        Step::Resize { segment, size } => stored[*segment].resize(*size, 0),
        Step::Zero { segment, at, length } => stored[*segment][*at..][..*length].fill(0),
        Step::Flip { segment, at } => stored[*segment][*at] ^= 1,
        Step::Write { segment, at, bytes } => {
            let bytes = hex::decode(bytes).unwrap();
            stored[*segment][*at..][..bytes.len()].copy_from_slice(&bytes);
        }
        Step::Swap { segment, at, with_segment, with_at, length } => {
            let first = stored[*segment][*at..][..*length].to_vec();
            let second = stored[*with_segment][*with_at..][..*length].to_vec();
            stored[*segment][*at..][..*length].copy_from_slice(&second);
            stored[*with_segment][*with_at..][..*length].copy_from_slice(&first);
        }
        Step::Declare { .. } | Step::Open { .. } | Step::Splice { .. } => {
            unreachable!("these need more than the bytes")
        }
    }
}

#[test]
fn every_break_gets_its_own_answer() {
    let cases: Vec<Broken> = serde_json::from_str(include_str!("../../../tests/vectors/sealed/broken.json")).unwrap();
    assert_eq!(cases.len(), 114);
    let mut bench = Bench::new();
    let mut wrong = Vec::new();
    for case in &cases {
        let found = bench.answer(case).map_or_else(|error| code(&error), |()| "opened".into());
        if found != case.expect {
            wrong.push(format!("{}: {found} instead of {}", case.name, case.expect));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
