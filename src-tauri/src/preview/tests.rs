use std::{ops::Range, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use http::Request;
use pileus_domain::Problem;
use pileus_ports::fake::FakeEntropy;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use super::{media::MediaServer, *};

/// Longest wait for something that must happen.
const PATIENCE: Duration = Duration::from_secs(10);
const PICTURE: &str = "image/png";
const FILM: &str = "video/webm";

/// A file in memory that is read in small pieces.
struct Memory(Bytes);

#[async_trait]
impl shown::Content for Memory {
    async fn read(&self, range: Range<u64>) -> Result<Bytes, Problem> {
        let place = |at: u64| usize::try_from(at).unwrap().min(self.0.len());
        let piece = self.0.slice(place(range.start)..place(range.end));
        Ok(piece.slice(..piece.len().min(70_000)))
    }
    async fn prepare(&self, _: u64) {}
}

/// A file that nobody can fetch.
struct Lost;

#[async_trait]
impl shown::Content for Lost {
    async fn read(&self, _: Range<u64>) -> Result<Bytes, Problem> {
        Err(Problem::new("fragments_missing", "Only 3 fragments could be fetched.", "Try again later."))
    }
    async fn prepare(&self, _: u64) {}
}

fn bytes(length: usize) -> Bytes {
    (0..length).map(|i| u8::try_from(i % 251).unwrap()).collect()
}

fn previews() -> Previews {
    Previews::new(Arc::new(FakeEntropy::from_seed(3)), 0)
}

/// A picture of a window.
fn picture(previews: &Previews, window: &str, length: usize) -> Token {
    let content = Box::new(Memory(bytes(length)));
    put(previews, window, (false, true), Showing { media_type: PICTURE, content, length: length as u64 })
}

fn film(previews: &Previews, length: usize) -> Token {
    let content = Box::new(Memory(bytes(length)));
    put(previews, "buckets-1", (true, true), Showing { media_type: FILM, content, length: length as u64 })
}

/// A picture that anybody may see.
fn public_picture(previews: &Previews) -> Token {
    let content = Box::new(Memory(bytes(10)));
    put(previews, "buckets-1", (false, false), Showing { media_type: PICTURE, content, length: 10 })
}

fn put(previews: &Previews, window: &str, played_sealed: (bool, bool), showing: Showing) -> Token {
    previews.put(previews.begin(), window, played_sealed, showing).unwrap()
}

fn asked(token: &Token) -> http::request::Builder {
    Request::builder().uri(format!("pileus-file://localhost/{}", token.digits())).header("origin", "tauri://localhost")
}

async fn seen(previews: &Previews, window: &str, request: http::request::Builder) -> http::Response<Vec<u8>> {
    scheme::answer(previews, window, &request.body(Vec::new()).unwrap()).await
}

#[tokio::test]
async fn a_window_reads_its_own_picture_whole_and_in_ranges() {
    let previews = previews();
    let token = picture(&previews, "buckets-1", 200_000);
    let whole = seen(&previews, "buckets-1", asked(&token)).await;
    assert_eq!((whole.status().as_u16(), whole.body().as_slice()), (200, &bytes(200_000)[..]));
    assert_eq!(whole.headers()["content-type"], PICTURE);
    assert_eq!(whole.headers()["x-content-type-options"], "nosniff");
    assert_eq!(whole.headers()["cache-control"], "no-store");
    assert_eq!(whole.headers()["access-control-allow-origin"], "tauri://localhost");
    let part = seen(&previews, "buckets-1", asked(&token).header("range", "bytes=100-90099")).await;
    assert_eq!((part.status().as_u16(), part.body().as_slice()), (206, &bytes(200_000)[100..90_100]));
    assert_eq!(part.headers()["content-range"], "bytes 100-90099/200000");
    assert_eq!(part.headers()["content-length"], "90000");
    let outside = seen(&previews, "buckets-1", asked(&token).header("range", "bytes=200000-")).await;
    assert_eq!((outside.status().as_u16(), outside.body().len()), (416, 0));
    assert_eq!(outside.headers()["content-range"], "bytes */200000");
    let head = seen(&previews, "buckets-1", asked(&token).method("HEAD")).await;
    assert_eq!((head.status().as_u16(), head.body().len()), (200, 0));
    assert_eq!(head.headers()["content-length"], "200000");
}

#[tokio::test]
async fn nobody_else_gets_anything() {
    let previews = previews();
    let token = picture(&previews, "buckets-1", 10);
    let played = film(&previews, 10);
    let stranger = picture(&previews, "main", 10);
    let requests = [
        ("buckets-2", asked(&token)),
        ("main", asked(&token)),
        ("main", asked(&stranger)),
        ("buckets-1", asked(&played)),
        ("buckets-1", asked(&token).method("POST")),
        ("buckets-1", asked(&token).uri(format!("pileus-file://localhost/{}?x", token.digits()))),
        ("buckets-1", asked(&token).uri("pileus-file://localhost/")),
    ];
    for (window, request) in requests {
        let answer = seen(&previews, window, request).await;
        assert_eq!((answer.status().as_u16(), answer.body().len()), (404, 0), "{window}");
    }
    let elsewhere = Request::builder().uri(format!("pileus-file://localhost/{}", token.digits()));
    let elsewhere = seen(&previews, "buckets-1", elsewhere.header("origin", "https://example.org")).await;
    assert!(!elsewhere.headers().contains_key("access-control-allow-origin"));
}

#[tokio::test]
async fn a_preview_ends_when_it_or_its_window_is_closed() {
    let previews = previews();
    let (one, two) = (picture(&previews, "buckets-1", 10), picture(&previews, "buckets-1", 10));
    let other = picture(&previews, "buckets-2", 10);
    previews.close("buckets-2", &one.digits());
    assert!(previews.of_window("buckets-1", &one).is_some(), "closed by another window");
    let open = previews.of_window("buckets-1", &one).unwrap();
    previews.close("buckets-1", &one.digits());
    assert!(open.closed.is_cancelled() && previews.of_window("buckets-1", &one).is_none());
    previews.close_window("buckets-1");
    assert!(previews.of_window("buckets-1", &two).is_none());
    assert!(previews.of_window("buckets-2", &other).is_some());
}

/// Tells when it is forgotten.
struct Forgotten(Arc<std::sync::atomic::AtomicBool>);

impl Drop for Forgotten {
    fn drop(&mut self) {
        self.0.store(true, std::sync::atomic::Ordering::SeqCst);
    }
}

#[async_trait]
impl shown::Content for Forgotten {
    async fn read(&self, _: Range<u64>) -> Result<Bytes, Problem> {
        Ok(Bytes::new())
    }
    async fn prepare(&self, _: u64) {}
}

#[tokio::test]
async fn locked_keys_close_what_is_sealed_and_forget_it() {
    let previews = previews();
    let forgotten = Arc::<std::sync::atomic::AtomicBool>::default();
    let content = Box::new(Forgotten(Arc::clone(&forgotten)));
    let held = put(&previews, "buckets-2", (false, true), Showing { media_type: PICTURE, content, length: 10 });
    let (sealed, played) = (picture(&previews, "buckets-1", 10), film(&previews, 10));
    let public = public_picture(&previews);
    let open = previews.of_window("buckets-1", &sealed).unwrap();
    previews.close_sealed();
    assert!(open.closed.is_cancelled(), "whoever reads from it stops");
    assert!(previews.of_window("buckets-1", &sealed).is_none() && previews.media(&played).is_none());
    assert!(previews.of_window("buckets-2", &held).is_none());
    assert!(forgotten.load(std::sync::atomic::Ordering::SeqCst));
    assert!(previews.of_window("buckets-1", &public).is_some(), "it needs no key");
}

#[tokio::test]
async fn a_network_that_is_left_takes_all_its_previews_along() {
    let previews = previews();
    let (one, public, played) = (picture(&previews, "buckets-1", 10), public_picture(&previews), film(&previews, 10));
    previews.close_all();
    assert!(previews.of_window("buckets-1", &one).is_none() && previews.of_window("buckets-1", &public).is_none());
    assert!(previews.media(&played).is_none());
}

#[tokio::test]
async fn what_is_closed_while_it_opens_is_not_shown() {
    let previews = previews();
    let showing = || Showing { media_type: PICTURE, content: Box::new(Memory(bytes(10))), length: 10 };
    let late = |opening, sealed| previews.put(opening, "buckets-1", (false, sealed), showing()).map_err(|p| p.code);
    let before_lock = previews.begin();
    previews.close_sealed();
    assert_eq!(late(before_lock, true).unwrap_err(), "vault_locked");
    assert!(late(before_lock, false).is_ok());
    let before_leaving = previews.begin();
    previews.close_all();
    assert_eq!(late(before_leaving, false).unwrap_err(), "network_not_open");
    assert!(late(previews.begin(), true).is_ok());
}

#[tokio::test]
async fn one_preview_too_many_closes_the_oldest_of_its_window() {
    let previews = previews();
    let other = picture(&previews, "buckets-2", 10);
    let tokens: Vec<_> = (0..=PREVIEWS_PER_WINDOW).map(|_| picture(&previews, "buckets-1", 10)).collect();
    let open = |token: &Token| previews.of_window("buckets-1", token).is_some();
    assert!(!open(&tokens[0]) && tokens[1..].iter().all(open));
    assert!(previews.of_window("buckets-2", &other).is_some());
}

#[tokio::test]
async fn a_file_that_cannot_be_fetched_says_why() {
    let previews = previews();
    let showing = Showing { media_type: PICTURE, content: Box::new(Lost), length: 10 };
    let token = put(&previews, "buckets-1", (false, true), showing);
    let answer = seen(&previews, "buckets-1", asked(&token)).await;
    assert_eq!(answer.status().as_u16(), 502);
    let problem: serde_json::Value = serde_json::from_slice(answer.body()).unwrap();
    assert_eq!(problem["code"], "fragments_missing");
}

#[tokio::test]
async fn a_body_is_never_longer_than_a_window_should_hold() {
    let previews = previews();
    let length = pileus_app::Previews::PICTURE_LIMIT.0 + 1;
    let showing = Showing { media_type: "application/pdf", content: Box::new(Memory(bytes(10))), length };
    let token = put(&previews, "buckets-1", (false, true), showing);
    assert_eq!(seen(&previews, "buckets-1", asked(&token)).await.status().as_u16(), 413);
    let part = seen(&previews, "buckets-1", asked(&token).header("range", "bytes=0-9")).await;
    assert_eq!((part.status().as_u16(), part.body().len()), (206, 10));
}

/// A media server at work.
struct Player {
    previews: Previews,
    port: u16,
}

impl Player {
    fn start() -> Self {
        let server = MediaServer::bind().unwrap();
        let port = server.port();
        let previews = Previews::new(Arc::new(FakeEntropy::from_seed(4)), port);
        tokio::spawn(server.serve(previews.clone()));
        Self { previews, port }
    }

    async fn send(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        stream
    }

    /// Head and body of the answer, up to the end of the connection.
    async fn ask(&self, method: &str, path: &str, headers: &str) -> (String, Vec<u8>) {
        let mut stream = self.send(&format!("{method} {path} HTTP/1.1\r\n{headers}\r\n")).await;
        let mut answer = Vec::new();
        timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("the connection ends").unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
        let body = answer.split_off(end);
        (String::from_utf8(answer).unwrap().to_ascii_lowercase(), body)
    }

    fn host(&self) -> String {
        format!("Host: 127.0.0.1:{}\r\n", self.port)
    }
}

#[tokio::test]
async fn a_player_gets_a_film_whole_and_in_ranges() {
    let player = Player::start();
    let path = format!("/{}", film(&player.previews, 1_000_000).digits());
    let (head, body) = player.ask("GET", &path, &player.host()).await;
    assert!(head.starts_with("http/1.1 200") && head.contains("content-type: video/webm"), "{head}");
    assert!(head.contains("accept-ranges: bytes") && head.contains("connection: close"), "{head}");
    assert!(body == bytes(1_000_000));
    let (head, body) = player.ask("GET", &path, &format!("{}Range: bytes=500000-\r\n", player.host())).await;
    assert!(head.starts_with("http/1.1 206") && head.contains("content-range: bytes 500000-999999/1000000"), "{head}");
    assert!(body == bytes(1_000_000)[500_000..]);
    let (head, body) = player.ask("HEAD", &path, &player.host()).await;
    assert!(head.contains("content-length: 1000000") && body.is_empty(), "{head}");
    let (head, _) = player.ask("GET", &path, &format!("{}Range: bytes=1000000-\r\n", player.host())).await;
    assert!(head.starts_with("http/1.1 416"), "{head}");
}

#[tokio::test]
async fn the_media_server_answers_nothing_else() {
    let player = Player::start();
    let token = film(&player.previews, 10);
    let path = format!("/{}", token.digits());
    let hidden = format!("/{}", picture(&player.previews, "buckets-1", 10).digits());
    let host = player.host();
    for (method, path, headers) in [
        ("GET", path.as_str(), "Host: localhost\r\n"),
        ("GET", path.as_str(), "Host: example.org\r\n"),
        ("GET", path.as_str(), "Host: 127.0.0.1\r\n"),
        ("POST", path.as_str(), host.as_str()),
        ("OPTIONS", path.as_str(), host.as_str()),
        ("GET", hidden.as_str(), host.as_str()),
        ("GET", "/", host.as_str()),
        ("GET", &format!("{path}?x=1"), host.as_str()),
    ] {
        let (head, body) = player.ask(method, path, headers).await;
        assert!(head.starts_with("http/1.1 404") && body.is_empty(), "{method} {path} {headers}: {head}");
        assert!(!head.contains("access-control"), "{head}");
    }
    player.previews.close("buckets-1", &token.digits());
    let (head, _) = player.ask("GET", &path, &host).await;
    assert!(head.starts_with("http/1.1 404"), "closed: {head}");
}

#[tokio::test]
async fn a_connection_ends_with_its_preview_even_while_nobody_reads() {
    let player = Player::start();
    let token = film(&player.previews, 64 << 20);
    let request = format!("GET /{} HTTP/1.1\r\n{}\r\n", token.digits(), player.host());
    let mut stream = player.send(&request).await;
    let mut first = [0; 1000];
    stream.read_exact(&mut first).await.unwrap();
    // Long enough for the server to fill what the system buffers, and to wait for a reader.
    tokio::time::sleep(Duration::from_millis(300)).await;
    player.previews.close("buckets-1", &token.digits());
    let mut rest = Vec::new();
    let ended = timeout(PATIENCE, stream.read_to_end(&mut rest)).await.expect("the connection ends");
    assert!(ended.is_err() || rest.len() < 60 << 20, "the whole film came after it was closed");
}
