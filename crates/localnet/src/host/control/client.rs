//! Asking a network that another program hosts.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::messages::{Blocks, Endowment, NewBlock, Refusal};
use super::token::ControlToken;
use crate::error::NetworkError;
use crate::gateway::GatewayFault;
use crate::host::{NetworkInfo, RpcFault};
use crate::node::{NodeCounters, NodeFault};

/// How long an answer may take; blocks may be six seconds apart.
const PATIENCE: Duration = Duration::from_mins(2);
/// The largest answer: the counters of a node that has seen many fragments. 16 MiB.
const LARGEST_ANSWER: usize = 16 * 1024 * 1024;

/// Access to the control server of a local network.
#[derive(Clone, Debug)]
pub struct ControlClient {
    authority: String,
    token: ControlToken,
}

impl ControlClient {
    /// The control server of a network.
    ///
    /// # Errors
    /// [`NetworkError::Folder`] when the token cannot be read.
    pub fn of(network: &NetworkInfo) -> Result<Self, NetworkError> {
        let authority = network.control_url.trim_start_matches("http://").to_owned();
        Ok(Self { authority, token: ControlToken::load(&network.token_file)? })
    }

    /// What the network tells about itself.
    ///
    /// # Errors
    /// [`NetworkError::Unreachable`], [`NetworkError::Refused`]; so have all calls here.
    pub async fn network(&self) -> Result<NetworkInfo, NetworkError> {
        self.ask(Method::GET, "/network", &()).await
    }

    /// Make so many blocks now; answers the number of the last one.
    ///
    /// # Errors
    /// As [`Self::network`].
    pub async fn produce(&self, blocks: u32) -> Result<u32, NetworkError> {
        let block: NewBlock = self.ask(Method::POST, "/blocks", &Blocks { blocks }).await?;
        Ok(block.number)
    }

    /// Set number and time forward in one step; answers the number of the new block.
    ///
    /// # Errors
    /// As [`Self::network`].
    pub async fn jump(&self, blocks: u32) -> Result<u32, NetworkError> {
        let block: NewBlock = self.ask(Method::POST, "/jump", &Blocks { blocks }).await?;
        Ok(block.number)
    }

    /// Send tokens to an account.
    ///
    /// # Units
    /// planck.
    /// # Errors
    /// As [`Self::network`].
    pub async fn endow(&self, account: &str, amount: u128) -> Result<(), NetworkError> {
        let wish = Endowment { account: account.to_owned(), amount: amount.to_string() };
        self.tell(Method::POST, "/endow", &wish).await
    }

    /// Make JSON-RPC or finality misbehave.
    ///
    /// # Errors
    /// As [`Self::network`].
    pub async fn set_rpc_fault(&self, fault: RpcFault) -> Result<(), NetworkError> {
        self.tell(Method::POST, "/faults/rpc", &fault).await
    }

    /// End all faults.
    ///
    /// # Errors
    /// As [`Self::network`].
    pub async fn clear_faults(&self) -> Result<(), NetworkError> {
        self.tell(Method::DELETE, "/faults", &()).await
    }

    /// Make the first gateway misbehave, until it has used the fault up or all faults end.
    ///
    /// # Errors
    /// As [`Self::network`].
    pub async fn set_gateway_fault(&self, fault: &GatewayFault) -> Result<(), NetworkError> {
        self.set_gateway_fault_of(0, fault).await
    }

    /// Make a gateway misbehave, until it has used the fault up or all faults end.
    ///
    /// # Errors
    /// As [`Self::network`].
    pub async fn set_gateway_fault_of(&self, index: usize, fault: &GatewayFault) -> Result<(), NetworkError> {
        self.tell(Method::POST, &format!("/gateways/{index}/faults"), fault).await
    }

