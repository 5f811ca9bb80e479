//! The secret that proves that a program may disturb the network.

use std::fmt;
use std::path::Path;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::error::NetworkError;
use crate::host::disk;

/// Length of the secret.
///
/// # Units
/// bytes; twice as many characters in the file.
const LENGTH: usize = 32;

/// The token of a network's control server; it prints as stars and is wiped from memory.
#[derive(Clone, PartialEq, Eq)]
pub struct ControlToken(Zeroizing<String>);

impl ControlToken {
    /// The token in a file that its owner alone can read.
    ///
    /// # Errors
    /// [`NetworkError::Folder`].
    pub fn load(path: &Path) -> Result<Self, NetworkError> {
        let text = std::fs::read_to_string(path).map_err(NetworkError::folder(path))?;
        Ok(Self(Zeroizing::new(text.trim().to_owned())))
    }

    /// The token of last time, or a fresh one.
    ///
    /// # Errors
    /// [`NetworkError::Folder`].
    pub(crate) fn load_or_make(path: &Path) -> Result<Self, NetworkError> {
        match Self::load(path) {
            Ok(token) if token.0.len() == 2 * LENGTH && is_private(path) => Ok(token),
            _ => Self::make(path),
        }
    }

    fn make(path: &Path) -> Result<Self, NetworkError> {
        let secret: Zeroizing<[u8; LENGTH]> = Zeroizing::new(rand::random());
        let token = Self(Zeroizing::new(hex::encode(&secret[..])));
        disk::replace(path, token.0.as_bytes(), true)?;
        Ok(token)
    }

    /// Whether somebody said this token.
    ///
    /// Digests are compared, so that the time it takes tells nothing.
    pub(super) fn is(&self, said: &str) -> bool {
        Sha256::digest(self.0.as_bytes()) == Sha256::digest(said.as_bytes())
    }

    /// The value of the `Authorization` header.
    pub(super) fn header(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("Bearer {}", *self.0))
    }
}

impl fmt::Debug for ControlToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ControlToken(***)")
    }
}

#[cfg(unix)]
fn is_private(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode().trailing_zeros() >= 6)
}

#[cfg(not(unix))]
fn is_private(_path: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_private_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        let token = ControlToken::load_or_make(&path).unwrap();
        assert!(is_private(&path));
        assert_eq!(ControlToken::load_or_make(&path).unwrap(), token);
        assert!(token.is(&token.0) && !token.is("guess"));
        assert_eq!(format!("{token:?}"), "ControlToken(***)");
    }

    #[cfg(unix)]
    #[test]
    fn a_token_that_others_could_read_is_replaced() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        let token = ControlToken::load_or_make(&path).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert_ne!(ControlToken::load_or_make(&path).unwrap(), token);
    }
}
