//! The power goes at every single write of the journal, and transactions get lost in every way.

use std::time::Duration;

use pileus_domain::{BlockNumber, ByteCount, Call, Planck};
use pileus_pipeline::RunEnd;
use pileus_ports::{
    Journal, Rejection, Seal, TransactionPurpose,
    fake::{FakeLoss, JournalFault},
};

use crate::world::{World, code, data_key, sealed};

const CHARGE: ByteCount = ByteCount(96 << 20);

#[tokio::test(start_paused = true)]
async fn a_crash_at_every_write_ends_in_one_declaration_and_a_stored_file() {
    let mut at = 0;
    loop {
        let mut world = World::new();
        let path = world.file("a.bin", 1_000);
        let job = world.upload_job(&path, Seal::None).await;
        world.journal.fail_after(at, JournalFault::Broken);
        let first = world.run(job, None).await;
        world.restarted();
        let end = world.run(job, None).await;
        assert_eq!(end, RunEnd::Finished, "after write {at}");
        assert_eq!((world.used(), world.locked()), (CHARGE, ByteCount(0)), "a second declaration after write {at}");
        if first == RunEnd::Finished {
            break;
        }
        at += 1;
    }
    assert!(at > 20, "only {at} writes were tried");
}

#[tokio::test(start_paused = true)]
async fn a_sealed_file_keeps_its_name_over_a_crash_once_it_is_planned() {
    for at in [6, 8, 10, 14, 20] {
        let mut world = World::new();
        let path = world.file("a.bin", 1_000_000);
        let job = world.upload_job(&path, sealed()).await;
        world.journal.fail_after(at, JournalFault::Broken);
        world.run(job, Some(data_key())).await;
        let before = world.journal.plan(job).await.unwrap();
        world.restarted();
        assert_eq!(world.run(job, Some(data_key())).await, RunEnd::Finished);
        let after = world.journal.plan(job).await.unwrap();
        if before.is_some() {
            assert_eq!(before, after, "after write {at}");
        }
        assert_eq!((world.used(), world.locked()), (CHARGE, ByteCount(0)), "after write {at}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_full_disk_stops_before_the_step_it_could_not_write_down() {
    let world = World::new();
    let path = world.file("a.bin", 1_000);
    let job = world.upload_job(&path, Seal::None).await;
    world.journal.fail_after(4, JournalFault::Full);
    assert_eq!(code(&world.run(job, None).await), "disk_full");
    assert!(world.chain.submissions().is_empty(), "nothing was signed that could not be kept");
    world.journal.repair();
    assert_eq!(world.run(job, None).await, RunEnd::Finished);
}

#[tokio::test(start_paused = true)]
async fn a_lost_order_is_found_or_sent_again_but_never_doubled() {
    for loss in [FakeLoss::Dropped, FakeLoss::Unfollowed, FakeLoss::Unanswered] {
        let world = World::new();
        let path = world.file("a.bin", 1_000);
        let job = world.upload_job(&path, Seal::None).await;
        world.chain.lose_next(loss);
        assert_eq!(world.run(job, None).await, RunEnd::Finished, "{loss:?}");
        assert_eq!((world.used(), world.locked()), (CHARGE, ByteCount(0)), "{loss:?}");
        assert_eq!(world.orders_signed(job).await, 1, "{loss:?}: the same bytes serve until their era ends");
    }
}

#[tokio::test(start_paused = true)]
async fn a_rejected_order_is_named_or_tried_again() {
    for (reason, wanted) in [
        (Rejection::Payment, "balance_too_low"),
        (Rejection::BadProof, "transaction_not_understood"),
        (Rejection::Exhausted, "finished"),
    ] {
        let world = World::new();
        let path = world.file("a.bin", 1_000);
        let job = world.upload_job(&path, Seal::None).await;
        world.chain.reject_next(reason);
        assert_eq!(code(&world.run(job, None).await), wanted, "{reason:?}");
        if wanted != "finished" {
            assert_eq!(world.run(job, None).await, RunEnd::Finished, "{reason:?} resumed");
        }
        assert_eq!((world.used(), world.locked()), (CHARGE, ByteCount(0)), "{reason:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_order_whose_nonce_another_program_used_is_signed_anew_at_once() {
    let world = World::new();
    let path = world.file("a.bin", 1_000);
    let job = world.upload_job(&path, Seal::None).await;
    world.chain.reject_next(Rejection::Outbid);
    let (_handle, run) = world.start(job, None);
    tokio::time::sleep(Duration::from_millis(100)).await;
    let to = world.signer.0;
    let rival = Call::Transfer { to, amount: Planck(1) };
    let purpose = TransactionPurpose::Other("rival".into());
    let done = world.pipeline.execute(rival, &world.signer, purpose, "rival".into(), None).await;
    assert!(done.is_ok());
    assert_eq!(run.await.unwrap(), RunEnd::Finished);
    assert_eq!((world.orders_signed(job).await, world.locked()), (2, ByteCount(0)));
    assert!(world.chain.best().number < BlockNumber(40), "it waited for the end of an era");
}
