//! Recovery kits, as files, as codes of their pages, and as words.

use pileus_app::{KitFace, judge_words, kit_fuzzing};
use pileus_ports::SecretText;
use serde_json::Value;

const GOOD: &str = include_str!("../../../vectors/kit/good.json");
const BROKEN: &str = include_str!("../../../vectors/kit/broken.json");

/// Read a kit's file without opening it.
pub(super) fn file(bytes: &[u8]) {
    let Ok(face) = KitFace::of_bytes(bytes) else { return };
    assert!(face.split.is_none_or(|split| (2..=split.total()).contains(&split.needed())), "{face:?}");
}

/// Kits of the vectors.
pub(super) fn files() -> Vec<Vec<u8>> {
    let digits = [super::texts(GOOD, "kit"), super::texts(BROKEN, "kit")].concat();
    digits.iter().filter_map(|digits| hex::decode(digits).ok()).collect()
}

/// Read what is in a kit once it is open: whoever gives somebody a kit gives its words as well.
pub(super) fn content(bytes: &[u8]) {
    kit_fuzzing::content(bytes);
}

/// Contents of the kits of the vectors.
pub(super) fn contents() -> Vec<Vec<u8>> {
    let digits = [super::texts(GOOD, "core"), super::texts(GOOD, "catalogue")].concat();
    digits.iter().filter_map(|digits| hex::decode(digits).ok()).collect()
}

/// Read the codes of a kit's page.
pub(super) fn codes(bytes: &[u8]) {
    let _ = KitFace::of_codes(&String::from_utf8_lossy(bytes));
}

/// Codes of the vectors, each kit's in one text.
pub(super) fn pages() -> Vec<Vec<u8>> {
    good().iter().map(|kit| list(kit, "codes").join("\n").into_bytes()).collect()
}

/// Judge words and shares while they are typed.
pub(super) fn words(bytes: &[u8]) {
    let text = SecretText::new(String::from_utf8_lossy(bytes).into_owned());
    for whole in [true, false] {
        let judged = judge_words(whole, &text);
        assert!(judged.unknown.is_sorted() && judged.unknown.len() <= text.expose().len(), "{judged:?}");
        assert!(judged.checksum.is_none() || judged.unknown.is_empty(), "{judged:?}");
    }
}

/// Words and shares of the vectors.
pub(super) fn phrases() -> Vec<Vec<u8>> {
    let shares = good().iter().flat_map(|kit| list(kit, "shares")).map(String::into_bytes).collect();
    [super::texts(GOOD, "words"), shares].concat()
}

fn good() -> Vec<Value> {
    serde_json::from_str(GOOD).expect("the vectors are a list")
}

fn list(kit: &Value, field: &str) -> Vec<String> {
    kit[field].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