    /// Stop a gateway.
    ///
    /// # Errors
    /// As [`Self::network`].
    pub async fn stop_gateway(&self, index: usize) -> Result<(), NetworkError> {
        self.tell(Method::POST, &format!("/gateways/{index}/stop"), &()).await
    }

    /// Start a stopped gateway again.
    ///
    /// # Errors
    /// As [`Self::network`].
    pub async fn start_gateway(&self, index: usize) -> Result<(), NetworkError> {
        self.tell(Method::POST, &format!("/gateways/{index}/start"), &()).await
    }

    /// Make a storage node misbehave.
    ///
    /// # Errors
    /// As [`Self::network`].
    pub async fn set_node_fault(&self, index: usize, fault: &NodeFault) -> Result<(), NetworkError> {
        self.tell(Method::POST, &format!("/nodes/{index}/faults"), fault).await
    }

    /// Make a storage node behave.
    ///
    /// # Errors
    /// As [`Self::network`].
    pub async fn clear_node_faults(&self, index: usize) -> Result<(), NetworkError> {
        self.tell(Method::DELETE, &format!("/nodes/{index}/faults"), &()).await
    }

    /// What a storage node did since it was started.
    ///
    /// # Errors
    /// As [`Self::network`].
    pub async fn node_counters(&self, index: usize) -> Result<NodeCounters, NetworkError> {
        self.ask(Method::GET, &format!("/nodes/{index}"), &()).await
    }

    /// Stop a storage node.
    ///
    /// # Errors
    /// As [`Self::network`].
    pub async fn stop_node(&self, index: usize) -> Result<(), NetworkError> {
        self.tell(Method::POST, &format!("/nodes/{index}/stop"), &()).await
    }

    /// Start a stopped storage node again.
    ///
    /// # Errors
    /// As [`Self::network`].
    pub async fn start_node(&self, index: usize) -> Result<(), NetworkError> {
        self.tell(Method::POST, &format!("/nodes/{index}/start"), &()).await
    }

    /// Ask the host to end the network; it does so soon after its answer.
    ///
    /// # Errors
    /// As [`Self::network`].
    pub async fn stop(&self) -> Result<(), NetworkError> {
        self.tell(Method::POST, "/stop", &()).await
    }

    async fn tell(&self, method: Method, path: &str, body: &impl Serialize) -> Result<(), NetworkError> {
        self.exchange(method, path, body).await.map(drop)
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, NetworkError> {
        let answer = self.exchange(method, path, body).await?;
        serde_json::from_slice(&answer).map_err(unreachable)
    }

    async fn exchange(&self, method: Method, path: &str, body: &impl Serialize) -> Result<Bytes, NetworkError> {
        let body = serde_json::to_vec(body).map_err(unreachable)?;
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", &self.authority)
            .header("authorization", self.token.header().as_str())
            .header("content-type", "application/json")
            .body(Full::new(Bytes::from(body)))
            .map_err(unreachable)?;
        let (status, answer) = timeout(PATIENCE, self.send(request)).await.map_err(unreachable)??;
        if status.is_success() {
            return Ok(answer);
        }
        let refusal = serde_json::from_slice::<Refusal>(&answer).map(|refusal| refusal.error);
        let reason = refusal.unwrap_or_else(|_| String::from_utf8_lossy(&answer).into_owned());
        Err(NetworkError::Refused { status: status.as_u16(), reason })
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Result<(StatusCode, Bytes), NetworkError> {
        let stream = TcpStream::connect(&self.authority).await.map_err(unreachable)?;
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(unreachable)?;
        let connection = tokio::spawn(connection);
        let answer = sender.send_request(request).await.map_err(unreachable)?;
        let status = answer.status();
        let body =
            Limited::new(answer.into_body(), LARGEST_ANSWER).collect().await.map_err(NetworkError::Unreachable)?;
        connection.abort();
        Ok((status, body.to_bytes()))
    }
}

fn unreachable(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> NetworkError {
    NetworkError::Unreachable(error.into())
}
