//! Blocks and transactions by hash.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{BlockNumber, DomainError, hash::text_on_the_wire};

macro_rules! chain_hash {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 32]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "0x{}", hex::encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = DomainError;
            fn from_str(s: &str) -> Result<Self, DomainError> {
                let mut bytes = [0; 32];
                let digits = s.strip_prefix("0x").unwrap_or(s);
                hex::decode_to_slice(digits, &mut bytes).map_err(|_| DomainError::Hash(s.to_owned()))?;
                Ok(Self(bytes))
            }
        }

        text_on_the_wire!($name);
    };
}

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
