//! What can go wrong outside the chain: building a first state, describing a runtime.

/// Why a first state could not be built.
#[derive(Debug, thiserror::Error)]
pub enum GenesisError {
    /// FRAME refused the balances.
    #[error("the first balances cannot be entered: {reason}")]
    Balances {
        /// What FRAME says.
        reason: String,
    },
    /// An account would start with less than the existential deposit.
    #[error("account {account} would start with less than one token")]
    TooPoor {
        /// The account.
        account: crate::primitives::AccountId,
    },
    /// A storage node's endpoint is longer than the chain keeps.
    #[error("the endpoint of storage node {node} is longer than 100 bytes")]
    Endpoint {
        /// The node's account.
        node: crate::primitives::AccountId,
    },
    /// The name of the first territory is longer than the chain keeps.
    #[error("the name of the first territory is longer than 63 bytes: {name:?}")]
    TerritoryName {
        /// The name.
        name: String,
    },
    /// The chain itself refused an entry.
    #[error("the chain refuses {entry}: {reason}")]
    Refused {
        /// What was to be entered.
        entry: String,
        /// The chain's own error, by name.
        reason: String,
    },
}

/// Why a metadata blob could not be described.
#[derive(Debug, thiserror::Error)]
pub enum InterfaceError {
    /// The bytes are no metadata at all.
    #[error("the bytes are not runtime metadata")]
    NotMetadata(#[source] parity_scale_codec::Error),
    /// The bytes start with something else than the metadata magic.
    #[error("runtime metadata starts with the magic \"meta\", these bytes start with {found:#010x}")]
    Magic {
        /// What the first four bytes decode to.
        found: u32,
    },
    /// A version of the format that is not read here.
    #[error("metadata of version {version} is not read here, only 14 and 15")]
    Version {
        /// The version in the bytes.
        version: u32,
    },
    /// A selected pallet is not in the runtime.
    #[error("the runtime has no pallet {pallet}")]
    NoPallet {
        /// Its name.
        pallet: String,
    },
    /// A selected item is not in its pallet.
    #[error("the pallet {pallet} has nothing called {item}")]
    NoItem {
        /// The pallet's name.
        pallet: String,
        /// The name that was asked for.
        item: String,
    },
    /// The metadata names a type that it does not define.
    #[error("the metadata defines no type {id}")]
    NoType {
        /// The number of the type.
        id: u32,
    },
    /// Calls, events or errors are not an enum.
    #[error("type {id} should be an enum of calls, events or errors")]
    NotAnEnum {
        /// The number of the type.
        id: u32,
    },
}
