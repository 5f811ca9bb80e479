//! Accounts that everybody can sign for: they come from the development phrase that is known the world over.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use sp_core::crypto::{DEV_PHRASE, DeriveJunction, Ss58AddressFormat, Ss58Codec};
use sp_core::{Pair, sr25519};
use sp_runtime::AccountId32;

use crate::error::NetworkError;

/// Development accounts, by the names that every tool knows.
const NAMES: [&str; 6] = ["Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie"];
/// The account that endows others.
const FAUCET: &str = "Faucet";
/// The address format of CESS.
const SS58_PREFIX: u16 = 11330;

/// An account of the local network that anybody may use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevelopmentAccount {
    /// Its name.
    pub name: String,
    /// What makes its key from the development phrase, such as `//Alice`.
    pub uri: String,
    /// Its address.
    pub address: String,
    /// Its public key in hexadecimal digits.
    pub public_key: String,
}

/// The development accounts that hold tokens from the start.
pub(super) fn development_accounts() -> Vec<DevelopmentAccount> {
    NAMES.iter().copied().chain([FAUCET]).map(described).collect()
}

fn described(name: &str) -> DevelopmentAccount {
    let public = derived(&[name]).public();
    DevelopmentAccount {
        name: name.to_owned(),
        uri: format!("//{name}"),
        address: public.to_ss58check_with_version(Ss58AddressFormat::custom(SS58_PREFIX)),
        public_key: format!("0x{}", hex::encode(public.0)),
    }
}

/// The accounts that hold tokens from the start.
pub(super) fn endowed() -> Vec<AccountId32> {
    NAMES.iter().copied().chain([FAUCET]).map(|name| account(&derived(&[name]))).collect()
}

/// The key of the account that endows others.
pub(super) fn faucet() -> sr25519::Pair {
    derived(&[FAUCET])
}

/// The key of a storage node.
pub(super) fn node(index: usize) -> sr25519::Pair {
    derived(&["Node", &index.to_string()])
}

/// The key of a gateway; the first one has no number.
pub(super) fn gateway(index: usize) -> sr25519::Pair {
    match index {
        0 => derived(&["Gateway"]),
        _ => derived(&["Gateway", &index.to_string()]),
    }
}

/// The key that signs tags.
pub(super) fn tee_master() -> sr25519::Pair {
    derived(&["Tee", "Master"])
}

/// The key of the one TEE worker.
pub(super) fn tee_worker() -> sr25519::Pair {
    derived(&["Tee", "Worker"])
}

/// The account of a key.
pub(super) fn account(pair: &sr25519::Pair) -> AccountId32 {
    pair.public().into()
}

/// An account as an address of any network, or as 32 bytes in hexadecimal digits.
///
/// # Errors
/// [`NetworkError::Address`].
pub(super) fn parse(text: &str) -> Result<AccountId32, NetworkError> {
    let bytes = text.strip_prefix("0x").and_then(|digits| hex::decode(digits).ok());
    let from_hex = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()).map(AccountId32::new);
    let from_address = || AccountId32::from_ss58check_with_version(text).ok().map(|(account, _)| account);
    from_hex.or_else(from_address).ok_or_else(|| NetworkError::Address { text: text.to_owned() })
}

/// The key of the development phrase; stretching the phrase takes a while, so it is done once.
static ROOT: LazyLock<Option<sr25519::Pair>> =
    LazyLock::new(|| sr25519::Pair::from_phrase(DEV_PHRASE, None).ok().map(|(root, _)| root));

/// A key derived from the development phrase by hard junctions, as `//one//two` does.
fn derived(path: &[&str]) -> sr25519::Pair {
    let junctions: Vec<DeriveJunction> = path.iter().map(|name| junction(name)).collect();
    let key = ROOT.as_ref().and_then(|root| root.derive(junctions.into_iter(), None).ok());
    key.map_or_else(|| unreachable!("the development phrase is valid and hard junctions always derive"), |(key, _)| key)
}

/// A hard junction; digits count as a number, as in the usual notation.
fn junction(name: &str) -> DeriveJunction {
    match name.parse::<u64>() {
        Ok(number) => DeriveJunction::hard(number),
        Err(_) => DeriveJunction::hard(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_that_every_tool_derives() {
        let alice = development_accounts().into_iter().next().unwrap();
        assert_eq!(alice.public_key, "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d");
        assert!(alice.address.starts_with("cX"), "{}", alice.address);
        let node = sr25519::Pair::from_string("//Node//7", None).unwrap();
        assert_eq!(super::node(7).public(), node.public());
    }

    #[test]
    fn accounts_are_read_as_address_and_as_bytes() {
        let alice = development_accounts().into_iter().next().unwrap();
        assert_eq!(parse(&alice.address).unwrap(), parse(&alice.public_key).unwrap());
        assert!(parse("cXnobody").is_err());
    }
}
