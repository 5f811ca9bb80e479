//! Sound and film: a server on this computer's loopback, since web views hand these to players of their own.
//!
//! Invariants: it answers nothing but the token of an open preview, asked of its own address; a connection serves one
//! request and ends with its preview.

use std::{io, net::Ipv4Addr, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request, State},
    response::Response,
};
use bytes::Bytes;
use futures::{Stream, stream};
use http::{
    HeaderValue, Method, StatusCode,
    header::{CONNECTION, HOST},
};
use tokio_util::task::AbortOnDropHandle;

use super::{
    Previews,
    connection::{Gate, Line},
    head,
    shown::Shown,
    token::Token,
};

/// Bytes that are read and handed on at a time.
const PIECE: u64 = 256 << 10;
/// How far ahead of the reader bytes are made ready: far enough to reach the next segment in time.
///
/// # Units
/// Bytes.
const AHEAD: u64 = 16 << 20;

/// The server, before it serves: its port is known.
pub(crate) struct MediaServer {
    listener: std::net::TcpListener,
    port: u16,
}

impl MediaServer {
    /// Take a free port of the loopback.
    pub(crate) fn bind() -> io::Result<Self> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        Ok(Self { listener, port })
    }

    /// Its port.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Serve for as long as this is polled.
    pub(crate) async fn serve(self, previews: Previews) -> io::Result<()> {
        let gate = Gate::new(tokio::net::TcpListener::from_std(self.listener)?);
        let desk = Desk { previews, host: host(self.port) };
        let routes = Router::new().fallback(answer).with_state(Arc::new(desk));
        axum::serve(gate, routes.into_make_service_with_connect_info::<Line>()).await
    }
}

/// The address of the server, as requests must name it.
pub(crate) fn host(port: u16) -> String {
    format!("127.0.0.1:{port}")
}

struct Desk {
    previews: Previews,
    host: String,
}

async fn answer(State(desk): State<Arc<Desk>>, ConnectInfo(line): ConnectInfo<Line>, request: Request) -> Response {
    let mut answer = match desk.wanted(&request) {
        Some(shown) => {
            line.end_with(&shown.closed);
            respond(shown, &request)
        }
        None => nothing(),
    };
    answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    answer
}

impl Desk {
    fn wanted(&self, request: &Request) -> Option<Arc<Shown>> {
        let mut hosts = request.headers().get_all(HOST).iter();
        let ours = hosts.next().is_some_and(|host| host == self.host.as_str()) && hosts.next().is_none();
        if !ours || !head::is_reading(request.method()) || request.uri().query().is_some() {
            return None;
        }
        self.previews.media(&Token::from_path(request.uri().path())?)
    }
}

fn respond(shown: Arc<Shown>, request: &Request) -> Response {
    let (head, range) = head::head(&shown, request.headers());
    let body = match *request.method() {
        Method::HEAD => Body::empty(),
        _ if range.is_empty() => Body::empty(),
        _ => Body::from_stream(pieces(shown, range)),
    };
    head.body(body).unwrap_or_else(|_| nothing())
}

fn nothing() -> Response {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::NOT_FOUND;
    answer
}

/// A range in pieces, read as the player takes them.
fn pieces(shown: Arc<Shown>, range: std::ops::Range<u64>) -> impl Stream<Item = io::Result<Bytes>> + Send {
    stream::try_unfold((shown, range, None), |(shown, left, ahead)| async move {
        if left.is_empty() {
            return Ok(None);
        }
        let piece = left.start..left.end.min(left.start + PIECE);
        let bytes = shown.content.read(piece).await.map_err(|problem| io::Error::other(problem.message))?;
        if bytes.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let left = left.start + bytes.len() as u64..left.end;
        let ahead = get_ready(&shown, &left, ahead);
        Ok(Some((bytes, (shown, left, ahead))))
    })
}

/// Work on what the reader comes to soon; it stops when the reader goes away.
type Ahead = Option<AbortOnDropHandle<()>>;

fn get_ready(shown: &Arc<Shown>, left: &std::ops::Range<u64>, ahead: Ahead) -> Ahead {
    let soon = left.start.saturating_add(AHEAD);
    if soon >= left.end || ahead.as_ref().is_some_and(|ahead| !ahead.is_finished()) {
        return ahead;
    }
    let shown = Arc::clone(shown);
    Some(AbortOnDropHandle::new(tokio::spawn(async move { shown.content.prepare(soon).await })))
}
