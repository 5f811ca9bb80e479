//! Networks as they cross over.

use pileus_app::NetworkProfile;
use pileus_domain::{AccountId, BlockRef, ByteCount, GatewaySoftware, GenesisHash, Planck};
use pileus_ports::{Capabilities, ChainIdentity, EndpointHealth, StorageMarket};
use serde::Serialize;

/// A network profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NetworkView {
    /// Its name.
    pub network: String,
    /// Its addresses.
    pub rpc: Vec<String>,
    /// May storage nodes have private addresses?
    pub allow_private_addresses: bool,
    /// The chain it must be, once it was met.
    pub genesis: Option<GenesisHash>,
    /// Is it used when none is named?
    pub in_use: bool,
}

impl NetworkView {
    /// From a profile.
    pub fn new(profile: &NetworkProfile, in_use: bool) -> Self {
        let NetworkProfile { name, rpc, allow_private_addresses, genesis } = profile.clone();
        Self { network: name, rpc, allow_private_addresses, genesis, in_use }
    }
}

/// A network that answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NetworkInfoView {
    /// Its profile's name.
    pub network: String,
    /// What the chain calls itself.
    pub chain: String,
    /// The first block.
    pub genesis: GenesisHash,
    /// Runtime name and version.
    pub runtime: String,
    /// What the money is called.
    pub token: String,
    /// Least amount that an account must keep.
    pub existential_deposit: Planck,
    /// What its runtime can do.
    pub capabilities: Capabilities,
    /// The newest block.
    pub best: BlockRef,
    /// The newest final block.
    pub finalized: BlockRef,
    /// Plancks for a GiB and day.
    pub unit_price: Planck,
    /// Space that nobody has bought yet.
    pub for_sale: ByteCount,
    /// Its addresses and how they do.
    pub endpoints: Vec<EndpointView>,
}

impl NetworkInfoView {
    /// From what was read.
    pub fn new(
        name: &str,
        identity: &ChainIdentity,
        heads: (BlockRef, BlockRef),
        market: StorageMarket,
        health: &[EndpointHealth],
    ) -> Self {
        Self {
            network: name.to_owned(),
            chain: identity.name.clone(),
            genesis: identity.genesis,
            runtime: identity.runtime.clone(),
            token: identity.token_symbol.clone(),
            existential_deposit: identity.existential_deposit,
            capabilities: identity.capabilities,
            best: heads.0,
            finalized: heads.1,
            unit_price: market.unit_price,
            for_sale: market.available,
            endpoints: health.iter().map(EndpointView::from).collect(),
        }
    }
}

/// One address and how it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EndpointView {
    /// The address.
    pub url: String,
    /// Is it the one in use?
    pub in_use: bool,
    /// Why it did not answer last time.
    pub trouble: Option<String>,
}

impl From<&EndpointHealth> for EndpointView {
    fn from(health: &EndpointHealth) -> Self {
        Self { url: health.url.clone(), in_use: health.in_use, trouble: health.trouble.clone() }
    }
}

/// Where the local network is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LocalnetView {
    /// Address of the chain.
    pub rpc: String,
    /// Addresses of the storage nodes.
    pub nodes: Vec<String>,
    /// The gateways, in the order in which faults count them.
    pub gateways: Vec<LocalnetGatewayView>,
    /// Accounts that everybody knows.
    pub accounts: Vec<LocalnetAccountView>,
    /// The first block.
    pub genesis: String,
    /// Who chooses the storage nodes of an order: `network` or `client`.
    pub allocation: String,
    /// Address that takes orders about faults and time.
    pub control: String,
    /// File with the token that these orders need.
    pub control_token_file: String,
    /// The process that hosts it.
    pub process: u32,
}

/// A gateway of the local network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LocalnetGatewayView {
    /// Its account.
    pub account: AccountId,
    /// Where it answers.
    pub url: String,
    /// Which program it behaves like: `deoss` or `cd2n`.
    pub software: GatewaySoftware,
}

/// A development account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LocalnetAccountView {
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
    /// What makes its key from the development phrase that everybody knows.
    pub uri: String,
}
