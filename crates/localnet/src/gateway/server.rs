//! One gateway behind its sockets: every request passes here.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use axum::{
    Json, Router,
    body::Body,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderValue, Response, StatusCode, header},
    middleware::{Next, from_fn_with_state},
    routing::{get, put},
};
use bytes::Bytes;
use futures::stream;
use pileus_localnet_runtime::primitives::AccountId;
use sp_core::crypto::{Ss58AddressFormat, Ss58Codec};
use tokio::sync::Notify;

use super::{
    GatewaySettings, VERSION, cache,
    fault::{FaultBoard, GatewayFaultKind, Place},
    files::Folder,
    resume, upload,
};
use crate::node::{Ledger, answer::plain, receive::drain};

/// The prefix of addresses in answers.
const ADDRESS_PREFIX: u16 = 11330;
/// Bytes of an answer that is too large.
const HUGE: usize = 100_000_000;
/// Bytes of an endless or huge answer that are sent at once.
const PIECE: usize = 64 << 10;

/// What the parts of a gateway share.
pub(super) struct Core {
    /// The account that places orders.
    pub(super) account: AccountId,
    /// How the gateway is set up.
    pub(super) settings: GatewaySettings,
    /// The chain.
    pub(super) ledger: Arc<dyn Ledger>,
    /// Its files.
    pub(super) folder: Folder,
    /// What shall go wrong.
    pub(super) faults: FaultBoard,
    /// Wakes the tracker when an order was placed.
    pub(super) arrived: Notify,
}

impl Core {
    /// The address of the gateway's account.
    pub(super) fn address(&self) -> String {
        address_of(&self.account)
    }
}

/// An account as an address of the network.
pub(super) fn address_of(account: &AccountId) -> String {
    account.to_ss58check_with_version(Ss58AddressFormat::custom(ADDRESS_PREFIX))
}

/// The routes of a gateway.
pub(super) fn routes(core: Arc<Core>) -> Router {
    Router::new()
        .route("/version", get(version))
        .route("/file", put(upload::file))
        .route("/object/{name}", put(upload::object))
        .route("/resume/{name}", put(resume::resume))
        .route("/file/download/{fid}", get(cache::download))
        .route("/file/open/{fid}", get(cache::open))
        .route("/file/metadata/{fid}", get(cache::metadata))
        .route("/file/location/{fid}", get(cache::location))
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(Arc::clone(&core), dated))
        .with_state(core)
}

async fn version() -> Json<&'static str> {
    Json(VERSION)
}

/// Answer, and say what time it is here.
async fn dated(State(core): State<Arc<Core>>, request: Request, next: Next) -> Response<Body> {
    let mut answer = disturbed(&core, request, next).await;
    let now = SystemTime::UNIX_EPOCH + Duration::from_millis(core.settings.clock.now());
    let date = HeaderValue::from_str(&httpdate::fmt_http_date(now));
    answer.headers_mut().extend(date.ok().map(|date| (header::DATE, date)));
    answer
}

/// Do what a fault says instead of answering.
async fn disturbed(core: &Core, request: Request, next: Next) -> Response<Body> {
    let Some(fault) = core.faults.take(Place::Answer) else { return next.run(request).await };
    match fault {
        GatewayFaultKind::Hang => {
            core.faults.hang().await;
            return next.run(request).await;
        }
        GatewayFaultKind::LostAnswer { status } => {
            drop(next.run(request).await);
            return proxy_error(status);
        }
        _ => drain(request.into_body()),
    }
    match fault {
        GatewayFaultKind::EndlessBody => repeated("{\"code\":200,\"msg\":\"", usize::MAX),
        GatewayFaultKind::HugeJson => repeated("\"", HUGE),
        GatewayFaultKind::WrongStatus { status } => proxy_error(status),
        GatewayFaultKind::Redirect { to } => {
            let mut answer = plain(StatusCode::FOUND, "");
            answer.headers_mut().extend(HeaderValue::from_str(&to).ok().map(|to| (header::LOCATION, to)));
            answer
        }
        _ => {
            let mut answer = plain(StatusCode::OK, "<!doctype html><title>Sign in</title>");
            answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
            answer
        }
    }
}

fn proxy_error(status: u16) -> Response<Body> {
    plain(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), "an error of a proxy")
}

/// An answer that begins with some text and goes on with spaces and a quotation mark at the end.
fn repeated(begin: &'static str, length: usize) -> Response<Body> {
    let pieces = std::iter::once(Bytes::from_static(begin.as_bytes()))
        .chain(std::iter::repeat_n(Bytes::from(vec![b' '; PIECE]), length / PIECE))
        .chain(std::iter::once(Bytes::from_static(b"\"")));
    let body = Body::from_stream(stream::iter(pieces.map(Ok::<_, std::convert::Infallible>)));
    let mut answer = Response::new(body);
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    answer
}
