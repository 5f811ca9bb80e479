//! Keys from keys: HKDF-SHA-256 with the file's salt and one label a purpose.

use argon2::{Algorithm, Argon2, Params, Version};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::secret::{Argon2Cost, Passphrase};

/// A 32-byte key that is cleared when it is dropped.
pub(crate) type SecretKey = Zeroizing<[u8; 32]>;
/// Random bytes of a file that every derivation mixes in.
pub(super) type FileSalt = [u8; 32];

const HINT: &[u8] = b"pileus/sealed/1/hint";
const WRAPPING: &[u8] = b"pileus/sealed/1/wrap";
const CONTENT: &[u8] = b"pileus/sealed/1/content";
const METADATA: &[u8] = b"pileus/sealed/1/metadata";
const FINGERPRINT: &[u8] = b"pileus/data-key/fingerprint";

/// Bytes of a hint.
pub(super) const HINT_LENGTH: usize = 16;

/// What tells the owner of `key`, and nobody else, that it opens this file.
pub(super) fn hint(key: &[u8; 32], salt: &FileSalt) -> [u8; HINT_LENGTH] {
    let mut hint = [0; HINT_LENGTH];
    expand(key, Some(salt.as_slice()), HINT, &mut hint);
    hint
}

/// The key that wraps the file key.
pub(super) fn wrapping_key(key: &[u8; 32], salt: &FileSalt) -> SecretKey {
    secret(key, salt, WRAPPING)
}

/// The key of the chunks.
pub(super) fn content_key(file_key: &[u8; 32], salt: &FileSalt) -> SecretKey {
    secret(file_key, salt, CONTENT)
}

/// The key of the sealed name, bucket and media type.
pub(super) fn metadata_key(file_key: &[u8; 32], salt: &FileSalt) -> SecretKey {
    secret(file_key, salt, METADATA)
}

/// A name for a data key that holds for all files.
pub(super) fn fingerprint(key: &[u8; 32]) -> [u8; 8] {
    let mut name = [0; 8];
    expand(key, None, FINGERPRINT, &mut name);
    name
}

/// The key that a passphrase stands for: Argon2id, version 1.3.
pub(super) fn passphrase_key(
    passphrase: &Passphrase,
    salt: &[u8],
    cost: Argon2Cost,
) -> Result<SecretKey, argon2::Error> {
    let params = Params::new(cost.memory(), cost.passes(), cost.lanes(), Some(32))?;
    let mut key = SecretKey::default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into(
        passphrase.expose(),
        salt,
        key.as_mut(),
    )?;
    Ok(key)
}

fn secret(key: &[u8; 32], salt: &FileSalt, label: &[u8]) -> SecretKey {
    let mut derived = SecretKey::default();
    expand(key, Some(salt.as_slice()), label, derived.as_mut());
    derived
}

fn expand(key: &[u8; 32], salt: Option<&[u8]>, label: &[u8], out: &mut [u8]) {
    Hkdf::<Sha256>::new(salt, key).expand(label, out).expect("HKDF gives up to 8160 bytes");
}
