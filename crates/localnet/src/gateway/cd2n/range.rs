//! The ranges of CD²N: their end is the byte behind the last one.

/// The bytes of a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// The first byte.
    pub(super) start: u64,
    /// The byte behind the last one.
    pub(super) end: u64,
}

/// The bytes of a file that are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All of them.
    Whole,
    /// Those from a place on, answered as HTTP has it.
    From(u64),
    /// Those of a span, answered in CD²N's own way.
    Span(Span),
    /// None: the file ends before.
    Behind,
}

/// Read `bytes=S-E` or `bytes=S-`.
fn numbers(range: &str) -> Option<(u64, Option<u64>)> {
    let (start, end) = range.strip_prefix("bytes=")?.split_once('-')?;
    let end = if end.is_empty() { None } else { Some(end.parse().ok()?) };
    Some((start.parse().ok()?, end))
}

/// The bytes of a chunk of a file of so many; an end behind the file is not noticed.
pub(super) fn chunk(range: &str, total: u64) -> Option<Span> {
    let (start, end) = numbers(range)?;
    let end = end.unwrap_or(total);
    (start < end).then_some(Span { start, end })
}

/// What a download asks for; nothing for a range that the gateway cannot read.
pub(super) fn wanted(range: &str, length: u64) -> Option<Wanted> {
    if range.is_empty() {
        return Some(Wanted::Whole);
    }
    match numbers(range)? {
        (start, None) if start < length => Some(Wanted::From(start)),
        (_, None) => Some(Wanted::Behind),
        (start, Some(end)) => {
            let end = end.min(length);
            (start < end).then_some(Wanted::Span(Span { start, end }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_ends_before_its_end() {
        assert_eq!(chunk("bytes=0-100", 300), Some(Span { start: 0, end: 100 }));
        assert_eq!(chunk("bytes=200-", 300), Some(Span { start: 200, end: 300 }));
        assert_eq!(chunk("bytes=200-400", 300), Some(Span { start: 200, end: 400 }), "not noticed");
        for bad in ["bytes=0-0", "bytes=9-3", "bytes=300-", "bytes 0-100", "0-100", "bytes=-5", ""] {
            assert_eq!(chunk(bad, 300), None, "{bad}");
        }
    }

    #[test]
    fn a_download_without_an_end_is_as_http_has_it() {
        assert_eq!(wanted("", 10), Some(Wanted::Whole));
        assert_eq!(wanted("bytes=4-", 10), Some(Wanted::From(4)));
        assert_eq!(wanted("bytes=10-", 10), Some(Wanted::Behind));
        assert_eq!(wanted("bytes=4-7", 10), Some(Wanted::Span(Span { start: 4, end: 7 })));
        assert_eq!(wanted("bytes=4-99", 10), Some(Wanted::Span(Span { start: 4, end: 10 })));
        for bad in ["bytes=-4", "bytes=0-1,4-5", "bytes=4-4", "bytes=10-12", "nonsense"] {
            assert_eq!(wanted(bad, 10), None, "{bad}");
        }
    }
}
