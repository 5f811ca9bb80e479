//! The codes on a kit's page: its bytes as short texts that a camera reads.
//!
//! Invariants: order and repetition do not matter; a code that is not whole and a code that is missing are named by
//! number; codes of two kits are never put together.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::{
    error::KitError,
    format::{Head, SealedKit},
    key::{ID_LENGTH, KitId},
};

/// What every code begins with.
const MARKER: &str = "PILEUS-KIT:";
/// The version that is written, and the newest that is read.
const VERSION: u32 = 1;
/// Bytes of a kit in one code: what a phone's camera reads at ease from five centimetres of paper.
const PART_LENGTH: usize = 200;
/// Most codes of a kit.
const PART_LIMIT: u16 = 400;
/// Bytes of a code's checksum.
const CHECKSUM_LENGTH: usize = 5;
/// Letters of it.
const CHECKSUM_LETTERS: usize = 8;
/// Longest text that is looked at.
///
/// # Units
/// bytes.
const TEXT_LIMIT: usize = 1 << 20;
/// Digits of base 32.
///
/// # Source
/// RFC 4648 §6.
const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// One code that was read.
struct Code {
    id: KitId,
    part: u16,
    parts: u16,
    bytes: Vec<u8>,
}

/// The codes of a kit, without its catalogue.
pub(super) fn codes_of(kit: &SealedKit) -> Result<Vec<String>, KitError> {
    let bytes = kit.without_catalogue().to_bytes();
    let parts = bytes.len().div_ceil(PART_LENGTH);
    let too_large = KitError::TooLarge { what: "codes" };
    let count = u16::try_from(parts).ok().filter(|count| *count <= PART_LIMIT).ok_or(too_large)?;
    // Codes of one size look better than a short last one.
    let length = bytes.len().div_ceil(parts);
    Ok((1..=count).zip(bytes.chunks(length)).map(|(part, bytes)| code(&kit.head, part, count, bytes)).collect())
}

fn code(head: &Head, part: u16, parts: u16, bytes: &[u8]) -> String {
    let text = format!("{MARKER}{VERSION}:{}:{part}/{parts}:{}", hex::encode_upper(head.id), encode(bytes));
    let checksum = checksum(&text);
    format!("{text}:{checksum}")
}

/// A kit from the text of its codes, whatever stands between them.
///
/// # Errors
/// [`KitError::NoCodes`], [`KitError::CodeDamaged`], [`KitError::CodesMissing`], [`KitError::CodesMixed`],
/// [`KitError::Newer`]; those of [`SealedKit::parse`].
pub(super) fn kit_of(text: &str) -> Result<SealedKit, KitError> {
    if text.len() > TEXT_LIMIT {
        return Err(KitError::NoCodes);
    }
    let text: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
    let codes = text.split(MARKER).skip(1).map(read).collect::<Result<Vec<_>, _>>()?;
    SealedKit::parse(&join(codes)?)
}

/// Read what stands behind a marker, up to the next one.
fn read(text: &str) -> Result<Code, KitError> {
    let mut fields = text.splitn(5, ':');
    let [version, id, place, data, checksum] = [(); 5].map(|()| fields.next().unwrap_or_default());
    let version: u32 = version.parse().map_err(|_| KitError::NoCodes)?;
    if version != VERSION {
        return Err(KitError::Newer { version });
    }
    let (part, parts) = place.split_once('/').ok_or(KitError::NoCodes)?;
    let part: u16 = part.parse().map_err(|_| KitError::NoCodes)?;
    let damaged = KitError::CodeDamaged { part };
    let whole = whole(text, checksum).and_then(|()| {
        let mut number = [0; ID_LENGTH];
        hex::decode_to_slice(id, &mut number).ok()?;
        let parts = parts.parse().ok().filter(|parts| (part..=PART_LIMIT).contains(parts) && part > 0)?;
        Some(Code { id: number, part, parts, bytes: decode(data)? })
    });
    whole.ok_or(damaged)
}

/// Is the checksum, which may have other text behind it, right?
fn whole(text: &str, behind: &str) -> Option<()> {
    let checked = text.strip_suffix(behind)?.strip_suffix(':')?;
    let given = behind.get(..CHECKSUM_LETTERS)?;
    (given == checksum(&format!("{MARKER}{checked}"))).then_some(())
}

fn join(codes: Vec<Code>) -> Result<Vec<u8>, KitError> {
    let Some((id, parts)) = codes.first().map(|code| (code.id, code.parts)) else { return Err(KitError::NoCodes) };
    let mut found = BTreeMap::new();
    for code in codes {
        let together = (code.id, code.parts) == (id, parts);
        let bytes = code.bytes.clone();
        if !together || found.insert(code.part, code.bytes).is_some_and(|other| other != bytes) {
            return Err(KitError::CodesMixed);
        }
    }
    let missing: Vec<String> = (1..=parts).filter(|part| !found.contains_key(part)).map(|p| p.to_string()).collect();
    if !missing.is_empty() {
        return Err(KitError::CodesMissing { missing: missing.join(", "), parts });
    }
    Ok(found.into_values().flatten().collect())
}

