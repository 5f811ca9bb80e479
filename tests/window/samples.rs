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

/// Write a document as a PDF file: one page, which a picture in JPEG 2000 covers, red on the left and blue on the right.
pub(crate) fn write_document(file: &Path) {
    /// 32 by 32 pixels, made for this test.
    const HALVES: &[u8] = include_bytes!("samples/halves.jp2");
    const PAGE: &str = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R \
        /Resources << /XObject << /Halves 5 0 R >> >> >>";
    const PICTURE: &str = "/Type /XObject /Subtype /Image /Width 32 /Height 32 /ColorSpace /DeviceRGB \
        /BitsPerComponent 8 /Filter /JPXDecode";
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        PAGE.as_bytes().to_vec(),
        stream("", b"300 0 0 200 0 0 cm /Halves Do"),
        stream(PICTURE, HALVES),
    ];
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", bytes.len()).unwrap();
        bytes.extend(format!("{} 0 obj\n", number + 1).bytes().chain(object.iter().copied()));
        bytes.extend(b"\nendobj\n");
    }
    let (at, size) = (bytes.len(), objects.len() + 1);
    bytes.extend(format!("{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n").bytes());
    std::fs::write(file, bytes).unwrap();
}

/// Bytes inside a document, with what it says of them.
fn stream(words: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!("<< {words} /Length {} >>\nstream\n", bytes.len());
    [head.as_bytes(), bytes, b"\nendstream"].concat()
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
