//! Where the bytes of a file come from.

use std::io;

/// Bytes that can be read at any place, by several threads at once.
///
/// The codec reads each byte a few times and in strips; whoever implements this decides what a file is.
pub trait Source: Send + Sync {
    /// Length in bytes, the same at every call.
    fn len(&self) -> u64;

    /// Fill `buf` with the bytes from `offset` on.
    ///
    /// # Errors
    /// Whatever reading gave; [`io::ErrorKind::UnexpectedEof`] when the bytes end before the buffer.
    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<()>;

    /// Whether there is no byte at all.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Source for [u8] {
    fn len(&self) -> u64 {
        <[u8]>::len(self) as u64
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<()> {
        let start = usize::try_from(offset).map_err(|_| io::ErrorKind::UnexpectedEof)?;
        let end = start.checked_add(buf.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        buf.copy_from_slice(self.get(start..end).ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
}

impl Source for Vec<u8> {
    fn len(&self) -> u64 {
        Source::len(self.as_slice())
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<()> {
        self.as_slice().read_at(offset, buf)
    }
}

impl<S: Source + ?Sized> Source for &S {
    fn len(&self) -> u64 {
        (**self).len()
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<()> {
        (**self).read_at(offset, buf)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_past_the_end_is_an_error() {
        let bytes = vec![1_u8, 2, 3];
        let mut two = [0; 2];
        assert!(bytes.read_at(1, &mut two).is_ok());
        assert_eq!(two, [2, 3]);
        assert_eq!(bytes.read_at(2, &mut two).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        assert_eq!(bytes.read_at(u64::MAX, &mut two).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }
}
