//! Facts of the state as domain values, each group of them at one block.

use std::{collections::BTreeMap, sync::Arc};

use futures::{StreamExt, TryStreamExt, stream};
use pileus_domain::{
    AccountId, BlockHash, BlockRef, Consignment, Fid, GatewayRecord, NodeId, NodeRecord, Planck, SpaceOrder,
    SpaceOrderId, Territory, TerritoryName, TerritoryToken,
};
use pileus_ports::{At, Balance, ChainError, FileStatus, StorageMarket};
use subxt::ext::{codec::Decode, frame_decode::storage::IntoEncodableValues, scale_decode::DecodeAsType};

use crate::{
    connection::Connection,
    decode,
    error::AdapterError,
    runtime::Runtime,
    shapes::{self, Key},
};

/// Values that one request asks for; a storage node's entry is about 3 kB.
const BATCH: usize = 64;
/// Batches that are on their way at once.
const BATCHES_AT_ONCE: usize = 4;
/// Keys that one request asks for.
const KEY_PAGE: usize = 512;
/// Territories of one account that are read at most.
const TERRITORY_LIMIT: usize = 4_096;
/// Bytes of a territory's key before its name: item, hash and account, hash.
const TERRITORY_NAME_AT: usize = 32 + 16 + 32 + 16;

/// Gateways that are read at most.
const GATEWAY_LIMIT: usize = 4_096;
/// Bytes of a gateway's key before its account: item, hash.
const GATEWAY_ACCOUNT_AT: usize = 32 + 16;

type Read<T> = Result<T, ChainError>;

/// The state of one block through one connection.
pub(crate) struct State {
    connection: Arc<Connection>,
    runtime: Arc<Runtime>,
    block: BlockHash,
}

impl State {
    /// The state of a block.
    pub(crate) async fn at(connection: Arc<Connection>, at: At) -> Read<Self> {
        Ok(Self::of(connection.clone(), head(&connection, at).await?))
    }

    fn of(connection: Arc<Connection>, block: BlockRef) -> Self {
        let runtime = connection.runtime();
        Self { connection, runtime, block: block.hash }
    }

    async fn value<T, K>(&self, pallet: &str, item: &str, keys: K) -> Read<Option<T>>
    where
        T: DecodeAsType,
        K: IntoEncodableValues,
    {
        let key = self.runtime.key(pallet, item, keys)?;
        let bytes = self.connection.storage(key, &self.block).await?;
        Ok(bytes.map(|b| self.runtime.decode(pallet, item, &b)).transpose()?)
    }

    /// Money of an account.
    pub(crate) async fn balance(&self, account: AccountId) -> Read<Balance> {
        let deposit = Planck(self.runtime.constant("Balances", "ExistentialDeposit")?);
        let info: Option<shapes::AccountInfo> = self.value("System", "Account", (account.0,)).await?;
        Ok(info.map(|i| decode::balance(&i.data, deposit)).unwrap_or_default())
    }

    /// The nonce of an account's next transaction; an account that does not exist has none behind it.
    pub(crate) async fn nonce(&self, account: AccountId) -> Read<u64> {
        let info: Option<shapes::AccountInfo> = self.value("System", "Account", (account.0,)).await?;
        Ok(info.map_or(0, |i| i.nonce.into()))
    }

    /// Price and supply.
    pub(crate) async fn market(&self) -> Read<StorageMarket> {
        let total =
            |item| async move { Ok::<u128, ChainError>(self.value("StorageHandler", item, ()).await?.unwrap_or(0)) };
        let price = self.value::<u128, _>("StorageHandler", "UnitPrice", ());
        let (price, idle, service, purchased) =
            futures::try_join!(price, total("TotalIdleSpace"), total("TotalServiceSpace"), total("PurchasedSpace"))?;
        let price = price.ok_or_else(|| AdapterError::Missing { what: "StorageHandler.UnitPrice".to_owned() })?;
        let available = idle.saturating_add(service).saturating_sub(purchased);
        Ok(StorageMarket { unit_price: Planck(price), available: decode::bytes(available) })
    }

    /// One territory.
    pub(crate) async fn territory(&self, account: AccountId, name: TerritoryName) -> Read<Option<Territory>> {
        let keys = (account.0, name.to_chain());
        let info: Option<shapes::TerritoryInfo> = self.value("StorageHandler", "Territory", keys).await?;
        Ok(info.map(|i| decode::territory(name, &i)))
    }

