//! Nodes that misbehave on request.

use std::{
    num::NonZeroU32,
    time::{Duration, Instant},
};

use pileus_localnet::node::{FRAGMENT_SIZE, FaultKind, NodeCall, NodeError, NodeFault, ZERO_FRAGMENT};
use reqwest::Method;

use super::rig::{Answer, FID, Rig, fragment, segment_with, sha256};

async fn with_fault(call: NodeCall, kind: FaultKind) -> Rig {
    let rig = Rig::start().await;
    put_zeros(&rig).await.assert_says(200, 200, "ok");
    rig.node.set_fault(NodeFault::once(call, kind)).await.unwrap();
    rig
}

async fn put_zeros(rig: &Rig) -> Answer {
    Answer::of(rig.signed(Method::PUT, FID, ZERO_FRAGMENT).send().await.unwrap()).await
}

async fn status(rig: &Rig) -> Result<reqwest::Response, reqwest::Error> {
    rig.request(Method::GET, "/status").send().await
}

#[tokio::test]
async fn a_refused_call_ends_without_an_answer() {
    let rig = with_fault(NodeCall::Status, FaultKind::Refuse).await;
    rig.get(FID, ZERO_FRAGMENT).await;
    assert!(status(&rig).await.is_err());
    assert_eq!(status(&rig).await.unwrap().status(), 200, "once only");
}

#[tokio::test]
async fn a_node_that_refuses_everything_does_not_listen() {
    let rig = Rig::start().await;
    let refuse = NodeFault::standing(NodeCall::Any, FaultKind::Refuse);
    rig.node.set_fault(refuse.clone()).await.unwrap();
    assert_eq!(rig.node.faults(), [refuse]);
    let port = rig.node.port();
    rig.until("nobody listens", async |_| tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err()).await;
    assert!(status(&rig).await.unwrap_err().is_connect());
    rig.node.clear_faults();
    rig.until("somebody listens", async |rig| status(rig).await.is_ok()).await;
}

#[tokio::test]
async fn a_hanging_call_hangs_until_the_faults_are_cleared() {
    let rig = with_fault(NodeCall::Get, FaultKind::Hang).await;
    let wait = Duration::from_millis(200);
    let request = || rig.signed(Method::GET, FID, ZERO_FRAGMENT);
    let (hung, ()) = tokio::join!(request().send(), async {
        tokio::time::sleep(wait).await;
        assert_eq!(rig.node.counters().reads_served, 0);
        rig.node.clear_faults();
    });
    assert!(hung.is_err());
    assert_eq!(rig.get(FID, ZERO_FRAGMENT).await.status, 200);
}

#[tokio::test]
async fn a_slow_answer_trickles() {
    let speed = NonZeroU32::new(u32::try_from(FRAGMENT_SIZE * 2).unwrap()).unwrap();
    let rig = with_fault(NodeCall::Get, FaultKind::Slow { bytes_per_second: speed }).await;
    let start = Instant::now();
    assert_eq!(rig.get(FID, ZERO_FRAGMENT).await.body.len() as u64, FRAGMENT_SIZE);
    assert!(start.elapsed() >= Duration::from_millis(450), "took {:?}", start.elapsed());
}

#[tokio::test]
async fn a_slow_upload_trickles_and_arrives() {
    let speed = NonZeroU32::new(u32::try_from(FRAGMENT_SIZE * 2).unwrap()).unwrap();
    let rig = with_fault(NodeCall::Put, FaultKind::Slow { bytes_per_second: speed }).await;
    let bytes = fragment(60);
    let hash = sha256(&bytes);
    rig.ledger.declare(FID, &[segment_with(&[&hash])]);
    let start = Instant::now();
    rig.put(FID, &hash, bytes).await.assert_says(200, 200, "ok");
    assert!(start.elapsed() >= Duration::from_millis(450), "took {:?}", start.elapsed());
}

#[tokio::test]
async fn a_cut_answer_breaks_off_in_its_body() {
    let rig = with_fault(NodeCall::Get, FaultKind::Cut { after_bytes: 100_000 }).await;
    let mut response = rig.signed(Method::GET, FID, ZERO_FRAGMENT).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let mut read = 0;
    let end = loop {
        match response.chunk().await {
            Ok(Some(chunk)) => read += chunk.len(),
            end => break end,
        }
    };
    assert!(end.is_err(), "the end of the body is an error");
    assert_eq!(read, 100_000);
}

