//! Pictures, texts and PDFs: a scheme of its own, inside the web view only.

use std::ops::Range;

use http::{
    HeaderValue, Method, Request, Response, StatusCode,
    header::{ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, CONTENT_TYPE, ORIGIN, VARY},
};
use pileus_contract::window::Problem;

use super::{
    Previews, head,
    shown::{self, Shown},
    token::Token,
};

/// The scheme.
pub(crate) const SCHEME: &str = "pileus-file";
/// Longest body: the web view takes it in one piece.
///
/// # Units
/// Bytes.
const BODY_LIMIT: u64 = pileus_app::Previews::PICTURE_LIMIT.0;
/// Where the program's own pages come from, on every system.
const OWN_ORIGINS: [&str; 3] = ["tauri://localhost", "http://tauri.localhost", "https://tauri.localhost"];
/// What a page may read of a head.
const EXPOSED: &str = "Accept-Ranges, Content-Length, Content-Range";

/// The base of the addresses of this scheme, as the web view of this system writes them.
pub(crate) fn base() -> &'static str {
    if cfg!(any(windows, target_os = "android")) { "http://pileus-file.localhost" } else { "pileus-file://localhost" }
}

/// Answer a request of a window.
pub(crate) async fn answer(previews: &Previews, window: &str, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
    let answer = match wanted(previews, window, request) {
        Some(shown) => tokio::select! {
            biased;
            () = shown.closed() => nothing(StatusCode::NOT_FOUND),
            answer = respond(previews, &shown, request) => answer,
        },
        None => nothing(StatusCode::NOT_FOUND),
    };
    readable_for_own_pages(answer, request.headers().get(ORIGIN))
}

fn wanted(previews: &Previews, window: &str, request: &Request<Vec<u8>>) -> Option<std::sync::Arc<Shown>> {
    let uri = request.uri();
    if !head::is_reading(request.method()) || uri.query().is_some() {
        return None;
    }
    previews.of_window(window, &Token::from_path(uri.path())?)
}

async fn respond(previews: &Previews, shown: &Shown, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
    let (head, range) = head::head(shown, request.headers());
    if request.method() == Method::HEAD {
        return head.body(Vec::new()).unwrap_or_else(|_| nothing(StatusCode::INTERNAL_SERVER_ERROR));
    }
    if range.end - range.start > BODY_LIMIT {
        return nothing(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let _turn = previews.body_turn().await;
    match read_all(shown.content.as_ref(), range).await {
        Ok(body) => head.body(body).unwrap_or_else(|_| nothing(StatusCode::INTERNAL_SERVER_ERROR)),
        Err(problem) => told(&problem.into()),
    }
}

/// A whole range; shorter when the file ends before it.
async fn read_all(content: &dyn shown::Content, range: Range<u64>) -> Result<Vec<u8>, pileus_domain::Problem> {
    let mut body = Vec::with_capacity(usize::try_from(range.end - range.start).unwrap_or_default());
    loop {
        let piece = content.read(range.start + body.len() as u64..range.end).await?;
        body.extend_from_slice(&piece);
        if piece.is_empty() || range.start + body.len() as u64 >= range.end {
            return Ok(body);
        }
    }
}

/// A page that reads a file hears why it cannot be had.
fn told(problem: &Problem) -> Response<Vec<u8>> {
    let body = serde_json::to_vec(problem).unwrap_or_default();
    let head = head::always(StatusCode::BAD_GATEWAY).header(CONTENT_TYPE, "application/json");
    head.body(body).unwrap_or_else(|_| nothing(StatusCode::INTERNAL_SERVER_ERROR))
}

fn nothing(status: StatusCode) -> Response<Vec<u8>> {
    let empty = head::always(status).body(Vec::new());
    empty.unwrap_or_else(|_| {
        let mut answer = Response::new(Vec::new());
        *answer.status_mut() = status;
        answer
    })
}

fn readable_for_own_pages(mut answer: Response<Vec<u8>>, origin: Option<&HeaderValue>) -> Response<Vec<u8>> {
    let headers = answer.headers_mut();
    headers.insert(VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin.filter(|origin| is_own(origin)) {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
    }
    answer
}

fn is_own(origin: &HeaderValue) -> bool {
    let own = OWN_ORIGINS.iter().any(|own| origin == own);
    // The development server's pages are the program's own while it is developed.
    own || (tauri::is_dev() && origin == "http://127.0.0.1:5173")
}
