//! The range dialects of a storage node, none of which is the standard one.

use super::answer::Outcome;

/// Bytes of a fragment from `start` up to and without `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ByteRange {
    /// The first byte.
    pub(super) start: u64,
    /// The byte behind the last one.
    pub(super) end: u64,
}

impl ByteRange {
    /// Read a `Range` header: `bytes=S-E/T` or `bytes S-E/T`, E exclusive, T ignored.
    ///
    /// # Errors
    /// One of the three range outcomes.
    pub(super) fn parse(header: &str, length: u64) -> Result<Self, Outcome> {
        let value = after_unit(header, '=').or_else(|| after_unit(header, ' '));
        let (span, _total) = value.and_then(|value| pair(value, '/')).ok_or(Outcome::InvalidRange)?;
        let (start, end) = pair(span, '-').ok_or(Outcome::InvalidRange)?;
        let start = number(start).ok_or(Outcome::InvalidRangeStart)?;
        let end = number(end).filter(|end| *end >= start && *end <= length);
        Ok(Self { start, end: end.ok_or(Outcome::InvalidRangeEnd)? })
    }

    /// How many bytes the range has.
    pub(super) fn len(self) -> u64 {
        self.end - self.start
    }
}

/// What follows `bytes` and the sign.
fn after_unit(header: &str, sign: char) -> Option<&str> {
    pair(header, sign).filter(|(unit, _)| *unit == "bytes").map(|(_, value)| value)
}

/// The two sides of a sign that occurs exactly once.
fn pair(text: &str, sign: char) -> Option<(&str, &str)> {
    text.split_once(sign).filter(|(_, right)| !right.contains(sign))
}

/// A number that is not negative, in the range that the real node reads.
fn number(text: &str) -> Option<u64> {
    text.parse::<i64>().ok().and_then(|value| u64::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_dialects_exclude_the_end() {
        let expected = Ok(ByteRange { start: 2, end: 5 });
        assert_eq!(ByteRange::parse("bytes=2-5/10", 10), expected);
        assert_eq!(ByteRange::parse("bytes 2-5/10", 10), expected);
        assert_eq!(ByteRange::parse("bytes=2-5/", 10), expected, "the total is not read");
        assert_eq!(ByteRange::parse("bytes=2-5/x", 10), expected, "the total is not read");
    }

    #[test]
    fn a_range_may_be_empty_and_may_reach_the_end() {
        assert_eq!(ByteRange::parse("bytes=10-10/10", 10).map(ByteRange::len), Ok(0));
        assert_eq!(ByteRange::parse("bytes=0-10/10", 10).map(ByteRange::len), Ok(10));
    }

    #[test]
    fn the_standard_dialect_is_refused() {
        for header in ["bytes=2-5", "2-5/10", "lines=2-5/10", "bytes=2-5/10/10", "bytes=2/10"] {
            assert_eq!(ByteRange::parse(header, 10), Err(Outcome::InvalidRange), "{header}");
        }
        assert_eq!(ByteRange::parse("bytes=2-5-6/10", 10), Err(Outcome::InvalidRange));
    }

    #[test]
    fn start_and_end_are_told_apart() {
        for header in ["bytes=x-5/10", "bytes=-5/10"] {
            assert_eq!(ByteRange::parse(header, 10), Err(Outcome::InvalidRangeStart), "{header}");
        }
        for header in ["bytes=2-/10", "bytes=5-2/10", "bytes=2-11/10", "bytes=2-x/10"] {
            assert_eq!(ByteRange::parse(header, 10), Err(Outcome::InvalidRangeEnd), "{header}");
        }
    }
}
