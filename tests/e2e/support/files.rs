//! Files whose bytes follow from their length and a number.

use std::{
    fs::File,
    io::{BufReader, BufWriter, Read, Write},
    path::Path,
};

/// Bytes that are made or compared at a time.
const BLOCK: usize = 64 * 1024;

/// Write a file of so many bytes; another number makes other bytes.
pub(crate) fn write_file(path: &Path, length: u64, number: u64) {
    let mut file = BufWriter::with_capacity(BLOCK, File::create(path).unwrap());
    let mut state = number;
    let mut left = length;
    while left > 0 {
        let word = next(&mut state).to_le_bytes();
        let taken = usize::try_from(left.min(8)).unwrap();
        file.write_all(&word[..taken]).unwrap();
        left -= taken as u64;
    }
    file.flush().unwrap();
}

/// The generator `splitmix64`.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut word = *state;
    word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// Both files hold the same bytes.
pub(crate) fn assert_same(one: &Path, two: &Path) {
    let length = |path: &Path| std::fs::metadata(path).unwrap_or_else(|e| panic!("{}: {e}", path.display())).len();
    assert_eq!(length(one), length(two), "{} and {} differ in length", one.display(), two.display());
    let open = |path: &Path| BufReader::with_capacity(BLOCK, File::open(path).unwrap());
    let (mut left, mut right) = (open(one), open(two));
    let (mut ours, mut theirs) = (vec![0; BLOCK], vec![0; BLOCK]);
    let mut at = 0;
    loop {
        let taken = left.read(&mut ours).unwrap();
        if taken == 0 {
            return;
        }
        right.read_exact(&mut theirs[..taken]).unwrap();
        assert!(ours[..taken] == theirs[..taken], "other bytes came back in the {BLOCK} bytes from {at}");
        at += taken;
    }
}
