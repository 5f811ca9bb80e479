//! Writing account files.

use pileus_ports::{AccountEntry, Entropy, SecretText};

use super::{body, envelope, sealed::SealedBody};
use crate::account::AccountSigner;

/// The text of an account's file, under a passphrase of its own. Takes about half a second and 128 MiB of memory.
pub(crate) fn write(
    entry: &AccountEntry,
    signer: &AccountSigner,
    passphrase: &SecretText,
    entropy: &dyn Entropy,
) -> SecretText {
    let sealed = SealedBody::seal(body::write(signer), passphrase, entropy);
    SecretText::new(envelope::write(&sealed.to_bytes(), entry.account, &entry.name, entry.created))
}
