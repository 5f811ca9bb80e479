//! One storage node behind its sockets: every request passes here.

use std::{convert::Infallible, sync::Arc};

use axum::{
    body::Body,
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, Response, StatusCode},
};
use pileus_localnet_runtime::primitives::AccountId;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::{
    answer::{json, plain},
    call::NodeCall,
    connection::Line,
    cors::Origin,
    counters::Counters,
    disturb::{corrupt, cut, slow},
    fault::{FaultBoard, FaultKind},
    get::get,
    ledger::Ledger,
    put::put,
    receive::drain,
    settings::NodeSettings,
    status::status,
    store::FragmentStore,
};

/// All headers of a request together.
///
/// # Units
/// bytes.
const LONGEST_HEADERS: usize = 16 * 1024;

/// What the parts of a node share.
pub(super) struct Node {
    /// The account that reports.
    pub(super) account: AccountId,
    /// How the node is set up.
    pub(super) settings: NodeSettings,
    /// The port it listens on.
    pub(super) port: u16,
    /// The chain.
    pub(super) ledger: Arc<dyn Ledger>,
    /// The fragments.
    pub(super) store: FragmentStore,
    /// What shall go wrong.
    pub(super) faults: FaultBoard,
    /// What was done.
    pub(super) counters: Counters,
    /// Wakes the reporter when a fragment has arrived.
    pub(super) arrived: Notify,
}

impl Node {
    /// The address as it stands on the chain.
    pub(super) fn endpoint(&self) -> String {
        format!("localhost:{}", self.port)
    }
}

/// A header's text, empty when it is missing or no text.
pub(crate) fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Answer a request.
pub(super) async fn serve(
    State(node): State<Arc<Node>>,
    ConnectInfo(Line(line)): ConnectInfo<Line>,
    request: Request,
) -> Result<Response<Body>, Infallible> {
    let origin = Origin::of(&request);
    let call = NodeCall::of(request.method(), request.uri().path());
    let mut response = match call {
        _ if length(request.headers()) > LONGEST_HEADERS => {
            plain(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "headers too long")
        }
        _ if origin == Origin::Preflight => Origin::preflight(),
        None => plain(StatusCode::NOT_FOUND, "404 page not found"),
        Some(call) => {
            let fault = node.faults.take(call);
            answer(&node, call, fault, &line, request).await
        }
    };
    origin.open(&mut response);
    Ok(response)
}

/// Answer a call, or do what the fault says instead.
async fn answer(
    node: &Node,
    call: NodeCall,
    fault: Option<FaultKind>,
    line: &CancellationToken,
    request: Request,
) -> Response<Body> {
    match fault {
        Some(FaultKind::Refuse) => broken(line),
        Some(FaultKind::Hang) => {
            node.faults.hang().await;
            broken(line)
        }
        Some(FaultKind::WrongStatus { status }) => {
            drain(request.into_body());
            let http = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            json(http, status, "fault", None::<()>)
        }
        Some(fault) if call == NodeCall::Put => {
            let request = request.map(|body| disturbed(body, &fault, line));
            spoiled(put(node, request, Some(&fault)).await, &fault)
        }
        Some(fault) => {
            let response = behave(node, call, request, Some(&fault)).await;
            spoiled(response.map(|body| disturbed(body, &fault, line)), &fault)
        }
        None => behave(node, call, request, None).await,
    }
}

/// Answer a call.
async fn behave(node: &Node, call: NodeCall, request: Request, fault: Option<&FaultKind>) -> Response<Body> {
    match call {
        NodeCall::Put => put(node, request, fault).await,
        NodeCall::Get => get(node, request.headers(), fault).await,
        NodeCall::Status => status(node).await,
        NodeCall::Any | NodeCall::Report => plain(StatusCode::NOT_FOUND, "404 page not found"),
    }
}

/// End the connection; the response is never sent.
fn broken(line: &CancellationToken) -> Response<Body> {
    line.cancel();
    Response::new(Body::empty())
}

/// A body whose flow suffers from the fault.
fn disturbed(body: Body, fault: &FaultKind, line: &CancellationToken) -> Body {
    match fault {
        FaultKind::Slow { bytes_per_second } => slow(body, *bytes_per_second),
        FaultKind::Cut { after_bytes } => cut(body, *after_bytes, line.clone()),
        _ => body,
    }
}

/// A response whose content suffers from the fault.
fn spoiled(response: Response<Body>, fault: &FaultKind) -> Response<Body> {
    match fault {
        FaultKind::Corrupt => response.map(corrupt),
        _ => response,
    }
}

fn length(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum()
}