#[tokio::test]
async fn a_cut_upload_leaves_nothing_but_a_memory() {
    let rig = with_fault(NodeCall::Put, FaultKind::Cut { after_bytes: 100_000 }).await;
    let bytes = fragment(61);
    let hash = sha256(&bytes);
    rig.ledger.declare(FID, &[segment_with(&[&hash])]);
    let form = super::rig::form(bytes.clone());
    let sent = rig.signed(Method::PUT, FID, &hash).multipart(form).send().await;
    assert!(sent.is_err());
    rig.until("the memory", async |rig| rig.node.counters().received.len() == 1).await;
    let received = &rig.node.counters().received[0];
    assert!(!received.complete);
    let arrived = usize::try_from(received.bytes).unwrap();
    assert_eq!(received.sha256, sha256(&bytes[..arrived]), "the prefix that arrived");
    assert!(!rig.node.holds(FID, &hash).await);
    rig.put(FID, &hash, bytes).await.assert_says(200, 200, "ok");
}

#[tokio::test]
async fn a_corrupt_answer_differs_in_one_bit() {
    let rig = with_fault(NodeCall::Get, FaultKind::Corrupt).await;
    let body = rig.get(FID, ZERO_FRAGMENT).await.body;
    assert_eq!(body.len() as u64, FRAGMENT_SIZE);
    assert_eq!(body.iter().map(|byte| byte.count_ones()).sum::<u32>(), 1);
    assert_eq!(sha256(&rig.get(FID, ZERO_FRAGMENT).await.body), ZERO_FRAGMENT);
}

#[tokio::test]
async fn a_full_disk_can_be_pretended() {
    let rig = with_fault(NodeCall::Put, FaultKind::FullDisk).await;
    let other = "a".repeat(64);
    let request = || rig.signed(Method::PUT, &other, ZERO_FRAGMENT).send();
    let full = Answer::of(request().await.unwrap()).await;
    full.assert_says(200, 500, "system error");
    Answer::of(request().await.unwrap()).await.assert_says(200, 200, "ok");
}

#[tokio::test]
async fn a_wrong_status_has_no_effect_on_the_node() {
    let rig = with_fault(NodeCall::Put, FaultKind::WrongStatus { status: 503 }).await;
    let other = "b".repeat(64);
    let answer = rig.signed(Method::PUT, &other, ZERO_FRAGMENT).send().await.unwrap();
    assert_eq!(answer.status(), 503);
    assert!(!rig.node.holds(&other, ZERO_FRAGMENT).await);
}

#[tokio::test]
async fn a_lying_node_accepts_and_forgets() {
    let rig = with_fault(NodeCall::Put, FaultKind::Lose).await;
    let other = "c".repeat(64);
    let answer = rig.signed(Method::PUT, &other, ZERO_FRAGMENT).send().await.unwrap();
    Answer::of(answer).await.assert_says(200, 200, "ok");
    rig.get(&other, ZERO_FRAGMENT).await.assert_says(200, 404, "not found");
}

#[tokio::test]
async fn a_node_loses_what_is_asked_for_or_everything() {
    let rig = with_fault(NodeCall::Get, FaultKind::Lose).await;
    rig.get(FID, ZERO_FRAGMENT).await.assert_says(200, 404, "not found");
    rig.get(FID, ZERO_FRAGMENT).await.assert_says(200, 404, "not found");
    put_zeros(&rig).await.assert_says(200, 200, "ok");
    rig.node.set_fault(NodeFault::once(NodeCall::Any, FaultKind::Lose)).await.unwrap();
    assert!(!rig.node.holds(FID, ZERO_FRAGMENT).await);
    assert_eq!(rig.node.faults(), [], "losing everything happens at once");
}

#[tokio::test]
async fn a_fault_without_a_meaning_is_refused() {
    let rig = Rig::start().await;
    let fault = NodeFault::once(NodeCall::Status, FaultKind::FullDisk);
    let error = rig.node.set_fault(fault).await.unwrap_err();
    assert!(matches!(error, NodeError::FaultRefused { call: NodeCall::Status, .. }));
    assert_eq!(error.to_string(), "the call `status` cannot have the fault `full_disk`");
}
