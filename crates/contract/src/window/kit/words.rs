//! Words of a kit while they are typed.

use pileus_app as app;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{super::Passphrase, count};

/// Which words are being typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum KitWords {
    /// Those of a whole kit.
    Words,
    /// Those of one share.
    Share,
}

/// What can be said of words while they are typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KitWordsJudged {
    /// Places, from 0, of words that are in no list.
    pub unknown: Vec<u32>,
    /// How many words it takes.
    pub expected: u32,
    /// Does the checksum hold? None until there are as many known words as it takes.
    pub checksum: Option<bool>,
}

impl KitWordsJudged {
    /// Judge what was typed so far.
    pub fn of(kind: KitWords, words: Passphrase) -> Self {
        let judged = app::judge_words(kind == KitWords::Words, &words.into_secret());
        Self {
            unknown: judged.unknown.into_iter().map(|place| count(place as u64)).collect(),
            expected: count(judged.expected as u64),
            checksum: judged.checksum,
        }
    }
}
