//! SHA-256 of content, and the two ways to fold segment hashes into the name of a file.

use pileus_domain::{ContentHash, Fid, FidRule};
use sha2::{Digest, Sha256};

/// SHA-256 of some bytes, as a fragment or a segment is named.
pub fn content_hash(bytes: &[u8]) -> ContentHash {
    ContentHash(Sha256::digest(bytes).into())
}

/// The name that Pileus gives a file: the Merkle root over its segment hashes.
///
/// Neighbours are hashed together, level by level; an odd last one together with itself, and so is the only one.
/// Nothing for no segment.
///
/// # Source
/// protocol §2.3, appendix A.
pub fn fid_of(segments: &[ContentHash]) -> Option<Fid> {
    let mut level = segments.to_vec();
    if level.is_empty() {
        return None;
    }
    loop {
        level = level.chunks(2).map(|pair| parent(pair[0], *pair.last().unwrap_or(&pair[0]))).collect();
        if let [root] = level[..] {
            return Some(Fid(root));
        }
    }
}

/// The name that a CD²N gateway gives a file: all segment hashes hashed in one go.
///
/// Nothing for no segment.
///
/// # Source
/// protocol §2.5, appendix A.
pub fn flat_fid_of(segments: &[ContentHash]) -> Option<Fid> {
    if segments.is_empty() {
        return None;
    }
    let mut hash = Sha256::new();
    for segment in segments {
        hash.update(segment.0);
    }
    Some(Fid(ContentHash(hash.finalize().into())))
}

/// The name of a file by a rule. Nothing for no segment.
pub fn fid_by(rule: FidRule, segments: &[ContentHash]) -> Option<Fid> {
    match rule {
        FidRule::Merkle => fid_of(segments),
        FidRule::Flat => flat_fid_of(segments),
    }
}

/// Is this the name of these segments, by either rule?
pub fn is_fid_of(fid: &Fid, segments: &[ContentHash]) -> bool {
    [FidRule::Merkle, FidRule::Flat].into_iter().any(|rule| fid_by(rule, segments).as_ref() == Some(fid))
}

fn parent(left: ContentHash, right: ContentHash) -> ContentHash {
    let mut both = [0; 64];
    both[..32].copy_from_slice(&left.0);
    both[32..].copy_from_slice(&right.0);
    content_hash(&both)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_segment_has_no_name() {
        assert_eq!(fid_of(&[]), None);
        assert_eq!(flat_fid_of(&[]), None);
    }

    /// Names that the networks' own programs give.
    ///
    /// # Source
    /// companion on CD²N §4.3.
    #[test]
    fn each_rule_gives_the_names_of_the_network() {
        let hello: ContentHash = "91e83b8a8dcfa82993a99614ecdd542f828e68cdf460e9daad70db0e738a4ec1".parse().unwrap();
        let numbered: Vec<_> = (0..3_u8).map(|i| content_hash(&[i])).collect();
        let two = "30e1867424e66e8b6d159246db94e3486778136f7e386ff5f001859d6b8484ab";
        for (segments, flat, merkle) in [
            (
                vec![hello],
                "e5bfb608dfc7229ba902991c8f5ee42e1646083b8ec5ebc1ef82f04c323cb2a2",
                "be1e4130895feddd642d5ca739f80de7b7e101ca271581a7c68071d5327d0c59",
            ),
            (numbered[..2].to_vec(), two, two),
            (
                numbered,
                "6036c41849da9c076ed79654d434017387a88fb833c2856b32e18218b3341c5f",
                "f2dcdd96791b6bac5d554f2d320e594b834f5da1981812c3707e7772234cb0ad",
            ),
        ] {
            let named = |rule| fid_by(rule, &segments).unwrap().to_string();
            assert_eq!((named(FidRule::Flat), named(FidRule::Merkle)), (flat.to_owned(), merkle.to_owned()));
            for fid in [flat, merkle] {
                assert!(is_fid_of(&fid.parse().unwrap(), &segments), "{fid}");
            }
            assert!(!is_fid_of(&Fid(ContentHash([1; 32])), &segments));
        }
    }

    #[test]
    fn both_rules_agree_on_two_segments_only() {
        let hashes: Vec<_> = (0..5_u8).map(|i| content_hash(&[i])).collect();
        for n in 1..=5 {
            assert_eq!(fid_of(&hashes[..n]) == flat_fid_of(&hashes[..n]), n == 2, "{n} segments");
        }
    }

    #[test]
    fn an_odd_last_hash_counts_twice() {
        let hashes: Vec<_> = (0..3_u8).map(|i| content_hash(&[i])).collect();
        let doubled = [hashes[0], hashes[1], hashes[2], hashes[2]];
        assert_eq!(fid_of(&hashes), fid_of(&doubled));
    }
}
