//! What opening an account file costs.

use pileus_ports::AccountFileError;
use scrypt::Params;

use crate::encoding::SecretKey;

/// Bytes of a cost in a file.
pub(super) const COST_LENGTH: usize = 12;
/// Bytes of the salt.
pub(super) const SALT_LENGTH: usize = 32;

/// The numbers of scrypt; memory is 128 · N · r bytes, and work N · r · p.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ScryptCost {
    n: u32,
    r: u32,
    p: u32,
}

/// Every cost that wallets ever wrote by default, and so the most that a file may ask for: 128 MiB.
///
/// # Source
/// protocol §7.3; `@polkadot/util-crypto` 14, the table of allowed parameters.
const KNOWN: [ScryptCost; 6] = [
    ScryptCost { n: 1 << 13, r: 8, p: 10 },
    ScryptCost { n: 1 << 14, r: 8, p: 5 },
    ScryptCost { n: 1 << 15, r: 8, p: 3 },
    ScryptCost { n: 1 << 15, r: 8, p: 1 },
    ScryptCost { n: 1 << 16, r: 8, p: 2 },
    ScryptCost::WRITTEN,
];

impl ScryptCost {
    /// What `@polkadot/keyring` writes since the middle of 2025.
    pub(super) const WRITTEN: Self = Self { n: 1 << 17, r: 8, p: 1 };

    /// From a file: N, p and r, in this order, little-endian.
    ///
    /// # Errors
    /// [`AccountFileError::Cost`] for every other than the known ones.
    pub(super) fn parse(bytes: &[u8; COST_LENGTH]) -> Result<Self, AccountFileError> {
        let number = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        let (n, p, r) = (number(0), number(4), number(8));
        let cost = Self { n, r, p };
        if KNOWN.contains(&cost) { Ok(cost) } else { Err(AccountFileError::Cost { n, r, p }) }
    }

    /// As it stands in a file.
    pub(super) fn to_bytes(self) -> [u8; COST_LENGTH] {
        let mut bytes = [0; COST_LENGTH];
        bytes.copy_from_slice([self.n, self.p, self.r].map(u32::to_le_bytes).as_flattened());
        bytes
    }

    /// The key of a passphrase.
    pub(super) fn derive(self, passphrase: &[u8], salt: &[u8; SALT_LENGTH]) -> SecretKey {
        let log_n = u8::try_from(self.n.ilog2()).expect("at most 31");
        let params = Params::new(log_n, self.r, self.p).expect("one of the known costs");
        let mut key = SecretKey::blank();
        scrypt::scrypt(passphrase, salt, &params, key.bytes_mut()).expect("32 bytes can be had");
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_costs_read_back_and_no_other_is_taken() {
        for cost in KNOWN {
            assert_eq!(ScryptCost::parse(&cost.to_bytes()), Ok(cost));
            for more in
                [ScryptCost { n: cost.n << 4, ..cost }, ScryptCost { r: 16, ..cost }, ScryptCost { p: 64, ..cost }]
            {
                assert!(matches!(ScryptCost::parse(&more.to_bytes()), Err(AccountFileError::Cost { .. })), "{more:?}");
            }
        }
        assert!(ScryptCost::parse(&[0; COST_LENGTH]).is_err() && ScryptCost::parse(&[0xff; COST_LENGTH]).is_err());
    }

    #[test]
    fn no_known_cost_takes_more_than_128_mib() {
        assert!(KNOWN.iter().all(|cost| 128 * u64::from(cost.n) * u64::from(cost.r) <= 128 << 20));
        assert!(KNOWN.iter().all(|cost| cost.n * cost.r * cost.p <= 1 << 20), "and more work than the newest");
    }
}
