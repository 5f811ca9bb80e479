//! What a node tells the chain, and what it deletes.

use std::time::Duration;

use parity_scale_codec::Encode;
use pileus_localnet::node::{NodeFault, ZERO_FRAGMENT};
use reqwest::Method;
use sp_core::{Pair as _, sr25519};
use sp_io::hashing::sha2_256;
use tokio::time::sleep;

use super::{
    ledger::ascii,
    rig::{Answer, FID, Rig, fragment, pair, segment_with, sha256, tags},
};

/// Long enough for a node with no delay to do what it should not do.
const A_WHILE: Duration = Duration::from_millis(200);

async fn put_zeros(rig: &Rig, fid: &str) {
    let answer = rig.signed(Method::PUT, fid, ZERO_FRAGMENT).send().await.unwrap();
    Answer::of(answer).await.assert_says(200, 200, "ok");
}

/// Order one file of one segment whose given columns are zeros, and give the node the zeros.
async fn order_of_zeros(rig: &Rig, columns: &[usize]) {
    let mut segment = segment_with(&[]);
    for column in columns {
        ZERO_FRAGMENT.clone_into(&mut segment[*column]);
    }
    rig.ledger.declare(FID, &[segment]);
    put_zeros(rig, FID).await;
}

async fn until_reported(rig: &Rig) {
    rig.until("the report", async |rig| !rig.ledger.reports(FID).is_empty()).await;
}

#[tokio::test]
async fn the_node_signs_a_report_of_the_column_it_holds() {
    let rig = Rig::start().await;
    order_of_zeros(&rig, &[4]).await;
    until_reported(&rig).await;
    let account = rig.account();
    assert_eq!(rig.ledger.reports(FID), [(5, account)]);
    let call = [&[104, 3, 5], FID.as_bytes()].concat();
    assert_eq!(rig.ledger.calls(), [(account, call)]);
    rig.until("the count", async |rig| rig.node.counters().reports_done == 1).await;
}

#[tokio::test]
async fn a_column_is_reported_when_every_segment_is_there() {
    let rig = Rig::start().await;
    let bytes = fragment(40);
    let hash = sha256(&bytes);
    rig.ledger.declare(FID, &[segment_with(&[ZERO_FRAGMENT]), segment_with(&[&hash])]);
    put_zeros(&rig, FID).await;
    rig.ledger.advance(1);
    sleep(A_WHILE).await;
    assert_eq!(rig.ledger.reports(FID), []);
    rig.put(FID, &hash, bytes).await.assert_says(200, 200, "ok");
    until_reported(&rig).await;
    assert_eq!(rig.ledger.reports(FID), [(1, rig.account())]);
}

#[tokio::test]
async fn a_fragment_of_the_wrong_length_on_disk_is_not_reported() {
    let rig = Rig::start_with(|settings| settings.timing.report_delay = A_WHILE).await;
    order_of_zeros(&rig, &[0]).await;
    let path = rig.settings.folder.join("report").join(FID).join(ZERO_FRAGMENT);
    std::fs::write(path, b"short").unwrap();
    sleep(2 * A_WHILE).await;
    assert_eq!(rig.ledger.reports(FID), []);
}

#[tokio::test]
async fn one_node_reports_one_column_of_a_file() {
    let rig = Rig::start().await;
    order_of_zeros(&rig, &[1, 2, 3]).await;
    until_reported(&rig).await;
    rig.ledger.advance(1);
    sleep(A_WHILE).await;
    assert_eq!(rig.ledger.calls().len(), 1);
    assert_eq!(rig.ledger.reports(FID), [(2, rig.account())]);
}

#[tokio::test]
async fn the_loser_of_a_race_reports_another_column() {
    let rig = Rig::start().await;
    rig.ledger.race_for(2);
    order_of_zeros(&rig, &[1, 2, 3]).await;
    rig.until("a second attempt", async |rig| rig.ledger.calls().len() == 2).await;
    assert_eq!(rig.ledger.reports(FID), [(2, [8; 32]), (3, rig.account())]);
    rig.until("the counts", async |rig| {
        let counters = rig.node.counters();
        (counters.reports_failed, counters.reports_done) == (1, 1)
    })
    .await;
}

#[tokio::test]
async fn a_refused_report_is_not_repeated_in_every_block() {
    let rig = Rig::start().await;
    rig.ledger.race_for(1);
    rig.ledger.declare(FID, &[segment_with(&[ZERO_FRAGMENT])]);
    put_zeros(&rig, FID).await;
    rig.until("the attempt", async |rig| rig.ledger.calls().len() == 1).await;
    rig.ledger.advance(1);
    sleep(A_WHILE).await;
    assert_eq!(rig.ledger.calls().len(), 1);
}

#[tokio::test]
async fn a_node_that_is_not_positive_does_not_report() {
    let rig = Rig::start().await;
    rig.ledger.register(rig.account(), "frozen");
    order_of_zeros(&rig, &[0]).await;
    sleep(A_WHILE).await;
    assert_eq!(rig.ledger.calls(), []);
    rig.ledger.register(rig.account(), "positive");
    rig.ledger.advance(1);
    until_reported(&rig).await;
}

