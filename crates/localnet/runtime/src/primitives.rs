//! Words every pallet shares: accounts, hashes, names, sizes and spans of blocks.

use frame_support::BoundedVec;
use frame_support::traits::{ConstU32, Get};
use frame_support::weights::{RuntimeDbWeight, Weight};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// An account, by its 32-byte public key.
pub type AccountId = sp_runtime::AccountId32;
/// The short number of an account. Part of addresses only: no account has one on this network.
pub type AccountIndex = u32;
/// An amount of planck, 10⁻¹⁸ of a token.
pub type Balance = u128;
/// The number of a block; six seconds each.
pub type BlockNumber = u32;
/// How many transactions an account has signed.
pub type Nonce = u32;
/// The token that identifies a territory whatever its name and owner.
pub type TokenId = sp_core::H256;
/// The name of a territory.
pub type TerrName = BoundedVec<u8, ConstU32<NAME_LIMIT>>;
/// Where a storage node answers, as text.
pub type EndPoint = BoundedVec<u8, ConstU32<100>>;
/// The address of a gateway on the retired peer-to-peer transport.
pub type PeerId = [u8; 38];
/// The sr25519 public key of a TEE worker.
pub type WorkerPublicKey = [u8; 32];
/// A signature as calls carry it; another length than 64 is refused by the call itself.
pub type SignatureBytes = BoundedVec<u8, ConstU32<64>>;

/// A GiB, the unit territories are sold in. Bytes.
pub const GIB: u128 = 1 << 30;
/// A TiB, the unit storage nodes declare in. Bytes.
pub const TIB: u128 = 1 << 40;
/// One fragment of a segment. Bytes.
pub const FRAGMENT_SIZE: u128 = 8 << 20;
/// How many fragments a segment has.
pub const FRAGMENT_COUNT: u32 = 12;
/// What one segment costs of a territory, all its fragments together. Bytes.
pub const SEGMENT_CHARGE: u128 = FRAGMENT_SIZE * FRAGMENT_COUNT as u128;
/// One certified piece of a node's idle space. Bytes.
pub const IDLE_SEGMENT_SIZE: u128 = 64 << 20;
/// The longest file name and territory name. Bytes.
pub const NAME_LIMIT: u32 = 63;
/// The most segments a file has.
pub const SEGMENT_LIMIT: u32 = 1000;
/// A day. Blocks.
pub const ONE_DAY: BlockNumber = 14_400;
/// An hour. Blocks.
pub const ONE_HOUR: BlockNumber = 600;
/// One token. Planck.
pub const TOKEN: Balance = 1_000_000_000_000_000_000;

/// A SHA-256 as the chain keeps it: 64 ASCII characters of lower-case hex, by agreement only.
///
/// Nothing checks the characters when a file is declared; [`Hash::bits`] fails later on others.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Hash(pub [u8; 64]);

impl Hash {
    /// The 256 bits of the hash, most significant first; nothing when a character is not lower-case hex.
    pub fn bits(&self) -> Option<[u8; 256]> {
        let mut bits = [0; 256];
        for (digit, four) in self.0.iter().zip(bits.chunks_exact_mut(4)) {
            let value = match digit {
                b'0'..=b'9' => digit - b'0',
                b'a'..=b'f' => digit - b'a' + 10,
                _ => return None,
            };
            for (place, bit) in four.iter_mut().enumerate() {
                *bit = (value >> (3 - place)) & 1;
            }
        }
        Some(bits)
    }
}

/// The number of the block that runs.
pub(crate) fn now<T: frame_system::Config>() -> BlockNumber {
    use sp_runtime::SaturatedConversion as _;
    frame_system::Pallet::<T>::block_number().saturated_into()
}

/// The weight of a call that reads and writes this many storage items, computation included.
///
/// Real weights come from benchmarks on reference hardware; these have the same size, which makes fees look right.
pub(crate) fn call_weight<T: frame_system::Config>(reads: u64, writes: u64) -> Weight {
    /// What decoding and checks cost beside storage. Picoseconds.
    const COMPUTATION: u64 = 100_000_000;
    let storage: RuntimeDbWeight = T::DbWeight::get();
    Weight::from_parts(COMPUTATION, 0).saturating_add(storage.reads_writes(reads, writes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_of_a_hash_are_its_hex_digits_from_the_left() {
        let mut text = [b'0'; 64];
        text[0] = b'8';
        text[63] = b'f';
        let bits = Hash(text).bits().unwrap();
        assert_eq!(&bits[..4], &[1, 0, 0, 0]);
        assert_eq!(&bits[252..], &[1, 1, 1, 1]);
        assert_eq!(bits[4..252].iter().map(|bit| u32::from(*bit)).sum::<u32>(), 0);
    }

    #[test]
    fn a_hash_with_a_capital_letter_has_no_bits() {
        let mut text = [b'0'; 64];
        text[10] = b'A';
        assert_eq!(Hash(text).bits(), None);
    }
}
