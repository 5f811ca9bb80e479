//! The answers of CD²N: an envelope whose code tells more than the HTTP status.

use axum::{
    body::Body,
    http::{Response, StatusCode},
};
use serde::Serialize;

use super::checks::Unmet;
use crate::{
    gateway::trouble::Trouble,
    node::{answer::json, name::HashName},
};

/// Code of an upload that is accepted and not ordered.
const ACCEPTED: u16 = 10_100;
/// Code of what went wrong after an upload was checked.
const NOT_ORDERED: u16 = 10_110;

/// Why a request was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    status: StatusCode,
    code: u16,
    message: &'static str,
    data: String,
}

impl Refusal {
    /// A refusal whose code is its HTTP status.
    fn plain(status: StatusCode, message: &'static str, data: impl Into<String>) -> Self {
        Self { status, code: status.as_u16(), message, data: data.into() }
    }

    /// The token proves nothing.
    pub(super) fn token(reason: &str) -> Self {
        Self::plain(StatusCode::FORBIDDEN, "Invalid token", reason)
    }

    /// Nobody gets a token for that.
    pub(super) fn login(status: StatusCode, reason: impl Into<String>) -> Self {
        Self::plain(status, "login error", reason)
    }

    /// An upload lacks something, or asks for what is not offered.
    pub(super) fn upload(reason: &str) -> Self {
        Self::plain(StatusCode::BAD_REQUEST, "upload user file error", reason)
    }

    /// An upload could not be received or cut into fragments.
    pub(super) fn processing(trouble: &Trouble) -> Self {
        let reason = format!("pre process file error: {trouble}");
        Self::plain(StatusCode::INTERNAL_SERVER_ERROR, "upload user file error", reason)
    }

    /// A file that may not be stored; it is in the cache all the same. A client that does not wait gets status 200.
    pub(super) fn unmet(unmet: Unmet, fid: &HashName, waits: bool) -> Self {
        let status = match unmet {
            Unmet::Chain if !waits => StatusCode::INTERNAL_SERVER_ERROR,
            _ if waits => StatusCode::BAD_REQUEST,
            _ => StatusCode::OK,
        };
        Self { status, code: unmet.code(), message: unmet.message(), data: fid.to_string() }
    }

    /// A file that may be stored and was not ordered.
    pub(super) fn ordering(reason: impl Into<String>) -> Self {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self { status, code: NOT_ORDERED, message: "upload file error", data: reason.into() }
    }

    /// A chunk that does not fit, or whose ticket does not.
    pub(super) fn batch(reason: impl Into<String>) -> Self {
        Self::plain(StatusCode::INTERNAL_SERVER_ERROR, "batch upload error", reason)
    }

    /// A request for a ticket that cannot be read.
    pub(super) fn unreadable(reason: impl Into<String>) -> Self {
        let code = StatusCode::INTERNAL_SERVER_ERROR.as_u16();
        Self { status: StatusCode::BAD_REQUEST, code, message: "batch upload error", data: reason.into() }
    }

    /// A download that is not possible.
    pub(super) fn download(status: StatusCode, reason: impl Into<String>) -> Self {
        Self::plain(status, "download file error", reason)
    }

    /// A capsule that is not there.
    pub(super) fn capsule(reason: &str) -> Self {
        Self::plain(StatusCode::BAD_REQUEST, "get proxy re-encryption capsule error", reason)
    }

    /// The answer on the wire.
    pub(super) fn response(&self) -> Response<Body> {
        json(self.status, self.code, self.message, Some(&self.data))
    }
}

/// Success, with what was asked for.
pub(super) fn done<T: Serialize>(data: T) -> Response<Body> {
    json(StatusCode::OK, 200, "success", Some(data))
}

/// An upload that is accepted, which is all that will become of it.
pub(super) fn accepted(fid: &HashName) -> Response<Body> {
    json(StatusCode::OK, ACCEPTED, "success", Some(fid.as_str()))
}

/// A chunk that is not the last one: a redirection that leads nowhere.
pub(super) fn more<T: Serialize>(data: T) -> Response<Body> {
    json(StatusCode::PERMANENT_REDIRECT, 200, "success", Some(data))
}
