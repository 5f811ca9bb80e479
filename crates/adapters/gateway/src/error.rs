//! From the errors of HTTP to the port's.

use pileus_domain::Endpoint;
use pileus_http::{HttpError, HttpErrorKind};
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

/// The gateway took too long.
pub(crate) fn timed_out(gateway: &Endpoint, message: &str) -> GatewayError {
    GatewayError::new(GatewayErrorKind::TimedOut, &gateway.0, message)
}

/// The gateway sent what cannot be true.
pub(crate) fn corrupt(gateway: &Endpoint, message: impl Into<String>) -> GatewayError {
    GatewayError::new(GatewayErrorKind::Corrupt, &gateway.0, message)
}
