//! The name of an open preview: whoever has it may read the file, so nobody can guess it.

use std::fmt;

use pileus_ports::Entropy;

/// Random bytes of a token.
const BYTES: usize = 32;

/// Names one open preview. It stands in its address, is worth nothing once the preview is closed, and prints as stars.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Token([u8; BYTES]);

impl Token {
    /// A new one.
    pub(crate) fn new(entropy: &dyn Entropy) -> Self {
        let mut bytes = [0; BYTES];
        entropy.fill(&mut bytes);
        Self(bytes)
    }

    /// Read it from the path of an address: one slash, 64 small hexadecimal digits, nothing else.
    pub(crate) fn from_path(path: &str) -> Option<Self> {
        Self::from_digits(path.strip_prefix('/')?)
    }

    /// Read its 64 digits.
    pub(crate) fn from_digits(digits: &str) -> Option<Self> {
        let small = |digit: u8| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit);
        if digits.len() != 2 * BYTES || !digits.bytes().all(small) {
            return None;
        }
        let mut bytes = [0; BYTES];
        for (byte, pair) in bytes.iter_mut().zip(digits.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// Its 64 digits, for an address.
    pub(crate) fn digits(&self) -> String {
        use fmt::Write;
        self.0.iter().fold(String::with_capacity(2 * BYTES), |mut digits, byte| {
            let _ = write!(digits, "{byte:02x}");
            digits
        })
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(****)")
    }
}

#[cfg(test)]
mod tests {
    use pileus_ports::fake::FakeEntropy;

    use super::*;

    #[test]
    fn a_token_survives_its_address() {
        let token = Token::new(&FakeEntropy::from_seed(1));
        assert_eq!(Token::from_path(&format!("/{}", token.digits())), Some(token.clone()));
        assert_ne!(Token::new(&FakeEntropy::from_seed(2)), token);
        assert_eq!(format!("{token:?}"), "Token(****)");
    }

    #[test]
    fn nothing_else_is_a_token() {
        let digits = Token::new(&FakeEntropy::from_seed(1)).digits();
        for path in [
            String::new(),
            "/".to_owned(),
            digits.clone(),
            format!("/{digits}/"),
            format!("//{digits}"),
            format!("/{}", &digits[1..]),
            format!("/{}", digits.to_uppercase()),
            format!("/+{}", &digits[1..]),
            format!("/{}", "é".repeat(32)),
        ] {
            assert_eq!(Token::from_path(&path), None, "{path:?}");
        }
    }
}
