//! What can go wrong between two computers.

use std::{error::Error, iter};

use pileus_ports::Cause;

use crate::address::ForbiddenAddress;

/// The client could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client could not be set up")]
pub struct ClientError(#[source] pub(crate) reqwest::Error);

/// What a failure comes down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HttpErrorKind {
    /// The address is private, or no address, and the profile does not allow it.
    ForbiddenAddress,
    /// Connecting failed or the connection broke.
    Unreachable,
    /// Nothing came, or nothing was taken, within the limit.
    TimedOut,
    /// More bytes than an honest answer has.
    TooLong,
    /// The request could not be made.
    NotSent,
}

/// A failure on the way, with its cause.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct HttpError {
    /// What to decide on.
    pub kind: HttpErrorKind,
    /// What happened.
    pub message: String,
    /// The cause below.
    #[source]
    pub source: Option<Cause>,
}

impl HttpError {
    /// A failure without a cause below it.
    pub(crate) fn new(kind: HttpErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), source: None }
    }
}

impl From<reqwest::Error> for HttpError {
    fn from(error: reqwest::Error) -> Self {
        let error = error.without_url();
        let forbidden = causes(&error).find_map(|cause| cause.downcast_ref::<ForbiddenAddress>());
        let (kind, message) = match forbidden {
            Some(forbidden) => (HttpErrorKind::ForbiddenAddress, forbidden.to_string()),
            None if error.is_timeout() => (HttpErrorKind::TimedOut, "no answer within the limit".to_owned()),
            None if error.is_connect() => (HttpErrorKind::Unreachable, "connecting failed".to_owned()),
            None if error.is_builder() => (HttpErrorKind::NotSent, "the request could not be made".to_owned()),
            None => (HttpErrorKind::Unreachable, "the connection broke".to_owned()),
        };
        Self { source: Some(error.into()), ..Self::new(kind, message) }
    }
}

fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    iter::successors(Some(error), |&error| error.source())
}
