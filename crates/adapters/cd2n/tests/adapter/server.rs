//! A gateway that answers as it is told and remembers what it was asked.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, Method, Response, StatusCode},
};
use bytes::Bytes;
use futures::{StreamExt as _, stream};
use pileus_domain::Endpoint;
use serde_json::{Value, json};
use tokio::{net::TcpListener, time::sleep};

/// The FID that every upload comes to.
pub(crate) const FID: &str = "abababababababababababababababababababababababababababababababab";
/// Longest request that is remembered: 80 MiB.
const LONGEST: usize = 80 << 20;
/// Bytes that were written are with the other side after this.
const ON_ITS_WAY: Duration = Duration::from_millis(50);

/// One request.
#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

type Answer = Box<dyn FnOnce() -> Response<Body> + Send>;

/// Answers that were ordered, by the end of the path that they are for.
#[derive(Default)]
struct Script {
    seen: Vec<Seen>,
    ordered: VecDeque<(&'static str, Answer)>,
}

/// A gateway on this computer.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) endpoint: Endpoint,
    script: Arc<Mutex<Script>>,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = Endpoint(format!("http://{}", listener.local_addr().unwrap()));
        let server = Self { endpoint, script: Arc::default() };
        let routes = Router::new().fallback(serve).with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        server
    }

    /// Let the next request whose path ends so be answered so.
    pub(crate) fn next(&self, path: &'static str, answer: impl FnOnce() -> Response<Body> + Send + 'static) {
        self.script.lock().unwrap().ordered.push_back((path, Box::new(answer)));
    }

    /// All requests whose path ends so.
    pub(crate) fn seen(&self, path: &str) -> Vec<Seen> {
        let script = self.script.lock().unwrap();
        script.seen.iter().filter(|seen| seen.path.ends_with(path)).cloned().collect()
    }

    /// The paths of all requests, in their order.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.script.lock().unwrap().seen.iter().map(|seen| seen.path.clone()).collect()
    }

    fn take(&self, path: &str) -> Option<Answer> {
        let mut script = self.script.lock().unwrap();
        let at = script.ordered.iter().position(|(end, _)| path.ends_with(end))?;
        script.ordered.remove(at).map(|(_, answer)| answer)
    }
}

async fn serve(State(server): State<Server>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, LONGEST).await.unwrap_or_default();
    let seen = Seen { method: parts.method, path: parts.uri.path().to_owned(), headers: parts.headers, body };
    server.script.lock().unwrap().seen.push(seen.clone());
    match server.take(&seen.path) {
        Some(answer) => answer(),
        None => usual(&server, &seen),
    }
}

/// What an honest gateway answers.
fn usual(server: &Server, seen: &Seen) -> Response<Body> {
    match seen.path.as_str() {
        "/gateway/gentoken" => ok(&json!(format!("token-{}", server.seen("/gentoken").len()))),
        "/gateway/upload/file" => ok(&json!(FID)),
        "/gateway/upload/batch/request" => ok(&json!(format!("{:064x}", server.seen("/batch/request").len()))),
        "/gateway/upload/batch/file" => chunk(server, seen),
        _ => text(404, "404 page not found"),
    }
}

/// Count a part as the published gateway does, and end where it is told how long the file is.
fn chunk(server: &Server, seen: &Seen) -> Response<Body> {
    let end = seen.header("range").rsplit('-').next().unwrap().parse::<u64>().unwrap();
    let ticket = server.seen("/batch/request").pop().unwrap();
    let asked: Value = serde_json::from_slice(&ticket.body).unwrap();
    if asked["total_size"] == json!(end) { complete() } else { accepted(end) }
}

pub(crate) fn ok(data: &Value) -> Response<Body> {
    reply(200, 200, "success", data)
}

pub(crate) fn complete() -> Response<Body> {
    ok(&json!({ "fid": FID, "chunk_end": 1 }))
}

pub(crate) fn accepted(end: u64) -> Response<Body> {
    reply(308, 200, "success", &json!({ "fid": "", "chunk_end": end, "file_info": {} }))
}

pub(crate) fn reply(status: u16, code: i64, message: &str, data: &Value) -> Response<Body> {
    text(status, &json!({ "code": code, "msg": message, "data": data }).to_string())
}

pub(crate) fn text(status: u16, body: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(body.to_owned()));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    response
}

/// A part of a file from a place on, of which only so much comes before the connection breaks.
pub(crate) fn from_on(file: &[u8], from: usize, sent: usize) -> Response<Body> {
    let first = Bytes::copy_from_slice(&file[from..file.len().min(from + sent)]);
    let is_cut = from + sent < file.len();
    let cut = stream::once(async move {
        // What stands before it has left by then.
        sleep(ON_ITS_WAY).await;
        Err(std::io::Error::other("cut off"))
    });
    let pieces = stream::once(async { Ok(first) }).chain(cut.take(usize::from(is_cut)));
    let builder = Response::builder().status(206).header("content-length", file.len() - from);
    let range = format!("bytes {from}-{}/{}", file.len() - 1, file.len());
    builder.header("content-range", range).body(Body::from_stream(pieces)).unwrap()
}
