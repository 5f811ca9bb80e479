//! Block 0.

use pileus_localnet_runtime::Header;
use pileus_localnet_runtime::genesis::Genesis;
use sp_core::H256;
use sp_core::storage::StateVersion;
use sp_io::hashing::twox_64;
use sp_runtime::traits::{BlakeTwo256, Hash as _, Header as _};

use super::block::Block;
use super::events::plain_key;
use super::state::State;
use crate::error::ChainError;

/// Make block 0 of a first state.
///
/// Its own hash is put under `System.BlockHash[0]` afterwards: every signature names it.
///
/// # Errors
/// [`ChainError::Genesis`].
pub(super) fn block(genesis: &Genesis) -> Result<Block, ChainError> {
    let storage = genesis.build().map_err(ChainError::Genesis)?;
    let mut state = State::from_entries(storage.top.into_iter().map(|(key, value)| (key.into(), value.into())));
    let no_extrinsics = BlakeTwo256::ordered_trie_root(Vec::new(), StateVersion::V1);
    let header = Header::new(0, no_extrinsics, state.root(), H256::zero(), sp_runtime::Digest::default());
    let hash = header.hash();
    state.apply((own_hash_key().into(), Some(hash.as_bytes().to_vec().into())));
    Ok(Block { header, hash, body: [].into(), events: [].into(), state })
}

/// The storage key of `System.BlockHash[0]`.
fn own_hash_key() -> Vec<u8> {
    let number = 0_u32.to_le_bytes();
    [plain_key("System", "BlockHash"), twox_64(&number).to_vec(), number.to_vec()].concat()
}
