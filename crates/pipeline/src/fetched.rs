//! Which fragments a download was made of.

use pileus_domain::{ColumnIndex, Geometry, JobId};

/// Hexadecimal digits that hold the columns of one segment.
const DIGITS: usize = 3;

/// Columns that each written segment of a download came from; kept in the journal for the fragment board.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fetched(Vec<u16>);

impl Fetched {
    /// The setting that a job's are kept under.
    pub fn key(job: JobId) -> String {
        format!("download/{job}/fetched")
    }

    /// Read what was kept; what cannot be read ends it.
    pub fn parse(text: &str) -> Self {
        let digits = text.as_bytes().chunks_exact(DIGITS).take(Geometry::SEGMENT_LIMIT as usize);
        let masks = digits.map_while(|digits| u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        Self(masks.collect())
    }

    /// As it is kept.
    pub fn to_text(&self) -> String {
        self.0.iter().map(|mask| format!("{mask:03x}")).collect::<Vec<_>>().concat()
    }

    /// Segments, from 0, with the columns that they came from.
    pub fn segments(&self) -> impl Iterator<Item = (u32, Vec<ColumnIndex>)> + '_ {
        let columns = |mask: u16| ColumnIndex::all().filter(|column| mask & bit(*column) != 0).collect();
        (0u32..).zip(&self.0).map(move |(segment, mask)| (segment, columns(*mask)))
    }

    /// A segment came from these columns as well.
    pub(crate) fn add(&mut self, segment: u32, columns: &[ColumnIndex]) {
        let place = segment as usize;
        if place >= self.0.len() {
            self.0.resize(place + 1, 0);
        }
        self.0[place] |= columns.iter().fold(0, |mask, column| mask | bit(*column));
    }
}

fn bit(column: ColumnIndex) -> u16 {
    1 << column.position()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(numbers: &[u8]) -> Vec<ColumnIndex> {
        numbers.iter().map(|number| ColumnIndex::new(*number).unwrap()).collect()
    }

    #[test]
    fn what_is_kept_reads_back() {
        let mut fetched = Fetched::default();
        fetched.add(0, &columns(&[1, 2, 3, 4]));
        fetched.add(2, &columns(&[1, 12]));
        assert_eq!(fetched.to_text(), "00f000801");
        assert_eq!(Fetched::parse("00f000801"), fetched);
        let read: Vec<_> = fetched.segments().collect();
        assert_eq!(read[2], (2, columns(&[1, 12])));
    }

    #[test]
    fn damage_ends_it() {
        assert_eq!(Fetched::parse("00fzz1001"), Fetched::parse("00f"));
        assert_eq!(Fetched::parse("é").segments().count(), 0);
    }
}
