//! The JSON-RPC methods that the adapter speaks, typed.
//!
//! # Source
//! protocol §3.10.

use std::ops::Deref;

use pileus_domain::{BlockHash, BlockNumber, BlockRef, GenesisHash};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::Value;
use subxt::{
    config::substrate::{BlakeTwo256, H256, SubstrateHeader},
    ext::{
        codec::Encode,
        jsonrpsee::{
            core::{client::Subscription, params::ArrayParams},
            ws_client::WsClient,
        },
    },
};

use crate::{
    connection::{Connection, request, subscribe},
    error::AdapterError,
};

/// Bytes as JSON-RPC writes them: hexadecimal digits after `0x`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HexBytes(pub(crate) Vec<u8>);

impl Deref for HexBytes {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl Serialize for HexBytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("0x{}", hex::encode(&self.0)))
    }
}

impl<'de> Deserialize<'de> for HexBytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        let digits = text.strip_prefix("0x").unwrap_or(&text);
        hex::decode(digits).map(Self).map_err(serde::de::Error::custom)
    }
}

/// A header; its hash is computed here, not believed.
pub(crate) type Header = SubstrateHeader<H256>;

/// Number and hash of a header.
pub(crate) fn block_of(header: &Header) -> Result<BlockRef, AdapterError> {
    let number = u32::try_from(header.number).map_err(|e| AdapterError::unreadable("the number of a block", e))?;
    let hash = subxt::config::Hasher::hash(&BlakeTwo256, &header.encode());
    Ok(BlockRef { number: BlockNumber(number), hash: BlockHash(hash.0) })
}

/// Version of a runtime.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RuntimeVersion {
    pub(crate) spec_name: String,
    pub(crate) spec_version: u32,
    pub(crate) transaction_version: u32,
}

/// A block's extrinsics.
#[derive(Debug, Deserialize)]
pub(crate) struct SignedBlock {
    pub(crate) block: BlockBody,
}

/// Header and extrinsics.
#[derive(Debug, Deserialize)]
pub(crate) struct BlockBody {
    pub(crate) header: Header,
    pub(crate) extrinsics: Vec<HexBytes>,
}

/// What `state_queryStorageAt` answers.
#[derive(Debug, Deserialize)]
struct ChangeSet {
    changes: Vec<(HexBytes, Option<HexBytes>)>,
}

/// Fee of a transaction.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DispatchInfo {
    pub(crate) partial_fee: Value,
}

macro_rules! params {
    ($($value:expr),* $(,)?) => {{
        #[allow(unused_mut)]
        let mut params = ArrayParams::new();
        $(params.insert($value).map_err(|e| AdapterError::unreadable("the parameters of a request", e))?;)*
        params
    }};
}

fn text(hash: &BlockHash) -> String {
    hash.to_string()
}

/// The hash of block 0.
pub(crate) async fn genesis(client: &WsClient) -> Result<GenesisHash, AdapterError> {
    let hash: Option<H256> = request(client, "chain_getBlockHash", params![0_u32]).await?;
    let missing = || AdapterError::Missing { what: "the first block".to_owned() };
    Ok(GenesisHash(hash.ok_or_else(missing)?.0))
}

/// The runtime's version at a block, or at the best one.
pub(crate) async fn runtime_version(client: &WsClient, at: Option<BlockHash>) -> Result<RuntimeVersion, AdapterError> {
    request(client, "state_getRuntimeVersion", params![at.as_ref().map(text)]).await
}

/// The runtime's metadata at a block, or at the best one.
pub(crate) async fn metadata(client: &WsClient, at: Option<BlockHash>) -> Result<HexBytes, AdapterError> {
    request(client, "state_getMetadata", params![at.as_ref().map(text)]).await
}

impl Connection {
    async fn ask<T: DeserializeOwned>(&self, method: &'static str, params: ArrayParams) -> Result<T, AdapterError> {
        request(self.client(), method, params).await
    }

    /// What the chain calls itself.
    pub(crate) async fn chain_name(&self) -> Result<String, AdapterError> {
        self.ask("system_chain", params![]).await
    }

    /// Token, address format and so on.
    pub(crate) async fn properties(&self) -> Result<Value, AdapterError> {
        self.ask("system_properties", params![]).await
    }

    /// A block by number; nothing where the chain has none.
    pub(crate) async fn block_hash(&self, number: u32) -> Result<Option<BlockHash>, AdapterError> {
        let hash: Option<H256> = self.ask("chain_getBlockHash", params![number]).await?;
        Ok(hash.map(|h| BlockHash(h.0)))
    }

