//! Where every request passes: what time it is here, and answers that no client can use.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Response, StatusCode, header},
    middleware::Next,
};
use bytes::Bytes;
use futures::stream;

use super::{
    fault::{GatewayFaultKind, Place},
    shared::Core,
};
use crate::node::{answer::plain, disturb::corrupt, receive::drain};

/// Bytes of an answer that is too large.
const HUGE: usize = 100_000_000;
/// Bytes of an endless or huge answer that are sent at once.
const PIECE: usize = 64 << 10;

/// Answer, and say what time it is here.
pub(super) async fn dated(State(core): State<Arc<Core>>, request: Request, next: Next) -> Response<Body> {
    let mut answer = disturbed(&core, request, next).await;
    let now = SystemTime::UNIX_EPOCH + Duration::from_millis(core.settings.clock.now());
    let date = HeaderValue::from_str(&httpdate::fmt_http_date(now));
    answer.headers_mut().extend(date.ok().map(|date| (header::DATE, date)));
    answer
}

/// An answer with bytes of a file, which suffer from a fault if there is one.
pub(super) fn spoiled(core: &Core, answer: Response<Body>) -> Response<Body> {
    match core.faults.take(Place::Download) {
        Some(_) => answer.map(corrupt),
        None => answer,
    }
}

/// Do what a fault says instead of answering.
async fn disturbed(core: &Core, request: Request, next: Next) -> Response<Body> {
    let Some(fault) = core.faults.take(Place::Answer) else { return next.run(request).await };
    match fault {
        GatewayFaultKind::Hang => {
            core.faults.hang().await;
            return next.run(request).await;
        }
        GatewayFaultKind::LostAnswer { status } => {
            drop(next.run(request).await);
            return proxy_error(status);
        }
        _ => drain(request.into_body()),
    }
    match fault {
        GatewayFaultKind::EndlessBody => repeated("{\"code\":200,\"msg\":\"", usize::MAX),
        GatewayFaultKind::HugeJson => repeated("\"", HUGE),
        GatewayFaultKind::WrongStatus { status } => proxy_error(status),
        GatewayFaultKind::Redirect { to } => {
            let mut answer = plain(StatusCode::FOUND, "");
            answer.headers_mut().extend(HeaderValue::from_str(&to).ok().map(|to| (header::LOCATION, to)));
            answer
        }
        _ => {
            let mut answer = plain(StatusCode::OK, "<!doctype html><title>Sign in</title>");
            answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
            answer
        }
    }
}

fn proxy_error(status: u16) -> Response<Body> {
    plain(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), "an error of a proxy")
}

/// An answer that begins with some text and goes on with spaces and a quotation mark at the end.
fn repeated(begin: &'static str, length: usize) -> Response<Body> {
    let pieces = std::iter::once(Bytes::from_static(begin.as_bytes()))
        .chain(std::iter::repeat_n(Bytes::from(vec![b' '; PIECE]), length / PIECE))
        .chain(std::iter::once(Bytes::from_static(b"\"")));
    let body = Body::from_stream(stream::iter(pieces.map(Ok::<_, std::convert::Infallible>)));
    let mut answer = Response::new(body);
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    answer
}
