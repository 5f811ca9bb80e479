//! Extrinsics that the local network itself makes: signed ones for its accounts, the bare one that sets the time.
//!
//! Written by hand in extrinsic format 4, so that programs which know only that format can read every block.

use bytes::Bytes;
use parity_scale_codec::{Compact, Encode};
use pileus_localnet_runtime::{RuntimeCall, VERSION};
use sp_core::{H256, Pair, sr25519};
use sp_io::hashing::blake2_256;

/// Extrinsic format 4, without a signature.
const BARE: u8 = 0x04;
/// Extrinsic format 4, with a signature.
const SIGNED: u8 = 0x84;
/// `MultiAddress::Id`.
const ADDRESS_ID: u8 = 0;
/// `MultiSignature::Sr25519`.
const SIGNATURE_SR25519: u8 = 1;
/// An era without end.
const IMMORTAL: u8 = 0;
/// A payload longer than this is hashed before it is signed.
///
/// # Units
/// bytes.
const LONGEST_SIGNED_IN_FULL: usize = 256;

/// A call that the engine is to sign with the account's next nonce.
pub(crate) struct SigningRequest {
    /// What to do.
    pub(crate) call: RuntimeCall,
    /// Who does it.
    pub(crate) signer: sr25519::Pair,
}

impl SigningRequest {
    /// The signed extrinsic, with its length in front.
    pub(super) fn sign(&self, nonce: u32, genesis_hash: H256) -> Bytes {
        let call = self.call.encode();
        let extra = (IMMORTAL, Compact(nonce), Compact(0_u128)).encode();
        let implied = (VERSION.spec_version, VERSION.transaction_version, genesis_hash, genesis_hash).encode();
        let payload = [call.as_slice(), &extra, &implied].concat();
        let signature = if payload.len() > LONGEST_SIGNED_IN_FULL {
            self.signer.sign(&blake2_256(&payload))
        } else {
            self.signer.sign(&payload)
        };
        let head = (SIGNED, ADDRESS_ID, self.signer.public(), SIGNATURE_SR25519, signature).encode();
        [head, extra, call].concat().encode().into()
    }
}

/// A call without a signer, with its length in front.
pub(super) fn bare(call: &RuntimeCall) -> Bytes {
    (BARE, call).encode().encode().into()
}

/// Hash of an encoded extrinsic, as every client computes it.
pub(crate) fn extrinsic_hash(extrinsic: &[u8]) -> H256 {
    H256(blake2_256(extrinsic))
}
