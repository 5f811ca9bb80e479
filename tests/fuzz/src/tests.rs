//! The targets over inputs that are made up, and the same every time.

use super::*;

/// Where the making up begins.
const SEED: u64 = 0x50_49_4c_45_55_53;

/// All good inputs, then so many that are made up from them.
fn run(name: &str, made_up: usize) {
    let target = named(name).unwrap();
    let seeds = (target.seeds)();
    assert!(!seeds.is_empty(), "{name} has no good input");
    for seed in &seeds {
        (target.parse)(seed);
    }
    let mut mutator = Mutator::new(SEED, seeds);
    for _ in 0..made_up {
        (target.parse)(&mutator.next_input());
    }
}

#[test]
fn no_account_file_panics() {
    run("account_file", 20_000);
}

#[test]
fn no_vault_panics() {
    run("vault", 10_000);
}

#[test]
fn no_words_panic() {
    run("words", 500);
}

#[test]
fn no_data_key_panics() {
    run("data_key", 20_000);
}

#[test]
fn no_kit_panics() {
    run("kit", 20_000);
}

#[test]
fn no_content_of_a_kit_panics() {
    run("kit_content", 20_000);
}

#[test]
fn no_codes_of_a_kit_panic() {
    run("kit_codes", 5_000);
}

#[test]
fn no_words_of_a_kit_panic() {
    run("kit_words", 2_000);
}

#[test]
fn no_link_panics() {
    run("link", 50_000);
}

#[test]
fn no_header_panics() {
    run("header", 2_000);
}

#[test]
fn no_capsule_panics() {
    run("capsule", 20_000);
}

#[test]
fn no_receipt_panics() {
    run("receipt", 5_000);
}

#[test]
fn the_same_seed_makes_the_same_inputs_up() {
    let inputs = |seed| {
        let mut mutator = Mutator::new(seed, vec![b"good input".to_vec()]);
        std::iter::repeat_with(|| mutator.next_input()).take(200).collect::<Vec<_>>()
    };
    assert_eq!(inputs(7), inputs(7));
    assert_ne!(inputs(7), inputs(8));
}
