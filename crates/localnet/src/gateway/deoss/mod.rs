//! DeOSS 0.4.2 on the wire.
//!
//! Duty: its paths, headers, answers and defects.
//!
//! Invariants: what is refused is read to its end first, so that the client gets to read the answer.
//!
//! Absent on purpose: signatures of Ethereum keys (DeOSS does not compare the key with the account, so anybody could act
//! for anybody), encryption by the gateway, several files in one request, deleting, and lists of an account's files.

mod answer;
mod authority;
mod checks;
mod download;
mod receive;
mod resume;
mod upload;

use std::sync::Arc;

use axum::{
    Json, Router,
    body::Body,
    http::{Response, StatusCode},
    routing::{get, put},
};

use super::shared::Core;
use crate::node::answer::plain;

/// The release whose behaviour the gateway has, as it says itself.
const VERSION: &str = "deoss v0.4.2 (Pileus local network)";

/// What the real gateway's router answers to a path that it does not know.
const NO_SUCH_PATH: &str = "404 page not found";

/// The routes of DeOSS.
pub(super) fn routes(core: Arc<Core>) -> Router {
    Router::new()
        .route("/version", get(version))
        .route("/file", put(upload::file))
        .route("/object/{name}", put(upload::object))
        .route("/resume/{name}", put(resume::resume))
        .route("/file/download/{fid}", get(download::download))
        .route("/file/open/{fid}", get(download::open))
        .route("/file/metadata/{fid}", get(download::metadata))
        .route("/file/location/{fid}", get(download::location))
        .with_state(core)
}

/// A name in a path ends at a slash, however that is written, and nothing is there behind it.
fn elsewhere(name: &str) -> Option<Response<Body>> {
    name.contains('/').then(|| plain(StatusCode::NOT_FOUND, NO_SUCH_PATH))
}

async fn version() -> Json<&'static str> {
    Json(VERSION)
}
