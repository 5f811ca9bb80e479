//! Accounts of the cases.

use std::sync::LazyLock;

use pileus_localnet_runtime::genesis::StorageNode;
use pileus_localnet_runtime::primitives::AccountId;
use sp_core::{Pair, sr25519};

/// The keys that everybody who develops for this family of chains knows; slow to derive, so only once.
static DEVELOPERS: LazyLock<[(&str, sr25519::Pair); 3]> = LazyLock::new(|| {
    ["Alice", "Bob", "Charlie"].map(|name| (name, sr25519::Pair::from_string(&format!("//{name}"), None).unwrap()))
});

/// A key pair by name: the same name, the same keys.
pub(crate) fn key(name: &str) -> sr25519::Pair {
    match DEVELOPERS.iter().find(|(known, _)| *known == name) {
        Some((_, pair)) => pair.clone(),
        None => sr25519::Pair::from_seed(&sp_io::hashing::blake2_256(name.as_bytes())),
    }
}

/// The account of a key pair.
pub(crate) fn account(name: &str) -> AccountId {
    AccountId::new(key(name).public().0)
}

pub(crate) fn alice() -> AccountId {
    account("Alice")
}

pub(crate) fn bob() -> AccountId {
    account("Bob")
}

pub(crate) fn charlie() -> AccountId {
    account("Charlie")
}

/// The account of a storage node, from 1.
pub(crate) fn node(number: usize) -> AccountId {
    account(&format!("node/{number}"))
}

/// What a storage node has to give in the cases. Bytes.
pub(crate) const NODE_SPACE: u128 = 8 << 30;

/// A storage node at work.
pub(crate) fn storage_node(number: usize) -> StorageNode {
    StorageNode {
        account: node(number),
        beneficiary: node(number),
        endpoint: format!("localhost:{}", 15_000 + number),
        declared_space: 16 << 30,
        idle_space: NODE_SPACE,
    }
}