    /// An order for space.
    pub(crate) async fn space_order(&self, order: SpaceOrderId) -> Read<Option<SpaceOrder>> {
        let info: Option<shapes::OrderInfo> = self.value("StorageHandler", "PayOrder", (order.0.to_vec(),)).await?;
        Ok(info.and_then(|info| decode::space_order(&info)))
    }

    /// A territory on sale.
    pub(crate) async fn consignment(&self, token: TerritoryToken) -> Read<Option<Consignment>> {
        let offer: Option<shapes::ConsignmentInfo> = self.value("StorageHandler", "Consignment", (token.0,)).await?;
        let Some(offer) = offer else { return Ok(None) };
        let holder: Option<(Key, Vec<u8>)> = self.value("StorageHandler", "TerritoryKey", (token.0,)).await?;
        let Some((owner, name)) = holder else { return Ok(None) };
        let Some(name) = TerritoryName::from_chain(&name) else { return Ok(None) };
        let territory = self.territory(AccountId(owner), name).await?;
        Ok(territory.map(|territory| decode::consignment(&offer, territory)))
    }

    /// All territories whose names can be written; others can only be traded.
    pub(crate) async fn territories(&self, account: AccountId) -> Read<Vec<Territory>> {
        let prefix = self.runtime.key("StorageHandler", "Territory", (account.0,))?;
        let keys = self.keys_under(&prefix, TERRITORY_LIMIT).await?;
        let mut found = Vec::new();
        for (key, bytes) in self.values(keys).await? {
            let Some(name) = territory_name(&key) else { continue };
            let info: shapes::TerritoryInfo = self.runtime.decode("StorageHandler", "Territory", &bytes)?;
            found.push(decode::territory(name, &info));
        }
        found.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(found)
    }

    /// Files that the chain lists for an account, each once.
    pub(crate) async fn listed_files(&self, account: AccountId) -> Read<Vec<Fid>> {
        let list: Option<Vec<shapes::UserFileSliceInfo>> =
            self.value("FileBank", "UserHoldFileList", (account.0,)).await?;
        let mut fids = Vec::new();
        for entry in list.unwrap_or_default() {
            fids.push(Fid(decode::content_hash(&entry.file_hash)?));
        }
        fids.sort_unstable();
        fids.dedup();
        Ok(fids)
    }

    /// One storage node.
    pub(crate) async fn node(&self, node: NodeId) -> Read<Option<NodeRecord>> {
        let key = self.runtime.key("Sminer", "MinerItems", (node.0.0,))?;
        let bytes = self.connection.storage(key, &self.block).await?;
        Ok(bytes.map(|b| self.node_record(node, &b)).transpose()?)
    }

    fn node_record(&self, node: NodeId, bytes: &[u8]) -> Result<NodeRecord, AdapterError> {
        if self.runtime.capabilities.http_nodes {
            let raw = self.runtime.decode("Sminer", "MinerItems", bytes)?;
            return Ok(decode::node_with_endpoint(node, &raw));
        }
        let raw = self.runtime.decode("Sminer", "MinerItems", bytes)?;
        Ok(decode::node_with_peer(node, &raw))
    }

    /// All storage nodes, in the chain's order.
    pub(crate) async fn nodes(&self) -> Read<Vec<NodeRecord>> {
        let listed: Option<Vec<Key>> = self.value("Sminer", "AllMiner", ()).await?;
        let mut nodes = BTreeMap::new();
        let mut order = Vec::new();
        for key in listed.unwrap_or_default() {
            let item = self.runtime.key("Sminer", "MinerItems", (key,))?;
            if nodes.insert(item.clone(), decode::node_id(key)).is_none() {
                order.push(item);
            }
        }
        let values: BTreeMap<Vec<u8>, Vec<u8>> = self.values(order.clone()).await?.into_iter().collect();
        let read = |item: &Vec<u8>| Some(self.node_record(*nodes.get(item)?, values.get(item)?));
        Ok(order.iter().filter_map(read).collect::<Result<_, _>>()?)
    }

