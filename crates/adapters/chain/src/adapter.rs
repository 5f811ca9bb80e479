//! The Chain port, served.

use std::{ops::RangeInclusive, sync::Arc};

use async_trait::async_trait;
use pileus_domain::{
    AccountId, BlockRef, Call, Consignment, Fid, GatewayRecord, NodeId, NodeRecord, Planck, SpaceOrder, SpaceOrderId,
    Territory, TerritoryName, TerritoryToken, TxHash,
};
use pileus_ports::{
    At, Balance, BlockStream, Chain, ChainError, ChainIdentity, Clock, EndpointHealth, FileStatus, SearchHit,
    SearchProgress, SignedTransaction, Signer, StorageMarket, TransactionStream,
};
use tokio::sync::Mutex;

use crate::{
    Profile,
    connection::Connection,
    endpoints::Endpoints,
    follow,
    nonces::Nonces,
    read::{self, State},
};

/// A CESS chain behind one or more RPC endpoints.
pub struct ChainAdapter {
    pub(crate) endpoints: Arc<Endpoints>,
    pub(crate) nonces: Mutex<Nonces>,
}

impl std::fmt::Debug for ChainAdapter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChainAdapter").field("endpoints", &self.endpoints.health()).finish_non_exhaustive()
    }
}

impl ChainAdapter {
    /// Connect to the first endpoint that answers for the right chain.
    ///
    /// # Errors
    /// `Refused` for an address that cannot be used, [`ChainError::WrongNetwork`] when another chain answers,
    /// `Unavailable` or `TimedOut` when none answers.
    pub async fn connect(profile: Profile, clock: Arc<dyn Clock>) -> Result<Self, ChainError> {
        let adapter = Self::offline(profile, clock)?;
        adapter.head(At::Best).await?;
        Ok(adapter)
    }

    /// Take a profile without connecting; the first call connects.
    ///
    /// # Errors
    /// `Refused` for an address that cannot be used.
    pub fn offline(profile: Profile, clock: Arc<dyn Clock>) -> Result<Self, ChainError> {
        let endpoints = Arc::new(Endpoints::new(profile, clock)?);
        Ok(Self { endpoints, nonces: Mutex::default() })
    }
}

#[async_trait]
impl Chain for ChainAdapter {
    async fn identity(&self) -> Result<ChainIdentity, ChainError> {
        self.read_identity().await
    }

    async fn health(&self) -> Vec<EndpointHealth> {
        self.endpoints.health()
    }

    async fn head(&self, at: At) -> Result<BlockRef, ChainError> {
        self.endpoints.run(|c: Arc<Connection>| async move { read::head(&c, at).await }).await
    }

    async fn follow(&self, at: At) -> Result<BlockStream, ChainError> {
        follow::heads(self.endpoints.clone(), at).await
    }

    async fn balance(&self, account: &AccountId) -> Result<Balance, ChainError> {
        let account = *account;
        self.endpoints.run(|c| async move { State::at(c, At::Best).await?.balance(account).await }).await
    }

    async fn nonce(&self, account: &AccountId, at: At) -> Result<u64, ChainError> {
        let account = *account;
        self.endpoints.run(|c| async move { State::at(c, at).await?.nonce(account).await }).await
    }

    async fn market(&self) -> Result<StorageMarket, ChainError> {
        self.endpoints.run(|c| async move { State::at(c, At::Best).await?.market().await }).await
    }

    async fn territories(&self, account: &AccountId, at: At) -> Result<Vec<Territory>, ChainError> {
        let account = *account;
        self.endpoints.run(|c| async move { State::at(c, at).await?.territories(account).await }).await
    }

    async fn territory(
        &self,
        account: &AccountId,
        name: &TerritoryName,
        at: At,
    ) -> Result<Option<Territory>, ChainError> {
        let account = *account;
        let read = |c| {
            let name = name.clone();
            async move { State::at(c, at).await?.territory(account, name).await }
        };
        self.endpoints.run(read).await
    }

    async fn space_order(&self, order: &SpaceOrderId, at: At) -> Result<Option<SpaceOrder>, ChainError> {
        let order = *order;
        self.endpoints.run(|c| async move { State::at(c, at).await?.space_order(order).await }).await
    }

    async fn consignment(&self, token: &TerritoryToken, at: At) -> Result<Option<Consignment>, ChainError> {
        let token = *token;
        self.endpoints.run(|c| async move { State::at(c, at).await?.consignment(token).await }).await
    }

    async fn file_status(&self, fid: &Fid, at: At) -> Result<FileStatus, ChainError> {
        let fid = *fid;
        self.endpoints.run(|c| read::file_status(c, fid, at)).await
    }

    async fn listed_files(&self, account: &AccountId) -> Result<Vec<Fid>, ChainError> {
        let account = *account;
        self.endpoints.run(|c| async move { State::at(c, At::Best).await?.listed_files(account).await }).await
    }

    async fn nodes(&self) -> Result<Vec<NodeRecord>, ChainError> {
        self.endpoints.run(|c| async move { State::at(c, At::Best).await?.nodes().await }).await
    }

    async fn node(&self, node: &NodeId) -> Result<Option<NodeRecord>, ChainError> {
        let node = *node;
        self.endpoints.run(|c| async move { State::at(c, At::Best).await?.node(node).await }).await
    }

    async fn gateways(&self) -> Result<Vec<GatewayRecord>, ChainError> {
        self.endpoints.run(|c| async move { State::at(c, At::Best).await?.gateways().await }).await
    }

    async fn authorisations(&self, account: &AccountId, at: At) -> Result<Vec<AccountId>, ChainError> {
        let account = *account;
        self.endpoints.run(|c| async move { State::at(c, at).await?.authorisations(account).await }).await
    }

    async fn fee(&self, call: &Call, signer: &dyn Signer) -> Result<Planck, ChainError> {
        self.ask_fee(call, signer).await
    }

    async fn sign(&self, call: &Call, signer: &dyn Signer) -> Result<SignedTransaction, ChainError> {
        self.sign_next(call, signer).await
    }

    async fn submit(&self, transaction: &SignedTransaction) -> Result<TransactionStream, ChainError> {
        self.submit_bytes(transaction).await
    }

    async fn find(
        &self,
        hash: &TxHash,
        blocks: RangeInclusive<u32>,
        progress: Arc<dyn Fn(SearchProgress) + Send + Sync>,
    ) -> Result<Option<SearchHit>, ChainError> {
        self.search(*hash, blocks, progress).await
    }
}
