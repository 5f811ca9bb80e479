//! Accounts and how they are written.

use std::{fmt, str::FromStr};

use blake2::{Blake2b512, Digest};
use serde::{Deserialize, Serialize};

use crate::{DomainError, hash::text_on_the_wire};

/// The public key that owns files and money.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(pub [u8; 32]);

/// The number that says for which network an address is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ss58Prefix(pub u16);

impl Ss58Prefix {
    /// Every CESS runtime seen so far; addresses begin `cX`.
    pub const CESS: Self = Self(11_330);
    /// Substrate's own prefix, understood everywhere; addresses begin `5`.
    pub const SUBSTRATE: Self = Self(42);
    /// Largest prefix that two bytes can hold.
    const MAX: u16 = 16_383;
}

const CHECKSUM_LENGTH: usize = 2;

impl AccountId {
    /// The address for a network.
    ///
    /// # Source
    /// protocol §7.2; prefixes from 64 on take two bytes.
    pub fn to_ss58(self, prefix: Ss58Prefix) -> String {
        let mut bytes = prefix_bytes(prefix);
        bytes.extend(self.0);
        let sum = checksum(&bytes);
        bytes.extend(sum);
        bs58::encode(bytes).into_string()
    }

    /// Read an address of any network.
    ///
    /// # Errors
    /// [`DomainError::Account`] when length, checksum or alphabet are wrong.
    pub fn from_ss58(address: &str) -> Result<(Self, Ss58Prefix), DomainError> {
        decode(address).ok_or_else(|| DomainError::Account(address.to_owned()))
    }
}

fn prefix_bytes(prefix: Ss58Prefix) -> Vec<u8> {
    let id = prefix.0.min(Ss58Prefix::MAX);
    if id < 64 {
        return vec![low(id)];
    }
    vec![low((id & 0b1111_1100) >> 2) | 0b0100_0000, low(id >> 8) | low((id & 0b11) << 6)]
}

fn low(value: u16) -> u8 {
    value.to_le_bytes()[0]
}

fn checksum(bytes: &[u8]) -> [u8; CHECKSUM_LENGTH] {
    let digest = Blake2b512::new().chain_update(b"SS58PRE").chain_update(bytes).finalize();
    [digest[0], digest[1]]
}

/// Longest text that can be an address; longer input is not decoded at all.
const ADDRESS_LENGTH_LIMIT: usize = 64;

fn decode(address: &str) -> Option<(AccountId, Ss58Prefix)> {
    if address.len() > ADDRESS_LENGTH_LIMIT {
        return None;
    }
    let bytes = bs58::decode(address).into_vec().ok()?;
    let (body, sum) = bytes.split_at_checked(bytes.len().checked_sub(CHECKSUM_LENGTH)?)?;
    let (prefix, key) = split_prefix(body)?;
    (checksum(body) == sum).then_some(())?;
    Some((AccountId(key.try_into().ok()?), prefix))
}

fn split_prefix(body: &[u8]) -> Option<(Ss58Prefix, &[u8])> {
    match *body {
        [first, ref key @ ..] if first < 64 => Some((Ss58Prefix(u16::from(first)), key)),
        [first, second, ref key @ ..] if first < 128 => {
            let lower = (first << 2) | (second >> 6);
            Some((Ss58Prefix(u16::from(lower) | (u16::from(second & 0b11_1111) << 8)), key))
        }
        _ => None,
    }
}

impl FromStr for AccountId {
    type Err = DomainError;
    /// Accepts an address of any network, or 64 hexadecimal digits with `0x`.
    fn from_str(s: &str) -> Result<Self, DomainError> {
        let Some(digits) = s.strip_prefix("0x") else { return Self::from_ss58(s).map(|(account, _)| account) };
        let mut bytes = [0; 32];
        hex::decode_to_slice(digits, &mut bytes).map_err(|_| DomainError::Account(s.to_owned()))?;
        Ok(Self(bytes))
    }
}

impl fmt::Display for AccountId {
    /// The address in CESS form.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_ss58(Ss58Prefix::CESS))
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

text_on_the_wire!(AccountId);

#[cfg(test)]
mod tests {
    use super::*;

    const ALICE: &str = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

    #[test]
    fn addresses_match_the_published_vectors() {
        let alice: AccountId = ALICE.parse().unwrap();
        assert_eq!(alice.to_ss58(Ss58Prefix(11_330)), "cXjmuHdBk4J3Zyt2oGodwGegNFaTFPcfC48PZ9NMmcUFzF6cc");
        assert_eq!(alice.to_ss58(Ss58Prefix(11_331)), "ce8A7q7qYev25ydvVEswTSKhZcdc4uLxW8KqxX7X3FCKCFYce");
        assert_eq!(alice.to_ss58(Ss58Prefix(42)), "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
    }

    #[test]
    fn every_prefix_reads_back() {
        let account = AccountId([7; 32]);
        for id in [0, 42, 63, 64, 255, 11_330, 11_331, 16_383] {
            assert_eq!(AccountId::from_ss58(&account.to_ss58(Ss58Prefix(id))), Ok((account, Ss58Prefix(id))));
        }
    }

    #[test]
    fn a_mistyped_address_is_refused() {
        assert!("cXjmuHdBk4J3Zyt2oGodwGegNFaTFPcfC48PZ9NMmcUFzF6cd".parse::<AccountId>().is_err());
        assert!("".parse::<AccountId>().is_err());
        assert!("1".repeat(10_000).parse::<AccountId>().is_err());
    }
}