fn checksum(text: &str) -> String {
    encode(&Sha256::digest(text)[..CHECKSUM_LENGTH])
}

/// Base 32 without filling.
fn encode(bytes: &[u8]) -> String {
    let bit = |at: usize| bytes.get(at / 8).is_some_and(|byte| byte >> (7 - at % 8) & 1 == 1);
    let letter = |letter: usize| (0..5).fold(0, |number, at| number << 1 | usize::from(bit(letter * 5 + at)));
    (0..(bytes.len() * 8).div_ceil(5)).map(|at| char::from(LETTERS[letter(at)])).collect()
}

/// None for letters that base 32 does not have, and for bits behind the last byte.
fn decode(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut kept, mut bits) = (Vec::with_capacity(text.len() * 5 / 8), 0_u16, 0);
    for letter in text.bytes() {
        let value = LETTERS.iter().position(|known| *known == letter)?;
        kept = kept << 5 | u16::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(kept >> bits).ok()?);
            kept &= (1 << bits) - 1;
        }
    }
    (bits < 5 && kept == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use pileus_ports::{Timestamp, fake::FakeEntropy};

    use super::*;
    use crate::kit::{catalogue, content::samples, key::KitKey};

    fn kit(seed: u64) -> SealedKit {
        let key = KitKey([5; 32]);
        let head = Head::new(&key, Timestamp(7), None, &FakeEntropy::from_seed(seed));
        let mut core = samples::core();
        core.networks[0].rpc = vec!["wss://rpc.example.org/some/longer/path".into(); 12];
        SealedKit::close(&key, head, &core, &catalogue::samples::catalogue()).unwrap()
    }

    #[test]
    fn codes_come_back_in_any_order_twice_and_with_text_between() {
        let kit = kit(1);
        let mut codes = codes_of(&kit).unwrap();
        assert!(codes.len() > 2, "{}", codes.len());
        codes.reverse();
        codes.push(codes[0].clone());
        let text = codes.iter().zip(1..).map(|(code, n)| format!("Scan {n}:\r\n{}\n{}\n", &code[..50], &code[50..]));
        let text = text.collect::<String>().to_lowercase();
        assert_eq!(kit_of(&text).unwrap(), kit.without_catalogue());
    }

    #[test]
    fn a_missing_code_is_named() {
        let codes = codes_of(&kit(1)).unwrap();
        let all = codes.len();
        for missing in 0..all {
            let mut some = codes.clone();
            some.remove(missing);
            match kit_of(&some.join("\n")) {
                Err(KitError::CodesMissing { missing: named, parts }) => {
                    assert_eq!((named, usize::from(parts)), ((missing + 1).to_string(), all));
                }
                other => panic!("{other:?}"),
            }
        }
        assert!(matches!(kit_of("nothing of that kind"), Err(KitError::NoCodes)));
    }

    #[test]
    fn any_changed_letter_is_noticed() {
        let codes = codes_of(&kit(1)).unwrap();
        for at in MARKER.len()..codes[0].len() {
            let mut changed = codes.clone();
            let other = if &codes[0][at..=at] == "A" { "B" } else { "A" };
            changed[0].replace_range(at..=at, other);
            assert!(kit_of(&changed.join("\n")).is_err(), "letter {at}");
        }
        let cut = codes[0][..codes[0].len() - 1].to_owned();
        assert!(matches!(kit_of(&cut), Err(KitError::CodeDamaged { part: 1 })));
    }

    #[test]
    fn codes_of_two_kits_are_not_put_together() {
        let (one, two) = (codes_of(&kit(1)).unwrap(), codes_of(&kit(2)).unwrap());
        assert!(matches!(kit_of(&[one[0].clone(), two[1].clone()].join(" ")), Err(KitError::CodesMixed)));
    }

    #[test]
    fn newer_codes_are_told_from_damage() {
        assert!(matches!(kit_of("PILEUS-KIT:2:ANYTHING"), Err(KitError::Newer { version: 2 })));
    }

    #[test]
    fn base_32_is_that_of_the_standard() {
        for (plain, text) in [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foobar", "MZXW6YTBOI")] {
            assert_eq!(encode(plain.as_bytes()), text);
            assert_eq!(decode(text).unwrap(), plain.as_bytes());
        }
        assert_eq!((decode("MZ"), decode("M"), decode("1A")), (None, None, None));
    }
}
