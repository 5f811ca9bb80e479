//! Cancelling an upload whose order is signed: both choices.

use pileus_domain::Fid;
use pileus_ports::At;

use super::{SENDING, half_way};
use crate::{driver::Window, network::is_active};

const CANCELLED: &str = "[data-testid='row'][data-condition='cancelled']";

#[tokio::test]
async fn a_cancelled_order_can_be_finished_and_then_deleted() {
    let (window, fid) = asked_what_becomes_of_the_order().await;
    window.keep_picture("cancel-question").await;
    window.click("cancel-finish").await;
    window.find_by(CANCELLED).await;
    assert!(!is_active(window.desktop(), &fid, At::Final).await, "the chain still has {fid}");
    let bar = window.bar().await;
    assert_eq!((bar["usedBytes"].as_u64(), bar["lockedBytes"].as_u64()), (Some(0), Some(0)), "{bar}");
    window.close().await;
}

#[tokio::test]
async fn a_cancelled_order_can_be_left_where_it_stands() {
    let (window, fid) = asked_what_becomes_of_the_order().await;
    window.click("cancel-stop").await;
    window.find_by(CANCELLED).await;
    window.keep_picture("cancelled").await;
    assert!(!is_active(window.desktop(), &fid, At::Final).await, "the chain has {fid}");
    let bar = window.bar().await;
    assert!(bar["lockedBytes"].as_u64() > Some(0), "no space stays locked: {bar}");
    window.close().await;
}

/// A window with an upload half-way, that asks what shall become of its order.
async fn asked_what_becomes_of_the_order() -> (Window, Fid) {
    let window = half_way().await;
    let fid = window.attribute(SENDING, "data-fid").await.parse().unwrap();
    window.click("cancel").await;
    window.find("cancel-question").await;
    (window, fid)
}