    /// All gateways, by account.
    pub(crate) async fn gateways(&self) -> Read<Vec<GatewayRecord>> {
        let prefix = self.runtime.key("Oss", "Oss", ())?;
        let keys = self.keys_under(&prefix, GATEWAY_LIMIT).await?;
        let mut found = Vec::new();
        for (key, bytes) in self.values(keys).await? {
            let Some(account) = key.get(GATEWAY_ACCOUNT_AT..).and_then(|end| Key::try_from(end).ok()) else { continue };
            let info: shapes::OssInfo = self.runtime.decode("Oss", "Oss", &bytes)?;
            found.push(GatewayRecord::from_chain(AccountId(account), &info.peer_id, &info.domain));
        }
        found.sort_by_key(|gateway| gateway.account);
        Ok(found)
    }

    /// Whom an account has authorised.
    pub(crate) async fn authorisations(&self, account: AccountId) -> Read<Vec<AccountId>> {
        let list: Option<Vec<Key>> = self.value("Oss", "AuthorityList", (account.0,)).await?;
        Ok(list.unwrap_or_default().into_iter().map(AccountId).collect())
    }

    async fn keys_under(&self, prefix: &[u8], limit: usize) -> Read<Vec<Vec<u8>>> {
        let mut keys: Vec<Vec<u8>> = Vec::new();
        loop {
            let page = self.connection.keys(prefix, KEY_PAGE, keys.last(), &self.block).await?;
            let full = page.len() == KEY_PAGE;
            keys.extend(page.into_iter().filter(|k| k.starts_with(prefix)));
            if !full || keys.len() >= limit {
                keys.truncate(limit);
                return Ok(keys);
            }
        }
    }

    /// Values of many keys, in batches; keys without a value are left out.
    async fn values(&self, keys: Vec<Vec<u8>>) -> Read<Vec<(Vec<u8>, Vec<u8>)>> {
        let batches: Vec<Vec<Vec<u8>>> = keys.chunks(BATCH).map(<[_]>::to_vec).collect();
        let ask = |batch| self.connection.storages(batch, &self.block);
        let answers: Vec<_> = stream::iter(batches).map(ask).buffered(BATCHES_AT_ONCE).try_collect().await?;
        Ok(answers.into_iter().flatten().filter_map(|(key, value)| Some((key, value?))).collect())
    }
}

/// A block by name.
pub(crate) async fn head(connection: &Connection, at: At) -> Read<BlockRef> {
    Ok(match at {
        At::Best => connection.best().await?,
        At::Final => connection.finalized().await?,
        At::Block(hash) => connection.block_ref(&hash).await?,
    })
}

/// Order, file and allocation at one block.
pub(crate) async fn file_status(connection: Arc<Connection>, fid: Fid, at: At) -> Read<FileStatus> {
    let at = head(&connection, at).await?;
    let state = State::of(connection, at);
    let keys = (fid.to_text(),);
    let deal = state.value::<shapes::DealInfo, _>("FileBank", "DealMap", keys);
    let file = state.value::<shapes::FileInfo, _>("FileBank", "File", keys);
    let (deal, file, allocation) = futures::try_join!(deal, file, allocation(&state, fid))?;
    Ok(FileStatus {
        at,
        deal: deal.map(decode::deal).transpose()?,
        file: file.map(decode::file).transpose()?,
        allocation: allocation.map(decode::allocation),
    })
}

async fn allocation(state: &State, fid: Fid) -> Read<Option<shapes::AllocationInfo>> {
    if !state.runtime.capabilities.network_allocation {
        return Ok(None);
    }
    state.value("FileBank", "DealAllocation", (fid.to_text(),)).await
}

/// The name at the end of a territory's key, when a person can write it.
fn territory_name(key: &[u8]) -> Option<TerritoryName> {
    let bytes = Vec::<u8>::decode(&mut key.get(TERRITORY_NAME_AT..)?).ok()?;
    TerritoryName::from_chain(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use subxt::ext::codec::Encode;

    #[test]
    fn a_territory_is_named_by_the_end_of_its_key() {
        let key = |name: &[u8]| [vec![7; TERRITORY_NAME_AT], name.to_vec().encode()].concat();
        assert_eq!(territory_name(&key(b"default")).unwrap().as_str(), "default");
        assert_eq!(territory_name(&key(&[0xff_u8; 32])).unwrap().to_chain(), [0xff; 32], "a granted one");
        for unwritable in [&[0xff_u8; 31][..], b"", b"a\nb"] {
            assert_eq!(territory_name(&key(unwritable)), None);
        }
        assert_eq!(territory_name(&[1, 2, 3]), None);
    }
}
