//! Files that gateways encrypted, against `tests/vectors/legacy` and against an encoder as plain as can be.

use std::{collections::BTreeMap, ops::Range};

use aes::{
    Aes256,
    cipher::{BlockCipherEncrypt, KeyInit},
};
use pileus_codec::{
    CipherError, CipherOpener, Encoder, Envelope, Passphrase, PieceError, PieceOpener, content_hash, fid_of,
    is_certainly_cipher,
};
use pileus_domain::{ContentHash, Fid, Geometry, SegmentIndex};
use proptest::prelude::*;
use serde::Deserialize;

use crate::common::{pattern, plain_geometry, shards};

#[derive(Deserialize)]
struct CipherCase {
    length: usize,
    passphrase: String,
    first_bytes: String,
    segments: Vec<ContentHash>,
    fragments: BTreeMap<usize, ContentHash>,
    fid: Fid,
}

#[derive(Deserialize)]
struct PieceCase {
    key: String,
    piece: u64,
    file: u64,
    length: usize,
    sha256: ContentHash,
    stored: String,
    stored_sha256: ContentHash,
}

#[derive(Deserialize)]
struct CapsuleCase {
    key: String,
    pieces: Vec<PublishedPiece>,
}

/// A piece of a file, under the key of the published capsule.
#[derive(Deserialize)]
struct PublishedPiece {
    number: u64,
    content: String,
    stored: String,
}

/// Encrypt as a gateway does, block after block.
fn encrypted(geometry: Geometry, content: &[u8], passphrase: &str) -> Vec<Vec<u8>> {
    let mut key = [b'0'; 32];
    key[..passphrase.len()].copy_from_slice(passphrase.as_bytes());
    let cipher = Aes256::new(&key.into());
    content.chunks(geometry.segment() - 16).map(|part| chained(geometry, &cipher, &key, part)).collect()
}

fn chained(geometry: Geometry, cipher: &Aes256, key: &[u8; 32], part: &[u8]) -> Vec<u8> {
    let mut segment = part.to_vec();
    segment.resize(geometry.segment() - 16, 0);
    segment.extend([16; 16]);
    let mut before: [u8; 16] = key[..16].try_into().unwrap();
    for block in segment.chunks_exact_mut(16) {
        let mixed: [u8; 16] = std::array::from_fn(|i| block[i] ^ before[i]);
        let mut mixed = mixed.into();
        cipher.encrypt_block(&mut mixed);
        before = mixed.into();
        block.copy_from_slice(&before);
    }
    segment
}

fn words(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned())
}

fn opener(geometry: Geometry, passphrase: &str, length: usize, segments: usize) -> CipherOpener {
    CipherOpener::new(geometry, &words(passphrase), length as u64, segments as u64).unwrap()
}

fn opened(geometry: Geometry, passphrase: &str, length: usize, stored: &[Vec<u8>]) -> Result<Vec<u8>, CipherError> {
    let opener = opener(geometry, passphrase, length, stored.len());
    let mut file = Vec::new();
    for (index, segment) in (0..).map(SegmentIndex).zip(stored) {
        let mut bytes = segment.clone();
        let there = opener.open_segment(index, &mut bytes)?;
        file.extend_from_slice(&bytes[..there]);
    }
    Ok(file)
}

/// Read a range through the segments that hold it.
fn read(opener: &CipherOpener, stored: &[Vec<u8>], range: Range<u64>) -> Vec<u8> {
    let mut file = Vec::new();
    let mut next = range.start;
    while next < range.end.min(opener.length()) {
        let segment = opener.segment_at(next);
        let end = range.end.min(opener.segment_payload(segment).end);
        file.extend_from_slice(&opener.read(segment, &stored[segment.0 as usize], next..end).unwrap());
        next = end;
    }
    file
}

