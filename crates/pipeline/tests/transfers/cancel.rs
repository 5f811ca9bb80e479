//! Cancelling before and after the order is signed.

use pileus_domain::{ByteCount, CancelChoice, Condition, Stage};
use pileus_pipeline::{RunEnd, control};
use pileus_ports::{JobEvent, Journal, Seal, fake::JournalFault};

use crate::world::{World, code};

#[tokio::test(start_paused = true)]
async fn before_the_signature_a_cancel_leaves_nothing() {
    let world = World::new();
    let path = world.file("a.bin", 1_000);
    let job = world.upload_job(&path, Seal::None).await;
    let (handle, control) = control();
    handle.cancel(None);
    assert_eq!(world.pipeline.run_upload(job, world.keys(None), control).await, RunEnd::Cancelled);
    assert!(world.chain.submissions().is_empty());
    assert_eq!(world.events(job).await, vec![JobEvent::Cancelled { locked: ByteCount(0) }]);
}

#[tokio::test(start_paused = true)]
async fn finish_then_delete_gives_the_space_back() {
    for stage in [Stage::Sending, Stage::Confirming] {
        let world = World::new();
        let path = world.file("a.bin", 1_000);
        let job = world.upload_job(&path, Seal::None).await;
        let (handle, control) = control();
        world.at(move |e| *e == JobEvent::StageEntered { stage }, move || handle.cancel(None));
        assert_eq!(world.pipeline.run_upload(job, world.keys(None), control).await, RunEnd::Cancelled);
        assert_eq!((world.used(), world.locked()), (ByteCount(0), ByteCount(0)), "{stage:?}");
        assert_eq!(world.events(job).await.last(), Some(&JobEvent::Cancelled { locked: ByteCount(0) }));
    }
}

#[tokio::test(start_paused = true)]
async fn finish_then_delete_holds_over_a_restart() {
    let mut world = World::new();
    let path = world.file("a.bin", 1_000);
    let job = world.upload_job(&path, Seal::None).await;
    let (handle, control) = control();
    let entered = |stage| move |e: &JobEvent| *e == JobEvent::StageEntered { stage };
    world.at(entered(Stage::Sending), move || handle.cancel(Some(CancelChoice::FinishThenDelete)));
    let journal = world.journal.clone();
    world.at(entered(Stage::Confirming), move || journal.fail_after(0, JournalFault::Broken));
    assert_eq!(code(&world.pipeline.run_upload(job, world.keys(None), control).await), "journal_failed");
    world.restarted();
    assert_eq!(world.run(job, None).await, RunEnd::Cancelled);
    assert_eq!((world.used(), world.locked()), (ByteCount(0), ByteCount(0)));
}

#[tokio::test(start_paused = true)]
async fn stop_here_names_the_locked_space_and_can_be_resumed() {
    let world = World::new();
    let path = world.file("a.bin", 1_000);
    let job = world.upload_job(&path, Seal::None).await;
    let (handle, control) = control();
    let allocating = |e: &JobEvent| *e == JobEvent::StageEntered { stage: Stage::Allocating };
    world.at(allocating, move || handle.cancel(Some(CancelChoice::StopHere)));
    assert_eq!(world.pipeline.run_upload(job, world.keys(None), control).await, RunEnd::Cancelled);
    let locked = ByteCount(96 << 20);
    assert_eq!(world.events(job).await.last(), Some(&JobEvent::Cancelled { locked }));
    assert_eq!(world.locked(), locked);
    assert_eq!(world.journal.job(job).await.unwrap().unwrap().condition, Condition::Cancelled);
    assert_eq!(world.run(job, None).await, RunEnd::Finished);
    assert_eq!((world.orders_signed(job).await, world.locked()), (1, ByteCount(0)));
}
