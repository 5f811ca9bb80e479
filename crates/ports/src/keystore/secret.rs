//! Secrets in memory.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

/// Secret text: a passphrase or recovery words. Prints as stars, cleared on drop.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SecretText(String);

impl SecretText {
    /// Take a secret over.
    pub fn new(text: String) -> Self {
        Self(text)
    }
    /// Look at the secret.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Secret bytes: a data key. Prints as stars, cleared on drop; stays at one place in memory while it is handed on.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SecretBytes(Box<[u8; 32]>);

impl SecretBytes {
    /// Take a secret over.
    pub fn new(mut bytes: [u8; 32]) -> Self {
        let secret = Self::copied(&bytes);
        bytes.zeroize();
        secret
    }
    /// Copy a secret that its owner clears.
    pub fn copied(bytes: &[u8; 32]) -> Self {
        let mut place = Box::new([0; 32]);
        place.copy_from_slice(bytes);
        Self(place)
    }
    /// Look at the secret.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(***)")
    }
}

impl fmt::Debug for SecretBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretBytes(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_print_as_stars_and_can_be_looked_at() {
        let (text, bytes) = (SecretText::new("lake".to_owned()), SecretBytes::new([0x5e; 32]));
        assert_eq!((text.expose(), bytes.expose()), ("lake", &[0x5e; 32]));
        let said = format!("{text:?} {bytes:?}");
        assert_eq!(said, "SecretText(***) SecretBytes(***)");
    }
}
