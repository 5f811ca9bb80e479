//! Values one behind the other in bytes: numbers little-endian, texts behind their length.

use zeroize::Zeroizing;

use super::error::KitError;

/// Puts values into bytes, which are cleared on drop.
pub(super) struct Writer {
    bytes: Zeroizing<Vec<u8>>,
    limit: usize,
    what: &'static str,
}

impl Writer {
    /// Room for at most so many bytes. It is taken at once, so that secrets are never moved.
    pub(super) fn within(limit: usize, what: &'static str) -> Self {
        Self { bytes: Zeroizing::new(Vec::with_capacity(limit)), limit, what }
    }

    /// The same, growing as it is filled: for what holds no secret.
    pub(super) fn growing(limit: usize, what: &'static str) -> Self {
        Self { bytes: Zeroizing::default(), limit, what }
    }

    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<(), KitError> {
        if self.limit - self.bytes.len() < bytes.len() {
            return Err(KitError::TooLarge { what: self.what });
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    pub(super) fn byte(&mut self, value: u8) -> Result<(), KitError> {
        self.put(&[value])
    }

    pub(super) fn number(&mut self, value: u64) -> Result<(), KitError> {
        self.put(&value.to_le_bytes())
    }

    /// How many values come, in four bytes.
    pub(super) fn count(&mut self, count: usize) -> Result<(), KitError> {
        let count = u32::try_from(count).map_err(|_| KitError::TooLarge { what: self.what })?;
        self.put(&count.to_le_bytes())
    }

    /// A text behind its length in two bytes.
    pub(super) fn text(&mut self, text: &str) -> Result<(), KitError> {
        let length = u16::try_from(text.len()).map_err(|_| KitError::TooLarge { what: self.what })?;
        self.put(&length.to_le_bytes())?;
        self.put(text.as_bytes())
    }

    pub(super) fn finish(self) -> Zeroizing<Vec<u8>> {
        self.bytes
    }
}

/// Takes values out of bytes. Whatever does not fit is damage.
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], KitError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(KitError::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], KitError> {
        self.take(N)?.try_into().map_err(|_| KitError::Damaged)
    }

    pub(super) fn byte(&mut self) -> Result<u8, KitError> {
        self.array().map(|[byte]: [u8; 1]| byte)
    }

    pub(super) fn number(&mut self) -> Result<u64, KitError> {
        self.array().map(u64::from_le_bytes)
    }

    pub(super) fn length(&mut self) -> Result<usize, KitError> {
        let length = self.array().map(u32::from_le_bytes)?;
        usize::try_from(length).map_err(|_| KitError::Damaged)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, KitError> {
        let length = self.array().map(u16::from_le_bytes)?;
        str::from_utf8(self.take(length.into())?).map_err(|_| KitError::Damaged)
    }

    /// So many values as a count says. Each takes at least one byte, so a wrong count ends with the bytes.
    pub(super) fn list<T>(&mut self, each: impl Fn(&mut Self) -> Result<T, KitError>) -> Result<Vec<T>, KitError> {
        let count = self.length()?;
        let mut values = Vec::new();
        for _ in 0..count {
            values.push(each(self)?);
        }
        Ok(values)
    }

    /// Nothing may be left.
    pub(super) fn end(self) -> Result<(), KitError> {
        if self.0.is_empty() { Ok(()) } else { Err(KitError::Damaged) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_is_taken() {
        let mut writer = Writer::within(64, "values");
        writer.byte(7).unwrap();
        writer.number(1 << 40).unwrap();
        writer.count(2).unwrap();
        writer.text("é").unwrap();
        writer.text("").unwrap();
        let bytes = writer.finish();
        let mut reader = Reader::new(&bytes);
        assert_eq!((reader.byte().unwrap(), reader.number().unwrap()), (7, 1 << 40));
        assert_eq!(reader.list(Reader::text).unwrap(), ["é", ""]);
        reader.end().unwrap();
    }

    #[test]
    fn nothing_is_read_behind_the_end() {
        assert!(matches!(Reader::new(&[5, 0, b'a']).text(), Err(KitError::Damaged)));
        assert!(matches!(Reader::new(&[255, 255, 255, 255, 1]).list(Reader::byte), Err(KitError::Damaged)));
        assert!(matches!(Reader::new(&[1, 0, 0xFF]).text(), Err(KitError::Damaged)), "no UTF-8");
        assert!(matches!(Reader::new(&[0]).end(), Err(KitError::Damaged)));
    }

    #[test]
    fn more_than_fits_is_refused() {
        let mut writer = Writer::within(3, "values");
        assert!(matches!(writer.text("ab"), Err(KitError::TooLarge { .. })));
        assert!(writer.finish().len() <= 3);
    }
}
