//! Paper: places for text and squares, page after page, and the PDF that comes of it.

use pdf_writer::{Content, Name, Pdf, Rect, Ref, Str, TextStr};
use zeroize::Zeroizing;

use super::{
    letters::{Font, western},
    square::Square,
};

/// A4, in points.
const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
/// Room on each side, so that American paper does as well.
pub(super) const MARGIN: f32 = 54.0;
/// Below this only the foot is printed.
const FLOOR: f32 = 84.0;
/// Where the foot stands.
const FOOT: f32 = 52.0;
/// Width that can be used.
pub(super) const ROOM: f32 = WIDTH - 2.0 * MARGIN;
const FOOT_SIZE: f32 = 8.0;
/// Room for a page full of codes, taken at once: what is written is not moved, and leaves no copy behind.
///
/// # Units
/// bytes.
const PAGE_BYTES: usize = 1 << 20;
/// Room for everything around the pages.
///
/// # Units
/// bytes.
const FRAME_BYTES: usize = 64 << 10;

/// Colours of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// What is read.
    Dark,
    /// What is read second.
    Grey,
    /// What draws the eye.
    Accent,
    /// What words stand on.
    Tint,
    /// What parts stand between.
    Line,
}

impl Ink {
    fn parts(self) -> [f32; 3] {
        match self {
            Self::Dark => [0.07, 0.09, 0.11],
            Self::Grey => [0.35, 0.39, 0.45],
            Self::Accent => [0.14, 0.33, 0.83],
            Self::Tint => [0.955, 0.965, 0.98],
            Self::Line => [0.82, 0.84, 0.88],
        }
    }
}

/// Pages that are filled from the top.
pub(super) struct Sheets {
    pages: Vec<Content>,
    /// Height of the next thing above the lower edge.
    pub(super) y: f32,
    title: String,
    foot: String,
}

impl Sheets {
    /// One empty page.
    pub(super) fn new(title: String, foot: String) -> Self {
        Self { pages: vec![Content::with_capacity(PAGE_BYTES)], y: HEIGHT - MARGIN, title, foot }
    }

    /// Go down; onto a new page where so much does not fit.
    pub(super) fn room_for(&mut self, height: f32) {
        if self.y - height < FLOOR {
            self.pages.push(Content::with_capacity(PAGE_BYTES));
            self.y = HEIGHT - MARGIN;
        }
    }

    /// A text with its left end here; what these fonts do not have is left out.
    pub(super) fn text(&mut self, (x, y): (f32, f32), (font, size): (Font, f32), ink: Ink, text: &str) {
        let Some(bytes) = western(text) else { return };
        let [red, green, blue] = ink.parts();
        let page = self.page();
        page.begin_text().set_font(Name(font.name()), size).set_fill_rgb(red, green, blue);
        page.next_line(x, y).show(Str(&bytes)).end_text();
    }

    /// Lines of text in the whole width, going down.
    pub(super) fn paragraph(&mut self, font: Font, size: f32, ink: Ink, text: &str) {
        for line in font.lines(text, size, ROOM) {
            self.room_for(size * 1.45);
            self.y -= size * 1.45;
            self.text((MARGIN, self.y), (font, size), ink, &line);
        }
    }

    /// A filled rectangle with its lower left corner here.
    pub(super) fn area(&mut self, (x, y): (f32, f32), width: f32, height: f32, ink: Ink) {
        let [red, green, blue] = ink.parts();
        self.page().set_fill_rgb(red, green, blue).rect(x, y, width, height).fill_nonzero();
    }

    /// A QR code with its lower left corner here.
    pub(super) fn square(&mut self, (x, y): (f32, f32), side: f32, square: &Square) {
        let module = side / square.side();
        let page = self.page();
        page.set_fill_gray(0.0);
        for run in square.runs() {
            let (left, top) = (x + run.column * module, y + side - run.row * module);
            page.rect(left, top - module, run.length * module, module);
        }
        page.fill_nonzero();
    }

    fn page(&mut self) -> &mut Content {
        // There is always one.
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }

    /// The PDF. Its bytes hold the words, and are cleared on drop.
    pub(super) fn finish(mut self) -> Zeroizing<Vec<u8>> {
        self.feet();
        let mut numbers = (1..).map(Ref::new);
        let mut next = || numbers.next().unwrap_or(Ref::new(1));
        let (catalogue, tree, info) = (next(), next(), next());
        let fonts = Font::ALL.map(|font| (font, next()));
        let pages: Vec<(Ref, Ref)> = self.pages.iter().map(|_| (next(), next())).collect();
        let filled: Vec<_> = self.pages.drain(..).map(|page| Zeroizing::new(page.finish().into_vec())).collect();
        let bytes: usize = filled.iter().map(|page| page.len()).sum();
        let mut pdf = Pdf::with_capacity(bytes + FRAME_BYTES);
        pdf.catalog(catalogue).pages(tree).lang(TextStr("en"));
        pdf.document_info(info).title(TextStr(&self.title)).producer(TextStr("Pileus"));
        pdf.pages(tree).kids(pages.iter().map(|(page, _)| *page)).count(i32::try_from(pages.len()).unwrap_or(i32::MAX));
        for (font, number) in fonts {
            pdf.type1_font(number).base_font(Name(font.standard_name())).encoding_predefined(Name(b"WinAnsiEncoding"));
        }
        for ((page, content), filled) in pages.into_iter().zip(&filled) {
            pdf.stream(content, filled);
            let mut page = pdf.page(page);
            page.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).parent(tree).contents(content);
            let mut resources = page.resources();
            let mut named = resources.fonts();
            for (font, number) in fonts {
                named.pair(Name(font.name()), number);
            }
        }
        Zeroizing::new(pdf.finish())
    }

    /// What stands below on every page, now that their number is known.
    fn feet(&mut self) {
        let (count, foot) = (self.pages.len(), self.foot.clone());
        let pages = std::mem::take(&mut self.pages);
        for (page, number) in pages.into_iter().zip(1..) {
            self.pages.push(page);
            let place = format!("Page {number} of {count}");
            let right = WIDTH - MARGIN - Font::Plain.width(&place, FOOT_SIZE);
            self.area((MARGIN, FOOT + 14.0), ROOM, 0.6, Ink::Line);
            self.text((MARGIN, FOOT), (Font::Plain, FOOT_SIZE), Ink::Grey, &foot);
            self.text((right, FOOT), (Font::Plain, FOOT_SIZE), Ink::Grey, &place);
        }
    }
}
