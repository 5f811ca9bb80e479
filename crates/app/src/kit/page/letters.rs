//! Letters as every PDF reader has them, without a font in the file.

/// Widths of the letters from blank to tilde in Helvetica, in thousandths of the size.
///
/// # Source
/// Adobe's metrics of the standard fonts.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
];
/// Width of any other letter, rather too much.
const WIDE: u16 = 667;
/// The bold letters are a little wider.
const BOLD: f32 = 1.08;
/// Width of every letter of the typewriter font.
const TYPEWRITER: f32 = 0.6;

/// The fonts of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Font {
    /// For sentences.
    Plain,
    /// For titles and words.
    Bold,
    /// For addresses and fingerprints.
    Typewriter,
}

impl Font {
    /// All, in the order of their names in the file.
    pub(super) const ALL: [Self; 3] = [Self::Plain, Self::Bold, Self::Typewriter];

    /// What the standard calls it.
    pub(super) fn standard_name(self) -> &'static [u8] {
        match self {
            Self::Plain => b"Helvetica",
            Self::Bold => b"Helvetica-Bold",
            Self::Typewriter => b"Courier",
        }
    }

    /// What the pages call it.
    pub(super) fn name(self) -> &'static [u8] {
        match self {
            Self::Plain => b"P",
            Self::Bold => b"B",
            Self::Typewriter => b"T",
        }
    }

    /// Width of a text, in points.
    pub(super) fn width(self, text: &str, size: f32) -> f32 {
        let letter = |c: char| f32::from(width_of(c)) / 1000.0;
        let sum: f32 = text.chars().map(letter).sum();
        size * match self {
            Self::Plain => sum,
            Self::Bold => sum * BOLD,
            Self::Typewriter => text.chars().map(|_| TYPEWRITER).sum(),
        }
    }

    /// As much of a text as fits into a width.
    pub(super) fn fitting(self, text: &str, size: f32, width: f32) -> String {
        if self.width(text, size) <= width {
            return text.to_owned();
        }
        let mut cut = text.to_owned();
        while self.width(&cut, size) > width - self.width("...", size) && cut.pop().is_some() {}
        cut + "..."
    }

    /// A text in lines that fit into a width, broken at blanks.
    pub(super) fn lines(self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split(' ') {
            match lines.last_mut() {
                Some(line) if self.width(&format!("{line} {word}"), size) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }
}

fn width_of(c: char) -> u16 {
    let place = u32::from(c).checked_sub(u32::from(' ')).and_then(|place| usize::try_from(place).ok());
    place.and_then(|place| WIDTHS.get(place)).copied().unwrap_or(WIDE)
}

/// A text in the letters that these fonts have; none when one of its letters is missing there.
pub(super) fn western(text: &str) -> Option<Vec<u8>> {
    let byte = |c: char| u8::try_from(u32::from(c)).ok().filter(|byte| matches!(byte, 0x20..=0x7E | 0xA1..=0xFF));
    text.chars().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn western_letters_are_told_from_others() {
        assert_eq!(western("Größe 1"), Some(b"Gr\xF6\xDFe 1".to_vec()));
        assert_eq!((western("密钥"), western("a\nb")), (None, None));
    }

    #[test]
    fn lines_fit_into_their_width() {
        let text = "Whoever has this page can use the accounts on it, so keep it where nobody else comes.";
        let lines = Font::Plain.lines(text, 10.0, 120.0);
        assert!(lines.len() > 2 && lines.iter().all(|line| Font::Plain.width(line, 10.0) <= 120.0));
        assert_eq!(lines.join(" "), text);
    }

    #[test]
    fn a_long_name_is_cut_where_it_must_be() {
        let cut = Font::Bold.fitting(&"m".repeat(200), 10.0, 100.0);
        assert!(cut.ends_with("m...") && Font::Bold.width(&cut, 10.0) <= 100.0);
        assert_eq!(Font::Bold.fitting("short", 10.0, 100.0), "short");
    }
}
