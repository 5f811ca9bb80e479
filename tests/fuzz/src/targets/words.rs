//! What people type to bring an account or a key back.

use pileus_keystore::fuzzing;

/// Read an account's secret: words, a seed, a key, a path.
pub(super) fn account(bytes: &[u8]) {
    fuzzing::account_secret(&String::from_utf8_lossy(bytes));
}

/// Read a data key that was written down.
pub(super) fn data_key(bytes: &[u8]) {
    fuzzing::data_key(&String::from_utf8_lossy(bytes));
}

/// A data key as it is written down.
pub(super) fn data_keys() -> Vec<Vec<u8>> {
    vec![fuzzing::data_key_text().into_bytes()]
}

/// Secrets of every kind.
pub(super) fn accounts() -> Vec<Vec<u8>> {
    let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow";
    let texts = [
        phrase.to_owned(),
        format!("{phrase}//hard/soft///password"),
        format!("0x{}", "7f".repeat(32)),
        "//Alice//stash/1".to_owned(),
    ];
    texts.map(String::into_bytes).into()
}
