//! Answers that no client can use.

use std::time::{Duration, Instant};

use pileus_localnet::gateway::GatewayFaultKind;
use pileus_ports::{Gateway as _, GatewayErrorKind};
use tokio::{net::TcpListener, time::timeout};

use crate::rig::{IMPATIENCE, Rig, adapter};

/// Only a failing test waits this long.
const PATIENCE: Duration = Duration::from_secs(20);

/// Whatever is asked, the answer has this kind; and then the gateway behaves.
async fn spoiled(fault: GatewayFaultKind, kind: GatewayErrorKind) {
    let rig = Rig::start(1_000).await;
    let (gateway, endpoint) = (&rig.world.gateway, &rig.world.endpoint);
    rig.once(fault.clone());
    let error = gateway.identity(endpoint).await.unwrap_err();
    assert_eq!(error.kind, kind, "identity: {error:?}");
    rig.once(fault.clone());
    let error = rig.upload().await.unwrap_err();
    assert_eq!(error.kind, kind, "upload: {error:?}");
    let handed = rig.upload().await.expect("and then it behaves");
    rig.once(fault.clone());
    let error = gateway.read(endpoint, &handed.fid, 0..10).await.unwrap_err();
    assert_eq!(error.kind, kind, "read: {error:?}");
    rig.once(fault);
    let error = gateway.about(endpoint, &handed.fid).await.unwrap_err();
    assert_eq!(error.kind, kind, "about: {error:?}");
    gateway.about(endpoint, &handed.fid).await.expect("and then it behaves");
}

#[tokio::test]
async fn a_web_page_is_no_answer() {
    spoiled(GatewayFaultKind::Html, GatewayErrorKind::Corrupt).await;
}

#[tokio::test]
async fn a_hundred_megabytes_of_json_are_not_read() {
    spoiled(GatewayFaultKind::HugeJson, GatewayErrorKind::Corrupt).await;
}

#[tokio::test]
async fn an_answer_without_an_end_is_not_waited_for() {
    spoiled(GatewayFaultKind::EndlessBody, GatewayErrorKind::Corrupt).await;
}

#[tokio::test]
async fn status_413_means_that_the_request_is_too_large() {
    spoiled(GatewayFaultKind::WrongStatus { status: 413 }, GatewayErrorKind::TooLarge).await;
}

#[tokio::test]
async fn status_524_means_that_something_on_the_way_did_not_wait() {
    spoiled(GatewayFaultKind::WrongStatus { status: 524 }, GatewayErrorKind::TimedOut).await;
}

#[tokio::test]
async fn status_502_means_that_the_gateway_is_not_there() {
    spoiled(GatewayFaultKind::WrongStatus { status: 502 }, GatewayErrorKind::Unreachable).await;
}

#[tokio::test]
async fn status_500_is_not_a_gateways_own_answer() {
    spoiled(GatewayFaultKind::WrongStatus { status: 500 }, GatewayErrorKind::Unexpected).await;
}

#[tokio::test]
async fn nobody_follows_to_another_host() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let to = format!("http://{}/file", elsewhere.local_addr().unwrap());
    spoiled(GatewayFaultKind::Redirect { to }, GatewayErrorKind::Redirected).await;
    assert!(timeout(IMPATIENCE, elsewhere.accept()).await.is_err(), "nobody may knock there");
}

#[tokio::test]
async fn an_answer_that_never_comes_is_given_up() {
    let mut rig = Rig::start(1_000).await;
    rig.world.gateway = adapter(IMPATIENCE, &rig.clock);
    let started = Instant::now();
    rig.once(GatewayFaultKind::Hang);
    let error = rig.world.gateway.identity(&rig.world.endpoint).await.unwrap_err();
    assert_eq!(error.kind, GatewayErrorKind::TimedOut);
    rig.once(GatewayFaultKind::Hang);
    assert_eq!(rig.upload().await.unwrap_err().kind, GatewayErrorKind::TimedOut);
    assert!(started.elapsed() < PATIENCE);
    rig.network.clear_faults().await;
}

#[tokio::test]
async fn bytes_past_the_end_are_refused_by_the_gateway() {
    let rig = Rig::start(1_000).await;
    let handed = rig.upload().await.unwrap();
    let error = rig.world.gateway.read(&rig.world.endpoint, &handed.fid, 900..1_100).await.unwrap_err();
    assert_eq!(error.kind, GatewayErrorKind::Unexpected, "{error:?}");
}
