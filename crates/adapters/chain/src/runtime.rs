//! A runtime as its metadata describes it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use pileus_domain::{BlockHash, GenesisHash};
use pileus_ports::Capabilities;
use scale_info::TypeDef;
use subxt::{
    ArcMetadata, Metadata, OfflineClient, OfflineClientAtBlock, SubstrateConfig,
    config::substrate::{H256, SpecVersionForRange, SubstrateConfigBuilder},
    ext::{
        codec::Decode,
        frame_decode::storage::{IntoEncodableValues, StorageTypeInfo, encode_storage_key},
        jsonrpsee::ws_client::WsClient,
        scale_decode::DecodeAsType,
    },
};

use crate::{
    error::AdapterError,
    rpc::{self, RuntimeVersion},
};

/// Versions of a runtime that are kept; a chain changes it a few times a year.
const KEPT_RUNTIMES: usize = 4;

/// One version of a chain's runtime.
pub(crate) struct Runtime {
    pub(crate) metadata: ArcMetadata,
    pub(crate) spec_name: String,
    pub(crate) spec_version: u32,
    pub(crate) transaction_version: u32,
    pub(crate) capabilities: Capabilities,
}

impl Runtime {
    /// Read metadata.
    pub(crate) fn new(version: RuntimeVersion, metadata: &[u8]) -> Result<Self, AdapterError> {
        let metadata =
            Metadata::decode(&mut &*metadata).map_err(|e| AdapterError::unreadable("state_getMetadata", e))?;
        Ok(Self {
            capabilities: capabilities(&metadata),
            metadata: metadata.arc(),
            spec_name: version.spec_name,
            spec_version: version.spec_version,
            transaction_version: version.transaction_version,
        })
    }

    /// The key of one storage item; with fewer keys than the item has, what its keys begin with.
    pub(crate) fn key<K: IntoEncodableValues>(
        &self,
        pallet: &str,
        item: &str,
        keys: K,
    ) -> Result<Vec<u8>, AdapterError> {
        encode_storage_key(pallet, item, keys, &*self.metadata, self.metadata.types())
            .map_err(|_| AdapterError::Unknown { what: format!("{pallet}.{item}") })
    }

    /// A value of the state.
    pub(crate) fn decode<T: DecodeAsType>(&self, pallet: &str, item: &str, bytes: &[u8]) -> Result<T, AdapterError> {
        let info = self.metadata.storage_info(pallet, item);
        let info = info.map_err(|_| AdapterError::Unknown { what: format!("{pallet}.{item}") })?;
        T::decode_as_type(&mut &*bytes, info.value_id, self.metadata.types())
            .map_err(|e| AdapterError::unreadable(format!("{pallet}.{item}"), e))
    }

    /// A constant of a pallet.
    pub(crate) fn constant<T: DecodeAsType>(&self, pallet: &str, name: &str) -> Result<T, AdapterError> {
        let unknown = || AdapterError::Unknown { what: format!("{pallet}.{name}") };
        let constant =
            self.metadata.pallet_by_name(pallet).and_then(|p| p.constant_by_name(name)).ok_or_else(unknown)?;
        T::decode_as_type(&mut constant.value(), constant.ty(), self.metadata.types())
            .map_err(|e| AdapterError::unreadable(format!("{pallet}.{name}"), e))
    }
}

/// Decide by the shape of its metadata what a runtime can do.
///
/// # Source
/// protocol §0.2.
pub fn capabilities(metadata: &Metadata) -> Capabilities {
    let has = |pallet, item| metadata.storage_info(pallet, item).is_ok();
    Capabilities {
        buckets: has("FileBank", "Bucket"),
        http_nodes: node_record_has_endpoint(metadata),
        network_allocation: has("FileBank", "DealAllocation"),
    }
}

fn node_record_has_endpoint(metadata: &Metadata) -> bool {
    let Ok(info) = metadata.storage_info("Sminer", "MinerItems") else { return false };
    let Some(ty) = metadata.types().resolve(info.value_id) else { return false };
    match &ty.type_def {
        TypeDef::Composite(composite) => composite.fields.iter().any(|f| f.name.as_deref() == Some("endpoint")),
        _ => false,
    }
}

/// Runtimes of one chain by version, so that their metadata is fetched once.
#[derive(Default)]
pub(crate) struct Runtimes(Mutex<BTreeMap<u32, Arc<Runtime>>>);

impl Runtimes {
    /// The runtime of the best block.
    pub(crate) async fn newest(&self, client: &WsClient) -> Result<Arc<Runtime>, AdapterError> {
        self.at(client, None).await
    }

    /// The runtime of a block.
    pub(crate) async fn at(&self, client: &WsClient, block: Option<BlockHash>) -> Result<Arc<Runtime>, AdapterError> {
        let version = rpc::runtime_version(client, block).await?;
        if let Some(known) = self.kept(version.spec_version) {
            return Ok(known);
        }
        let bytes = rpc::metadata(client, block).await?;
        let runtime = Arc::new(Runtime::new(version, &bytes)?);
        self.keep(runtime.clone());
        Ok(runtime)
    }

    fn kept(&self, version: u32) -> Option<Arc<Runtime>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&version).cloned()
    }

    fn keep(&self, runtime: Arc<Runtime>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(runtime.spec_version, runtime);
        while kept.len() > KEPT_RUNTIMES {
            kept.pop_first();
        }
    }
}

impl Runtime {
    /// `subxt`'s view of this runtime, for encoding transactions and decoding events without a connection.
    pub(crate) fn offline(&self, genesis: GenesisHash) -> Result<OfflineClientAtBlock<SubstrateConfig>, AdapterError> {
        let versions = SpecVersionForRange {
            block_range: 0..u64::MAX,
            spec_version: self.spec_version,
            transaction_version: self.transaction_version,
        };
        let config = SubstrateConfigBuilder::new()
            .set_genesis_hash(H256(genesis.0))
            .set_metadata_for_spec_versions([(self.spec_version, self.metadata.clone())])
            .set_spec_version_for_block_ranges([versions])
            .build();
        let client = OfflineClient::new_with_config(config);
        client.at_block(0_u64).map_err(|e| AdapterError::unreadable("the runtime's metadata", e))
    }
}