#[tokio::test]
async fn the_report_waits_for_its_delay() {
    let delay = Duration::from_millis(400);
    let rig = Rig::start_with(|settings| settings.timing.report_delay = delay).await;
    let start = std::time::Instant::now();
    order_of_zeros(&rig, &[0]).await;
    until_reported(&rig).await;
    assert!(start.elapsed() >= delay, "reported after {:?}", start.elapsed());
}

#[tokio::test]
async fn zeros_sent_before_the_order_are_reported_when_it_is_there() {
    let rig = Rig::start().await;
    put_zeros(&rig, FID).await;
    sleep(A_WHILE).await;
    rig.ledger.declare(FID, &[segment_with(&[ZERO_FRAGMENT])]);
    until_reported(&rig).await;
}

#[tokio::test]
async fn a_report_outlives_a_chain_that_is_down_for_a_while() {
    let rig = Rig::start().await;
    rig.ledger.declare(FID, &[segment_with(&[ZERO_FRAGMENT])]);
    rig.ledger.set_down(true);
    put_zeros(&rig, FID).await;
    sleep(A_WHILE).await;
    rig.ledger.set_down(false);
    rig.ledger.advance(1);
    until_reported(&rig).await;
}

#[tokio::test]
async fn fragments_of_an_unknown_file_are_kept_for_a_bounded_time() {
    let patience = Duration::from_millis(300);
    let rig = Rig::start_with(|settings| settings.timing.orphan_patience = patience).await;
    put_zeros(&rig, FID).await;
    rig.ledger.advance(1);
    sleep(patience / 3).await;
    assert!(rig.node.holds(FID, ZERO_FRAGMENT).await);
    sleep(patience).await;
    rig.ledger.advance(1);
    rig.until("the deletion", async |rig| !rig.node.holds(FID, ZERO_FRAGMENT).await).await;
}

#[tokio::test]
async fn columns_that_others_reported_are_deleted_at_completion() {
    let rig = Rig::start().await;
    let bytes = fragment(41);
    let hash = sha256(&bytes);
    rig.ledger.declare(FID, &[segment_with(&[ZERO_FRAGMENT, &hash])]);
    put_zeros(&rig, FID).await;
    until_reported(&rig).await;
    rig.put(FID, &hash, bytes).await.assert_says(200, 200, "ok");
    rig.ledger.complete(FID);
    rig.until("the deletion", async |rig| !rig.node.holds(FID, &hash).await).await;
    assert!(rig.node.holds(FID, ZERO_FRAGMENT).await);
}

#[tokio::test]
async fn fragments_go_when_their_file_goes() {
    let rig = Rig::start().await;
    order_of_zeros(&rig, &[0]).await;
    until_reported(&rig).await;
    rig.ledger.complete(FID);
    let stored = rig.settings.folder.join("file").join(FID);
    rig.until("the move", async |_| stored.join(ZERO_FRAGMENT).exists()).await;
    rig.ledger.delete(FID);
    rig.until("the deletion", async |_| !stored.exists()).await;
    rig.get(FID, ZERO_FRAGMENT).await.assert_says(200, 404, "not found");
}

#[tokio::test]
async fn tags_are_reported_once_with_the_signature_of_the_tee() {
    let rig = Rig::start_with(|settings| settings.tags = Some(tags(3))).await;
    order_of_zeros(&rig, &[0]).await;
    until_reported(&rig).await;
    rig.ledger.complete(FID);
    sleep(A_WHILE).await;
    assert_eq!(rig.ledger.calls().len(), 1, "tags come later");
    rig.ledger.advance(3);
    rig.until("the tags", async |rig| rig.node.counters().tags_done == 1).await;
    rig.ledger.advance(1);
    sleep(A_WHILE).await;
    assert_eq!(rig.ledger.calls().len(), 2, "tags are reported once");
    let (signer, call) = rig.ledger.calls().pop().unwrap();
    let digests = vec![(ascii(ZERO_FRAGMENT), [7_u8; 32])];
    let info = (rig.account(), digests, ascii(FID)).encode();
    assert_eq!(signer, rig.account());
    assert_eq!(call[..4], [104, 1, 1, 1], "pallet, call, length 64");
    assert_eq!(call[68..], info);
    let signature = sr25519::Signature::try_from(&call[4..68]).unwrap();
    let master = pair("//Tee").public();
    assert!(sr25519::Pair::verify(&signature, sha2_256(&info), &master));
}

#[tokio::test]
async fn a_node_can_be_told_never_to_report() {
    let rig = Rig::start().await;
    rig.node.set_fault(NodeFault::never_report()).await.unwrap();
    order_of_zeros(&rig, &[0]).await;
    sleep(A_WHILE).await;
    assert_eq!(rig.ledger.calls(), []);
    rig.node.clear_faults();
    rig.ledger.advance(1);
    until_reported(&rig).await;
}
