//! The things a storage node does that a fault can spoil.

use std::fmt;

use axum::http::Method;
use serde::{Deserialize, Serialize};

/// One thing that a storage node does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeCall {
    /// Whatever arrives over HTTP.
    Any,
    /// `PUT /fragment`.
    Put,
    /// `GET /fragment`.
    Get,
    /// `GET /status`.
    Status,
    /// The extrinsics that the node signs.
    Report,
}

impl NodeCall {
    /// The call that a request means, or nothing when the node has no such route.
    pub(super) fn of(method: &Method, path: &str) -> Option<Self> {
        match (method, path) {
            (&Method::PUT, "/fragment") => Some(Self::Put),
            (&Method::GET, "/fragment") => Some(Self::Get),
            (&Method::GET, "/status") => Some(Self::Status),
            _ => None,
        }
    }

    /// Whether a fault for `self` touches `call`.
    pub(super) fn covers(self, call: Self) -> bool {
        self == call || (self == Self::Any && call != Self::Report)
    }
}

impl fmt::Display for NodeCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "any",
            Self::Put => "put",
            Self::Get => "get",
            Self::Status => "status",
            Self::Report => "report",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_three_routes_are_calls() {
        assert_eq!(NodeCall::of(&Method::PUT, "/fragment"), Some(NodeCall::Put));
        assert_eq!(NodeCall::of(&Method::GET, "/fragment"), Some(NodeCall::Get));
        assert_eq!(NodeCall::of(&Method::GET, "/status"), Some(NodeCall::Status));
        assert_eq!(NodeCall::of(&Method::HEAD, "/status"), None);
        assert_eq!(NodeCall::of(&Method::GET, "/file/list"), None);
    }

    #[test]
    fn any_covers_http_but_not_reports() {
        assert!(NodeCall::Any.covers(NodeCall::Put));
        assert!(NodeCall::Get.covers(NodeCall::Get));
        assert!(!NodeCall::Get.covers(NodeCall::Put));
        assert!(!NodeCall::Any.covers(NodeCall::Report));
    }
}
