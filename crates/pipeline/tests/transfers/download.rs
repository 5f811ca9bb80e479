//! Downloads with lost, lying and slow nodes, wrong keys and interruptions.

use std::time::Duration;

use pileus_pipeline::{RunEnd, SealKey, VerifyDepth, control};
use pileus_ports::{
    Seal, SecretBytes, SecretText,
    fake::{NodeCall, NodeFault},
};

use crate::world::{World, code, data_key, endpoint, sealed};

async fn same_after(world: &World, fid: pileus_domain::Fid, keys: Vec<SealKey>, source: &std::path::Path) {
    let (job, out) = world.download_job(fid, "back.bin").await;
    assert_eq!(world.fetch(job, keys).await, RunEnd::Finished);
    assert!(std::fs::read(out).unwrap() == std::fs::read(source).unwrap(), "other bytes came back");
}

#[tokio::test(start_paused = true)]
async fn eight_lost_nodes_do_not_matter() {
    for (seal, key) in [(Seal::None, None), (sealed(), Some(data_key()))] {
        let world = World::new();
        let source = world.file("a.bin", 34_000_000);
        let fid = world.stored(&source, seal, key.clone()).await;
        let holders: Vec<_> = world.chain.file(&fid).unwrap().segments[0].fragments.iter().map(|f| f.node).collect();
        for node in &holders[..8] {
            world.nodes.lose_everything(&endpoint(node.0.0[0]));
        }
        same_after(&world, fid, key.into_iter().collect(), &source).await;
        let report = world.pipeline.verify(&fid, VerifyDepth::Nodes).await.unwrap();
        assert_eq!((report.weakest, report.is_restorable()), (4, true));
    }
}

#[tokio::test(start_paused = true)]
async fn nine_lost_nodes_are_named_and_nothing_is_left_behind() {
    let world = World::new();
    let source = world.file("a.bin", 34_000_000);
    let fid = world.stored(&source, sealed(), Some(data_key())).await;
    let holders: Vec<_> = world.chain.file(&fid).unwrap().segments[0].fragments.iter().map(|f| f.node).collect();
    for node in &holders[..9] {
        world.nodes.set_fault(&endpoint(node.0.0[0]), NodeCall::Get, NodeFault::Refuse, None);
    }
    let (job, out) = world.download_job(fid, "back.bin").await;
    assert_eq!(code(&world.fetch(job, vec![data_key()]).await), "fragments_missing");
    assert!(!out.exists());
    world.nodes.clear_faults(&endpoint(holders[0].0.0[0]));
    assert_eq!(world.fetch(job, vec![data_key()]).await, RunEnd::Finished, "resumed");
}

#[tokio::test(start_paused = true)]
async fn lying_and_slow_nodes_are_passed_over() {
    let world = World::new();
    let source = world.file("a.bin", 34_000_000);
    let fid = world.stored(&source, Seal::None, None).await;
    let holders: Vec<_> = world.chain.file(&fid).unwrap().segments[0].fragments.iter().map(|f| f.node).collect();
    world.nodes.set_fault(&endpoint(holders[0].0.0[0]), NodeCall::Get, NodeFault::Corrupt, None);
    let forever = NodeFault::Hang(Duration::from_secs(100_000));
    world.nodes.set_fault(&endpoint(holders[1].0.0[0]), NodeCall::Get, forever, None);
    let started = tokio::time::Instant::now();
    same_after(&world, fid, vec![], &source).await;
    assert!(started.elapsed() < Duration::from_mins(1), "a slow node held the download up");
}

#[tokio::test(start_paused = true)]
async fn wrong_key_needs_key_and_damaged_are_three_answers() {
    let world = World::new();
    let source = world.file("a.bin", 1_000);
    let fid = world.stored(&source, sealed(), Some(data_key())).await;
    let (job, out) = world.download_job(fid, "back.bin").await;
    assert_eq!(world.fetch(job, vec![]).await, RunEnd::NeedsKey);
    let other = SealKey::DataKey(SecretBytes::new([1; 32]));
    assert_eq!(code(&world.fetch(job, vec![other.clone()]).await), "wrong_key");
    assert!(!out.exists());
    assert_eq!(world.fetch(job, vec![other, data_key()]).await, RunEnd::Finished);
}

#[tokio::test(start_paused = true)]
async fn a_passphrase_opens_what_it_sealed() {
    let world = World::new();
    let source = world.file("a.bin", 1_000);
    let words = |text: &str| SealKey::Passphrase(SecretText::new(text.to_owned()));
    let fid = world.stored(&source, Seal::Passphrase, Some(words("three blind mice"))).await;
    let (job, _) = world.download_job(fid, "other.bin").await;
    assert_eq!(world.fetch(job, vec![data_key()]).await, RunEnd::NeedsKey);
    assert_eq!(code(&world.fetch(job, vec![words("three kind mice")]).await), "file_passphrase_wrong");
    same_after(&world, fid, vec![words("three blind mice")], &source).await;
}

#[tokio::test(start_paused = true)]
async fn what_is_there_already_is_left_as_it_is() {
    let world = World::new();
    let source = world.file("a.bin", 1_000);
    let fid = world.stored(&source, Seal::None, None).await;
    let (job, out) = world.download_job(fid, "back.bin").await;
    std::fs::write(&out, b"mine").unwrap();
    assert_eq!(code(&world.fetch(job, vec![]).await), "target_exists");
    assert_eq!(std::fs::read(&out).unwrap(), b"mine");
}

#[tokio::test(start_paused = true)]
async fn unknown_and_unfinished_files_are_named() {
    let world = World::new();
    let fid = "ab".repeat(32).parse().unwrap();
    let (job, _) = world.download_job(fid, "back.bin").await;
    assert_eq!(code(&world.fetch(job, vec![]).await), "file_unknown");
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_download_leaves_no_file() {
    let world = World::new();
    let source = world.file("a.bin", 1_000);
    let fid = world.stored(&source, Seal::None, None).await;
    let before = std::fs::read_dir(world.folder.path()).unwrap().count();
    let (job, _) = world.download_job(fid, "back.bin").await;
    let (handle, control) = control();
    let hang = NodeFault::Hang(Duration::from_secs(1_000));
    (1..=16).for_each(|n| world.nodes.set_fault(&endpoint(n), NodeCall::Get, hang, None));
    let pipeline = world.pipeline.clone();
    let run = tokio::spawn(async move { pipeline.run_download(job, vec![], control).await });
    tokio::time::sleep(Duration::from_secs(1)).await;
    handle.cancel(None);
    assert_eq!(run.await.unwrap(), RunEnd::Cancelled);
    assert_eq!(std::fs::read_dir(world.folder.path()).unwrap().count(), before);
}
