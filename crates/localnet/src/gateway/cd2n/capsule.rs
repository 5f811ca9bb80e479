//! `GET /gateway/capsule/FID`: nothing, since no file is encrypted here.

use axum::{body::Body, extract::Path, http::Response};

use super::answer::Refusal;
use crate::node::name::HashName;

/// Answer as for a file that the gateway did not encrypt.
pub(super) async fn capsule(Path(fid): Path<String>) -> Response<Body> {
    let reason = match HashName::parse(&fid) {
        Some(_) => "get data from redis error: data does not exist",
        None => "bad file id",
    };
    Refusal::capsule(reason).response()
}
