//! The gateway of the local network.

use std::sync::Arc;

use pileus_localnet::gateway::GatewayFaultKind;
use pileus_ports::{Gateway as _, GatewayErrorKind, Passage, Timestamp, conformance};

use crate::rig::{Forger, NOW, Rig};

/// More than a gateway is given in one request when it comes in parts.
const TWO_PARTS: usize = (8 << 20) + 1_000;
/// Milliseconds.
const HOUR: u64 = 3_600_000;
/// Milliseconds.
const MINUTE: u64 = 60_000;

#[tokio::test]
async fn the_adapter_keeps_the_promises_of_the_port() {
    let rig = Rig::start(300_000).await;
    conformance::gateway::run(&rig.world).await;
    rig.network.stop().await;
}

#[tokio::test]
async fn a_gateway_of_the_release_is_known_by_its_version() {
    let rig = Rig::start(1).await;
    let version = rig.world.gateway.identity(&rig.world.endpoint).await.unwrap().version;
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
async fn a_message_that_expired_on_the_way_is_the_clocks_fault() {
    let rig = Rig::start(1_000).await;
    rig.clock.set(Timestamp(NOW - 6 * MINUTE));
    assert_eq!(rig.upload().await.unwrap_err().kind, GatewayErrorKind::ClocksDiffer);
    rig.clock.set(Timestamp(NOW - 4 * MINUTE));
    rig.upload().await.expect("a message counts for five minutes");
}

#[tokio::test]
async fn a_wrong_signature_is_named() {
    let rig = Rig::start(1_000).await;
    let forger = Forger(Arc::clone(&rig.world.owner));
    let sent = conformance::gateway::hand_over(&rig.world, &forger, &rig.world.territory, &Passage::default()).await;
    let error = sent.unwrap_err();
    assert_eq!(error.kind, GatewayErrorKind::SignatureRefused, "{error:?}");
    assert!(!error.may_pass(), "the same again would be refused again");
}

#[tokio::test]
async fn a_stored_file_is_told_with_one_node_for_all_columns() {
    let rig = Rig::start(1_000).await;
    let handed = rig.upload().await.unwrap();
    let ordered = rig.world.gateway.about(&rig.world.endpoint, &handed.fid).await.unwrap();
    assert_eq!((ordered.size.0, ordered.owners.len()), (1_000, 1));
    rig.stored(&handed.fid).await;
    let stored = rig.world.gateway.about(&rig.world.endpoint, &handed.fid).await.unwrap();
    assert_eq!((stored.nodes.len(), stored.owners), (12, ordered.owners));
    assert!(stored.nodes.iter().all(|node| *node == stored.nodes[0]), "the real gateway's habit");
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
