//! The page of a kit: words, codes, and what is in it, to be printed and put away.
//!
//! Invariants: the page alone, or as many pages of a split kit as are needed, brings back everything but the
//! catalogue; nothing is embedded or fetched, so it prints the same everywhere.
//!
//! Absent on purpose: no other language, since the standard fonts have Western letters only, and no name that they
//! cannot write.

mod day;
mod letters;
mod sheet;
mod square;

use zeroize::Zeroizing;

pub(super) use day::day_of;

use self::{
    letters::{Font, western},
    sheet::{Ink, MARGIN, ROOM, Sheets},
    square::Square,
};
use super::{content::KitCore, error::KitError, format::Head, phrase::Phrase, source::KitSplit};

/// Words side by side.
const WORD_COLUMNS: usize = 4;
const WORD_HEIGHT: f32 = 24.0;
/// Codes side by side.
const CODE_COLUMNS: usize = 3;
const CODE_SIDE: f32 = 156.0;
const GAP: f32 = 8.0;

/// What is printed on one page of a kit.
pub(super) struct KitPage<'a> {
    pub(super) head: &'a Head,
    pub(super) core: &'a KitCore,
    /// The words of the kit, or of one share.
    pub(super) words: &'a Phrase,
    /// Which share they are, from 1; none for a whole kit.
    pub(super) share: Option<u8>,
    pub(super) codes: &'a [String],
}

