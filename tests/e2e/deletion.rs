//! Deleting, and cancelling after the order.

use std::sync::Arc;

use pileus_app::SealChoice;
use pileus_domain::{ByteCount, CancelChoice};
use pileus_pipeline::{RunEnd, control};
use pileus_ports::JobEvent;

use crate::support::{At, CHARGE, Moment, Town, code, until};

/// Blocks after which every node has looked for deleted files.
const HOUSEKEEPING: u32 = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deletion_gives_the_space_back_and_the_nodes_drop_their_fragments() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let fid = alice.store(&town.file("upload.bin", 2_000_000), SealChoice::None).await;
    until("the fragments lie on their shelves", async || town.fragments_on_disk(&fid) == 12).await;
    let removal = alice.services.files.remove(&alice.account, &fid).await.unwrap();
    assert!(removal.block.is_some(), "a deletion counts when it is final");
    assert_eq!(alice.used_and_locked().await, (0, 0));
    assert_eq!(alice.services.files.list(&alice.account).await.unwrap(), []);
    town.network.produce(HOUSEKEEPING).await.unwrap();
    until("the nodes dropped their fragments", async || town.fragments_on_disk(&fid) == 0).await;
    let job = alice.download_job(fid, &town.path("back.bin")).await;
    assert_eq!(code(&alice.run(job).await.end), "file_unknown");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn finish_then_delete_leaves_nothing_behind() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let job = alice.job(&town.file("upload.bin", 2_000_000), SealChoice::None).await;
    let (handle, control) = control();
    let cancel = move || handle.cancel(Some(CancelChoice::FinishThenDelete));
    let act = Arc::new(At::new(Moment::Placed(3), cancel));
    assert_eq!(alice.run_watched(job, act, control).await, RunEnd::Cancelled);
    let fid = alice.record(job).await.fid.unwrap();
    assert_eq!(alice.used_and_locked().await, (0, 0));
    assert_eq!((town.chronicle.declarations(&fid).await, town.chronicle.deletions(&fid).await), (1, 1));
    assert_eq!(alice.events(job).await.last(), Some(&JobEvent::Cancelled { locked: ByteCount(0) }));
    town.network.produce(HOUSEKEEPING).await.unwrap();
    until("the nodes dropped their fragments", async || town.fragments_on_disk(&fid) == 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stop_here_names_what_stays_locked_and_can_be_taken_back() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let job = alice.job(&town.file("upload.bin", 2_000_000), SealChoice::None).await;
    alice.run_until(job, Moment::Placed(3)).await;
    let consequence = alice.services.transfers.cancel_consequence(job).await.unwrap();
    assert_eq!((consequence.signed, consequence.locked), (true, ByteCount(CHARGE)));
    assert_eq!(consequence.until, Some(alice.space().await.deadline));
    alice.services.transfers.cancel(job, Some(CancelChoice::StopHere)).await.unwrap();
    assert_eq!(alice.events(job).await.last(), Some(&JobEvent::Cancelled { locked: ByteCount(CHARGE) }));
    until("the order is final", async || alice.used_and_locked().await == (0, CHARGE)).await;
    let outcome = alice.run(job).await;
    assert_eq!(outcome.end, RunEnd::Finished);
    assert_eq!(town.chronicle.declarations(&outcome.job.fid.unwrap()).await, 1);
    assert_eq!(alice.used_and_locked().await, (CHARGE, 0));
}