#[test]
fn encrypted_files_agree_with_the_reference_implementation_and_open() {
    let cases: Vec<CipherCase> =
        serde_json::from_str(include_str!("../../../tests/vectors/legacy/cipher.json")).unwrap();
    assert_eq!(cases.len(), 4);
    for case in cases {
        let content = pattern(case.length);
        let stored = encrypted(Geometry::CESS, &content, &case.passphrase);
        assert_eq!(hex::encode(&stored[0][..32]), case.first_bytes, "{} bytes", case.length);
        let hashes: Vec<_> = stored.iter().map(|segment| content_hash(&segment[..])).collect();
        assert_eq!(hashes, case.segments, "{} bytes", case.length);
        assert_eq!(fid_of(&hashes), Some(case.fid));
        if !case.fragments.is_empty() {
            let encoder = Encoder::new(Geometry::CESS, &stored[0], &Envelope::Plain).unwrap();
            let fragments = shards(&encoder, Geometry::CESS.fragment(), 0);
            for (number, hash) in &case.fragments {
                assert_eq!(content_hash(&fragments[number - 1].clone().unwrap()), *hash, "fragment {number}");
            }
        }
        assert!(opened(Geometry::CESS, &case.passphrase, case.length, &stored).unwrap() == content);
    }
}

#[test]
fn no_byte_is_lost_where_gateways_lose_them() {
    // A gateway loses 16 bytes a segment boundary, or the end of a file that is no multiple of a block.
    let geometry = plain_geometry();
    let payload = geometry.segment() - 16;
    let lengths = [1, 15, 16, 17, 1_001, payload - 1, payload, payload + 1, geometry.segment(), 3 * payload, 12_345];
    for length in lengths {
        let content = pattern(length);
        let stored = encrypted(geometry, &content, "123456");
        assert!(opened(geometry, "123456", length, &stored).unwrap() == content, "{length} bytes");
        let whole = read(&opener(geometry, "123456", length, stored.len()), &stored, 0..u64::MAX);
        assert!(whole == content, "{length} bytes, by ranges");
    }
}

#[test]
fn another_passphrase_is_noticed_and_leaves_the_bytes_alone() {
    let geometry = plain_geometry();
    let stored = encrypted(geometry, &pattern(5_000), "three blind mice");
    // The one that is filled up to the same key is the same passphrase.
    assert!(opened(geometry, "three blind mice0", 5_000, &stored).is_ok());
    for other in ["three kind mice", "three blind mice ", "Three blind mice", "0"] {
        let opener = opener(geometry, other, 5_000, 2);
        let mut bytes = stored[1].clone();
        let refused = CipherError::WrongPassphrase { segment: SegmentIndex(1) };
        assert_eq!(opener.open_segment(SegmentIndex(1), &mut bytes), Err(refused.clone()), "{other}");
        assert_eq!(bytes, stored[1]);
        assert_eq!(opener.read(SegmentIndex(1), &stored[1], 4_080..4_090).map(drop), Err(refused));
    }
}

#[test]
fn segments_of_another_size_are_refused() {
    let geometry = plain_geometry();
    let stored = encrypted(geometry, &pattern(100), "p");
    let opener = opener(geometry, "p", 100, 1);
    for length in [0, 16, 4_095] {
        let refused = CipherError::Length { segment: SegmentIndex(0), expected: 4_096, found: length };
        assert_eq!(opener.check(SegmentIndex(0), &stored[0][..length]), Err(refused));
    }
}

#[test]
fn a_plain_file_is_no_encrypted_one() {
    let geometry = plain_geometry();
    let plain = pattern(4_096);
    let opener = opener(geometry, "123456", 4_000, 1);
    assert_eq!(opener.check(SegmentIndex(0), &plain), Err(CipherError::WrongPassphrase { segment: SegmentIndex(0) }));
    assert!(is_certainly_cipher(geometry, 4_096, 2) && !is_certainly_cipher(geometry, 4_000, 1));
}

