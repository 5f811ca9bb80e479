//! Account files that nobody wrote: the reader refuses them, quickly, and works on nothing that is longer than its limit.

use std::time::{Duration, Instant};

use pileus_keystore::AccountFile;
use pileus_ports::{AccountFileError, Entropy as _, fake::FakeEntropy};

use crate::account_files::{broken, good};

/// Mutations tried; each costs some microseconds.
const ROUNDS: u32 = 20_000;
/// Where the mutations begin.
const SEED: u64 = 0x706f_6c6b_6164_6f74;
/// How long all of them may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Most changes in one round.
const CHANGES: usize = 8;
/// Pieces that mean something to the format.
const PIECES: [&str; 14] =
    ["\"", "{", "}", "[", "]", ",", ":", "null", "1e999", "\\u0000", "\"encoding\":", "\"3\"", "\"none\"", "AAAAAAAA"];

struct Dice(FakeEntropy);

impl Dice {
    fn below(&self, limit: usize) -> usize {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        usize::try_from(u64::from_le_bytes(bytes) % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }

    /// Change a byte, cut, double or splice a part, or put in a piece of the format.
    fn change(&self, bytes: &mut Vec<u8>) {
        let at = self.below(bytes.len() + 1);
        match self.below(5) {
            0 if at < bytes.len() => bytes[at] = u8::try_from(self.below(256)).unwrap(),
            1 => bytes.truncate(at),
            2 => drop(bytes.drain(at..(at + self.below(40)).min(bytes.len()))),
            3 => {
                let part = bytes[at..(at + self.below(200)).min(bytes.len())].to_vec();
                let to = self.below(bytes.len() + 1);
                bytes.splice(to..to, part);
            }
            _ => drop(bytes.splice(at..at, PIECES[self.below(PIECES.len())].bytes())),
        }
    }
}

/// What a fuzzer would call: no bytes may do more than be refused.
fn parse(bytes: &[u8]) -> Result<(), AccountFileError> {
    AccountFile::parse(bytes).map(drop)
}

#[test]
fn no_bytes_make_the_reader_panic_or_dawdle() {
    let dice = Dice(FakeEntropy::from_seed(SEED));
    let seeds: Vec<Vec<u8>> = good().into_iter().chain(broken()).map(|case| case.file.into_bytes()).collect();
    let began = Instant::now();
    let mut refused = 0;
    for _ in 0..ROUNDS {
        let mut bytes = seeds[dice.below(seeds.len())].clone();
        for _ in 0..=dice.below(CHANGES) {
            dice.change(&mut bytes);
        }
        refused += u32::from(parse(&bytes).is_err());
    }
    assert!(refused > ROUNDS / 2 && refused < ROUNDS, "{refused} of {ROUNDS} were refused");
    assert!(began.elapsed() < PATIENCE, "{:?}", began.elapsed());
}

#[test]
fn nesting_and_size_are_refused() {
    for hostile in [
        "[".repeat(60_000),
        "{\"encoding\":".repeat(5_000),
        format!("{{\"encoding\":{}", "[".repeat(60_000)),
        format!("\"{}", "\\ud800".repeat(10_000)),
        "9".repeat(65_000),
        "a".repeat(10 << 20),
    ] {
        assert!(matches!(parse(hostile.as_bytes()), Err(AccountFileError::Damaged(_))));
    }
    assert!(parse(&vec![0xff; 64 << 10]).is_err());
}
