//! Which bytes a request asks for.

use std::ops::Range;

use http::HeaderValue;

/// What is answered to a request for a thing of some length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All of it.
    Whole,
    /// One range of it, which is not empty.
    Part(Range<u64>),
    /// Nothing: the range lies behind its end.
    Outside,
}

impl Extent {
    /// Read a `Range` header. What is no single range of bytes is ignored, as if it were not there.
    ///
    /// # Source
    /// RFC 9110, sections 14.1.2 and 14.2.
    pub(crate) fn of(header: Option<&HeaderValue>, length: u64) -> Self {
        let asked = header.and_then(|value| value.to_str().ok()).and_then(parse);
        match asked {
            None => Self::Whole,
            Some(asked) => asked.within(length).map_or(Self::Outside, Self::Part),
        }
    }
}

/// One range as it was written.
enum Asked {
    From { first: u64, last: Option<u64> },
    Last { length: u64 },
}

impl Asked {
    fn within(self, length: u64) -> Option<Range<u64>> {
        let range = match self {
            Self::From { first, last } => first..last.map_or(length, |last| last.saturating_add(1)).min(length),
            Self::Last { length: asked } => length.saturating_sub(asked)..length,
        };
        (!range.is_empty()).then_some(range)
    }
}

fn parse(header: &str) -> Option<Asked> {
    let (unit, range) = header.split_once('=')?;
    let (first, last) = range.trim().split_once('-')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    match (first.trim(), last.trim()) {
        ("", last) => Some(Asked::Last { length: number(last)? }),
        (first, "") => Some(Asked::From { first: number(first)?, last: None }),
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            (first <= last).then_some(Asked::From { first, last: Some(last) })
        }
    }
}

/// Digits only; more than a number can hold is its largest value, far behind any end.
fn number(digits: &str) -> Option<u64> {
    let all = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    all.then(|| digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extent(header: &str, length: u64) -> Extent {
        Extent::of(Some(&HeaderValue::from_str(header).unwrap()), length)
    }

    #[test]
    fn a_range_is_cut_at_the_end() {
        assert_eq!(extent("bytes=0-0", 10), Extent::Part(0..1));
        assert_eq!(extent("bytes=2-5", 10), Extent::Part(2..6));
        assert_eq!(extent("bytes=2-", 10), Extent::Part(2..10));
        assert_eq!(extent("bytes=2-99", 10), Extent::Part(2..10));
        assert_eq!(extent("Bytes = 9-99999999999999999999999", 10), Extent::Part(9..10));
        assert_eq!(extent("bytes=-3", 10), Extent::Part(7..10));
        assert_eq!(extent("bytes=-30", 10), Extent::Part(0..10));
    }

    #[test]
    fn a_range_behind_the_end_cannot_be_answered() {
        for header in ["bytes=10-", "bytes=10-12", "bytes=-0", "bytes=99999999999999999999999-"] {
            assert_eq!(extent(header, 10), Extent::Outside, "{header}");
        }
        assert_eq!(extent("bytes=0-", 0), Extent::Outside);
    }

    #[test]
    fn what_is_no_single_range_of_bytes_is_ignored() {
        for header in ["", "bytes", "bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,4-5", "lines=0-1", "bytes=+1-2"] {
            assert_eq!(extent(header, 10), Extent::Whole, "{header}");
        }
        assert_eq!(Extent::of(None, 10), Extent::Whole);
    }
}
