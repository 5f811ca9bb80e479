//! A buffer that leaves no copies behind when it grows.

use std::io;

use zeroize::Zeroizing;

/// Bytes that the first buffer has room for.
const FIRST_ROOM: usize = 4 << 10;

/// Bytes that are written one behind the other; every place that held them is cleared.
pub(crate) struct ClearedBuffer(Zeroizing<Vec<u8>>);

impl ClearedBuffer {
    /// With nothing in it.
    pub(crate) fn new() -> Self {
        Self(Zeroizing::new(Vec::with_capacity(FIRST_ROOM)))
    }

    /// What was written.
    pub(crate) fn into_bytes(self) -> Zeroizing<Vec<u8>> {
        self.0
    }

    /// Move to a larger place; the old one is cleared when it is dropped.
    fn grow(&mut self, needed: usize) {
        let mut larger = Zeroizing::new(Vec::with_capacity(needed.max(2 * self.0.capacity())));
        larger.extend_from_slice(&self.0);
        self.0 = larger;
    }
}

impl io::Write for ClearedBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let needed = self.0.len() + bytes.len();
        if needed > self.0.capacity() {
            self.grow(needed);
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn what_is_written_stays_in_order_however_often_it_moves() {
        let mut buffer = ClearedBuffer::new();
        let piece: Vec<u8> = (0..=255).collect();
        let mut expected = Vec::new();
        for round in 0..100 {
            buffer.write_all(&piece[..round]).unwrap();
            expected.extend_from_slice(&piece[..round]);
            buffer.write_all(&piece).unwrap();
            expected.extend_from_slice(&piece);
        }
        assert!(expected.len() > FIRST_ROOM);
        assert_eq!(*buffer.into_bytes(), expected);
    }
}
