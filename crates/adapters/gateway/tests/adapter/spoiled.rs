//! Answers that no client can use.

use std::time::{Duration, Instant};

use pileus_localnet::gateway::GatewayFaultKind;
use pileus_ports::{Gateway as _, GatewayErrorKind};

use crate::rig::{IMPATIENCE, Rig, adapter};

/// Only a failing test waits this long.
const PATIENCE: Duration = Duration::from_secs(20);

fn spoiled() -> Vec<(GatewayFaultKind, GatewayErrorKind)> {
    vec![
        (GatewayFaultKind::Html, GatewayErrorKind::Corrupt),
        (GatewayFaultKind::HugeJson, GatewayErrorKind::Corrupt),
        (GatewayFaultKind::EndlessBody, GatewayErrorKind::Corrupt),
        (GatewayFaultKind::WrongStatus { status: 413 }, GatewayErrorKind::TooLarge),
        (GatewayFaultKind::WrongStatus { status: 524 }, GatewayErrorKind::TimedOut),
        (GatewayFaultKind::WrongStatus { status: 502 }, GatewayErrorKind::Unreachable),
        (GatewayFaultKind::WrongStatus { status: 500 }, GatewayErrorKind::Unexpected),
        (GatewayFaultKind::Redirect { to: "http://127.0.0.1:1/".to_owned() }, GatewayErrorKind::Redirected),
    ]
}

#[tokio::test]
async fn every_spoiled_answer_has_its_kind() {
    let rig = Rig::start(1_000).await;
    for (fault, kind) in spoiled() {
        rig.once(fault.clone());
        let error = rig.world.gateway.version(&rig.world.endpoint).await.unwrap_err();
        assert_eq!(error.kind, kind, "version: {fault:?}: {error:?}");
        rig.once(fault.clone());
        let error = rig.upload().await.unwrap_err();
        assert_eq!(error.kind, kind, "upload: {fault:?}: {error:?}");
    }
    let handed = rig.upload().await.expect("and then it behaves");
    for (fault, kind) in spoiled() {
        rig.once(fault.clone());
        let error = rig.world.gateway.read(&rig.world.endpoint, &handed.fid, 0..10).await.unwrap_err();
        assert_eq!(error.kind, kind, "read: {fault:?}: {error:?}");
    }
}

#[tokio::test]
async fn an_answer_that_never_comes_is_given_up() {
    let mut rig = Rig::start(1_000).await;
    rig.world.gateway = adapter(IMPATIENCE, &rig.clock);
    let started = Instant::now();
    rig.once(GatewayFaultKind::Hang);
    let error = rig.world.gateway.version(&rig.world.endpoint).await.unwrap_err();
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
