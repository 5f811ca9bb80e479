//! The key of a kit: 256 random bits, as words or as shares.

use pileus_ports::Entropy;
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{
    error::{KitError, PhraseFault},
    format::Head,
    phrase::Phrase,
    shares::{self, Share},
    source::KitOpening,
};

/// Bytes of a kit's number.
pub(super) const ID_LENGTH: usize = 8;
/// Bytes that tell the right key from a wrong one.
pub(super) const MARK_LENGTH: usize = 8;
/// What the mark is a hash of, before number and key.
const MARK_LABEL: &[u8] = b"pileus kit 1: mark";

/// The number of a kit: random, printed on its pages.
pub(super) type KitId = [u8; ID_LENGTH];

/// The key of a kit, drawn anew for each. Cleared on drop.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub(super) struct KitKey(pub(super) [u8; 32]);

impl KitKey {
    /// Words that a key is written down as: those of BIP-39 for 256 bits.
    pub(super) const WORDS: usize = 24;

    /// A new key.
    pub(super) fn draw(entropy: &dyn Entropy) -> Self {
        let mut key = Self([0; 32]);
        entropy.fill(&mut key.0);
        key
    }

    /// As words; the last eight bits are the first of the key's SHA-256.
    pub(super) fn to_phrase(&self) -> Phrase {
        let mut bits = Zeroizing::new(self.0.to_vec());
        bits.push(checksum(&self.0));
        Phrase::of_bits(&bits, Self::WORDS)
    }

    /// From words; none when they do not fit together.
    pub(super) fn of_phrase(phrase: &Phrase) -> Option<Self> {
        let bits = phrase.bits();
        let (key, rest) = bits.split_first_chunk::<32>()?;
        (rest == [checksum(key)]).then(|| Self(*key))
    }

    /// What a kit keeps of its key, to tell it from others. Says nothing about the key.
    pub(super) fn mark(&self, id: KitId) -> [u8; MARK_LENGTH] {
        let hash = Sha256::new().chain_update(MARK_LABEL).chain_update(id).chain_update(self.0).finalize();
        let mut mark = [0; MARK_LENGTH];
        mark.copy_from_slice(&hash[..MARK_LENGTH]);
        mark
    }

    /// The key of this kit, from what a person has.
    ///
    /// # Errors
    /// [`KitError::Words`], [`KitError::Share`], [`KitError::SharesFew`], [`KitError::SharesMixed`],
    /// [`KitError::Mismatch`].
    pub(super) fn given(opening: &KitOpening, head: &Head) -> Result<Self, KitError> {
        match opening {
            KitOpening::Words(text) => {
                let phrase = Phrase::parse(text, Self::WORDS).map_err(KitError::Words)?;
                Self::of_words(&phrase, head)
            }
            KitOpening::Shares(texts) => {
                let read = texts
                    .iter()
                    .zip(1..)
                    .map(|(text, share)| Share::parse(text).map_err(|fault| fault.of_share(share)));
                let shares = read.collect::<Result<Vec<_>, _>>()?;
                let key = shares::join(&shares)?;
                if key.fits(head) { Ok(key) } else { Err(KitError::Mismatch) }
            }
        }
    }

    fn of_words(phrase: &Phrase, head: &Head) -> Result<Self, KitError> {
        let right = |phrase: &Phrase| Self::of_phrase(phrase).filter(|key| key.fits(head));
        if let Some(key) = right(phrase) {
            return Ok(key);
        }
        let place = phrase.wrong_place(|tried| right(tried).is_some());
        Err(match (place, Self::of_phrase(phrase)) {
            (Some(place), _) => KitError::Words(PhraseFault::Wrong { place }),
            (None, Some(_)) => KitError::Mismatch,
            (None, None) => KitError::Words(PhraseFault::Checksum),
        })
    }

    fn fits(&self, head: &Head) -> bool {
        self.mark(head.id) == head.mark
    }
}

fn checksum(key: &[u8; 32]) -> u8 {
    Sha256::digest(key)[0]
}

#[cfg(test)]
mod tests {
    use pileus_ports::{SecretText, Timestamp, fake::FakeEntropy};
    use proptest::prelude::*;

    use super::*;

    fn head(key: &KitKey) -> Head {
        let id = [9; ID_LENGTH];
        Head { id, made: Timestamp(0), split: None, mark: key.mark(id) }
    }

    fn given(key: &KitKey, words: &[&str]) -> Result<KitKey, KitError> {
        KitKey::given(&KitOpening::Words(SecretText::new(words.join(" "))), &head(key))
    }

    #[test]
    fn the_words_are_those_of_bip_39() {
        for seed in 0..20 {
            let key = KitKey::draw(&FakeEntropy::from_seed(seed));
            let mnemonic = bip39::Mnemonic::from_entropy(&key.0).unwrap();
            assert_eq!(key.to_phrase().to_text().expose(), mnemonic.to_string());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4))]

        #[test]
        fn any_single_wrong_word_is_refused_and_named(seed: u64, at in 0..24_usize, other in 0..2048_usize) {
            let key = KitKey::draw(&FakeEntropy::from_seed(seed));
            let phrase = key.to_phrase();
            let mut words: Vec<&str> = phrase.words().collect();
            prop_assert!(given(&key, &words).unwrap() == key);
            let wrong = bip39::Language::English.word_list()[other];
            prop_assume!(words[at] != wrong);
            words[at] = wrong;
            let place = at + 1;
            let refused = given(&key, &words).err();
            prop_assert!(
                matches!(refused, Some(KitError::Words(PhraseFault::Wrong { place: named })) if named == place),
                "{refused:?}"
            );
        }
    }

    #[test]
    fn the_words_of_another_kit_are_told_from_wrong_ones() {
        let (key, other) = (KitKey([1; 32]), KitKey([2; 32]));
        let words = other.to_phrase();
        let words: Vec<&str> = words.words().collect();
        assert!(matches!(given(&key, &words), Err(KitError::Mismatch)));
        let mut mixed = words.clone();
        (mixed[0], mixed[1], mixed[2]) = ("zoo", "zone", "zero");
        assert!(matches!(given(&other, &mixed), Err(KitError::Words(PhraseFault::Checksum) | KitError::Mismatch)));
    }
}
