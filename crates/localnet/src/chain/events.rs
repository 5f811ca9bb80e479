//! The events of a block, where the runtime leaves them.

use parity_scale_codec::Decode;
use sp_io::hashing::twox_128;

use super::block::Event;

/// The storage key of `System.Events`.
pub(crate) fn storage_key() -> Vec<u8> {
    plain_key("System", "Events")
}

/// The key of a storage item that is no map.
pub(crate) fn plain_key(pallet: &str, item: &str) -> Vec<u8> {
    [twox_128(pallet.as_bytes()), twox_128(item.as_bytes())].concat()
}

/// Decode the value of `System.Events`; nothing stored means no events.
///
/// # Errors
/// The codec's, when it is no list of events of this runtime.
pub(super) fn decode(mut raw: &[u8]) -> Result<Vec<Event>, parity_scale_codec::Error> {
    if raw.is_empty() {
        return Ok(Vec::new());
    }
    Vec::decode(&mut raw)
}
