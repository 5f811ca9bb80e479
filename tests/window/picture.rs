//! Pictures of the whole screen, asked from the window system.
//!
//! Deliberately absent: the driver's own pictures. It waits for the page to draw something new, and
//! a page at rest does not.

use std::{fs::File, io::BufWriter, path::Path};

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt as _, ImageFormat};

/// Bytes of a pixel as the screen has it: blue, green, red and one that means nothing.
const PIXEL: usize = 4;

/// Save what windows show on a display as a PNG file; where the screen has none, it is left out.
pub(crate) fn keep_screen(display: &str, file: &Path) {
    let (connection, screen) = x11rb::connect(Some(display)).unwrap();
    let screen = &connection.setup().roots[screen];
    let (width, height) = (screen.width_in_pixels, screen.height_in_pixels);
    let asked = connection.get_image(ImageFormat::Z_PIXMAP, screen.root, 0, 0, width, height, u32::MAX).unwrap();
    let pixels = asked.reply().unwrap().data;
    let rows: Vec<&[u8]> = pixels.chunks_exact(usize::from(width) * PIXEL).collect();
    let (wide, high) = covered(&rows);
    let shown = rows[..high].iter().flat_map(|row| row[..wide * PIXEL].chunks_exact(PIXEL));
    let colours: Vec<u8> = shown.flat_map(|pixel| [pixel[2], pixel[1], pixel[0]]).collect();
    let file = BufWriter::new(File::create(file).unwrap());
    let mut encoder = png::Encoder::new(file, u32::try_from(wide).unwrap(), u32::try_from(high).unwrap());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::High);
    encoder.write_header().unwrap().write_image_data(&colours).unwrap();
}

/// Columns and rows that windows cover, at least one of each: the screen behind them is black, and they are not.
fn covered(rows: &[&[u8]]) -> (usize, usize) {
    let is_lit = |pixel: &[u8]| pixel[..3] != [0, 0, 0];
    let lit = |row: &[u8]| row.chunks_exact(PIXEL).rposition(is_lit).map(|column| column + 1);
    let wide = rows.iter().filter_map(|row| lit(row)).max();
    let high = rows.iter().rposition(|row| lit(row).is_some()).map(|row| row + 1);
    (wide.unwrap_or(1), high.unwrap_or(1))
}
