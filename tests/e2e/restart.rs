//! `kill -9` at every state of a job, then a restart: the same file, one declaration, everything placed.

use std::os::unix::process::ExitStatusExt;

use pileus_app::SealChoice;
use pileus_domain::{Condition, Stage};
use pileus_pipeline::{RunEnd, VerifyDepth};
use pileus_ports::TransactionPurpose;

use crate::support::{CHARGE, Desk, Moment, Role, Town, assert_same};

/// The number of the signal that cannot be caught.
const KILL: i32 = 9;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn upload_resumes_after_restart_before_its_order_is_in_a_block() {
    resumes_after_kills_at(&[
        Moment::Enters(Stage::Planning),
        Moment::Planned,
        Moment::Enters(Stage::Ordering),
        Moment::OrderDurable,
        Moment::OrderSigned,
        Moment::OrderInBlock,
        Moment::OrderFinal,
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn upload_resumes_after_restart_while_its_order_is_open() {
    resumes_after_kills_at(&[
        Moment::Enters(Stage::Allocating),
        Moment::Allocated,
        Moment::Enters(Stage::Sending),
        Moment::Placed(1),
        Moment::Placed(7),
        Moment::Enters(Stage::Confirming),
        Moment::Reported(1),
    ])
    .await;
}

async fn resumes_after_kills_at(moments: &[Moment]) {
    let town = Town::new().await;
    let mut alice = town.desk("Alice").await;
    for (number, &moment) in (1u64..).zip(moments) {
        let source = town.file(moment.name(), 3_000_000);
        let job = alice.job(&source, SealChoice::data_key("default")).await;
        let played = Role::upload(&alice.folder, town.url(), job).killed_at(moment).play().await;
        assert_eq!(played.status.signal(), Some(KILL), "{moment:?} never came: {:?}", played.end);
        alice = alice.reopened(town.url()).await;
        let before = alice.record(job).await;
        assert_eq!(before.condition, Condition::Running, "{moment:?}");

        let outcome = alice.run(job).await;
        assert_eq!(outcome.end, RunEnd::Finished, "{moment:?}");
        let fid = outcome.job.fid.unwrap();
        assert!(before.fid.is_none_or(|planned| planned == fid), "{moment:?}: another file after the restart");
        assert_eq!(before.fid.is_some(), moment != Moment::Enters(Stage::Planning), "{moment:?}");
        assert_eq!(town.chronicle.declarations(&fid).await, 1, "{moment:?}");
        assert_eq!(orders_signed(&alice, job).await, 1, "{moment:?}");
        assert_eq!(alice.used_and_locked().await, (number * CHARGE, 0), "{moment:?}");
        let report = alice.services.pipeline().verify(&fid, VerifyDepth::Nodes).await.unwrap();
        assert_eq!((report.fragments, report.weakest), (12, 12), "{moment:?}: every fragment is where it belongs");
        assert_same(&source, &alice.fetch(fid, moment.name()).await);
    }
    assert_eq!(town.chronicle.all_declarations().await, moments.len());
}

async fn orders_signed(desk: &Desk, job: pileus_domain::JobId) -> usize {
    let records = desk.journal().transactions(job).await.unwrap();
    records.iter().filter(|record| matches!(record.purpose, TransactionPurpose::Order { .. })).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deletion_resumes_after_restart() {
    let town = Town::new().await;
    let mut alice = town.desk("Alice").await;
    for moment in [Moment::Enters(Stage::Deleting), Moment::DeletionDurable] {
        let source = town.file(moment.name(), 1_000_000);
        let job = alice.job(&source, SealChoice::None).await;
        let role = Role::upload(&alice.folder, town.url(), job).cancelled().killed_at(moment);
        assert_eq!(role.play().await.status.signal(), Some(KILL), "{moment:?} never came");
        alice = alice.reopened(town.url()).await;
        let fid = alice.record(job).await.fid.unwrap();
        assert_eq!(alice.run(job).await.end, RunEnd::Cancelled, "{moment:?}");
        assert_eq!(alice.used_and_locked().await, (0, 0), "{moment:?}");
        assert_eq!(town.chronicle.declarations(&fid).await, 1, "{moment:?}");
        assert_eq!(town.chronicle.deletions(&fid).await, 1, "{moment:?}");
    }
}
