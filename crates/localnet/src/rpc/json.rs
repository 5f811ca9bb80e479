//! Chain values as JSON.

use parity_scale_codec::Encode;
use pileus_localnet_runtime::{Header, VERSION};
use serde_json::{Value, json};
use sp_core::H256;

use crate::chain::{ArchivedBlock, TransactionStatus};

/// Version of the state trie's layout, which clients only show.
const STATE_VERSION: u8 = 1;

/// Bytes in hexadecimal digits.
pub(super) fn bytes(bytes: &[u8]) -> Value {
    Value::String(format!("0x{}", hex::encode(bytes)))
}

/// A hash in hexadecimal digits.
pub(super) fn hash(hash: H256) -> Value {
    bytes(hash.as_bytes())
}

/// A header.
pub(super) fn header(header: &Header) -> Value {
    let logs: Vec<Value> = header.digest.logs.iter().map(|item| bytes(&item.encode())).collect();
    json!({
        "parentHash": hash(header.parent_hash),
        "number": format!("0x{:x}", header.number),
        "stateRoot": hash(header.state_root),
        "extrinsicsRoot": hash(header.extrinsics_root),
        "digest": { "logs": logs },
    })
}

/// A block with its extrinsics.
pub(super) fn block(block: &ArchivedBlock) -> Value {
    let extrinsics: Vec<Value> = block.body.iter().map(|extrinsic| bytes(extrinsic)).collect();
    json!({
        "block": { "header": header(&block.header), "extrinsics": extrinsics },
        "justifications": null,
    })
}

/// The version of the runtime.
pub(super) fn runtime_version() -> Value {
    let apis: Vec<Value> = VERSION.apis.iter().map(|(id, version)| json!([bytes(id), version])).collect();
    json!({
        "specName": VERSION.spec_name,
        "implName": VERSION.impl_name,
        "authoringVersion": VERSION.authoring_version,
        "specVersion": VERSION.spec_version,
        "implVersion": VERSION.impl_version,
        "apis": apis,
        "transactionVersion": VERSION.transaction_version,
        "systemVersion": VERSION.system_version,
        "stateVersion": STATE_VERSION,
    })
}

/// The status of a transaction.
pub(super) fn status(status: &TransactionStatus) -> Value {
    let word = status.word();
    match status {
        TransactionStatus::InBlock(place) | TransactionStatus::Finalized(place) => {
            json!({ word: hash(place.block_hash) })
        }
        TransactionStatus::Usurped(other) => json!({ word: hash(*other) }),
        TransactionStatus::Broadcast => json!({ word: [] }),
        _ => json!(word),
    }
}
