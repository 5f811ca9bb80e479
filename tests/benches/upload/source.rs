//! The file that is uploaded: bytes without pattern, the same at every run.

use std::{
    fs::File,
    io::{Read, Write},
    path::Path,
};

use pileus_domain::ByteCount;

/// Bytes that are made or compared at once.
const BLOCK: usize = 1 << 20;

/// Write the file.
pub(crate) fn write(path: &Path, length: ByteCount) {
    let mut noise = Noise(length.0);
    let mut file = File::create_new(path).expect("a new file");
    let mut block = vec![0; BLOCK];
    for _ in 0..length.0 / BLOCK as u64 {
        noise.fill(&mut block);
        file.write_all(&block).expect("room for the file");
    }
}

/// Have two files the same bytes?
pub(crate) fn same(one: &Path, other: &Path) -> bool {
    let (mut one, mut other) = (File::open(one).expect("a file"), File::open(other).expect("a file"));
    let length = |file: &File| file.metadata().expect("a length").len();
    if length(&one) != length(&other) {
        return false;
    }
    let mut blocks = [vec![0; BLOCK], vec![0; BLOCK]];
    (0..length(&one) / BLOCK as u64).all(|_| {
        let [left, right] = &mut blocks;
        one.read_exact(left).and_then(|()| other.read_exact(right)).expect("readable files");
        left == right
    })
}

/// Numbers without pattern: a counter, mixed.
///
/// # Source
/// `SplitMix64`, Steele, Lea and Flood 2014.
struct Noise(u64);

impl Noise {
    fn fill(&mut self, block: &mut [u8]) {
        for word in block.chunks_exact_mut(8) {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            word.copy_from_slice(&(mixed ^ (mixed >> 31)).to_le_bytes());
        }
    }
}
