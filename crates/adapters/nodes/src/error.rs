//! From the errors of HTTP to the port's.

use pileus_domain::Endpoint;
use pileus_http::{ClientError, HttpError, HttpErrorKind};
use pileus_ports::{NodeError, NodeErrorKind};

/// The client could not be made.
#[derive(Debug, thiserror::Error)]
pub enum NodesSetupError {
    /// The HTTP client refused its settings.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// Random bytes gave no key.
    #[error("no key could be made to sign requests with")]
    Key(#[source] subxt_signer::sr25519::Error),
}

/// A failure on the way to a node or back.
pub(crate) fn failed(node: &Endpoint, error: HttpError) -> NodeError {
    let kind = match error.kind {
        HttpErrorKind::ForbiddenAddress => NodeErrorKind::ForbiddenAddress,
        HttpErrorKind::Unreachable => NodeErrorKind::Unreachable,
        HttpErrorKind::TimedOut => NodeErrorKind::TimedOut,
        HttpErrorKind::TooLong => NodeErrorKind::Corrupt,
        HttpErrorKind::NotSent => NodeErrorKind::Unexpected,
    };
    let (message, source) = (error.message, error.source);
    NodeError { kind, endpoint: node.0.clone(), message, source }
}

/// The node took too long.
pub(crate) fn timed_out(node: &Endpoint, message: &str) -> NodeError {
    NodeError::new(NodeErrorKind::TimedOut, &node.0, message)
}

/// The node sent what cannot be true.
pub(crate) fn corrupt(node: &Endpoint, message: impl Into<String>) -> NodeError {
    NodeError::new(NodeErrorKind::Corrupt, &node.0, message)
}
