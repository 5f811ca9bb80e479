//! The defect in how fragments leave a published retriever.
//!
//! For the last segment it hands out no fragments but the first 8 MiB of the segment, whatever it holds, and lets the
//! receiver encode that again. What is longer gets other fragments than were ordered, which no storage node takes.

use pileus_domain::Geometry;

/// How much of a file fragments are made of.
///
/// # Units
/// bytes.
pub(in crate::gateway) fn fetched_length(length: u64) -> u64 {
    let segment = Geometry::CESS.segment() as u64;
    let whole = length.saturating_sub(1) / segment * segment;
    length.min(whole + Geometry::CESS.fragment() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1 << 20;

    #[test]
    fn only_eight_mebibytes_of_the_last_segment_are_fetched() {
        for (length, fetched) in [(1, 1), (8, 8), (9, 8), (32, 8), (33, 33), (40, 40), (41, 40), (64, 40)] {
            assert_eq!(fetched_length(length * MIB), fetched * MIB, "{length} MiB");
        }
    }
}
