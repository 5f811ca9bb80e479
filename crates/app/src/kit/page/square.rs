//! QR codes as runs of dark squares.

use qrcode::{Color, EcLevel, QrCode};

use crate::kit::error::KitError;

/// Light squares around a code that a camera needs to find it.
///
/// # Source
/// ISO/IEC 18004 §5.3.8.
const QUIET: usize = 4;

/// A QR code.
pub(super) struct Square {
    colours: Vec<Color>,
    width: usize,
}

/// Dark squares side by side, in squares from the upper left corner with its quiet zone.
pub(super) struct Run {
    pub(super) row: f32,
    pub(super) column: f32,
    pub(super) length: f32,
}

impl Square {
    /// The code of a text; a seventh of it may be dirty.
    pub(super) fn of(text: &str) -> Result<Self, KitError> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M);
        let code = code.map_err(|_| KitError::TooLarge { what: "one code" })?;
        Ok(Self { width: code.width(), colours: code.into_colors() })
    }

    /// Squares of one side, with the quiet zone.
    pub(super) fn side(&self) -> f32 {
        number(self.width + 2 * QUIET)
    }

    /// All dark runs, row by row.
    pub(super) fn runs(&self) -> impl Iterator<Item = Run> + '_ {
        self.colours.chunks(self.width).enumerate().flat_map(|(row, colours)| {
            let mut at = 0;
            colours.chunk_by(|one, other| one == other).filter_map(move |run| {
                let column = at;
                at += run.len();
                let dark = run.first() == Some(&Color::Dark);
                dark.then(|| Run {
                    row: number(row + QUIET),
                    column: number(column + QUIET),
                    length: number(run.len()),
                })
            })
        })
    }
}

/// Far below what a number of this kind can count.
fn number(squares: usize) -> f32 {
    u16::try_from(squares).map_or(f32::from(u16::MAX), f32::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_cover_exactly_the_dark_squares() {
        let square = Square::of("PILEUS-KIT:1:0011223344556677:1/2:ABCDEFGH:ABCDEFGH").unwrap();
        let dark = square.colours.iter().filter(|colour| **colour == Color::Dark).count();
        let covered: f32 = square.runs().map(|run| run.length).sum();
        assert!((covered - number(dark)).abs() < 0.5);
        assert!(square.runs().all(|run| run.column >= 4.0 && run.column + run.length <= square.side() - 4.0));
    }

    #[test]
    fn more_than_a_code_can_hold_is_refused() {
        assert!(Square::of(&"A".repeat(5000)).is_err());
    }
}
