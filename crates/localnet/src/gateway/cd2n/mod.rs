//! A retriever of CD²N with its gateway, on the wire.
//!
//! Duty: signing in, uploads in one piece and in chunks, downloads and the status, with the published defects: a login
//! message of any age counts, everything is received before anybody asks whether it may be stored, a refused file stays
//! in the cache, a chunk that comes twice is counted twice and cuts the file short, asynchronous uploads are accepted and
//! never ordered, and a file whose last segment holds more than 8 MiB never completes.
//!
//! Invariants: success is HTTP 200 with code 200; a token is the only proof of who asks.
//!
//! Absent on purpose: encryption by the gateway (`encrypt` is refused, and so no file has a capsule) and re-encryption;
//! orders that the user signs (`noProxy` of an asynchronous upload is refused); `/upfile`, local and light uploads, single
//! segments and `/open`; accounts of Ethereum; the protocol towards cachers: fragments are brought to storage nodes
//! directly. A file that is not in the cache is rebuilt rightly here, whereas a published gateway may hand out wrong bytes;
//! the switch for corrupt downloads stands for that. Tickets of chunked uploads end with the process.

mod answer;
mod batch;
mod capsule;
mod checks;
mod distribution;
mod download;
mod finish;
mod form;
mod login;
mod range;
mod status;
mod ticket;
mod token;
mod upload;
mod user;

use std::sync::Arc;

use axum::{
    Router,
    routing::{get, post},
};

pub(super) use distribution::fetched_length;

use self::{ticket::Tickets, token::TokenKey};
use super::shared::Core;

/// What the parts of a retriever share.
struct Retriever {
    /// What every gateway has.
    core: Arc<Core>,
    /// What tokens are made with; another one each time the gateway starts.
    key: TokenKey,
    /// Chunked uploads that are not complete.
    tickets: Tickets,
}

/// The routes of a retriever.
pub(super) fn routes(core: Arc<Core>) -> Router {
    let retriever = Arc::new(Retriever { core, key: TokenKey::random(), tickets: Tickets::default() });
    Router::new()
        .route("/status", get(status::status))
        .route("/gateway/gentoken", post(login::token))
        .route("/gateway/upload/file", post(upload::file))
        .route("/gateway/upload/batch/request", post(batch::request))
        .route("/gateway/upload/batch/file", post(batch::chunk))
        .route("/gateway/download/{fid}", get(download::download))
        .route("/gateway/capsule/{fid}", get(capsule::capsule))
        .with_state(retriever)
}
