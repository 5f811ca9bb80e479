//! The signature that every fragment request carries.
//!
//! Duty: tell whether `Signature` was made over `Message` by the key of `Account`.
//!
//! Absent on purpose: who the account is, when the message was signed and what it says are not
//! looked at. A node takes fragments from anybody; the open deal is the only authority.

use axum::http::{HeaderMap, HeaderValue};
use sp_core::{
    Pair as _,
    crypto::{AccountId32, Ss58Codec},
    sr25519,
};

/// The address prefixes that a node understands: the test network's and the general one.
const UNDERSTOOD_PREFIXES: [u16; 2] = [11330, 42];

/// Whether the headers carry a good signature.
pub(super) fn verify(headers: &HeaderMap) -> bool {
    signer(headers).is_some()
}

/// Who signed the message of the headers, if it is the account that they name.
pub(crate) fn signer(headers: &HeaderMap) -> Option<sr25519::Public> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (account, signature) = account(text("account")).zip(signature(text("signature")))?;
    let message = headers.get("message").map(HeaderValue::as_bytes).unwrap_or_default();
    signed(&account, &signature, message).then_some(account)
}

/// The key behind an address.
fn account(address: &str) -> Option<sr25519::Public> {
    let (account, format) = AccountId32::from_ss58check_with_version(address).ok()?;
    let understood = UNDERSTOOD_PREFIXES.contains(&u16::from(format));
    understood.then(|| sr25519::Public::from_raw(account.into()))
}

/// The 64 bytes of a signature in hexadecimal digits, `0x` in front or not.
fn signature(digits: &str) -> Option<sr25519::Signature> {
    let bytes = hex::decode(digits.strip_prefix("0x").unwrap_or(digits)).ok()?;
    sr25519::Signature::try_from(bytes.as_slice()).ok()
}

/// Whether the key signed the message, bare or in the wrapping that browser wallets add.
fn signed(account: &sr25519::Public, signature: &sr25519::Signature, message: &[u8]) -> bool {
    let wrapped = || [b"<Bytes>", message, b"</Bytes>"].concat();
    sr25519::Pair::verify(signature, message, account)
        || (!message.is_empty() && sr25519::Pair::verify(signature, wrapped(), account))
}
