//! One WebSocket connection to one endpoint.

use std::sync::{Arc, PoisonError, RwLock};

use pileus_domain::GenesisHash;
use serde::de::DeserializeOwned;
use subxt::ext::jsonrpsee::{
    core::client::async_client::PingConfig,
    core::{
        client::{ClientT, Subscription, SubscriptionClientT},
        params::ArrayParams,
    },
    ws_client::{WsClient, WsClientBuilder},
};

use crate::{
    error::AdapterError,
    profile::Limits,
    runtime::{Runtime, Runtimes},
};

/// Largest answer that is read: a full block in hexadecimal digits.
///
/// # Units
/// bytes.
const ANSWER_LIMIT: u32 = 16 << 20;
/// Heads or statuses that wait to be read before a subscription is given up.
const SUBSCRIPTION_BUFFER: usize = 256;
/// Requests that wait for an answer at once.
const REQUEST_LIMIT: usize = 64;
/// One address is tried; a redirection is not followed.
const CONNECT_ATTEMPTS: usize = 1;

/// A live connection: its requests have a limit, its chain is known.
pub(crate) struct Connection {
    url: String,
    client: WsClient,
    genesis: GenesisHash,
    runtime: RwLock<Arc<Runtime>>,
}

impl Connection {
    /// Connect, and learn which chain and runtime answer.
    pub(crate) async fn open(url: &str, limits: &Limits, runtimes: &Runtimes) -> Result<Self, AdapterError> {
        let late = |_| AdapterError::TimedOut { asked: url.to_owned() };
        let (client, genesis) = tokio::time::timeout(limits.connect, reach(url, limits)).await.map_err(late)??;
        let runtime = runtimes.newest(&client).await?;
        Ok(Self { url: url.to_owned(), client, genesis, runtime: RwLock::new(runtime) })
    }

    /// Where it leads.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Which chain is behind it.
    pub(crate) fn genesis(&self) -> GenesisHash {
        self.genesis
    }

    /// Is it still open, as far as is known without asking?
    pub(crate) fn is_open(&self) -> bool {
        self.client.is_connected()
    }

    /// The runtime as last seen.
    pub(crate) fn runtime(&self) -> Arc<Runtime> {
        self.runtime.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Look whether the chain was upgraded, and use its new runtime if so. Says whether it was.
    pub(crate) async fn refresh(&self, runtimes: &Runtimes) -> Result<bool, AdapterError> {
        let newest = runtimes.newest(&self.client).await?;
        let mut runtime = self.runtime.write().unwrap_or_else(PoisonError::into_inner);
        let upgraded = runtime.spec_version != newest.spec_version;
        *runtime = newest;
        Ok(upgraded)
    }

    /// The client below, for the typed methods.
    pub(crate) fn client(&self) -> &WsClient {
        &self.client
    }
}

async fn reach(url: &str, limits: &Limits) -> Result<(WsClient, GenesisHash), AdapterError> {
    use_ring();
    let pings = PingConfig::new().ping_interval(limits.silence).inactive_limit(limits.silence + limits.request);
    let builder = WsClientBuilder::new()
        .max_response_size(ANSWER_LIMIT)
        .max_concurrent_requests(REQUEST_LIMIT)
        .max_buffer_capacity_per_subscription(SUBSCRIPTION_BUFFER)
        .max_redirections(CONNECT_ATTEMPTS)
        .connection_timeout(limits.connect)
        .request_timeout(limits.request)
        .enable_ws_ping(pings);
    let failed = |e| AdapterError::Connect { url: url.to_owned(), source: Box::new(e) };
    let client = builder.build(url).await.map_err(failed)?;
    let genesis = crate::rpc::genesis(&client).await?;
    Ok((client, genesis))
}

/// One request with a typed answer.
pub(crate) async fn request<T: DeserializeOwned>(
    client: &WsClient,
    method: &'static str,
    params: ArrayParams,
) -> Result<T, AdapterError> {
    client.request(method, params).await.map_err(|e| AdapterError::of_client(method, e))
}

/// One subscription with typed items.
pub(crate) async fn subscribe<T: DeserializeOwned>(
    client: &WsClient,
    method: &'static str,
    params: ArrayParams,
    unsubscribe: &'static str,
) -> Result<Subscription<T>, AdapterError> {
    client.subscribe(method, params, unsubscribe).await.map_err(|e| AdapterError::of_client(method, e))
}

/// TLS needs one process-wide choice of cipher library; whoever comes first makes it.
fn use_ring() {
    drop(rustls::crypto::ring::default_provider().install_default());
}
