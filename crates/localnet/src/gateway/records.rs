//! The chain's records as a gateway reads them.

use parity_scale_codec::Decode;
use pileus_localnet_runtime::{
    Runtime,
    pallets::{
        file_bank::{self, AllocationInfo, DealInfo, FileInfo},
        oss,
        sminer::{self, MinerInfo, state::POSITIVE},
        storage_handler::{self, TerritoryInfo},
    },
    primitives::{AccountId, TerrName},
};

use crate::node::{Ledger, LedgerError, name::HashName};

/// What the chain knows under a FID.
pub(super) enum Record {
    /// Nothing.
    Unknown,
    /// An open order.
    Deal(Box<DealInfo>),
    /// A stored file.
    File(Box<FileInfo>),
}

/// A storage node that can be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reachable {
    /// Its account.
    pub(super) account: AccountId,
    /// Where it answers, `host:port`.
    pub(super) endpoint: String,
}

/// What the chain knows under a FID.
pub(super) async fn record(ledger: &dyn Ledger, fid: &HashName) -> Result<Record, LedgerError> {
    let deal = file_bank::DealMap::<Runtime>::hashed_key_for(fid.hash());
    let file = file_bank::File::<Runtime>::hashed_key_for(fid.hash());
    let mut values = ledger.read(vec![deal, file]).await?.into_iter();
    let (deal, file) = (values.next().flatten(), values.next().flatten());
    Ok(match (decode(deal)?, decode(file)?) {
        (_, Some(file)) => Record::File(Box::new(file)),
        (Some(deal), None) => Record::Deal(Box::new(deal)),
        (None, None) => Record::Unknown,
    })
}

/// Whom an account has authorised.
pub(super) async fn authorised(ledger: &dyn Ledger, owner: &AccountId) -> Result<Vec<AccountId>, LedgerError> {
    Ok(one(ledger, oss::AuthorityList::<Runtime>::hashed_key_for(owner)).await?.unwrap_or_default())
}

/// A territory of an account.
pub(super) async fn territory(
    ledger: &dyn Ledger,
    owner: &AccountId,
    name: &str,
) -> Result<Option<TerritoryInfo>, LedgerError> {
    let Ok(name) = TerrName::try_from(name.as_bytes().to_vec()) else { return Ok(None) };
    one(ledger, storage_handler::Territory::<Runtime>::hashed_key_for(owner, name)).await
}

/// The network's choice of storage nodes for an order, where it makes one.
pub(super) async fn allocation(ledger: &dyn Ledger, fid: &HashName) -> Result<Vec<AccountId>, LedgerError> {
    let key = file_bank::DealAllocation::<Runtime>::hashed_key_for(fid.hash());
    let found: Option<AllocationInfo> = one(ledger, key).await?;
    Ok(found.map(|info| info.nodes.into_inner()).unwrap_or_default())
}

/// All storage nodes that can report.
pub(super) async fn nodes(ledger: &dyn Ledger) -> Result<Vec<Reachable>, LedgerError> {
    let listed: Vec<AccountId> =
        one(ledger, sminer::AllMiner::<Runtime>::hashed_key().to_vec()).await?.unwrap_or_default();
    let keys = listed.iter().map(sminer::MinerItems::<Runtime>::hashed_key_for).collect();
    let mut nodes = Vec::new();
    for (account, value) in listed.into_iter().zip(ledger.read(keys).await?) {
        let info: Option<MinerInfo> = decode(value)?;
        let Some(info) = info.filter(|info| info.is_in(POSITIVE)) else { continue };
        let endpoint = String::from_utf8_lossy(&info.endpoint).into_owned();
        nodes.push(Reachable { account, endpoint });
    }
    Ok(nodes)
}

async fn one<T: Decode>(ledger: &dyn Ledger, key: Vec<u8>) -> Result<Option<T>, LedgerError> {
    decode(ledger.read(vec![key]).await?.into_iter().next().flatten())
}

fn decode<T: Decode>(value: Option<Vec<u8>>) -> Result<Option<T>, LedgerError> {
    let decoded = value.map(|value| T::decode(&mut value.as_slice())).transpose();
    decoded.map_err(|error| LedgerError::Unavailable { reason: format!("a record cannot be read: {error}") })
}
