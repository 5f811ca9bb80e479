//! The sealed form of a body: scrypt, then XSalsa20-Poly1305 (secretbox).

use crypto_secretbox::{AeadInPlace as _, KeyInit as _, Nonce, Tag, XSalsa20Poly1305};
use pileus_ports::{AccountFileError, Entropy, SecretText};
use zeroize::Zeroizing;

use super::{
    body,
    cost::{COST_LENGTH, SALT_LENGTH, ScryptCost},
};
use crate::encoding::SecretKey;

const NONCE_LENGTH: usize = 24;
const TAG_LENGTH: usize = 16;

/// Salt, cost, nonce, tag and ciphertext.
pub(super) struct SealedBody {
    salt: [u8; SALT_LENGTH],
    cost: ScryptCost,
    nonce: [u8; NONCE_LENGTH],
    tag: [u8; TAG_LENGTH],
    text: Vec<u8>,
}

impl SealedBody {
    /// Take the bytes apart.
    ///
    /// # Errors
    /// [`AccountFileError::Damaged`] for a length that no file has; [`AccountFileError::Cost`].
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, AccountFileError> {
        let parts = split(bytes).filter(|(.., text)| body::LENGTHS.contains(&text.len()));
        let (salt, cost, nonce, tag, text) = parts.ok_or(AccountFileError::Damaged("its length is wrong"))?;
        Ok(Self { salt: *salt, cost: ScryptCost::parse(cost)?, nonce: *nonce, tag: *tag, text: text.to_vec() })
    }

    /// Seal a body under a passphrase.
    pub(super) fn seal(mut text: Zeroizing<Vec<u8>>, passphrase: &SecretText, entropy: &dyn Entropy) -> Self {
        let (mut salt, mut nonce) = ([0; SALT_LENGTH], [0; NONCE_LENGTH]);
        entropy.fill(&mut salt);
        entropy.fill(&mut nonce);
        let cost = ScryptCost::WRITTEN;
        let cipher = cipher(&cost.derive(passphrase.expose().as_bytes(), &salt));
        let tag = cipher.encrypt_in_place_detached(Nonce::from_slice(&nonce), &[], &mut text);
        let tag = tag.expect("a body is far shorter than the cipher's limit").into();
        Self { salt, cost, nonce, tag, text: std::mem::take(&mut *text) }
    }

    /// As it stands in a file.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        [&self.salt[..], &self.cost.to_bytes(), &self.nonce, &self.tag, &self.text].concat()
    }

    /// Open it.
    ///
    /// # Errors
    /// [`AccountFileError::PassphraseNeeded`]; [`AccountFileError::WrongPassphrase`], which changed bytes give as well.
    pub(super) fn open(&self, passphrase: Option<&SecretText>) -> Result<Zeroizing<Vec<u8>>, AccountFileError> {
        let given = passphrase.map(SecretText::expose).filter(|passphrase| !passphrase.is_empty());
        let passphrase = given.ok_or(AccountFileError::PassphraseNeeded)?;
        let cipher = cipher(&self.cost.derive(passphrase.as_bytes(), &self.salt));
        let mut text = Zeroizing::new(self.text.clone());
        let (nonce, tag) = (Nonce::from_slice(&self.nonce), Tag::from_slice(&self.tag));
        let opened = cipher.decrypt_in_place_detached(nonce, &[], &mut text, tag);
        opened.map(|()| text).map_err(|_| AccountFileError::WrongPassphrase)
    }
}

fn cipher(key: &SecretKey) -> XSalsa20Poly1305 {
    XSalsa20Poly1305::new(key.bytes().into())
}

type Parts<'a> = (&'a [u8; SALT_LENGTH], &'a [u8; COST_LENGTH], &'a [u8; NONCE_LENGTH], &'a [u8; TAG_LENGTH], &'a [u8]);

fn split(bytes: &[u8]) -> Option<Parts<'_>> {
    let (salt, rest) = bytes.split_first_chunk()?;
    let (cost, rest) = rest.split_first_chunk()?;
    let (nonce, rest) = rest.split_first_chunk()?;
    let (tag, text) = rest.split_first_chunk()?;
    Some((salt, cost, nonce, tag, text))
}