impl KitPage<'_> {
    /// The PDF.
    ///
    /// # Errors
    /// [`KitError::TooLarge`].
    pub(super) fn to_pdf(&self) -> Result<Zeroizing<Vec<u8>>, KitError> {
        let title = self.title();
        let foot = format!("Pileus recovery kit {}, made {}", self.head.number(), day::minute_of(self.head.made));
        let mut sheets = Sheets::new(title.clone(), foot);
        self.top(&mut sheets, &title);
        self.words(&mut sheets);
        self.codes(&mut sheets)?;
        self.list(&mut sheets);
        Ok(sheets.finish())
    }

    fn title(&self) -> String {
        match self.split() {
            None => "Recovery kit".to_owned(),
            Some((share, split)) => format!("Recovery kit, share {share} of {}", split.total()),
        }
    }

    fn split(&self) -> Option<(u8, KitSplit)> {
        self.share.zip(self.head.split)
    }

    fn top(&self, sheets: &mut Sheets, title: &str) {
        sheets.y -= 20.0;
        sheets.text((MARGIN, sheets.y), (Font::Bold, 22.0), Ink::Dark, title);
        sheets.y -= 18.0;
        let made = format!("Kit {}   made {}", self.head.number(), day::minute_of(self.head.made));
        sheets.text((MARGIN, sheets.y), (Font::Typewriter, 9.0), Ink::Grey, &made);
        sheets.y -= 10.0;
        sheets.area((MARGIN, sheets.y), ROOM, 2.0, Ink::Accent);
        sheets.y -= 4.0;
        for sentence in self.purpose() {
            sheets.paragraph(Font::Plain, 10.0, Ink::Dark, &sentence);
            sheets.y -= 3.0;
        }
    }

    fn purpose(&self) -> Vec<String> {
        let brings = "the accounts, data keys and networks listed below on an empty computer: in Pileus under Keys, \
                      Recovery kit, Restore, or with \"pileus kit restore\". With the file that was made together \
                      with it, names and buckets of the stored files come back as well.";
        match self.split() {
            None => vec![
                format!("This page brings back {brings}"),
                "Whoever has this page can use these accounts and open these files. Keep it as you keep a passport: \
                 on paper, where nobody else comes, and never as a photo. Delete this file once it is printed."
                    .to_owned(),
            ],
            Some((_, split)) => vec![
                format!("Any {} of the {} shares together bring back {brings}", split.needed(), split.total()),
                "One share alone opens nothing, and says nothing about the others. Keep the shares in different \
                 places, on paper, or give them to different people. Delete this file once it is printed."
                    .to_owned(),
            ],
        }
    }

    fn heading(sheets: &mut Sheets, text: &str, with: f32) {
        sheets.room_for(32.0 + with);
        sheets.y -= 26.0;
        sheets.text((MARGIN, sheets.y), (Font::Bold, 12.0), Ink::Dark, text);
        sheets.y -= 6.0;
    }

    fn words(&self, sheets: &mut Sheets) {
        let words: Vec<&str> = self.words.words().collect();
        let rows = words.len().div_ceil(WORD_COLUMNS);
        let text = if self.share.is_some() { "The words of this share" } else { "The words" };
        Self::heading(sheets, &format!("{text}, line by line"), WORD_HEIGHT * 7.0);
        let columns = f32::from(u8::try_from(WORD_COLUMNS).unwrap_or(u8::MAX));
        let width = (ROOM - GAP * (columns - 1.0)) / columns;
        let mut numbered = words.into_iter().zip(1..);
        for _ in 0..rows {
            sheets.y -= WORD_HEIGHT;
            let mut x = MARGIN;
            for (word, number) in numbered.by_ref().take(WORD_COLUMNS) {
                sheets.area((x, sheets.y), width, WORD_HEIGHT - 5.0, Ink::Tint);
                let label = format!("{number}");
                let right = x + 20.0 - Font::Plain.width(&label, 8.0);
                sheets.text((right, sheets.y + 6.0), (Font::Plain, 8.0), Ink::Grey, &label);
                sheets.text((x + 27.0, sheets.y + 5.5), (Font::Bold, 11.0), Ink::Dark, word);
                x += width + GAP;
            }
        }
    }

    fn codes(&self, sheets: &mut Sheets) -> Result<(), KitError> {
        let squares = self.codes.iter().map(|code| Square::of(code)).collect::<Result<Vec<_>, _>>()?;
        Self::heading(sheets, "The codes", CODE_SIDE + 40.0);
        let seal = if self.share.is_some() { "the shares together" } else { "the words" };
        let text = format!(
            "Sealed with {seal}. Where the file is lost, read each code with a camera and paste its text; the order \
             does not matter."
        );
        sheets.paragraph(Font::Plain, 9.0, Ink::Grey, &text);
        let total = squares.len();
        for (row, first) in squares.chunks(CODE_COLUMNS).zip((1..).step_by(CODE_COLUMNS)) {
            sheets.room_for(CODE_SIDE + 12.0);
            sheets.y -= CODE_SIDE + 6.0;
            let mut x = MARGIN;
            for (square, number) in row.iter().zip(first..) {
                sheets.square((x, sheets.y + 2.0), CODE_SIDE, square);
                let label = format!("Code {number} of {total}");
                let middle = x + (CODE_SIDE - Font::Plain.width(&label, 8.0)) / 2.0;
                sheets.text((middle, sheets.y - 2.0), (Font::Plain, 8.0), Ink::Grey, &label);
                x += (ROOM - CODE_SIDE) / 2.0;
            }
            sheets.y -= 6.0;
        }
        Ok(())
    }

    fn list(&self, sheets: &mut Sheets) {
        let secrets = &self.core.secrets;
        let accounts = secrets.accounts.iter().map(|a| (a.entry.name.as_str(), a.entry.account.to_string()));
        Self::rows(sheets, "Accounts", accounts.collect());
        let keys = secrets.data_keys.iter().map(|key| (key.entry.name.as_str(), key.entry.fingerprint.clone()));
        Self::rows(sheets, "Data keys", keys.collect());
        let networks = self.core.networks.iter().map(|n| (n.name.as_str(), n.rpc.first().cloned().unwrap_or_default()));
        Self::rows(sheets, "Networks", networks.collect());
    }

    /// A name in bold, and what tells it from others behind it.
    fn rows(sheets: &mut Sheets, title: &str, rows: Vec<(&str, String)>) {
        if rows.is_empty() {
            return;
        }
        Self::heading(sheets, title, 16.0);
        for (name, sign) in rows {
            sheets.room_for(15.0);
            sheets.y -= 15.0;
            let name = if western(name).is_some() { name } else { "(a name in other letters)" };
            let name = Font::Bold.fitting(name, 9.0, 138.0);
            sheets.text((MARGIN, sheets.y), (Font::Bold, 9.0), Ink::Dark, &name);
            let sign = Font::Typewriter.fitting(&sign, 8.5, ROOM - 148.0);
            sheets.text((MARGIN + 148.0, sheets.y), (Font::Typewriter, 8.5), Ink::Dark, &sign);
        }
    }
}

