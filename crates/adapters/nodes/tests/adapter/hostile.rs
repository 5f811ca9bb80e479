//! Nodes that mean no good.

use std::{future, time::Duration};

use bytes::Bytes;
use pileus_domain::{ByteCount, ContentHash, Endpoint, Fid};
use pileus_nodes::{NodesAdapter, NodesProfile, NodesTimeouts, Paces};
use pileus_ports::{NodeError, NodeErrorKind, Nodes as _, fake::FakeEntropy};
use sha2::{Digest as _, Sha256};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::Instant,
};

use crate::server::{Server, answer, reply};

const FRAGMENT: usize = 8 << 20;
const FID: Fid = Fid(ContentHash([1; 32]));
const OTHER: ContentHash = ContentHash([2; 32]);

/// Only a failing test waits this long.
const PATIENCE: Duration = Duration::from_secs(20);
/// For nodes from which nothing comes.
const IMPATIENCE: Duration = Duration::from_millis(300);

fn adapter(allow_private_addresses: bool) -> NodesAdapter {
    waiting(PATIENCE, allow_private_addresses)
}

fn waiting(wait: Duration, allow_private_addresses: bool) -> NodesAdapter {
    let timeouts = NodesTimeouts { connect: wait, status: wait, fragment: PATIENCE, stall: wait };
    NodesAdapter::new(NodesProfile { allow_private_addresses, timeouts }, &FakeEntropy::default()).unwrap()
}

async fn get(server: &Server, fragment: &ContentHash) -> Result<Bytes, NodeErrorKind> {
    adapter(true).get_fragment(&server.endpoint, &FID, fragment).await.map_err(|error| error.kind)
}

async fn put(server: &Server, bytes: Bytes) -> Result<(), NodeError> {
    adapter(true).put_fragment(&server.endpoint, &FID, &OTHER, bytes).await
}

fn bytes() -> Bytes {
    Bytes::from(vec![7; FRAGMENT])
}

fn hash(bytes: &[u8]) -> ContentHash {
    ContentHash(Sha256::digest(bytes).into())
}

#[tokio::test]
async fn right_bytes_are_taken_and_changed_ones_are_not() {
    let right = Server::saying(answer("200 OK", &bytes())).await;
    assert!(get(&right, &hash(&bytes())).await.unwrap() == bytes());
    let mut changed = bytes().to_vec();
    changed[FRAGMENT / 2] ^= 1;
    let wrong = Server::saying(answer("200 OK", &changed)).await;
    assert_eq!(get(&wrong, &hash(&bytes())).await.unwrap_err(), NodeErrorKind::Corrupt);
}

#[tokio::test]
async fn a_wrong_length_is_never_a_fragment() {
    for length in [0, 1, JSON + 1, FRAGMENT - 1, FRAGMENT + 1] {
        let body = vec![7; length];
        let server = Server::saying(answer("200 OK", &body)).await;
        assert_eq!(get(&server, &hash(&body)).await.unwrap_err(), NodeErrorKind::Corrupt, "{length} bytes");
    }
}

const JSON: usize = 64 << 10;

#[tokio::test]
async fn an_error_with_status_200_is_an_error() {
    for (code, message, kind) in [
        (404, "not found", NodeErrorKind::NotFound),
        (400, "invalid fid or fragment", NodeErrorKind::Unexpected),
        (200, "ok", NodeErrorKind::Corrupt),
    ] {
        let server = Server::saying(reply(code, message)).await;
        assert_eq!(get(&server, &OTHER).await.unwrap_err(), kind, "{message}");
    }
    for (code, message, kind, passes) in [
        (400, "fragment does not match fid", NodeErrorKind::OrderNotSeen, true),
        (403, "failed to connect to rpc, please try again later.", NodeErrorKind::NodeOffline, true),
        (500, "system error", NodeErrorKind::DiskFailed, false),
        (400, "the fragment hash is wrong", NodeErrorKind::BytesRefused, false),
    ] {
        let server = Server::saying(reply(code, message)).await;
        let error = put(&server, bytes()).await.unwrap_err();
        assert_eq!((error.kind, error.may_pass(), error.message.as_str()), (kind, passes, message));
    }
}

#[tokio::test]
async fn a_redirect_leads_nowhere() {
    let target = Server::saying(answer("200 OK", &bytes())).await;
    for status in ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let head = format!(
            "HTTP/1.1 {status}\r\nLocation: http://{}/fragment\r\nContent-Length: 0\r\n\r\n",
            target.endpoint.0
        );
        let server = Server::saying(head).await;
        assert_eq!(get(&server, &hash(&bytes())).await.unwrap_err(), NodeErrorKind::Unexpected, "{status}");
    }
    assert_eq!(target.connections(), 0);
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let server = Server::start(async |mut stream: TcpStream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").await;
        let chunk = [b"10000\r\n".as_slice(), &vec![7; 0x10000], b"\r\n"].concat();
        while stream.write_all(&chunk).await.is_ok() {}
    })
    .await;
    assert_eq!(get(&server, &OTHER).await.unwrap_err(), NodeErrorKind::Corrupt);
    let error = adapter(true).status(&server.endpoint).await.unwrap_err();
    assert_eq!(error.kind, NodeErrorKind::Corrupt);
    let error = put(&server, Bytes::from_static(b"small")).await.unwrap_err();
    assert_eq!(error.kind, NodeErrorKind::Corrupt);
}

