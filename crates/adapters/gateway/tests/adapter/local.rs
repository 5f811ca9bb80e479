//! The gateway of the local network.

use pileus_localnet::gateway::GatewayFaultKind;
use pileus_ports::{Gateway as _, GatewayErrorKind, Timestamp, conformance};

use crate::rig::{NOW, Rig};

/// More than a gateway is given in one request when it comes in parts.
const TWO_PARTS: usize = (8 << 20) + 1_000;
/// Milliseconds.
const HOUR: u64 = 3_600_000;

#[tokio::test]
async fn the_adapter_keeps_the_promises_of_the_port() {
    let rig = Rig::start(300_000).await;
    conformance::gateway::run(&rig.world).await;
    rig.network.stop().await;
}

#[tokio::test]
async fn a_gateway_of_the_release_is_known_by_its_version() {
    let rig = Rig::start(1).await;
    let version = rig.world.gateway.version(&rig.world.endpoint).await.unwrap();
    assert!(version.starts_with("deoss v0.4.2"), "{version}");
}

#[tokio::test]
async fn the_order_has_owner_territory_and_name() {
    let rig = Rig::start(1_000).await;
    let handed = rig.upload().await.unwrap();
    let brief = rig.brief(&handed.fid).await;
    assert_eq!(<[u8; 32]>::from(brief.user), rig.world.owner.account().0);
    assert_eq!(brief.territory_name[..], *b"home");
    assert_eq!(brief.file_name[..], *handed.name.as_str().as_bytes());
}

#[tokio::test]
async fn a_clock_that_is_an_hour_late_is_named() {
    let rig = Rig::start(1_000).await;
    rig.clock.set(Timestamp(NOW - HOUR));
    assert_eq!(rig.upload().await.unwrap_err().kind, GatewayErrorKind::ClocksDiffer);
    rig.clock.set(Timestamp(NOW + HOUR));
    rig.upload().await.unwrap();
}

#[tokio::test]
async fn what_is_revoked_is_no_longer_done() {
    let rig = Rig::start(1_000).await;
    rig.revoke().await;
    assert_eq!(rig.upload().await.unwrap_err().kind, GatewayErrorKind::NotAuthorised);
}

#[tokio::test]
async fn a_file_too_large_for_one_request_goes_in_parts_under_a_name_of_its_own() {
    let rig = Rig::start(TWO_PARTS).await;
    rig.once(GatewayFaultKind::WrongStatus { status: 413 });
    let handed = rig.upload().await.unwrap();
    assert_eq!(handed.fid, rig.world.fid);
    assert!(handed.name.as_str().ends_with("-conformance \u{e9}.bin"), "{}", handed.name.as_str());
    assert_eq!(rig.brief(&handed.fid).await.file_name[..], *handed.name.as_str().as_bytes());
}

#[tokio::test]
async fn a_part_whose_answer_was_lost_is_not_sent_again_behind_itself() {
    let rig = Rig::start(TWO_PARTS).await;
    rig.once(GatewayFaultKind::WrongStatus { status: 413 });
    rig.once(GatewayFaultKind::LostAnswer { status: 524 });
    let handed = rig.upload().await.unwrap();
    assert_eq!(handed.fid, rig.world.fid, "the gateway has the first part twice, under two names");
}

#[tokio::test]
async fn a_file_that_was_taken_before_its_answer_was_lost_is_the_same_file() {
    let rig = Rig::start(TWO_PARTS).await;
    rig.once(GatewayFaultKind::LostAnswer { status: 524 });
    assert_eq!(rig.upload().await.unwrap().fid, rig.world.fid);
}

#[tokio::test]
async fn starting_over_has_an_end() {
    let rig = Rig::start(TWO_PARTS).await;
    let always = pileus_localnet::gateway::GatewayFault::standing(GatewayFaultKind::WrongStatus { status: 524 });
    rig.network.set_gateway_fault(always);
    assert_eq!(rig.upload().await.unwrap_err().kind, GatewayErrorKind::TimedOut);
}
