//! A file in several requests.
//!
//! A gateway counts a part that comes twice twice, and orders what it has once it counts enough: a file without its end. It
//! does not tell how much it has. So after a part without an answer nothing more is sent under its ticket: the whole file
//! starts over under a new one, and under another name, since what is left of the first may still be worked on.

use std::ops::Range;

use pileus_ports::GatewayErrorKind;

/// Bytes of one request: 8 MiB, which a gateway keeps in memory.
pub(crate) const CHUNK: u64 = 8 << 20;
/// Most bytes that are tried in one request: 64 MiB. A gateway gives up a request after 300 s, its own work included.
pub(crate) const ONE_REQUEST: u64 = 64 << 20;
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

/// The header of a part: its first byte, and the first byte behind it, which is not how others write it.
pub(crate) fn range(part: &Range<u64>) -> String {
    format!("bytes={}-{}", part.start, part.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cover_the_file_once_and_none_goes_past_its_end() {
        for length in [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK] {
            let parts: Vec<_> = chunks(length).collect();
            assert_eq!((parts[0].start, parts[parts.len() - 1].end), (0, length));
            assert!(parts.windows(2).all(|pair| pair[0].end == pair[1].start), "{length}");
        }
        assert_eq!(range(&(8..16)), "bytes=8-16");
    }
}
