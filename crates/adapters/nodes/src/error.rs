//! From the HTTP client's errors to the port's.

use std::{error::Error, iter};

use pileus_domain::Endpoint;
use pileus_ports::{NodeError, NodeErrorKind};

use crate::address::ForbiddenAddress;

/// The client could not be made.
#[derive(Debug, thiserror::Error)]
pub enum NodesSetupError {
    /// The HTTP client refused its settings.
    #[error("the HTTP client could not be set up")]
    Client(#[source] reqwest::Error),
    /// Random bytes gave no key.
    #[error("no key could be made to sign requests with")]
    Key(#[source] subxt_signer::sr25519::Error),
}

/// A failure of the HTTP client while talking to a node.
pub(crate) fn transport(node: &Endpoint, error: reqwest::Error) -> NodeError {
    let error = error.without_url();
    let forbidden = causes(&error).find_map(|cause| cause.downcast_ref::<ForbiddenAddress>());
    let (kind, message) = match forbidden {
        Some(forbidden) => (NodeErrorKind::ForbiddenAddress, forbidden.to_string()),
        None if error.is_timeout() => (NodeErrorKind::TimedOut, "no answer within the limit".to_owned()),
        None if error.is_connect() => (NodeErrorKind::Unreachable, "connecting failed".to_owned()),
        None if error.is_builder() => (NodeErrorKind::Unexpected, "the request could not be made".to_owned()),
        None => (NodeErrorKind::Unreachable, "the connection broke".to_owned()),
    };
    NodeError::new(kind, &node.0, message).because(error)
}

/// The node took too long.
pub(crate) fn timed_out(node: &Endpoint, message: &str) -> NodeError {
    NodeError::new(NodeErrorKind::TimedOut, &node.0, message)
}

/// The node sent what cannot be true.
pub(crate) fn corrupt(node: &Endpoint, message: impl Into<String>) -> NodeError {
    NodeError::new(NodeErrorKind::Corrupt, &node.0, message)
}

fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    iter::successors(Some(error), |&error| error.source())
}
