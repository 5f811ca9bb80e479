//! From the errors of HTTP to the port's.

use pileus_domain::Endpoint;
use pileus_http::{HttpError, HttpErrorKind, Undelivered};
use pileus_ports::{GatewayError, GatewayErrorKind};

/// A failure on the way to a gateway or back.
pub(crate) fn failed(gateway: &Endpoint, error: HttpError) -> GatewayError {
    let kind = match error.kind {
        HttpErrorKind::ForbiddenAddress => GatewayErrorKind::ForbiddenAddress,
        HttpErrorKind::Unreachable => GatewayErrorKind::Unreachable,
        HttpErrorKind::TimedOut => GatewayErrorKind::TimedOut,
        HttpErrorKind::TooLong => GatewayErrorKind::Corrupt,
        HttpErrorKind::NotSent => GatewayErrorKind::Unexpected,
    };
    GatewayError { kind, endpoint: gateway.0.clone(), message: error.message, source: error.source }
}

/// A file was not sent, or not answered.
pub(crate) fn undelivered(gateway: &Endpoint, error: Undelivered) -> GatewayError {
    match error {
        Undelivered::Way(error) => failed(gateway, error),
        source @ Undelivered::Source(_) => {
            GatewayError::new(GatewayErrorKind::SourceFailed, &gateway.0, "the file could not be read").because(source)
        }
    }
}

/// The gateway took too long.
pub(crate) fn timed_out(gateway: &Endpoint) -> GatewayError {
    GatewayError::new(GatewayErrorKind::TimedOut, &gateway.0, "no answer within the limit")
}

/// The gateway sent what cannot be true.
pub(crate) fn corrupt(gateway: &Endpoint, message: impl Into<String>) -> GatewayError {
    GatewayError::new(GatewayErrorKind::Corrupt, &gateway.0, message)
}
