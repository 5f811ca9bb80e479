//! SHA-256 of content, and the two ways to fold segment hashes into the name of a file.

use pileus_domain::{ContentHash, Fid};
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

/// The name that a CD²N gateway gives a file: all segment hashes hashed in one go. For reading only.
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
