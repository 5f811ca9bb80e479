//! What can be said of words while a person types them, before any kit is there to compare them with.

use pileus_ports::SecretText;

use super::{
    key::KitKey,
    phrase::{self, Phrase},
    shares::{self, Share},
};

/// What can be said of words while they are typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordsJudged {
    /// Places, from 0, of words that are in no list. The last one may not be finished yet.
    pub unknown: Vec<usize>,
    /// How many words it takes.
    pub expected: usize,
    /// Do they fit together? None until there are as many known words as it takes.
    pub checksum: Option<bool>,
}

/// Judge the words of a whole kit, or of one share. Fewer words than it takes are no fault.
pub fn judge_words(whole: bool, text: &SecretText) -> WordsJudged {
    let expected = if whole { KitKey::WORDS } else { shares::WORDS };
    let (unknown, count) = phrase::unknown_words(text);
    let checksum = (unknown.is_empty() && count == expected).then(|| fit(whole, text));
    WordsJudged { unknown, expected, checksum }
}

/// Do as many known words as it takes fit together?
fn fit(whole: bool, text: &SecretText) -> bool {
    if !whole {
        return Share::parse(text).is_ok();
    }
    Phrase::parse(text, KitKey::WORDS).is_ok_and(|phrase| KitKey::of_phrase(&phrase).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(whole: bool, text: &str) -> WordsJudged {
        judge_words(whole, &SecretText::new(text.to_owned()))
    }

    #[test]
    fn unfinished_words_are_no_fault() {
        assert_eq!(judged(true, ""), WordsJudged { unknown: vec![], expected: 24, checksum: None });
        assert_eq!(judged(false, "zoo zoom"), WordsJudged { unknown: vec![1], expected: 28, checksum: None });
    }

    #[test]
    fn the_checksum_is_told_once_all_words_are_there() {
        let key = KitKey([7; 32]);
        let right = key.to_phrase();
        let words: Vec<&str> = right.words().collect();
        assert_eq!(judged(true, &words.join(" ")).checksum, Some(true));
        let swapped = [&words[1..], &words[..1]].concat().join(" ");
        assert_eq!(judged(true, &swapped).checksum, Some(false));
        assert_eq!(judged(true, &words[1..].join(" ")).checksum, None);
        assert_eq!(judged(true, &[words.as_slice(), &["zoo"]].concat().join(" ")).checksum, None, "one too many");
        assert_eq!(judged(false, &["zoo"; 28].join(" ")).checksum, Some(false));
    }
}
