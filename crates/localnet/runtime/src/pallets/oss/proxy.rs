//! Grants that an account signed elsewhere and somebody else brings.
//!
//! Nothing stops a grant from being brought again while its date allows it, after a cancellation too.

use frame_support::dispatch::DispatchResult;
use frame_support::ensure;
use parity_scale_codec::Encode;
use sp_core::sr25519;

use super::pallet::GRANT_GRACE;
use super::{AuthorityList, Config, Error, Pallet, ProxyAuthPayload};
use crate::primitives::{AccountId, now};

impl<T: Config> Pallet<T> {
    /// Enter a grant signed with the account's own key.
    pub(super) fn enter_signed_grant(key: [u8; 32], signature: &[u8], grant: ProxyAuthPayload) -> DispatchResult {
        Self::ensure_in_time(&grant)?;
        let signature = sr25519::Signature::try_from(signature).map_err(|()| Error::<T>::MalformedSignature)?;
        let key_of_account = sr25519::Public::from_raw(key);
        let valid = sp_io::crypto::sr25519_verify(&signature, &wrapped(&grant), &key_of_account);
        ensure!(valid, Error::<T>::VerifySigFailed);
        Self::enter(&AccountId::new(key), grant)
    }

    /// Enter a grant signed with an Ethereum key; the account is the hash of the compressed public key.
    pub(super) fn enter_ethereum_grant(key: [u8; 32], signature: &[u8; 65], grant: ProxyAuthPayload) -> DispatchResult {
        Self::ensure_in_time(&grant)?;
        let digest = ethereum_digest(&wrapped(&grant));
        let signer = sp_io::crypto::secp256k1_ecdsa_recover_compressed(signature, &digest)
            .map_err(|_| Error::<T>::VerifySigFailed)?;
        ensure!(sp_io::hashing::blake2_256(&signer) == key, Error::<T>::VerifySigFailed);
        Self::enter(&AccountId::new(key), grant)
    }

    fn ensure_in_time(grant: &ProxyAuthPayload) -> DispatchResult {
        ensure!(grant.exp.saturating_add(GRANT_GRACE) > now::<T>(), Error::<T>::Expired);
        Ok(())
    }

    fn enter(account: &AccountId, grant: ProxyAuthPayload) -> DispatchResult {
        AuthorityList::<T>::try_mutate(account, |list| {
            ensure!(!list.contains(&grant.oss), Error::<T>::Existed);
            list.try_push(grant.oss).map_err(|_| Error::<T>::BoundedVecError.into())
        })
    }
}

/// The bytes a wallet signs: wallets wrap what they are asked to sign, so that it can be no transaction.
fn wrapped(grant: &ProxyAuthPayload) -> Vec<u8> {
    [b"<Bytes>".as_slice(), &grant.encode(), b"</Bytes>"].concat()
}

/// What an Ethereum wallet signs for a message (EIP-191).
fn ethereum_digest(message: &[u8]) -> [u8; 32] {
    let prefix = format!("\x19Ethereum Signed Message:\n{}", message.len());
    sp_io::hashing::keccak_256(&[prefix.as_bytes(), message].concat())
}
