//! The plaintext inside an account file: a secret and its public key between fixed bytes.

use pileus_domain::AccountId;
use pileus_ports::AccountFileError;
use schnorrkel::SecretKey;
use zeroize::Zeroizing;

use crate::{account::AccountSigner, encoding::SecretString, key_text};

/// Stands before the secret: the head of PKCS #8 as wallets write it.
const HEAD: [u8; 16] = [0x30, 0x53, 2, 1, 1, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
/// Stands between the secret and the public key.
const DIVIDER: [u8; 5] = [0xa1, 0x23, 3, 0x21, 0];
/// Bytes of a secret: a key with its nonce in today's files, a seed in those of the first versions.
const KEY_LENGTH: usize = 64;
const SEED_LENGTH: usize = 32;
const PUBLIC_LENGTH: usize = 32;

/// How long a body can be.
pub(super) const LENGTHS: [usize; 2] = [length_with(KEY_LENGTH), length_with(SEED_LENGTH)];

const fn length_with(secret: usize) -> usize {
    HEAD.len() + secret + DIVIDER.len() + PUBLIC_LENGTH
}

/// The secret as a vault keeps it, and the public key that stands beside it.
///
/// # Errors
/// [`AccountFileError::Damaged`].
pub(super) fn read(bytes: &[u8]) -> Result<(SecretString, AccountId), AccountFileError> {
    if !LENGTHS.contains(&bytes.len()) {
        return Err(AccountFileError::Damaged("its length is wrong"));
    }
    let (rest, public) = bytes.split_last_chunk().ok_or(AccountFileError::Damaged("its length is wrong"))?;
    let secret = rest.strip_prefix(&HEAD).and_then(|rest| rest.strip_suffix(&DIVIDER));
    let secret = secret.ok_or(AccountFileError::Damaged("its inside has another form"))?;
    Ok((secret_text(secret)?, AccountId(*public)))
}

/// The body of an account.
pub(super) fn write(signer: &AccountSigner) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(LENGTHS[0]));
    let secret = Zeroizing::new(signer.secret_key().to_ed25519_bytes());
    bytes.extend_from_slice(&HEAD);
    bytes.extend_from_slice(&*secret);
    bytes.extend_from_slice(&DIVIDER);
    bytes.extend_from_slice(&signer.public_key().0);
    bytes
}

/// A seed stays one; a key leaves the ed25519 form, in which its number is multiplied by eight.
fn secret_text(secret: &[u8]) -> Result<SecretString, AccountFileError> {
    if secret.len() == SEED_LENGTH {
        return Ok(key_text::of_bytes(secret));
    }
    let key = SecretKey::from_ed25519_bytes(secret).map_err(|_| AccountFileError::Damaged("its secret is none"))?;
    Ok(key_text::of_bytes(&*Zeroizing::new(key.to_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer(secret: &str) -> AccountSigner {
        AccountSigner::of(&SecretString(secret.to_owned())).unwrap()
    }

    #[test]
    fn what_was_written_reads_back_for_hard_and_soft_derived_keys() {
        for secret in ["//Alice", "//Alice/soft", "//Alice/soft/1//2"] {
            let written = signer(secret);
            let bytes = write(&written);
            assert_eq!(bytes.len(), 117);
            let (text, public) = read(&bytes).unwrap();
            assert_eq!((public, signer(&text.0).public_key()), (written.public_key(), written.public_key()));
            assert_eq!(*write(&signer(&text.0)), *bytes, "{secret}");
        }
    }

    #[test]
    fn every_other_length_and_every_changed_frame_is_damage() {
        let bytes = write(&signer("//Alice"));
        assert!((0..bytes.len()).all(|length| read(&bytes[..length]).is_err()));
        for at in (0..HEAD.len()).chain(HEAD.len() + KEY_LENGTH..bytes.len() - PUBLIC_LENGTH) {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(matches!(read(&changed), Err(AccountFileError::Damaged(_))), "byte {at}");
        }
    }
}
