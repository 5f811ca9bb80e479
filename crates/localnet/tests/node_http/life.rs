//! Start, stop and restart.

use std::time::{Duration, Instant};

use pileus_localnet::node::{FaultKind, NodeCall, NodeError, NodeFault, StorageNode, ZERO_FRAGMENT};
use reqwest::Method;
use tokio::net::{TcpListener, TcpStream};

use super::rig::{Answer, FID, Rig, fragment, segment_with, sha256};

#[tokio::test]
async fn a_node_is_found_as_localhost_and_as_127_0_0_1() {
    let rig = Rig::start().await;
    let port = rig.node.port();
    assert_eq!(rig.node.endpoint(), format!("localhost:{port}"));
    TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    TcpStream::connect(("localhost", port)).await.unwrap();
    if TcpListener::bind("[::1]:0").await.is_ok() {
        TcpStream::connect(("::1", port)).await.unwrap();
    }
}

#[tokio::test]
async fn a_restart_keeps_port_and_fragments() {
    let rig = Rig::start().await;
    let bytes = fragment(80);
    let hash = sha256(&bytes);
    rig.ledger.declare(FID, &[segment_with(&[&hash])]);
    rig.put(FID, &hash, bytes.clone()).await.assert_says(200, 200, "ok");
    let port = rig.node.port();
    let rig = rig.restart().await;
    assert_eq!(rig.node.port(), port);
    assert_eq!(rig.get(FID, &hash).await.body, bytes);
}

#[tokio::test]
async fn what_a_stopped_node_had_not_reported_is_reported_after_the_restart() {
    let rig = Rig::start().await;
    rig.node.set_fault(NodeFault::never_report()).await.unwrap();
    rig.ledger.declare(FID, &[segment_with(&[ZERO_FRAGMENT])]);
    let sent = rig.signed(Method::PUT, FID, ZERO_FRAGMENT).send().await.unwrap();
    Answer::of(sent).await.assert_says(200, 200, "ok");
    let rig = rig.restart().await;
    rig.until("the report", async |rig| rig.ledger.reports(FID).len() == 1).await;
}

#[tokio::test]
async fn a_restart_forgets_what_was_arriving() {
    let rig = Rig::start().await;
    let half = rig.settings.folder.join("tmp").join("7");
    std::fs::write(&half, b"half").unwrap();
    let rig = rig.restart().await;
    assert!(!half.exists());
    assert!(rig.settings.folder.join("tmp").is_dir());
}

#[tokio::test]
async fn a_stop_does_not_wait_long_for_a_hanging_call() {
    let rig = Rig::start().await;
    rig.node.set_fault(NodeFault::standing(NodeCall::Status, FaultKind::Hang)).await.unwrap();
    let request = rig.request(Method::GET, "/status");
    let hung = tokio::spawn(request.send());
    tokio::time::sleep(Duration::from_millis(100)).await;
    let (start, port) = (Instant::now(), rig.node.port());
    rig.node.stop().await;
    assert!(hung.await.unwrap().is_err());
    assert!(start.elapsed() < Duration::from_secs(6), "took {:?}", start.elapsed());
    assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err());
}

#[tokio::test]
async fn a_dropped_node_listens_no_more() {
    let rig = Rig::start().await;
    let port = rig.node.port();
    let Rig { node, .. } = rig;
    drop(node);
    let gone = async || TcpStream::connect(("127.0.0.1", port)).await.is_err();
    let start = Instant::now();
    while !gone().await {
        assert!(start.elapsed() < Duration::from_secs(5), "still listening");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_taken_port_is_an_error_that_names_it() {
    let rig = Rig::start().await;
    let error = StorageNode::start(rig.settings.clone(), rig.ledger.clone()).await.err().unwrap();
    assert!(matches!(error, NodeError::Listen { port, .. } if port == rig.node.port()));
}
