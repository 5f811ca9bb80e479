//! Polkadot JSON account files: read as other wallets write them, written as they read them.
//!
//! Duty: between the bytes of a file of version 3 and the secret of one sr25519 account. The limits, and what is read of
//! the format at all, are in `docs/formats-vault.md`.
//!
//! Invariants: bytes are bounded before they are parsed and the cost before any work; nothing is handed out unless
//! secret, public key and address are of one account; no error repeats what could be secret.
//!
//! Absent on purpose: writing without a passphrase.

mod body;
mod cost;
mod envelope;
mod sealed;
mod write;

use pileus_domain::AccountId;
use pileus_ports::{AccountFileError, SecretText};
use zeroize::Zeroizing;

use self::{
    envelope::{Envelope, Wrapping},
    sealed::SealedBody,
};
use crate::{account::AccountSigner, encoding::SecretString};

pub(crate) use write::write;

/// Longest file that is read.
///
/// # Units
/// bytes.
const FILE_LIMIT: usize = 64 << 10;

/// A Polkadot JSON account file that could be parsed, its secret not opened yet.
pub struct AccountFile {
    account: AccountId,
    body: Body,
}

enum Body {
    Open(Zeroizing<Vec<u8>>),
    Sealed(SealedBody),
}

impl AccountFile {
    /// Read the bytes of a file. Cheap: no secret is opened.
    ///
    /// # Errors
    /// [`AccountFileError::Damaged`], [`AccountFileError::Unsupported`], [`AccountFileError::Cost`].
    pub fn parse(bytes: &[u8]) -> Result<Self, AccountFileError> {
        if bytes.len() > FILE_LIMIT {
            return Err(AccountFileError::Damaged("it is longer than any account file"));
        }
        let envelope = Envelope::parse(bytes)?;
        let account = envelope.account()?;
        let text = envelope.text()?;
        let body = match envelope.wrapping {
            Wrapping::Scrypt => Body::Sealed(SealedBody::parse(&text)?),
            Wrapping::None => Body::Open(text),
        };
        Ok(Self { account, body })
    }

    /// The secret of the account. Takes up to a second and 128 MiB of memory.
    ///
    /// # Errors
    /// [`AccountFileError::PassphraseNeeded`], [`AccountFileError::WrongPassphrase`], [`AccountFileError::Damaged`],
    /// [`AccountFileError::Mismatch`].
    pub(crate) fn open(&self, passphrase: Option<&SecretText>) -> Result<SecretString, AccountFileError> {
        let (secret, public) = match &self.body {
            Body::Open(text) => body::read(text)?,
            Body::Sealed(sealed) => body::read(&sealed.open(passphrase)?)?,
        };
        let signer = AccountSigner::of(&secret).map_err(|_| AccountFileError::Damaged("its secret is none"))?;
        let is_one = signer.public_key() == self.account && public == self.account;
        if is_one { Ok(secret) } else { Err(AccountFileError::Mismatch) }
    }
}
