//! Pictures of the whole screen, asked from the window system.
//!
//! Deliberately absent: the driver's own pictures. It waits for the page to draw something new, and
//! a page at rest does not.

use std::{fs::File, io::BufWriter, path::Path};

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt as _, ImageFormat};

/// Bytes of a pixel as the screen has it: blue, green, red and one that means nothing.
const PIXEL: usize = 4;

/// Save what a display shows as a PNG file.
pub(crate) fn keep_screen(display: &str, file: &Path) {
    let (connection, screen) = x11rb::connect(Some(display)).unwrap();
    let screen = &connection.setup().roots[screen];
    let (width, height) = (screen.width_in_pixels, screen.height_in_pixels);
    let asked = connection.get_image(ImageFormat::Z_PIXMAP, screen.root, 0, 0, width, height, u32::MAX).unwrap();
    let pixels = asked.reply().unwrap().data;
    let colours: Vec<u8> = pixels.chunks_exact(PIXEL).flat_map(|pixel| [pixel[2], pixel[1], pixel[0]]).collect();
    let file = BufWriter::new(File::create(file).unwrap());
    let mut encoder = png::Encoder::new(file, u32::from(width), u32::from(height));
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(&colours).unwrap();
}
