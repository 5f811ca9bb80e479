//! The answers of DeOSS: HTTP status 200 nearly always, the outcome in the body.

use axum::{
    body::Body,
    http::{Response, StatusCode},
};
use serde::Serialize;

use crate::{gateway::trouble::Trouble, node::answer::json};

/// Why a request was not done: code and message of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    code: u16,
    message: String,
}

impl Refusal {
    pub(super) fn new(code: u16, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// The headers do not prove who asks, or the message is too old.
    pub(super) fn no_permission() -> Self {
        Self::new(403, "no permission")
    }

    /// Whatever has no message of its own.
    pub(super) fn system() -> Self {
        Self::new(500, "system error")
    }

    /// The chain does not answer the gateway.
    pub(super) fn no_rpc() -> Self {
        Self::new(403, "Failed to connect to rpc, please try again later.")
    }

    /// There is no such file.
    pub(super) fn not_found() -> Self {
        Self::new(404, "Not found")
    }

    /// The answer on the wire.
    pub(super) fn response(&self) -> Response<Body> {
        json(StatusCode::OK, self.code, &self.message, None::<()>)
    }

    /// The answer of a path on which the real gateway goes on after it has answered: two documents, one after the other.
    pub(super) fn response_twice(&self) -> Response<Body> {
        let one = format!(r#"{{"code":{},"msg":"{}","data":null}}"#, self.code, self.message);
        let mut response = self.response();
        *response.body_mut() = Body::from(format!("{one}{one}"));
        response
    }
}

impl From<Trouble> for Refusal {
    /// The real gateway tells little of what went wrong inside.
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Chain(_) => Self::no_rpc(),
            Trouble::Unknown | Trouble::Missing(_) => Self::not_found(),
            other => {
                tracing::debug!(error = &other as &dyn std::error::Error, "a gateway failed inside");
                Self::system()
            }
        }
    }
}

/// Success, with what was asked for.
pub(super) fn done<T: Serialize>(data: T) -> Response<Body> {
    json(StatusCode::OK, 200, "ok", Some(data))
}
