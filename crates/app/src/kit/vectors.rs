//! The golden kits of `tests/vectors/kit`, which another program made.

use std::path::Path;

use pileus_domain::Problem;
use pileus_ports::{SecretText, Timestamp};
use serde::{Deserialize, de::DeserializeOwned};

use super::{
    catalogue, codes,
    content::KitCore,
    error::KitError,
    format::{Head, SealedKit},
    key::KitKey,
    shares::{self, Share},
    source::{KitOpening, KitSplit},
};

#[derive(Deserialize)]
struct Good {
    name: String,
    key: String,
    id: String,
    made: u64,
    split: [u8; 2],
    core: String,
    catalogue: String,
    kit: String,
    words: Option<String>,
    shares: Vec<String>,
    codes: Vec<String>,
}

#[derive(Deserialize)]
struct Broken {
    name: String,
    expect: String,
    kit: Option<String>,
    codes: Option<String>,
    words: Option<String>,
    shares: Option<Vec<String>>,
}

fn vectors<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/kit").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn array<const N: usize>(digits: &str) -> [u8; N] {
    hex::decode(digits).unwrap().try_into().unwrap()
}

fn secret(text: &str) -> SecretText {
    SecretText::new(text.to_owned())
}

fn opening(words: Option<&String>, shares: &[String]) -> KitOpening {
    match words {
        Some(words) => KitOpening::Words(secret(words)),
        None => KitOpening::Shares(shares.iter().map(|share| secret(share)).collect()),
    }
}

#[test]
fn a_kit_of_another_program_opens_to_what_it_put_in() {
    for case in vectors::<Good>("good.json") {
        let kit = SealedKit::parse(&hex::decode(&case.kit).unwrap()).unwrap();
        let key = KitKey::given(&opening(case.words.as_ref(), &case.shares), &kit.head).unwrap();
        assert!(key == KitKey(array(&case.key)), "{}", case.name);
        let content = kit.open(&key).unwrap();
        assert_eq!(hex::encode(&*content.core.to_bytes().unwrap()), case.core, "{}", case.name);
        let catalogue = catalogue::to_bytes(&content.catalogue.unwrap()).unwrap();
        assert_eq!(hex::encode(&*catalogue), case.catalogue, "{}", case.name);
        assert_eq!(codes::kit_of(&case.codes.join("\n")).unwrap(), kit.without_catalogue(), "{}", case.name);
    }
}

#[test]
fn this_program_writes_the_same_bytes_words_and_codes() {
    for case in vectors::<Good>("good.json") {
        let (key, id) = (KitKey(array(&case.key)), array(&case.id));
        let [needed, total] = case.split;
        let split = KitSplit::new(needed, total).ok();
        let head = Head { id, made: Timestamp(case.made), split, mark: key.mark(id) };
        let core = KitCore::of_bytes(&hex::decode(&case.core).unwrap()).unwrap();
        let shelves = catalogue::of_bytes(&hex::decode(&case.catalogue).unwrap()).unwrap();
        let kit = SealedKit::close(&key, head, &core, &shelves).unwrap();
        assert_eq!(hex::encode(kit.to_bytes()), case.kit, "{}", case.name);
        assert_eq!(codes::codes_of(&kit).unwrap(), case.codes, "{}", case.name);
        if let Some(words) = &case.words {
            assert_eq!(key.to_phrase().to_text().expose(), words);
        }
        for share in &case.shares {
            assert_eq!(Share::parse(&secret(share)).unwrap().to_phrase().to_text().expose(), share);
        }
    }
}

#[test]
fn shares_of_another_program_join_whichever_are_taken() {
    let cases = vectors::<Good>("good.json");
    let case = cases.iter().find(|case| case.split == [2, 3]).unwrap();
    let dealt: Vec<Share> = case.shares.iter().map(|share| Share::parse(&secret(share)).unwrap()).collect();
    for (one, other) in [(0, 1), (0, 2), (1, 2)] {
        assert!(shares::join(&[dealt[other].clone(), dealt[one].clone()]).unwrap() == KitKey(array(&case.key)));
    }
}

#[test]
fn every_way_to_break_a_kit_has_its_answer() {
    let cases = vectors::<Broken>("broken.json");
    assert!(cases.len() > 50);
    for case in cases {
        let refused = answer(&case).expect_err(&case.name);
        assert_eq!(Problem::from(refused).code, case.expect, "{}", case.name);
    }
}

fn answer(case: &Broken) -> Result<(), KitError> {
    let kit = match (&case.kit, &case.codes) {
        (Some(kit), _) => SealedKit::parse(&hex::decode(kit).unwrap())?,
        (None, codes) => codes::kit_of(codes.as_deref().unwrap_or_default())?,
    };
    let shares = case.shares.clone().unwrap_or_default();
    let key = KitKey::given(&opening(case.words.as_ref(), &shares), &kit.head)?;
    kit.open(&key).map(|_| ())
}
