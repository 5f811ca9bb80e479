//! AES-256-GCM over the vault's secrets.

use aes_gcm::{
    Aes256Gcm, KeyInit as _,
    aead::{AeadInOut as _, Nonce},
};
use pileus_ports::Entropy;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::encoding::{Bytes, Fixed, SecretKey};

/// Bytes of the tag behind every sealed text.
pub(crate) const TAG_LENGTH: usize = 16;

/// A sealed text with its nonce.
///
/// Nonces are random; a key seals far fewer than 2³² texts, one for each change of the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sealed {
    nonce: Fixed<12>,
    text: Bytes,
}

/// Seal a text; the context must be the same when it is opened.
pub(crate) fn seal(key: &SecretKey, context: &[u8], text: &[u8], entropy: &dyn Entropy) -> Sealed {
    let mut nonce = [0; 12];
    entropy.fill(&mut nonce);
    let mut sealed = Vec::with_capacity(text.len() + TAG_LENGTH);
    sealed.extend_from_slice(text);
    let cipher = Aes256Gcm::new(key.bytes().into());
    let done = cipher.encrypt_in_place(&Nonce::<Aes256Gcm>::from(nonce), context, &mut sealed);
    done.expect("a vault is shorter than the cipher's limit of 64 GiB");
    Sealed { nonce: Fixed(nonce), text: Bytes(sealed) }
}

/// Open a sealed text; none when key, context or bytes do not fit.
pub(crate) fn open(key: &SecretKey, context: &[u8], sealed: &Sealed) -> Option<Zeroizing<Vec<u8>>> {
    let mut text = Zeroizing::new(sealed.text.0.clone());
    let cipher = Aes256Gcm::new(key.bytes().into());
    let opened = cipher.decrypt_in_place(&Nonce::<Aes256Gcm>::from(sealed.nonce.0), context, &mut *text);
    opened.ok().map(|()| text)
}

#[cfg(test)]
mod tests {
    use pileus_ports::fake::FakeEntropy;

    use super::*;

    #[test]
    fn only_the_same_key_context_and_bytes_open() {
        let key = SecretKey::copied(&[1; 32]).unwrap();
        let sealed = seal(&key, b"context", b"text", &FakeEntropy::default());
        assert_eq!(open(&key, b"context", &sealed).as_deref().map(Vec::as_slice), Some(&b"text"[..]));
        assert!(open(&SecretKey::blank(), b"context", &sealed).is_none());
        assert!(open(&key, b"other", &sealed).is_none());
        for at in 0..sealed.text.0.len() {
            let mut changed = sealed.clone();
            changed.text.0[at] ^= 1;
            assert!(open(&key, b"context", &changed).is_none(), "byte {at}");
        }
        let cut = Sealed { text: Bytes(sealed.text.0[..TAG_LENGTH - 1].to_vec()), ..sealed };
        assert!(open(&key, b"context", &cut).is_none());
    }
}
