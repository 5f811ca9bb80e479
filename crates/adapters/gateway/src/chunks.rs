//! A file in several requests.
//!
//! A gateway puts each request's bytes behind those that it has under the same account, name and length, whatever place
//! the request names, and does not tell how many it has. So a part that may have arrived is never sent again: after any
//! failure the whole file starts over, under a name that was not used before.

use std::ops::Range;

use pileus_domain::ChainFileName;
use pileus_ports::{Entropy, GatewayErrorKind};

/// Bytes of one request.
pub(crate) const CHUNK: u64 = 8 << 20;
/// How often a file starts over.
pub(crate) const ATTEMPTS: usize = 3;

/// Is it worth trying in smaller requests what failed as a whole?
pub(crate) fn may_help(kind: GatewayErrorKind) -> bool {
    use GatewayErrorKind::{TimedOut, TooLarge, Unreachable};
    matches!(kind, TooLarge | TimedOut | Unreachable)
}

/// Is it worth starting over?
pub(crate) fn may_start_over(kind: GatewayErrorKind) -> bool {
    use GatewayErrorKind::{OutOfStep, TimedOut, Unreachable};
    matches!(kind, OutOfStep | TimedOut | Unreachable)
}

/// The parts of a file in order.
pub(crate) fn chunks(length: u64) -> impl Iterator<Item = Range<u64>> {
    (0..length.div_ceil(CHUNK)).map(move |part| part * CHUNK..length.min((part + 1) * CHUNK))
}

/// The header of a part: first byte, last byte, bytes of all.
pub(crate) fn content_range(part: &Range<u64>, length: u64) -> String {
    format!("bytes {}-{}/{length}", part.start, part.end - 1)
}

/// Can a path end with this name? Gateways take a slash, however it is written, for the path's own.
pub(crate) fn fits_a_path(name: &ChainFileName) -> bool {
    !name.as_str().contains('/')
}

/// The name with something before it that makes it new; a long name loses its end, never this. It fits a path.
pub(crate) fn fresh(name: &ChainFileName, entropy: &dyn Entropy) -> ChainFileName {
    let flat = name.as_str().replace('/', "-");
    ChainFileName::fitting("", &format!("{:08x}-{flat}", entropy.number() >> 32))
}

#[cfg(test)]
mod tests {
    use pileus_ports::fake::FakeEntropy;

    use super::*;

    #[test]
    fn parts_cover_the_file_once() {
        for length in [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK] {
            let parts: Vec<_> = chunks(length).collect();
            assert_eq!((parts[0].start, parts[parts.len() - 1].end), (0, length));
            assert!(parts.windows(2).all(|pair| pair[0].end == pair[1].start), "{length}");
        }
        assert_eq!(content_range(&(8..16), 20), "bytes 8-15/20");
    }

    #[test]
    fn a_fresh_name_fits_a_path() {
        let name = ChainFileName::new("photos/a/me.jpg").unwrap();
        let fresh = fresh(&name, &FakeEntropy::default());
        assert!(!fits_a_path(&name) && fits_a_path(&fresh), "{fresh:?}");
        assert!(fresh.as_str().ends_with("-photos-a-me.jpg"), "{fresh:?}");
    }

    #[test]
    fn no_name_is_used_twice_however_long_it_is() {
        let entropy = FakeEntropy::default();
        let long = ChainFileName::new(format!("{}.bin", "x".repeat(59))).unwrap();
        let names: std::collections::BTreeSet<_> = (0..50).map(|_| fresh(&long, &entropy)).collect();
        assert_eq!(names.len(), 50);
        let fits = |name: &ChainFileName| name.as_str().len() <= ChainFileName::MAX;
        assert!(names.iter().all(|name| name.as_str().strip_suffix(".bin").is_some() && fits(name)));
    }
}
