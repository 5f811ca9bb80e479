//! Bytes made up from good ones.

use rand::{Rng as _, RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// Most bytes of made up input.
const LONGEST: usize = 64 << 10;
/// Most changes of one input.
const CHANGES: u32 = 6;
/// One input in so many is made up freely.
const FREE: u32 = 16;
/// Bytes that parsers treat in ways of their own.
const SPECIAL: &[u8] = b"\0\x01\x7f\x80\xff\"\\{}[],:-+.eE0129 \n/?=&%xX";
/// Texts that do.
const TEXTS: &[&[u8]] = &[
    b"null",
    b"-1",
    b"18446744073709551616",
    b"1e999",
    b"\"\"",
    b"{}",
    b"[[[[",
    b"\\ud800",
    b"\xc3\x28",
    b"\xe2\x80\xae",
    b"0x",
    b"//",
];

/// Makes up inputs: the same ones for the same seed.
pub struct Mutator {
    random: ChaCha8Rng,
    seeds: Vec<Vec<u8>>,
}

impl Mutator {
    /// From good inputs.
    pub fn new(seed: u64, seeds: Vec<Vec<u8>>) -> Self {
        Self { random: ChaCha8Rng::seed_from_u64(seed), seeds }
    }

    /// The next input.
    pub fn next_input(&mut self) -> Vec<u8> {
        if self.seeds.is_empty() || self.below(FREE) == 0 {
            return self.free();
        }
        let mut input = self.seed();
        for _ in 0..=self.below(CHANGES) {
            self.change(&mut input);
        }
        input.truncate(LONGEST);
        input
    }

    fn free(&mut self) -> Vec<u8> {
        let mut input = vec![0; self.index(512)];
        self.random.fill_bytes(&mut input);
        input
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        let at = self.index(input.len());
        let end = (at + 1 + self.index(64)).min(input.len());
        match self.below(8) {
            0 if !input.is_empty() => input[at] ^= 1 << self.below(8),
            1 if !input.is_empty() => input[at] = SPECIAL[self.index(SPECIAL.len())],
            2 => input.truncate(at),
            3 => drop(input.drain(at..end)),
            4 => {
                let again = input[at..end].to_vec();
                input.splice(at..at, again);
            }
            5 => {
                let text = TEXTS[self.index(TEXTS.len())];
                input.splice(at..end, text.iter().copied());
            }
            6 => {
                let other = self.seed();
                let from = self.index(other.len());
                input.splice(at.., other[from..].iter().copied());
            }
            _ => {
                let byte = self.random.random();
                input.insert(at, byte);
            }
        }
    }

    fn seed(&mut self) -> Vec<u8> {
        let index = self.index(self.seeds.len());
        self.seeds[index].clone()
    }

    fn below(&mut self, end: u32) -> u32 {
        self.random.random_range(0..end)
    }

    /// A place in something so long, or its beginning when it is empty.
    fn index(&mut self, length: usize) -> usize {
        self.random.random_range(0..length.max(1))
    }
}
