//! Files that previews show, made by the test itself: a picture, a page, a sound, a text.

use std::fmt::Write as _;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

/// Samples a second of the sound.
const RATE: u32 = 8_000;
/// Length of the sound, in seconds.
pub(crate) const SOUND_LENGTH: u32 = 2;

/// Write a picture of bands in different colours as a PNG file.
pub(crate) fn write_picture(file: &Path, (width, height): (u32, u32)) {
    let shade = |value: u32| u8::try_from(value % 256).unwrap();
    let colours: Vec<u8> =
        (0..height).flat_map(|y| (0..width).flat_map(move |x| [shade(x / 2), shade(y / 4 * 4), 160])).collect();
    let mut encoder = png::Encoder::new(BufWriter::new(File::create(file).unwrap()), width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(&colours).unwrap();
}

/// Write a document of one empty page as a PDF file.
pub(crate) fn write_document(file: &Path) {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] >>",
    ];
    let mut text = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", text.len()).unwrap();
        writeln!(text, "{} 0 obj\n{object}\nendobj", number + 1).unwrap();
    }
    let at = text.len();
    let size = objects.len() + 1;
    writeln!(text, "{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF").unwrap();
    std::fs::write(file, text).unwrap();
}

/// Write a deep hum as a WAV file: one channel of 16 bits.
pub(crate) fn write_sound(file: &Path) {
    let samples: Vec<u8> =
        (0..RATE * SOUND_LENGTH).flat_map(|at| if at % 80 < 40 { 6_000_i16 } else { -6_000 }.to_le_bytes()).collect();
    let length = u32::try_from(samples.len()).unwrap();
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + length).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(16_u32.to_le_bytes());
    for half in [1_u16, 1] {
        bytes.extend(half.to_le_bytes());
    }
    for whole in [RATE, RATE * 2] {
        bytes.extend(whole.to_le_bytes());
    }
    for half in [2_u16, 16] {
        bytes.extend(half.to_le_bytes());
    }
    bytes.extend(b"data");
    bytes.extend(length.to_le_bytes());
    bytes.extend(samples);
    std::fs::write(file, bytes).unwrap();
}
