//! The fake's files and texts: readable, and with as many ways to be wrong as the real ones.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::HashSigner;
use crate::{AccountFileError, SecretBytes, SecretText};

/// First line of a fake account file; the passphrase, the secret and the last line follow, all for everybody to read.
const FILE_HEAD: &str = "fake account file";
const FILE_END: &str = "end";
/// Stands before the fingerprint and the digits of a fake data key.
const KEY_HEAD: &str = "fake-data-key";

pub(super) fn account_file(passphrase: &SecretText, secret: &SecretText) -> SecretText {
    SecretText::new([FILE_HEAD, passphrase.expose(), secret.expose(), FILE_END].join("\n"))
}

pub(super) fn open_account_file(file: &[u8], passphrase: Option<&SecretText>) -> Result<SecretText, AccountFileError> {
    let text = std::str::from_utf8(file).map_err(|_| AccountFileError::Damaged("it is no text"))?;
    let lines: Vec<&str> = text.split('\n').collect();
    let [FILE_HEAD, kept, secret, FILE_END] = lines[..] else {
        return Err(AccountFileError::Damaged("it has not the four lines of a fake"));
    };
    match passphrase {
        None => Err(AccountFileError::PassphraseNeeded),
        Some(passphrase) if passphrase.expose() != kept => Err(AccountFileError::WrongPassphrase),
        Some(_) => Ok(SecretText::new(secret.to_owned())),
    }
}

/// The shape of words, a seed or a derivation path; no word list and no checksum.
pub(super) fn looks_like_a_secret(text: &str) -> bool {
    if let Some(digits) = text.strip_prefix("0x") {
        return digits.len() == 64 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    }
    text.starts_with("//") || [12, 15, 18, 21, 24].contains(&text.split_whitespace().count())
}

pub(super) fn fingerprint(key: &SecretBytes) -> String {
    let hash = Sha256::digest(key.expose());
    let first = hash.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    format!("{first:016x}")
}

/// The key of a passphrase under a name: one hash, for everybody to guess.
pub(super) fn derived(name: &str, passphrase: &SecretText) -> SecretBytes {
    SecretBytes::new(HashSigner { secret: passphrase.clone() }.hash("data key", name.as_bytes()))
}

pub(super) fn key_text(key: &SecretBytes) -> SecretText {
    let mut text = format!("{KEY_HEAD}-{}-", fingerprint(key));
    for byte in key.expose() {
        write!(text, "{byte:02x}").expect("writing digits to memory");
    }
    SecretText::new(text)
}

/// The key of such a text; none when it is no such text, or a digit of it was changed.
pub(super) fn key_of_text(text: &SecretText) -> Option<SecretBytes> {
    let (mark, digits) = text.expose().trim().strip_prefix(KEY_HEAD)?.strip_prefix('-')?.split_once('-')?;
    let mut bytes = [0; 32];
    if digits.len() != 2 * bytes.len() || !digits.is_ascii() {
        return None;
    }
    for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?;
    }
    let key = SecretBytes::new(bytes);
    (fingerprint(&key) == mark).then_some(key)
}
