//! Sealed files at full size against `tests/vectors/sealed/good.json`, which another implementation wrote.

use pileus_codec::{
    Argon2Cost, DataKey, Encoder, Envelope, HeaderSpec, Metadata, Opener, Passphrase, Sealer, UnlockKey, WaysToOpen,
    WrapKey,
};
use pileus_domain::{ByteCount, ContentHash, Fid, Geometry, SegmentIndex};
use serde::Deserialize;

use crate::common::{ListedBytes, go_on, pattern, stored};

/// Where the header's sealed description ends; zeros follow.
const FRONT: usize = 3168;

#[derive(Deserialize)]
pub(crate) struct Good {
    pub(crate) name: String,
    random: String,
    pub(crate) real_length: usize,
    declared_size: u64,
    metadata: Texts,
    wraps: Vec<Wrap>,
    header_front: String,
    header_digest: String,
    chunks: Vec<Sample>,
    segments: Vec<Segment>,
    fid: Fid,
}

#[derive(Deserialize)]
struct Texts {
    name: String,
    bucket: String,
    media_type: String,
}

/// One way to open, or one key to try.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Wrap {
    DataKey {
        key: String,
    },
    Passphrase {
        passphrase: String,
        #[serde(default)]
        memory: u32,
        #[serde(default)]
        passes: u32,
        #[serde(default)]
        lanes: u32,
    },
}

/// A few bytes of a chunk.
#[derive(Deserialize)]
struct Sample {
    segment: usize,
    chunk: usize,
    begins: String,
    tag: String,
}

#[derive(Deserialize)]
struct Segment {
    hash: ContentHash,
    fragments: Vec<ContentHash>,
}

/// The secret of a [`Wrap`], owned.
pub(crate) enum Secret {
    DataKey(DataKey),
    Passphrase(Passphrase, Option<Argon2Cost>),
}

impl Secret {
    pub(crate) fn unlock(&self) -> UnlockKey<'_> {
        match self {
            Self::DataKey(key) => UnlockKey::DataKey(key),
            Self::Passphrase(passphrase, _) => UnlockKey::Passphrase(passphrase),
        }
    }
    fn wrap(&self) -> WrapKey<'_> {
        match self {
            Self::DataKey(key) => WrapKey::DataKey(key),
            Self::Passphrase(passphrase, cost) => WrapKey::Passphrase(passphrase, cost.unwrap()),
        }
    }
}

impl Wrap {
    pub(crate) fn secret(&self) -> Secret {
        match self {
            Self::DataKey { key } => {
                let bytes = hex::decode(key).unwrap();
                Secret::DataKey(DataKey::from_bytes(bytes.try_into().unwrap()))
            }
            Self::Passphrase { passphrase, memory, passes, lanes } => {
                Secret::Passphrase(Passphrase::new(passphrase.clone()), Argon2Cost::new(*memory, *passes, *lanes).ok())
            }
        }
    }
}

impl Good {
    pub(crate) fn all() -> Vec<Self> {
        serde_json::from_str(include_str!("../../../tests/vectors/sealed/good.json")).unwrap()
    }

    pub(crate) fn secrets(&self) -> Vec<Secret> {
        self.wraps.iter().map(Wrap::secret).collect()
    }

    fn metadata(&self) -> Metadata {
        let Texts { name, bucket, media_type } = &self.metadata;
        Metadata { name: name.clone(), bucket: bucket.clone(), media_type: media_type.clone() }
    }

    /// Seal as the vector says, from the bytes that it lists.
    pub(crate) fn sealer(&self) -> Sealer {
        let secrets = self.secrets();
        let wraps = secrets.iter().map(Secret::wrap).collect();
        let spec = HeaderSpec { real_length: self.real_length as u64, metadata: self.metadata(), wraps };
        let mut bytes = ListedBytes::new(hex::decode(&self.random).unwrap());
        let sealer = Sealer::new(Geometry::CESS, &spec, &mut bytes).unwrap();
        assert!(bytes.is_used_up(), "{}: fewer bytes were drawn than listed", self.name);
        sealer
    }

    pub(crate) fn stored(&self) -> Vec<Vec<u8>> {
        stored(Geometry::CESS, &pattern(self.real_length), &Envelope::Sealed(self.sealer()))
    }
}

#[test]
fn headers_agree_byte_by_byte() {
    let cases = Good::all();
    assert_eq!(cases.len(), 9);
    for case in &cases {
        let sealer = case.sealer();
        let header = sealer.header_bytes();
        assert_eq!(header.len(), 65_536);
        assert_eq!(hex::encode(&header[..FRONT]), case.header_front, "{}", case.name);
        assert!(header[FRONT..65_504].iter().all(|byte| *byte == 0), "{}", case.name);
        assert_eq!(hex::encode(&header[65_504..]), case.header_digest, "{}", case.name);
    }
}

#[test]
fn plans_and_chunks_agree() {
    for case in Good::all() {
        let source = pattern(case.real_length);
        let envelope = Envelope::Sealed(case.sealer());
        let plan = Encoder::new(Geometry::CESS, &source, &envelope).unwrap().plan(&mut go_on).unwrap();
        assert_eq!(plan.fid, case.fid, "{}", case.name);
        assert_eq!(plan.file_size, ByteCount(case.declared_size), "{}", case.name);
        assert_eq!(plan.segments.len(), case.segments.len(), "{}", case.name);
        for (found, expected) in plan.segments.iter().zip(&case.segments) {
            assert_eq!(found.hash, expected.hash, "{}", case.name);
            assert_eq!(found.fragments, expected.fragments, "{}", case.name);
        }
        let segments = stored(Geometry::CESS, &source, &envelope);
        for Sample { segment, chunk, begins, tag } in &case.chunks {
            let bytes = &segments[*segment];
            assert_eq!(&hex::encode(&bytes[chunk * 32_768..][..32]), begins, "{}: chunk {chunk}", case.name);
            assert_eq!(
                &hex::encode(&bytes[bytes.len() - 16_384 + chunk * 16..][..16]),
                tag,
                "{}: chunk {chunk}",
                case.name
            );
        }
    }
}

#[test]
fn every_key_opens_every_file_and_goes_on_with_its_header() {
    for case in Good::all() {
        let stored = case.stored();
        let mut sealed = stored.clone();
        let secrets = case.secrets();
        for secret in &secrets {
            let opener = Opener::open(Geometry::CESS, &stored[0][..65_536], &[secret.unlock()]).unwrap();
            assert_eq!(opener.metadata(), &case.metadata(), "{}", case.name);
            assert_eq!(opener.real_length(), case.real_length as u64);
            assert_eq!(opener.check_declared_size(case.declared_size), Ok(()));
            let again = Sealer::from_header(Geometry::CESS, &stored[0][..65_536], secret.unlock()).unwrap();
            assert_eq!(again.header_bytes(), case.sealer().header_bytes());
        }
        let passphrases = secrets.iter().filter(|secret| matches!(secret, Secret::Passphrase(..))).count();
        let ways = WaysToOpen { data_keys: secrets.len() - passphrases, passphrases };
        assert_eq!(WaysToOpen::of(Geometry::CESS, &stored[0]), Ok(ways), "{}", case.name);
        let opener = Opener::open(Geometry::CESS, &stored[0], &[secrets[0].unlock()]).unwrap();
        let mut opened = Vec::new();
        for (index, bytes) in (0..).zip(&mut sealed) {
            let file = opener.open_segment(SegmentIndex(index), bytes).unwrap();
            opened.extend_from_slice(&bytes[file]);
        }
        assert!(opened == pattern(case.real_length), "{}", case.name);
    }
}
