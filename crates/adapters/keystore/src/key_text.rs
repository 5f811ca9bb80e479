//! Secret bytes as the text of a seed or of a whole key: `0x` and digits.

use zeroize::Zeroizing;

use crate::encoding::SecretString;

const MARK: &str = "0x";

/// The text of secret bytes.
pub(crate) fn of_bytes(bytes: &[u8]) -> SecretString {
    let digits = Zeroizing::new(hex::encode(bytes));
    let mut text = String::with_capacity(MARK.len() + digits.len());
    text.push_str(MARK);
    text.push_str(&digits);
    SecretString(text)
}

/// The bytes of such a text; none when it is no such text, or of another length.
pub(crate) fn to_bytes<const N: usize>(text: &str) -> Option<Zeroizing<[u8; N]>> {
    let mut bytes = Zeroizing::new([0; N]);
    hex::decode_to_slice(text.strip_prefix(MARK)?, &mut *bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_read_back_in_their_own_length_only() {
        let text = of_bytes(&[0, 0xab]);
        assert_eq!(text.0, "0x00ab");
        assert_eq!(*to_bytes::<2>(&text.0).unwrap(), [0, 0xab]);
        assert!(
            to_bytes::<3>(&text.0).is_none() && to_bytes::<2>("00ab").is_none() && to_bytes::<2>("0x00ag").is_none()
        );
    }
}
