//! A kit's key in shares: so many of them open it, and fewer say nothing about it.
//!
//! Invariants: a share is checked by itself before it is joined; shares of different kits are never joined.

use std::{collections::BTreeMap, convert::Infallible};

use blahaj::Sharks;
use pileus_ports::{Entropy, SecretText};
use rand::{TryCryptoRng, TryRng};
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{
    error::{KitError, PhraseFault},
    key::{KitId, KitKey},
    phrase::Phrase,
    source::KitSplit,
};

/// Words of a share: 77 hexadecimal digits, 308 bits.
pub(super) const WORDS: usize = 28;
/// The version of a share, its first digit.
const VERSION: u8 = 1;
/// Digits before the checksum.
const CHECKED: usize = 71;
/// Digits of the checksum.
const CHECKSUM: usize = 6;
/// What the checksum is a hash of, before the digits.
const LABEL: &[u8] = b"pileus kit share 1";

/// One share of a kit's key.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub(super) struct Share {
    /// The first two bytes of the kit's number.
    set: [u8; 2],
    /// How many shares it takes.
    needed: u8,
    /// Which one this is, from 1.
    index: u8,
    value: [u8; 32],
}

/// Why words are no share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShareFault {
    /// Something is wrong with the words.
    Phrase(PhraseFault),
    /// They are whole, and of a version that this program does not know.
    Newer(u32),
}

impl ShareFault {
    /// As the fault of one of several shares.
    pub(super) fn of_share(self, share: usize) -> KitError {
        match self {
            Self::Phrase(fault) => KitError::Share { share, fault },
            Self::Newer(version) => KitError::Newer { version },
        }
    }
}

/// Split a key.
pub(super) fn deal(key: &KitKey, id: KitId, split: KitSplit, entropy: &dyn Entropy) -> Vec<Share> {
    let dealer = Sharks(split.needed()).dealer_rng(&key.0, &mut Draw(entropy)).take(usize::from(split.total()));
    let share = |dealt: blahaj::Share| {
        let bytes = Zeroizing::new(Vec::from(&dealt));
        let mut value = [0; 32];
        value.copy_from_slice(&bytes[1..]);
        Share { set: [id[0], id[1]], needed: split.needed(), index: bytes[0], value }
    };
    dealer.map(share).collect()
}

/// Join shares of one kit.
///
/// # Errors
/// [`KitError::SharesMixed`]; [`KitError::SharesFew`].
pub(super) fn join(shares: &[Share]) -> Result<KitKey, KitError> {
    let Some(first) = shares.first() else { return Err(KitError::SharesFew { given: 0, needed: KitSplit::LEAST }) };
    let mut different = BTreeMap::new();
    for share in shares {
        let twice = different.insert(share.index, share);
        let together = (share.set, share.needed) == (first.set, first.needed);
        if !together || twice.is_some_and(|other| other != share) {
            return Err(KitError::SharesMixed);
        }
    }
    if different.len() < usize::from(first.needed) {
        return Err(KitError::SharesFew { given: different.len(), needed: first.needed });
    }
    let points: Vec<_> = different.values().filter_map(|share| share.point()).collect();
    let joined = Zeroizing::new(Sharks(first.needed).recover(&points).map_err(|_| KitError::Damaged)?);
    joined.as_slice().try_into().map(KitKey).map_err(|_| KitError::Damaged)
}

impl Share {
    /// The share as words.
    pub(super) fn to_phrase(&self) -> Phrase {
        let mut digits = self.checked_digits();
        let sum = checksum(&digits);
        digits.push_str(&sum);
        // Half a byte fills the last one up.
        digits.push('0');
        let mut bits = Zeroizing::new(vec![0; digits.len() / 2]);
        // Digits that were just written are digits.
        let _ = hex::decode_to_slice(digits.as_bytes(), &mut bits);
        Phrase::of_bits(&bits, WORDS)
    }

    /// Read a share that a person typed.
    ///
    /// # Errors
    /// [`ShareFault`].
    pub(super) fn parse(text: &SecretText) -> Result<Self, ShareFault> {
        let phrase = Phrase::parse(text, WORDS).map_err(ShareFault::Phrase)?;
        let Some(digits) = whole_digits(&phrase) else {
            let place = phrase.wrong_place(|tried| whole_digits(tried).is_some());
            let fault = place.map_or(PhraseFault::Checksum, |place| PhraseFault::Wrong { place });
            return Err(ShareFault::Phrase(fault));
        };
        let version = digit(&digits, 0);
        if version != VERSION {
            return Err(ShareFault::Newer(version.into()));
        }
        Self::of_digits(&digits).ok_or(ShareFault::Phrase(PhraseFault::Checksum))
    }

    fn of_digits(digits: &str) -> Option<Self> {
        let (mut set, mut value) = ([0; 2], [0; 32]);
        hex::decode_to_slice(digits.get(1..5)?, &mut set).ok()?;
        hex::decode_to_slice(digits.get(7..CHECKED)?, &mut value).ok()?;
        let (needed, index) = (digit(digits, 5) + 1, digit(digits, 6) + 1);
        (needed >= KitSplit::LEAST).then_some(Self { set, needed, index, value })
    }

    /// Everything but the checksum: version, number, how many, which one, value.
    fn checked_digits(&self) -> Zeroizing<String> {
        let mut digits = Zeroizing::new(String::with_capacity(CHECKED + CHECKSUM + 1));
        let value = Zeroizing::new(hex::encode(self.value));
        let [first, second] = self.set;
        let front = format!("{VERSION:x}{first:02x}{second:02x}{:x}{:x}", self.needed - 1, self.index - 1);
        digits.push_str(&front);
        digits.push_str(&value);
        digits
    }

