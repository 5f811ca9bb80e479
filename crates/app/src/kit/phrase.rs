//! Words that a person writes down, and the bits that they stand for.
//!
//! Invariants: reading is kind (capital letters, blanks, numbers before the words, the first four letters of a word),
//! and never guesses; what is wrong is told by place, never by word.

use bip39::Language;
use pileus_ports::SecretText;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::error::PhraseFault;

/// Bits that a word stands for.
const WORD_BITS: usize = 11;
/// Letters after which no two words of the list are the same.
const UNIQUE_LETTERS: usize = 4;

/// Words of the BIP-39 English list, by their places in it.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub(super) struct Phrase(Vec<u16>);

impl Phrase {
    /// So many words for the first bits of these bytes.
    ///
    /// # Shapes
    /// `bytes` holds at least 11 bits a word.
    pub(super) fn of_bits(bytes: &[u8], words: usize) -> Self {
        let bit = |at: usize| u16::from(bytes[at / 8] >> (7 - at % 8) & 1);
        let word = |word: usize| (0..WORD_BITS).fold(0, |number, at| number << 1 | bit(word * WORD_BITS + at));
        Self((0..words).map(word).collect())
    }

    /// The bits that the words stand for; the last byte is filled up with zeros.
    pub(super) fn bits(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity((self.0.len() * WORD_BITS).div_ceil(8)));
        let (mut kept, mut count) = (0_u32, 0);
        for word in &self.0 {
            kept = kept << WORD_BITS | u32::from(*word);
            count += WORD_BITS;
            while count >= 8 {
                count -= 8;
                bytes.push((kept >> count).to_le_bytes()[0]);
            }
            kept &= (1 << count) - 1;
        }
        if count > 0 {
            bytes.push((kept << (8 - count)).to_le_bytes()[0]);
        }
        bytes
    }

    /// Read what a person typed.
    ///
    /// # Errors
    /// [`PhraseFault::Count`], [`PhraseFault::Unknown`].
    pub(super) fn parse(text: &SecretText, words: usize) -> Result<Self, PhraseFault> {
        let text = Zeroizing::new(text.expose().to_lowercase());
        let typed: Vec<&str> = typed(&text).collect();
        if typed.len() != words {
            return Err(PhraseFault::Count { found: typed.len(), expected: words });
        }
        let mut read = Self(Vec::with_capacity(words));
        for (word, place) in typed.into_iter().zip(1..) {
            read.0.push(place_in_list(word).ok_or(PhraseFault::Unknown { place })?);
        }
        Ok(read)
    }

    /// The one place at which another word makes the phrase fit; none when there is no such place, or several.
    pub(super) fn wrong_place(&self, fits: impl Fn(&Self) -> bool) -> Option<usize> {
        let mut tried = self.clone();
        let mut found = (0..self.0.len()).filter(|&at| {
            let fitting = (0..list_length()).any(|word| {
                tried.0[at] = word;
                fits(&tried)
            });
            tried.0[at] = self.0[at];
            fitting
        });
        let first = found.next()?;
        found.next().is_none().then_some(first + 1)
    }

    /// The words with a blank between.
    pub(super) fn to_text(&self) -> SecretText {
        SecretText::new(self.words().collect::<Vec<_>>().join(" "))
    }

    /// The words in their order.
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.iter().map(|word| Language::English.word_list()[usize::from(*word)])
    }
}

/// Places, from 0, of words that are in no list, and how many words there are.
pub(super) fn unknown_words(text: &SecretText) -> (Vec<usize>, usize) {
    let text = Zeroizing::new(text.expose().to_lowercase());
    let unknown = typed(&text).enumerate().filter(|(_, word)| place_in_list(word).is_none());
    (unknown.map(|(place, _)| place).collect(), typed(&text).count())
}

/// The words of a text, without what people put between them.
fn typed(text: &str) -> impl Iterator<Item = &str> {
    let split = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
    text.split(split).map(without_number).filter(|word| !word.is_empty())
}

fn list_length() -> u16 {
    u16::try_from(Language::English.word_list().len()).unwrap_or(u16::MAX)
}

/// People copy the numbers that stand before the words as well: `1.`, `1)` or `1`.
fn without_number(word: &str) -> &str {
    word.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ':'))
}

/// A whole word, or enough of its first letters.
fn place_in_list(word: &str) -> Option<u16> {
    let list = Language::English.word_list();
    let at = list.partition_point(|known| *known < word);
    let known = list.get(at)?;
    let enough = *known == word || word.len() >= UNIQUE_LETTERS && known.starts_with(word);
    if enough { u16::try_from(at).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str, words: usize) -> Result<Phrase, PhraseFault> {
        Phrase::parse(&SecretText::new(text.to_owned()), words)
    }

    #[test]
    fn words_and_bits_are_the_same_thing() {
        let bytes: Vec<u8> = (0..33).map(|byte| byte * 7 + 1).collect();
        let phrase = Phrase::of_bits(&bytes, 24);
        assert_eq!(*phrase.bits(), bytes);
        assert!(parse(phrase.to_text().expose(), 24) == Ok(phrase));
    }

    #[test]
    fn reading_is_kind_to_capitals_blanks_numbers_and_short_words() {
        let plain = parse("abandon zoo zone act", 4).unwrap();
        for typed in ["  ABANDON\tZoo,zone;\n act ", "1. aban 2. zoo 3. zone 4. act", "1)abandon 2)zoo 3 zone 4 act"] {
            assert!(parse(typed, 4).unwrap() == plain, "{typed}");
        }
    }

    #[test]
    fn a_word_of_no_list_is_named_by_its_place() {
        assert!(parse("zoo zoom zone", 3) == Err(PhraseFault::Unknown { place: 2 }));
        assert!(parse("aba", 1) == Err(PhraseFault::Unknown { place: 1 }), "three letters are not enough");
        assert!(parse("abandoned", 1) == Err(PhraseFault::Unknown { place: 1 }), "more than the word");
        assert!(parse("zoo", 2) == Err(PhraseFault::Count { found: 1, expected: 2 }));
    }

    #[test]
    fn no_two_words_begin_with_the_same_four_letters() {
        let list = Language::English.word_list();
        assert!(list.is_sorted());
        let begin = |word: &'static str| &word[..word.len().min(UNIQUE_LETTERS)];
        assert!(list.windows(2).all(|pair| begin(pair[0]) != begin(pair[1])));
    }

    #[test]
    fn the_only_wrong_word_is_found() {
        let right = parse("abandon zoo zone act", 4).unwrap();
        let wrong = parse("abandon zoo abandon act", 4).unwrap();
        assert_eq!(wrong.wrong_place(|phrase| *phrase == right), Some(3));
        assert_eq!(wrong.wrong_place(|phrase| phrase.0[0] == 5 || phrase.0[1] == 5), None, "two places would do");
        assert_eq!(wrong.wrong_place(|_| false), None);
    }
}
