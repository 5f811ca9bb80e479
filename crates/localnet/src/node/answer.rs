//! The answers of a storage node: nearly always status 200, the outcome in the body.

use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
};
use serde::Serialize;

/// The outcomes that a body can name: code and message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The call did what it should.
    Done,
    /// `Account`, `Message` and `Signature` do not fit.
    InvalidSignature,
    /// A header with a hash is missing.
    EmptyHash,
    /// A header with a hash has the wrong length.
    InvalidHash,
    /// The node does not hold the fragment.
    NotFound,
    /// The multipart body has no usable part `file`; the text of the multipart reader.
    Form(&'static str),
    /// The part `file` is not 8 MiB long.
    WrongSize,
    /// The part `file` has another hash.
    WrongHash,
    /// The chain did not answer the node.
    RpcFailed,
    /// No open deal names the fragment under this file.
    NotInDeal,
    /// The disk is full or broken.
    System,
    /// The range header is none of the node's dialects.
    InvalidRange,
    /// The start of the range is not a number.
    InvalidRangeStart,
    /// The end of the range is not a number, before the start or behind the end.
    InvalidRangeEnd,
}

impl Outcome {
    /// Code and message of the body.
    fn words(&self) -> (u16, &'static str) {
        match self {
            Self::Done => (200, "ok"),
            Self::InvalidSignature => (403, "invalid signature"),
            Self::EmptyHash => (400, "empty fid or fragment"),
            Self::InvalidHash => (400, "invalid fid or fragment"),
            Self::NotFound => (404, "not found"),
            Self::Form(text) => (400, text),
            Self::WrongSize => (400, "the fragment size is wrong"),
            Self::WrongHash => (400, "the fragment hash is wrong"),
            Self::RpcFailed => (403, "failed to connect to rpc, please try again later."),
            Self::NotInDeal => (400, "fragment does not match fid"),
            Self::System => (500, "system error"),
            Self::InvalidRange => (416, "invalid range request"),
            Self::InvalidRangeStart => (416, "invalid range start"),
            Self::InvalidRangeEnd => (416, "invalid range end"),
        }
    }

    /// The answer on the wire: only a bad signature shows in the HTTP status.
    pub(super) fn response(&self) -> Response<Body> {
        let (code, msg) = self.words();
        let status = match self {
            Self::InvalidSignature => StatusCode::FORBIDDEN,
            _ => StatusCode::OK,
        };
        json(status, code, msg, None::<()>)
    }
}

/// The shape of every JSON body.
#[derive(Serialize)]
struct Reply<'a, T> {
    code: u16,
    msg: &'a str,
    data: Option<T>,
}

/// An answer with a JSON body.
pub(crate) fn json<T: Serialize>(status: StatusCode, code: u16, msg: &str, data: Option<T>) -> Response<Body> {
    match serde_json::to_vec(&Reply { code, msg, data }) {
        Ok(body) => typed(status, "application/json; charset=utf-8", Body::from(body)),
        Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, ""),
    }
}

/// An answer with bytes of a fragment.
pub(crate) fn octets(status: StatusCode, length: u64, body: Body) -> Response<Body> {
    let mut response = typed(status, "application/octet-stream", body);
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    response
}

/// An answer in plain text, as the web framework of the real node gives for unknown routes.
pub(crate) fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    typed(status, "text/plain", Body::from(text))
}

fn typed(status: StatusCode, content_type: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
