//! A data key as text: to be written down, carried elsewhere and typed in again.

use pileus_ports::{KeystoreError, SecretText};
use zeroize::Zeroizing;

use crate::{
    content,
    encoding::{SecretKey, SecretString},
};

/// What such a text begins with; the number is that of the format.
const HEAD: &str = "pileus-data-key-1";
/// Stands between the three parts.
const DIVIDER: char = ':';
/// Longest text that is looked at, in bytes; a text has 99 without blanks.
const LENGTH_LIMIT: usize = 1024;

/// The text of a data key: the head, the fingerprint, the key.
pub(crate) fn write(key: &SecretKey) -> SecretText {
    let digits = Zeroizing::new(hex::encode(key.bytes()));
    let fingerprint = content::fingerprint(key);
    let mut text = String::with_capacity(HEAD.len() + fingerprint.len() + digits.len() + 2);
    text.push_str(HEAD);
    text.push(DIVIDER);
    text.push_str(&fingerprint);
    text.push(DIVIDER);
    text.push_str(&digits);
    SecretText::new(text)
}

/// The data key of a text. Blanks and line ends anywhere in it do not matter, nor do capitals.
///
/// # Errors
/// [`KeystoreError::BadDataKey`], which repeats nothing of it.
pub(crate) fn read(text: &SecretText) -> Result<SecretKey, KeystoreError> {
    if text.expose().len() > LENGTH_LIMIT {
        return Err(bad("it is far too long"));
    }
    let text = tidy(text.expose());
    let mut parts = text.0.split(DIVIDER);
    let (head, fingerprint, digits) = (parts.next(), parts.next(), parts.next());
    if head != Some(HEAD) {
        return Err(bad("it does not begin as the text of a data key does"));
    }
    let (Some(fingerprint), Some(digits), None) = (fingerprint, digits, parts.next()) else {
        return Err(bad("a part of it is missing, or too much"));
    };
    let mut key = SecretKey::blank();
    hex::decode_to_slice(digits, key.bytes_mut()).map_err(|_| bad("a key has 64 hexadecimal digits"))?;
    let fits = content::fingerprint(&key) == fingerprint;
    if fits { Ok(key) } else { Err(bad("key and fingerprint do not fit together; a digit may be mistyped")) }
}

fn tidy(text: &str) -> SecretString {
    let mut tidy = SecretString(String::with_capacity(text.len()));
    tidy.0.extend(text.chars().filter(|sign| !sign.is_whitespace()).map(|sign| sign.to_ascii_lowercase()));
    tidy
}

fn bad(why: &str) -> KeystoreError {
    KeystoreError::BadDataKey(why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text() -> String {
        write(&SecretKey::copied(&[0xa5; 32]).unwrap()).expose().to_owned()
    }

    fn read(text: &str) -> Result<SecretKey, String> {
        super::read(&SecretText::new(text.to_owned())).map_err(|error| error.to_string())
    }

    #[test]
    fn a_text_reads_back_however_it_was_spread_out() {
        let key = SecretKey::copied(&[0xa5; 32]).unwrap();
        let spread: Vec<String> = text().chars().map(String::from).collect();
        for text in [text(), spread.join("\r\n "), text().to_uppercase(), format!("\t{}\n", text())] {
            assert_eq!(read(&text).unwrap(), key, "{text}");
        }
    }

    #[test]
    fn every_changed_missing_or_added_sign_is_noticed_and_none_repeated() {
        let whole = text();
        for at in 0..whole.len() {
            let other = if &whole[at..=at] == "1" { "2" } else { "1" };
            let changed = [&whole[..at], other, &whole[at + 1..]].concat();
            let missing = [&whole[..at], &whole[at + 1..]].concat();
            let added = [&whole[..at], "0", &whole[at..]].concat();
            for bad in [changed, missing, added] {
                let said = read(&bad).unwrap_err();
                assert!(!said.contains("a5a5"), "{said}");
            }
        }
        let more = format!("{whole}:");
        for bad in ["", "pileus-data-key-1", &more, &whole.replace("-1:", "-2:"), &"9".repeat(2_000)] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
