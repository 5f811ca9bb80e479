//! Storage nodes that refuse, hang, lie, lose, stay silent, are full, or are too few.

use std::time::Duration;

use pileus_app::SealChoice;
use pileus_domain::{Fid, JobId};
use pileus_localnet::{
    Settings,
    node::{FaultKind, NodeCall, NodeFault},
};
use pileus_pipeline::{Limits, RunEnd, VerifyDepth};
use pileus_ports::JobEvent;

use crate::support::{CHARGE, Desk, MIB, Moment, Town, assert_same, code, limits};

fn sealed() -> SealChoice {
    SealChoice::data_key("default")
}

/// An upload that is paused when its order is open, and the nodes that the network drew for it.
async fn ordered(town: &Town, desk: &Desk) -> (JobId, Fid, Vec<usize>) {
    let job = desk.job(&town.file("upload.bin", 9_000_000), sealed()).await;
    desk.run_until(job, Moment::Allocated).await;
    let fid = desk.record(job).await.fid.unwrap();
    let drawn = town.drawn(desk, &fid).await;
    (job, fid, drawn)
}

/// The nodes that were given up.
async fn given_up(town: &Town, desk: &Desk, job: JobId) -> Vec<usize> {
    let events = desk.events(job).await;
    let mut nodes: Vec<usize> = events
        .iter()
        .filter_map(|event| match event {
            JobEvent::NodeReplaced { from, .. } => Some(town.index_of(from)),
            _ => None,
        })
        .collect();
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_that_refuse_hang_or_are_full_are_replaced() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let (job, fid, drawn) = ordered(&town, &alice).await;
    // One node is left over, should a slow computer make another one late.
    let bad = [drawn[0], drawn[3], drawn[11]];
    let faults = [
        NodeFault::standing(NodeCall::Any, FaultKind::Refuse),
        NodeFault::standing(NodeCall::Put, FaultKind::Hang),
        NodeFault::standing(NodeCall::Put, FaultKind::FullDisk),
    ];
    for (node, fault) in bad.into_iter().zip(&faults) {
        town.disturb([node], fault).await;
    }
    assert_eq!(alice.run(job).await.end, RunEnd::Finished);
    let holders = town.holders(&alice, &fid).await;
    assert!(bad.iter().all(|node| !holders.contains(node)), "{bad:?} hold nothing, but {holders:?} do");
    let given_up = given_up(&town, &alice, job).await;
    assert!(bad.iter().all(|node| given_up.contains(node)), "{bad:?} were given up, said as {given_up:?}");
    assert_eq!(town.chronicle.declarations(&fid).await, 1);
    assert_eq!(alice.used_and_locked().await, (CHARGE, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_that_lose_what_they_took_or_never_report_are_replaced() {
    let town = Town::new().await;
    let patience = Limits { report_patience: Duration::from_secs(5), ..limits() };
    let alice = town.desk("Alice").await.with_limits(town.url(), patience).await;
    let (job, fid, drawn) = ordered(&town, &alice).await;
    let bad = [drawn[2], drawn[8]];
    town.disturb([bad[0]], &NodeFault::standing(NodeCall::Put, FaultKind::Lose)).await;
    town.disturb([bad[1]], &NodeFault::never_report()).await;
    assert_eq!(alice.run(job).await.end, RunEnd::Finished);
    let holders = town.holders(&alice, &fid).await;
    assert!(bad.iter().all(|node| !holders.contains(node)), "{bad:?} hold nothing, but {holders:?} do");
    assert_eq!(town.chronicle.declarations(&fid).await, 1);
    assert_eq!(alice.used_and_locked().await, (CHARGE, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_that_see_the_order_late_are_asked_again_and_kept() {
    let town = Town::founded(|settings| Settings { node_lag: 4, ..settings }).await;
    let alice = town.desk("Alice").await;
    let job = alice.job(&town.file("upload.bin", 9_000_000), sealed()).await;
    assert_eq!(alice.run(job).await.end, RunEnd::Finished);
    assert_eq!(given_up(&town, &alice, job).await, Vec::<usize>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_few_nodes_are_named_and_the_upload_goes_on_when_they_are_back() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let (job, fid, drawn) = ordered(&town, &alice).await;
    let away: Vec<usize> = drawn[..5].to_vec();
    for &node in &away {
        town.network.stop_node(node).await.unwrap();
    }
    assert_eq!(code(&alice.run(job).await.end), "too_few_nodes");
    for &node in &away {
        town.network.start_node(node).await.unwrap();
    }
    assert_eq!(alice.run(job).await.end, RunEnd::Finished);
    assert_eq!(town.chronicle.declarations(&fid).await, 1);
    assert_eq!(alice.used_and_locked().await, (CHARGE, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_download_passes_over_nodes_that_lie_hang_refuse_or_lost_everything() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let source = town.file("upload.bin", 31 * MIB);
    let fid = alice.store(&source, sealed()).await;
    let holders = town.holders(&alice, &fid).await;
    town.disturb(holders[0..2].to_vec(), &NodeFault::standing(NodeCall::Get, FaultKind::Corrupt)).await;
    town.disturb(holders[2..4].to_vec(), &NodeFault::standing(NodeCall::Get, FaultKind::Hang)).await;
    town.disturb(holders[4..6].to_vec(), &NodeFault::standing(NodeCall::Any, FaultKind::Refuse)).await;
    town.disturb(holders[6..8].to_vec(), &NodeFault::standing(NodeCall::Any, FaultKind::Lose)).await;
    assert_same(&source, &alice.fetch(fid, "back.bin").await);

    let report = alice.services.pipeline().verify(&fid, VerifyDepth::Nodes).await.unwrap();
    let mut ill: Vec<usize> = report.findings.iter().map(|finding| finding.at.column.position()).collect();
    ill.sort_unstable();
    assert_eq!(ill, (0..8).collect::<Vec<_>>(), "a look at every fragment finds exactly the ill ones");
    assert_eq!((report.weakest, report.is_restorable()), (4, true));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nine_lost_nodes_are_named_and_the_download_goes_on_when_one_is_back() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let source = town.file("upload.bin", 31 * MIB);
    let fid = alice.store(&source, SealChoice::None).await;
    let holders = town.holders(&alice, &fid).await;
    for &node in &holders[..9] {
        town.network.stop_node(node).await.unwrap();
    }
    let target = town.path("back.bin");
    let job = alice.download_job(fid, &target).await;
    assert_eq!(code(&alice.run(job).await.end), "fragments_missing");
    assert!(!target.exists(), "a file that is not whole has no name");
    town.network.start_node(holders[4]).await.unwrap();
    assert_eq!(alice.run(job).await.end, RunEnd::Finished);
    assert_same(&source, &target);
}