#[cfg(test)]
mod tests {
    use pileus_ports::{AccountEntry, BundledAccount, SecretText, Timestamp, fake::FakeEntropy};

    use super::*;
    use crate::kit::{codes::codes_of, content::samples, format::SealedKit, key::KitKey, shares};

    const MADE: Timestamp = Timestamp(1_795_411_860_000);

    fn core(accounts: u8) -> KitCore {
        let mut core = samples::core();
        let first = core.secrets.accounts[0].clone();
        core.secrets.accounts = (0..accounts)
            .map(|number| {
                let account = pileus_domain::AccountId([number; 32]);
                let name = if number == 1 { "家庭".to_owned() } else { format!("account {number}") };
                let entry = AccountEntry { name, account, ..first.entry.clone() };
                let secret = "legal winner thank year wave sausage worth useful legal winner thank yellow";
                BundledAccount { entry, secret: SecretText::new(secret.to_owned()) }
            })
            .collect();
        core
    }

    fn pages(accounts: u8, split: Option<KitSplit>) -> Vec<Zeroizing<Vec<u8>>> {
        let (entropy, core) = (FakeEntropy::from_seed(4), core(accounts));
        let key = KitKey::draw(&entropy);
        let kit = SealedKit::close(&key, Head::new(&key, MADE, split, &entropy), &core, &[]).unwrap();
        let codes = codes_of(&kit).unwrap();
        let phrases = match split {
            None => vec![key.to_phrase()],
            Some(split) => {
                shares::deal(&key, kit.head.id, split, &entropy).iter().map(shares::Share::to_phrase).collect()
            }
        };
        let page = |(words, number): (&Phrase, u8)| {
            let share = split.map(|_| number);
            KitPage { head: &kit.head, core: &core, words, share, codes: &codes }.to_pdf().unwrap()
        };
        phrases.iter().zip(1..).map(page).collect()
    }

    fn holds(pdf: &[u8], text: &str) -> bool {
        pdf.windows(text.len()).any(|window| window == text.as_bytes())
    }

    #[test]
    fn a_small_kit_is_one_page_with_words_addresses_and_date() {
        let pdf = &pages(2, None)[0];
        let account = pileus_domain::AccountId([0; 32]).to_string();
        for text in ["%PDF-", "(Recovery kit)", "/Count 1", "2026-11-23", "(Page 1 of 1)", account.as_str()] {
            assert!(holds(pdf, text), "{text}");
        }
        let key = KitKey::draw(&FakeEntropy::from_seed(4));
        assert!(key.to_phrase().words().all(|word| holds(pdf, &format!("({word})"))));
        assert!(!holds(pdf, "legal winner"), "the secrets themselves are sealed");
        assert!(!holds(pdf, "/FontFile"), "nothing is embedded");
    }

    #[test]
    fn a_large_kit_goes_on_on_further_pages() {
        let pdf = &pages(40, None)[0];
        assert!(!holds(pdf, "/Count 1\n") && holds(pdf, "(Page 2 of "));
    }

    #[test]
    fn each_share_has_a_page_of_its_own() {
        let pages = pages(1, Some(KitSplit::new(2, 3).unwrap()));
        assert_eq!(pages.len(), 3);
        for (page, number) in pages.iter().zip(1..) {
            assert!(holds(page, &format!("(Recovery kit, share {number} of 3)")));
        }
        assert!(pages[0] != pages[1]);
    }
}
