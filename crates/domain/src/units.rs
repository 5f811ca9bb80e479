//! Amounts that carry their unit.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::DomainError;

/// A number of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ByteCount(pub u64);

impl ByteCount {
    /// One binary gigabyte.
    pub const GIB: Self = Self(1 << 30);
    /// One binary megabyte.
    pub const MIB: Self = Self(1 << 20);
}

impl fmt::Display for ByteCount {
    /// Binary units with one decimal, as people read them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [&str; 5] = ["KiB", "MiB", "GiB", "TiB", "PiB"];
        if self.0 < 1024 {
            return write!(f, "{} B", self.0);
        }
        let power = (self.0.ilog2() / 10).min(5);
        let tenths = (u128::from(self.0) * 10) >> (10 * power);
        write!(f, "{}.{} {}", tenths / 10, tenths % 10, UNITS[power as usize - 1])
    }
}

/// A block's place in the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BlockNumber(pub u32);

impl BlockNumber {
    /// Time between two blocks.
    ///
    /// # Units
    /// milliseconds.
    /// # Source
    /// protocol §1.3.
    pub const MILLISECONDS: u64 = 6_000;
    /// Blocks in what the chain calls a day.
    pub const DAY: u32 = 14_400;
}

impl fmt::Display for BlockNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An amount of money: 10⁻¹⁸ of a token.
///
/// Written as a decimal string, since a script's numbers cannot hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Planck(pub u128);

impl Planck {
    /// One whole token.
    pub const TOKEN: Self = Self(1_000_000_000_000_000_000);

    /// Sum, or nothing when it does not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// Difference, never below zero.
    #[must_use]
    pub fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for Planck {
    /// Tokens with up to six decimals; the exact figure is `.0`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micro = self.0 / 1_000_000_000_000;
        let (whole, rest) = (micro / 1_000_000, micro % 1_000_000);
        if rest == 0 {
            return write!(f, "{whole}");
        }
        let decimals = format!("{rest:06}");
        write!(f, "{whole}.{}", decimals.trim_end_matches('0'))
    }
}

impl FromStr for Planck {
    type Err = DomainError;
    fn from_str(s: &str) -> Result<Self, DomainError> {
        s.parse().map(Self).map_err(|_| DomainError::Amount(s.to_owned()))
    }
}

impl Serialize for Planck {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Planck {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_in_binary_units() {
        assert_eq!(ByteCount(1023).to_string(), "1023 B");
        assert_eq!(ByteCount(1536).to_string(), "1.5 KiB");
        assert_eq!(ByteCount(96 << 20).to_string(), "96.0 MiB");
        assert_eq!(ByteCount(u64::MAX).to_string(), "16383.9 PiB");
    }

    #[test]
    fn amounts_keep_every_planck_on_the_wire() {
        let amount = Planck(900_000_000_000_000_000_001);
        assert_eq!(serde_json::to_string(&amount).unwrap(), "\"900000000000000000001\"");
        assert_eq!(amount.to_string(), "900");
        assert_eq!(Planck(1_500_000_000_000_000_000).to_string(), "1.5");
    }
}
