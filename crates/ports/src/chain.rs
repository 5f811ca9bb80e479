//! The Chain port: reading facts, signing, submitting, following.

use std::{collections::BTreeMap, ops::RangeInclusive, sync::Arc};

use async_trait::async_trait;
use futures::stream::BoxStream;
use pileus_domain::{
    AccountId, Allocation, BlockHash, BlockNumber, BlockRef, ByteCount, Call, Consignment, Deal, Fid, FileRecord,
    GatewayRecord, GenesisHash, NodeId, NodeRecord, Planck, SpaceOrder, SpaceOrderId, Ss58Prefix, Territory,
    TerritoryName, TerritoryToken, TxHash,
};
use serde::{Deserialize, Serialize};

use crate::{ChainError, Timestamp};

/// At which block a fact is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// The newest block, which may still change.
    Best,
    /// The newest block that cannot change.
    Final,
    /// A block by hash, as long as the network keeps its state.
    Block(BlockHash),
}

/// Which chain answers, and what its runtime can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainIdentity {
    /// The first block: pinned on first connect.
    pub genesis: GenesisHash,
    /// What the chain calls itself.
    pub name: String,
    /// Runtime name and version, for support.
    pub runtime: String,
    /// How addresses are written.
    pub ss58_prefix: Ss58Prefix,
    /// What the money is called.
    pub token_symbol: String,
    /// Least amount that an account must keep.
    pub existential_deposit: Planck,
    /// Read from the metadata, never from a version number.
    pub capabilities: Capabilities,
}

/// What differs between runtimes.
///
/// # Source
/// protocol §0.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capabilities {
    /// `FileBank.Bucket` exists.
    pub buckets: bool,
    /// Storage nodes publish an HTTP endpoint.
    pub http_nodes: bool,
    /// `FileBank.DealAllocation` exists: the network may allocate nodes.
    pub network_allocation: bool,
}

/// Money of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// All that is not reserved.
    pub free: Planck,
    /// What can be spent while keeping the account alive.
    pub spendable: Planck,
    /// Reserved for something.
    pub reserved: Planck,
}

/// Price and supply of storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StorageMarket {
    /// Plancks for a GiB and day (runtimes from spec 121 on).
    pub unit_price: Planck,
    /// Space that nobody has bought yet.
    pub available: ByteCount,
}

/// All that the chain says of one file at one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileStatus {
    /// Where it was read.
    pub at: BlockRef,
    /// The open order.
    pub deal: Option<Deal>,
    /// The stored file.
    pub file: Option<FileRecord>,
    /// The network's choice of nodes, where it makes one.
    pub allocation: Option<Allocation>,
}

/// A transaction ready to be submitted, now or after a restart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedTransaction {
    /// BLAKE2b-256 of the bytes.
    pub hash: TxHash,
    /// The whole extrinsic.
    pub bytes: Vec<u8>,
    /// Who signed.
    pub signer: AccountId,
    /// Its place among the account's transactions.
    pub nonce: u64,
    /// First block of its era.
    pub birth: BlockNumber,
    /// Last block that may include it.
    pub death: BlockNumber,
}

/// A dispatch error by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DispatchFailure {
    /// The pallet, or `Token`, `Arithmetic` and so on for errors without one.
    pub pallet: String,
    /// The error's name.
    pub name: String,
}

/// What a transaction did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransactionOutcome {
    /// The block that holds it.
    pub block: BlockRef,
    /// Its place in the block.
    pub index: u32,
    /// Success, or why not.
    pub result: Result<(), DispatchFailure>,
    /// What was paid for it.
    pub fee: Option<Planck>,
    /// Its events, `Pallet.Event`, with the plain values of their fields.
    pub events: Vec<(String, BTreeMap<String, String>)>,
}

/// One step in the life of a submitted transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransactionUpdate {
    /// In the pool.
    Ready,
    /// In a block that may still change.
    InBlock(TransactionOutcome),
    /// Thrown out of its block; it waits again.
    Retracted,
    /// In a block that cannot change. The last update.
    Final(TransactionOutcome),
    /// The pool gave it up; look for it by hash. The last update.
    Lost(String),
}

/// Updates of one transaction until its end.
pub type TransactionStream = BoxStream<'static, Result<TransactionUpdate, ChainError>>;
/// Heads of the chain as they come; numbers may be skipped.
pub type BlockStream = BoxStream<'static, Result<BlockRef, ChainError>>;