    fn point(&self) -> Option<blahaj::Share> {
        let mut bytes = Zeroizing::new(vec![self.index]);
        bytes.reserve_exact(self.value.len());
        bytes.extend_from_slice(&self.value);
        blahaj::Share::try_from(bytes.as_slice()).ok()
    }
}

/// The digits of words whose checksum is right, without it.
fn whole_digits(phrase: &Phrase) -> Option<Zeroizing<String>> {
    let mut digits = Zeroizing::new(hex::encode(&*phrase.bits()));
    let sum = checksum(digits.get(..CHECKED)?);
    if digits.get(CHECKED..CHECKED + CHECKSUM)? != sum {
        return None;
    }
    digits.truncate(CHECKED);
    Some(digits)
}

fn checksum(digits: &str) -> String {
    let hash = Sha256::new().chain_update(LABEL).chain_update(digits).finalize();
    hex::encode(&hash[..CHECKSUM / 2])
}

fn digit(digits: &str, at: usize) -> u8 {
    digits.chars().nth(at).and_then(|digit| digit.to_digit(16)).and_then(|digit| u8::try_from(digit).ok()).unwrap_or(0)
}

/// The entropy port as the splitting crate wants it.
struct Draw<'a>(&'a dyn Entropy);

impl TryRng for Draw<'_> {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.0.number())
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Draw<'_> {}

#[cfg(test)]
mod tests {
    use pileus_ports::fake::FakeEntropy;
    use proptest::{prelude::*, sample::subsequence};

    use super::*;

    const ID: KitId = *b"\x12\x34number";

    fn dealt(key: &KitKey, needed: u8, total: u8, seed: u64) -> Vec<Share> {
        deal(key, ID, KitSplit::new(needed, total).unwrap(), &FakeEntropy::from_seed(seed))
    }

    fn chosen() -> impl Strategy<Value = (u8, u8, u64, Vec<usize>)> {
        (2..=16_u8).prop_flat_map(|total| {
            let places: Vec<usize> = (0..usize::from(total)).collect();
            (2..=total, Just(total), any::<u64>(), subsequence(places, 0..=usize::from(total)))
        })
    }

    proptest! {
        #[test]
        fn as_many_shares_as_needed_open_and_fewer_never_do((needed, total, seed, places) in chosen()) {
            let key = KitKey::draw(&FakeEntropy::from_seed(seed));
            let shares = dealt(&key, needed, total, seed ^ 1);
            let some: Vec<Share> = places.iter().map(|place| shares[*place].clone()).collect();
            if some.len() >= usize::from(needed) {
                prop_assert!(join(&some).unwrap() == key);
            } else {
                let refused = matches!(join(&some), Err(KitError::SharesFew { .. }));
                prop_assert!(refused);
                // Nor does whoever leaves the count out of account.
                let points: Vec<_> = some.iter().filter_map(Share::point).collect();
                let joined = Sharks(1).recover(&points).unwrap_or_default();
                prop_assert!(joined != key.0);
            }
        }

        #[test]
        fn a_share_reads_back_from_its_words(needed in 2..=16_u8, seed: u64) {
            let key = KitKey::draw(&FakeEntropy::from_seed(seed));
            for share in dealt(&key, needed, 16, seed) {
                let read = Share::parse(&share.to_phrase().to_text());
                prop_assert!(read.is_ok_and(|read| read == share));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3))]

        #[test]
        fn any_single_wrong_word_of_a_share_is_refused(seed: u64, at in 0..WORDS, other in 0..2048_usize) {
            let share = dealt(&KitKey([7; 32]), 2, 3, seed).remove(0);
            let phrase = share.to_phrase();
            let mut words: Vec<&str> = phrase.words().collect();
            let wrong = bip39::Language::English.word_list()[other];
            prop_assume!(words[at] != wrong);
            words[at] = wrong;
            let refused = Share::parse(&SecretText::new(words.join(" "))).err();
            let named = refused == Some(ShareFault::Phrase(PhraseFault::Wrong { place: at + 1 }));
            // Once in some hundred times another place would fit as well.
            prop_assert!(named || refused == Some(ShareFault::Phrase(PhraseFault::Checksum)), "{refused:?}");
        }
    }

    #[test]
    fn a_share_that_comes_twice_counts_once() {
        let shares = dealt(&KitKey([7; 32]), 3, 5, 1);
        let twice = [shares[0].clone(), shares[0].clone(), shares[1].clone()];
        assert!(matches!(join(&twice), Err(KitError::SharesFew { given: 2, needed: 3 })));
    }

    #[test]
    fn shares_of_two_kits_are_never_joined() {
        let (one, two) = (dealt(&KitKey([7; 32]), 2, 3, 1), dealt(&KitKey([7; 32]), 2, 3, 2));
        assert!(matches!(join(&[one[0].clone(), two[0].clone()]), Err(KitError::SharesMixed)), "one index, two values");
        let other = Share { set: [0, 0], ..two[1].clone() };
        assert!(matches!(join(&[one[0].clone(), other]), Err(KitError::SharesMixed)), "another kit");
        let three = dealt(&KitKey([7; 32]), 3, 3, 1);
        assert!(matches!(join(&[one[0].clone(), three[1].clone()]), Err(KitError::SharesMixed)), "another rule");
    }
}