#[test]
fn pieces_of_a_newer_gateway_open_in_their_place_alone() {
    let cases: Vec<PieceCase> =
        serde_json::from_str(include_str!("../../../tests/vectors/legacy/pieces.json")).unwrap();
    assert_eq!(cases.len(), 3);
    for case in cases {
        let key: [u8; 32] = hex::decode(&case.key).unwrap().try_into().unwrap();
        let stored = hex::decode(&case.stored).unwrap();
        assert_eq!(content_hash(&stored), case.stored_sha256);
        let opener = PieceOpener::new(key, case.file).unwrap();
        let range = opener.stored(case.piece);
        assert_eq!((range.end, opener.pieces()), (case.file, case.piece + 1));
        let mut bytes = stored.clone();
        assert_eq!(opener.open(case.piece, &mut bytes), Ok(case.length));
        assert_eq!(content_hash(&bytes[..case.length]), case.sha256);
        let refused = |opener: &PieceOpener, piece, bytes: &[u8]| {
            let mut bytes = bytes.to_vec();
            assert_eq!(opener.open(piece, &mut bytes), Err(PieceError::Piece { piece }));
        };
        refused(&opener, case.piece, &stored[..stored.len() - 1]);
        refused(&opener, case.piece + 1, &stored);
        for at in [0, case.length - 1, stored.len() - 1] {
            let mut changed = stored.clone();
            changed[at] ^= 1;
            refused(&opener, case.piece, &changed);
        }
        let mut other = key;
        other[31] ^= 1;
        refused(&PieceOpener::new(other, case.file).unwrap(), case.piece, &stored);
        let elsewhere = PieceOpener::new(key, (1 - case.piece) * 31_457_280 + stored.len() as u64).unwrap();
        refused(&elsewhere, 1 - case.piece, &stored);
    }
}

#[test]
fn the_key_of_the_published_capsule_opens_the_published_pieces() {
    let case: CapsuleCase = serde_json::from_str(include_str!("../../../tests/vectors/legacy/capsule.json")).unwrap();
    let key: [u8; 32] = hex::decode(&case.key).unwrap().try_into().unwrap();
    for piece in case.pieces {
        let index = piece.number - 1;
        let mut bytes = hex::decode(&piece.stored).unwrap();
        let opener = PieceOpener::new(key, index * 31_457_280 + bytes.len() as u64).unwrap();
        let length = opener.open(index, &mut bytes).unwrap();
        assert_eq!(&bytes[..length], piece.content.as_bytes(), "piece {}", piece.number);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn what_a_gateway_encrypted_comes_back(length in 1_usize..20_000, passphrase in "[ -~]{1,32}") {
        let geometry = plain_geometry();
        let content = pattern(length);
        let stored = encrypted(geometry, &content, &passphrase);
        prop_assert!(opened(geometry, &passphrase, length, &stored).unwrap() == content);
    }

    #[test]
    fn any_range_of_it_opens_without_the_rest(
        length in 1_usize..20_000,
        start in 0_u64..21_000,
        span in 0_u64..9_000,
    ) {
        let geometry = plain_geometry();
        let content = pattern(length);
        let stored = encrypted(geometry, &content, "123456");
        let opener = opener(geometry, "123456", length, stored.len());
        let clip = |at: u64| usize::try_from(at.min(length as u64)).unwrap();
        let expected = &content[clip(start)..clip(start + span)];
        prop_assert_eq!(read(&opener, &stored, start..start + span), expected);
    }

    #[test]
    fn no_other_passphrase_opens_it(passphrase in "[a-z]{1,32}", other in "[a-z]{1,32}") {
        prop_assume!(passphrase != other);
        let geometry = plain_geometry();
        let stored = encrypted(geometry, &pattern(100), &passphrase);
        prop_assert!(opened(geometry, &other, 100, &stored).is_err());
    }

    #[test]
    fn hostile_segments_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..5_000), length in any::<u64>()) {
        let segments = length.div_ceil(plain_geometry().segment() as u64 - 16);
        if let Ok(opener) = CipherOpener::new(plain_geometry(), &words("p"), length, segments) {
            let index = opener.segment_at(length / 2);
            prop_assert!(opener.check(index, &bytes).is_err());
            prop_assert!(opener.read(index, &bytes, 0..length).is_err());
        }
    }
}