#[tokio::test]
async fn an_announced_flood_is_not_even_read() {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", 1_u64 << 40);
    let server = Server::saying(head).await;
    assert_eq!(get(&server, &OTHER).await.unwrap_err(), NodeErrorKind::Corrupt);
}

#[tokio::test]
async fn a_node_that_hangs_is_given_up() {
    let server = Server::start(|stream| async move {
        future::pending::<()>().await;
        drop(stream);
    })
    .await;
    let adapter = waiting(IMPATIENCE, true);
    let error = adapter.status(&server.endpoint).await.unwrap_err();
    assert_eq!((error.kind, error.may_pass()), (NodeErrorKind::TimedOut, true));
    let before = Instant::now();
    let error = adapter.put_fragment(&server.endpoint, &FID, &OTHER, bytes()).await.unwrap_err();
    assert_eq!(error.kind, NodeErrorKind::TimedOut, "{error:?}");
    assert!(before.elapsed() < PATIENCE, "standing still is seen before the whole time is over");
}

#[tokio::test]
async fn an_answer_that_stands_still_is_given_up() {
    let server = Server::start(|mut stream| async move {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 8388608\r\n\r\nbeginning").await;
        future::pending::<()>().await;
    })
    .await;
    let before = Instant::now();
    let error = waiting(IMPATIENCE, true).get_fragment(&server.endpoint, &FID, &OTHER).await.unwrap_err();
    assert_eq!(error.kind, NodeErrorKind::TimedOut);
    assert!(before.elapsed() < PATIENCE);
}

#[tokio::test]
async fn a_cut_connection_may_pass_next_time() {
    let server = Server::start(async |mut stream: TcpStream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 8388608\r\n\r\nbeginning").await;
    })
    .await;
    assert_eq!(get(&server, &OTHER).await.unwrap_err(), NodeErrorKind::Unreachable);
    let cut = Server::start(async |mut stream: TcpStream| {
        let _ = stream.read_exact(&mut [0; 1000]).await;
    })
    .await;
    let error = put(&cut, bytes()).await.unwrap_err();
    assert!(error.kind == NodeErrorKind::Unreachable && error.may_pass(), "{error:?}");
}

#[tokio::test]
async fn an_answer_before_the_body_was_read_counts() {
    for _ in 0..10 {
        let server = Server::start(async |mut stream: TcpStream| {
            let _ = stream.read_exact(&mut [0; 1000]).await;
            let _ = stream.write_all(&reply(200, "ok")).await;
        })
        .await;
        put(&server, bytes()).await.unwrap();
    }
}

#[tokio::test]
async fn no_address_inside_this_computer_is_reached_unless_allowed() {
    let server = Server::saying(reply(200, "ok")).await;
    let port = server.endpoint.0.rsplit(':').next().unwrap();
    let adapter = adapter(false);
    for host in ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0.0.0.0"] {
        let endpoint = Endpoint(format!("{host}:{port}"));
        for error in [
            adapter.status(&endpoint).await.unwrap_err(),
            adapter.put_fragment(&endpoint, &FID, &OTHER, bytes()).await.unwrap_err(),
            adapter.get_fragment(&endpoint, &FID, &OTHER).await.unwrap_err(),
        ] {
            assert_eq!(error.kind, NodeErrorKind::ForbiddenAddress, "{host}: {error:?}");
            assert!(!error.may_pass());
        }
    }
    assert_eq!(server.connections(), 0, "nothing may knock there");
    let named = Endpoint(format!("localhost:{port}"));
    let allowed = self::adapter(true).put_fragment(&named, &FID, &OTHER, Bytes::from_static(b"x")).await;
    allowed.unwrap();
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn what_the_person_holds_back_is_not_held_against_the_node() {
    let honest = Server::saying(answer("200 OK", &bytes())).await;
    let wait = Duration::from_millis(250);
    let timeouts = NodesTimeouts { connect: PATIENCE, status: PATIENCE, fragment: wait, stall: wait };
    let profile = NodesProfile { allow_private_addresses: true, timeouts };
    let paces = Paces::default();
    // Half a second for the fragment, which is twice what a node has.
    paces.download.set(Some(ByteCount(16 << 20)));
    let adapter = NodesAdapter::new(profile, &FakeEntropy::default()).unwrap().at_pace(paces);
    let asked = Instant::now();
    assert!(adapter.get_fragment(&honest.endpoint, &FID, &hash(&bytes())).await.unwrap() == bytes());
    assert!(asked.elapsed() > wait);
}
