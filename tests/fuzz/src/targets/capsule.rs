//! Capsules that gateways and other people hand out.

use pileus_domain::Capsule;

const GOOD: &str = include_str!("../../../vectors/legacy/capsule.json");

/// Read a capsule.
pub(super) fn read(bytes: &[u8]) {
    let Ok(capsule) = serde_json::from_slice::<Capsule>(bytes) else { return };
    let text = serde_json::to_vec(&capsule).expect("what was read can be written");
    assert_eq!(serde_json::from_slice::<Capsule>(&text).expect("and read again"), capsule);
}

/// The capsule of the vectors, in both spellings.
pub(super) fn capsules() -> Vec<Vec<u8>> {
    let case: serde_json::Value = serde_json::from_str(GOOD).expect("the vector is an object");
    let text = case["capsule"].to_string();
    let small = ["E", "V", "S"]
        .iter()
        .fold(text.clone(), |text, name| text.replace(&format!("\"{name}\""), &format!("\"{}\"", name.to_lowercase())));
    vec![text.into_bytes(), small.into_bytes()]
}