/// Where a transaction was found by hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SearchHit {
    /// With what it did.
    Outcome(TransactionOutcome),
    /// In this block, whose events the network no longer keeps.
    EventsGone(BlockRef),
}

/// How far a search is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchProgress {
    /// The block looked at.
    pub block: BlockNumber,
    /// Blocks left.
    pub left: u32,
}

/// One RPC endpoint and how it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointHealth {
    /// Its URL.
    pub url: String,
    /// Is it the one in use?
    pub in_use: bool,
    /// Why it did not answer last time.
    pub trouble: Option<String>,
    /// When that was.
    pub since: Option<Timestamp>,
}

/// Signs as one account; the secret stays behind it.
pub trait Signer: Send + Sync {
    /// Who signs.
    fn account(&self) -> AccountId;
    /// sr25519 in the context `substrate`.
    fn sign(&self, message: &[u8]) -> [u8; 64];
}

/// A Substrate chain that speaks CESS.
#[async_trait]
pub trait Chain: Send + Sync + 'static {
    /// Which chain this is.
    async fn identity(&self) -> Result<ChainIdentity, ChainError>;
    /// Every endpoint and how it does.
    async fn health(&self) -> Vec<EndpointHealth>;
    /// The head.
    async fn head(&self, at: At) -> Result<BlockRef, ChainError>;
    /// Heads as they come: best or final ones. Survives lost connections; an error item says that one is being made anew.
    async fn follow(&self, at: At) -> Result<BlockStream, ChainError>;
    /// Money of an account at the best block.
    async fn balance(&self, account: &AccountId) -> Result<Balance, ChainError>;
    /// How many transactions of an account are in blocks up to this one: the nonce that its next one has.
    async fn nonce(&self, account: &AccountId, at: At) -> Result<u64, ChainError>;
    /// Price and supply at the best block.
    async fn market(&self) -> Result<StorageMarket, ChainError>;
    /// All territories of an account.
    async fn territories(&self, account: &AccountId, at: At) -> Result<Vec<Territory>, ChainError>;
    /// One territory.
    async fn territory(
        &self,
        account: &AccountId,
        name: &TerritoryName,
        at: At,
    ) -> Result<Option<Territory>, ChainError>;
    /// An order for space; paid ones stay until the chain forgets them.
    async fn space_order(&self, order: &SpaceOrderId, at: At) -> Result<Option<SpaceOrder>, ChainError>;
    /// A territory on sale.
    async fn consignment(&self, token: &TerritoryToken, at: At) -> Result<Option<Consignment>, ChainError>;
    /// Order, file and allocation, all read at one block.
    async fn file_status(&self, fid: &Fid, at: At) -> Result<FileStatus, ChainError>;
    /// Files that the chain lists for an account. Not an inventory (protocol §4.9): check each.
    async fn listed_files(&self, account: &AccountId) -> Result<Vec<Fid>, ChainError>;
    /// All storage nodes.
    async fn nodes(&self) -> Result<Vec<NodeRecord>, ChainError>;
    /// One storage node.
    async fn node(&self, node: &NodeId) -> Result<Option<NodeRecord>, ChainError>;
    /// All gateways that made themselves known.
    async fn gateways(&self) -> Result<Vec<GatewayRecord>, ChainError>;
    /// Whom an account has authorised to act for it, in the chain's order.
    async fn authorisations(&self, account: &AccountId, at: At) -> Result<Vec<AccountId>, ChainError>;
    /// The fee of a call, asked from the chain.
    async fn fee(&self, call: &Call, signer: &dyn Signer) -> Result<Planck, ChainError>;
    /// Sign a mortal transaction with the account's next nonce; two at once get two nonces.
    async fn sign(&self, call: &Call, signer: &dyn Signer) -> Result<SignedTransaction, ChainError>;
    /// Put a signed transaction into the pool and follow it. The same bytes may be submitted again.
    async fn submit(&self, transaction: &SignedTransaction) -> Result<TransactionStream, ChainError>;
    /// Look for a transaction in final blocks, newest first.
    async fn find(
        &self,
        hash: &TxHash,
        blocks: RangeInclusive<u32>,
        progress: Arc<dyn Fn(SearchProgress) + Send + Sync>,
    ) -> Result<Option<SearchHit>, ChainError>;
}
