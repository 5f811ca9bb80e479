//! The routes of the control server.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::messages::{Blocks, Endowment, NewBlock, Refusal};
use super::token::ControlToken;
use crate::chain::BlockSummary;
use crate::error::NetworkError;
use crate::gateway::GatewayFault;
use crate::host::inner::Inner;
use crate::host::{NetworkInfo, RpcFault};
use crate::node::{NodeCounters, NodeFault};
use crate::rpc::is_welcome;

/// The largest request.
///
/// # Units
/// bytes.
const LARGEST_REQUEST: usize = 64 * 1024;
/// Blocks that one request may ask for, made one by one.
const MOST_BLOCKS: u32 = 10_000;

/// The running control server; it ends when this is dropped.
pub(crate) struct ControlServer(Mutex<JoinSet<()>>);

impl ControlServer {
    /// Serve on sockets that listen already.
    pub(crate) fn start(listeners: Vec<TcpListener>, token: ControlToken, network: Weak<Inner>) -> Self {
        let routes = routes(token, network);
        let mut tasks = JoinSet::new();
        for listener in listeners {
            let routes = routes.clone();
            tasks.spawn(async move {
                if let Err(error) = axum::serve(listener, routes).await {
                    tracing::warn!(%error, "the control server ended");
                }
            });
        }
        Self(Mutex::new(tasks))
    }

    /// Stop listening, and return when the port is free.
    pub(crate) async fn stop(&self) {
        let mut tasks = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        tasks.shutdown().await;
    }
}

fn routes(token: ControlToken, network: Weak<Inner>) -> Router {
    Router::new()
        .route("/network", get(describe))
        .route("/blocks", post(produce))
        .route("/jump", post(jump))
        .route("/endow", post(endow))
        .route("/faults", delete(clear_faults))
        .route("/faults/rpc", post(set_rpc_fault))
        .route("/gateways/{index}/faults", post(set_gateway_fault))
        .route("/gateways/{index}/stop", post(stop_gateway))
        .route("/gateways/{index}/start", post(start_gateway))
        .route("/nodes/{index}", get(node_counters))
        .route("/nodes/{index}/faults", post(set_node_fault).delete(clear_node_faults))
        .route("/nodes/{index}/stop", post(stop_node))
        .route("/nodes/{index}/start", post(start_node))
        .route("/stop", post(stop))
        .layer(DefaultBodyLimit::max(LARGEST_REQUEST))
        .with_state(network)
        .layer(from_fn_with_state(token, guard))
}

/// Nobody passes without the token, and no foreign page with it.
async fn guard(State(token): State<ControlToken>, request: Request, next: Next) -> Response {
    let origins = request.headers().get_all("origin").iter().map(HeaderValue::as_bytes);
    if !is_welcome(origins) {
        return refusal(StatusCode::FORBIDDEN, "pages of this origin are not served");
    }
    let said = request.headers().get("authorization").and_then(|value| value.to_str().ok());
    let said = said.and_then(|value| value.strip_prefix("Bearer "));
    if !said.is_some_and(|said| token.is(said)) {
        return refusal(StatusCode::UNAUTHORIZED, "the control token is missing or wrong");
    }
    next.run(request).await
}

fn refusal(status: StatusCode, error: &str) -> Response {
    (status, Json(Refusal { error: error.to_owned() })).into_response()
}

/// A failure of the network as an answer.
struct Failed(NetworkError);

impl From<NetworkError> for Failed {
    fn from(error: NetworkError) -> Self {
        Self(error)
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let status = match self.0 {
            NetworkError::NoSuchNode { .. } | NetworkError::NoSuchGateway { .. } => StatusCode::NOT_FOUND,
            NetworkError::Address { .. } | NetworkError::Node { .. } => StatusCode::BAD_REQUEST,
            NetworkError::Unreachable(_) => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        refusal(status, &in_words(&self.0))
    }
}

/// An error with its causes.
fn in_words(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

type Network = State<Weak<Inner>>;
type Done = Result<StatusCode, Failed>;

/// The network, unless it is ending.
fn alive(network: &Weak<Inner>) -> Result<Arc<Inner>, Failed> {
    network.upgrade().ok_or_else(|| Failed(NetworkError::Unreachable("the network is ending".into())))
}

async fn describe(State(network): Network) -> Result<Json<NetworkInfo>, Failed> {
    Ok(Json(alive(&network)?.info().clone()))
}

async fn produce(State(network): Network, Json(wish): Json<Blocks>) -> Result<Json<NewBlock>, Failed> {
    let block = alive(&network)?.produce(wish.blocks.min(MOST_BLOCKS)).await?;
    Ok(Json(described(&block)))
}

async fn jump(State(network): Network, Json(wish): Json<Blocks>) -> Result<Json<NewBlock>, Failed> {
    let block = alive(&network)?.jump(wish.blocks).await?;
    Ok(Json(described(&block)))
}

fn described(block: &BlockSummary) -> NewBlock {
    NewBlock { number: block.number, hash: format!("{:?}", block.hash) }
}

async fn endow(State(network): Network, Json(wish): Json<Endowment>) -> Result<Response, Failed> {
    let Ok(amount) = wish.amount.parse() else {
        return Ok(refusal(StatusCode::BAD_REQUEST, "the amount is no whole number of planck"));
    };
    alive(&network)?.endow(&wish.account, amount).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn set_rpc_fault(State(network): Network, Json(fault): Json<RpcFault>) -> Done {
    alive(&network)?.set_rpc_fault(fault);
    Ok(StatusCode::NO_CONTENT)
}

async fn set_gateway_fault(State(network): Network, Path(index): Path<usize>, Json(fault): Json<GatewayFault>) -> Done {
    alive(&network)?.set_gateway_fault(index, fault)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn stop_gateway(State(network): Network, Path(index): Path<usize>) -> Done {
    alive(&network)?.stop_gateway(index).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn start_gateway(State(network): Network, Path(index): Path<usize>) -> Done {
    alive(&network)?.start_gateway(index).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn clear_faults(State(network): Network) -> Done {
    alive(&network)?.clear_faults().await;
    Ok(StatusCode::NO_CONTENT)
}

async fn node_counters(State(network): Network, Path(index): Path<usize>) -> Result<Json<NodeCounters>, Failed> {
    Ok(Json(alive(&network)?.node_counters(index).await?))
}

async fn set_node_fault(State(network): Network, Path(index): Path<usize>, Json(fault): Json<NodeFault>) -> Done {
    alive(&network)?.set_node_fault(index, fault).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn clear_node_faults(State(network): Network, Path(index): Path<usize>) -> Done {
    alive(&network)?.clear_node_faults(index).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn stop_node(State(network): Network, Path(index): Path<usize>) -> Done {
    alive(&network)?.stop_node(index).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn start_node(State(network): Network, Path(index): Path<usize>) -> Done {
    alive(&network)?.start_node(index).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn stop(State(network): Network) -> Done {
    alive(&network)?.request_stop();
    Ok(StatusCode::ACCEPTED)
}
