//! Blocks and transactions by hash.

use serde::{Deserialize, Serialize};

use crate::BlockNumber;

macro_rules! chain_hash {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 32]);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "0x{}", hex::encode(self.0))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::DomainError;
            fn from_str(s: &str) -> Result<Self, $crate::DomainError> {
                let mut bytes = [0; 32];
                let digits = s.strip_prefix("0x").unwrap_or(s);
                hex::decode_to_slice(digits, &mut bytes).map_err(|_| $crate::DomainError::Hash(s.to_owned()))?;
                Ok(Self(bytes))
            }
        }

        crate::hash::text_on_the_wire!($name);
    };
}

pub(crate) use chain_hash;

chain_hash!(
    /// Hash of a block's header.
    BlockHash
);
chain_hash!(
    /// BLAKE2b-256 of a signed extrinsic.
    TxHash
);
chain_hash!(
    /// Hash of the first block: which chain this is.
    GenesisHash
);

/// One block, by number and hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockRef {
    /// Its number.
    pub number: BlockNumber,
    /// Its hash.
    pub hash: BlockHash,
}