    /// The best block.
    pub(crate) async fn best(&self) -> Result<BlockRef, AdapterError> {
        let header: Option<Header> = self.ask("chain_getHeader", params![]).await?;
        block_of(&header.ok_or_else(|| AdapterError::Missing { what: "the best block".to_owned() })?)
    }

    /// The newest final block.
    pub(crate) async fn finalized(&self) -> Result<BlockRef, AdapterError> {
        let hash: H256 = self.ask("chain_getFinalizedHead", params![]).await?;
        self.block_ref(&BlockHash(hash.0)).await
    }

    /// Number of a block that is known by hash.
    pub(crate) async fn block_ref(&self, hash: &BlockHash) -> Result<BlockRef, AdapterError> {
        let header: Option<Header> = self.ask("chain_getHeader", params![text(hash)]).await?;
        let header = header.ok_or_else(|| AdapterError::Missing { what: format!("block {hash}") })?;
        let number = block_of(&header)?.number;
        Ok(BlockRef { number, hash: *hash })
    }

    /// Header and extrinsics of a block; nothing where the network no longer keeps them.
    pub(crate) async fn block(&self, hash: &BlockHash) -> Result<Option<BlockBody>, AdapterError> {
        let block: Option<SignedBlock> = self.ask("chain_getBlock", params![text(hash)]).await?;
        Ok(block.map(|b| b.block))
    }

    /// One value of the state.
    pub(crate) async fn storage(&self, key: Vec<u8>, at: &BlockHash) -> Result<Option<Vec<u8>>, AdapterError> {
        let value: Option<HexBytes> = self.ask("state_getStorage", params![HexBytes(key), text(at)]).await?;
        Ok(value.map(|v| v.0))
    }

    /// Many values of the state, each with its key.
    pub(crate) async fn storages(
        &self,
        keys: Vec<Vec<u8>>,
        at: &BlockHash,
    ) -> Result<Vec<(Vec<u8>, Option<Vec<u8>>)>, AdapterError> {
        let keys: Vec<HexBytes> = keys.into_iter().map(HexBytes).collect();
        let sets: Vec<ChangeSet> = self.ask("state_queryStorageAt", params![keys, text(at)]).await?;
        Ok(sets.into_iter().flat_map(|s| s.changes).map(|(k, v)| (k.0, v.map(|v| v.0))).collect())
    }

    /// Keys under a prefix, after `start`.
    pub(crate) async fn keys(
        &self,
        prefix: &[u8],
        count: usize,
        start: Option<&Vec<u8>>,
        at: &BlockHash,
    ) -> Result<Vec<Vec<u8>>, AdapterError> {
        let start = HexBytes(start.map_or_else(|| prefix.to_vec(), Clone::clone));
        let params = params![HexBytes(prefix.to_vec()), count, start, text(at)];
        let keys: Vec<HexBytes> = self.ask("state_getKeysPaged", params).await?;
        Ok(keys.into_iter().map(|k| k.0).collect())
    }

    /// The account's next nonce, transactions in the pool counted.
    pub(crate) async fn next_nonce(&self, address: &str) -> Result<u64, AdapterError> {
        self.ask("system_accountNextIndex", params![address]).await
    }

    /// What a transaction would cost.
    pub(crate) async fn dispatch_info(&self, extrinsic: Vec<u8>) -> Result<DispatchInfo, AdapterError> {
        self.ask("payment_queryInfo", params![HexBytes(extrinsic)]).await
    }

    /// Put bytes into the pool and hear what becomes of them.
    pub(crate) async fn submit_and_watch(&self, extrinsic: &[u8]) -> Result<Subscription<Value>, AdapterError> {
        let params = params![HexBytes(extrinsic.to_vec())];
        subscribe(self.client(), "author_submitAndWatchExtrinsic", params, "author_unwatchExtrinsic").await
    }

    /// New best heads.
    pub(crate) async fn best_heads(&self) -> Result<Subscription<Header>, AdapterError> {
        subscribe(self.client(), "chain_subscribeNewHeads", params![], "chain_unsubscribeNewHeads").await
    }

    /// New final heads.
    pub(crate) async fn final_heads(&self) -> Result<Subscription<Header>, AdapterError> {
        subscribe(self.client(), "chain_subscribeFinalizedHeads", params![], "chain_unsubscribeFinalizedHeads").await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_read_with_and_without_prefix() {
        let read = |text: &str| serde_json::from_str::<HexBytes>(text).map(|b| b.0).ok();
        assert_eq!(read("\"0x00ff\""), Some(vec![0, 255]));
        assert_eq!(read("\"00ff\""), Some(vec![0, 255]));
        assert_eq!(read("\"0x0\""), None);
        assert_eq!(read("17"), None);
        assert_eq!(serde_json::to_string(&HexBytes(vec![1, 171])).unwrap(), "\"0x01ab\"");
    }
}
