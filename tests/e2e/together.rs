//! Several jobs of one account at once.

use pileus_app::SealChoice;
use pileus_domain::JobId;
use pileus_pipeline::RunEnd;
use pileus_ports::{TransactionPurpose, TransactionState};

use crate::support::{CHARGE, Desk, Town, assert_same};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_jobs_at_once_sign_two_nonces_and_both_are_stored() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let sources = [town.file("one.bin", 2_000_000), town.file("two.bin", 3_000_000)];
    let jobs =
        [alice.job(&sources[0], SealChoice::data_key("default")).await, alice.job(&sources[1], SealChoice::None).await];
    for job in jobs {
        alice.services.transfers.start(job, None).await.unwrap();
    }
    let mut nonces = Vec::new();
    for (job, source) in jobs.into_iter().zip(&sources) {
        let outcome = alice.services.transfers.wait(job).await.unwrap();
        assert_eq!(outcome.end, RunEnd::Finished);
        nonces.push(nonce_of_order(&alice, job).await);
        let fid = outcome.job.fid.unwrap();
        assert_eq!(town.chronicle.declarations(&fid).await, 1);
        assert_same(source, &alice.fetch(fid, &format!("back-{job}")).await);
    }
    assert_eq!(nonces[0].abs_diff(nonces[1]), 1, "neighbours, and never the same: {nonces:?}");
    assert_eq!(alice.used_and_locked().await, (2 * CHARGE, 0));
}

/// The nonce of the one order that was signed for a job; it did not fail.
async fn nonce_of_order(desk: &Desk, job: JobId) -> u64 {
    let records = desk.journal().transactions(job).await.unwrap();
    let orders: Vec<_> = records.iter().filter(|r| matches!(r.purpose, TransactionPurpose::Order { .. })).collect();
    assert_eq!(orders.len(), 1);
    assert!(!matches!(orders[0].state, TransactionState::Expired | TransactionState::Final { failure: Some(_), .. }));
    orders[0].transaction.nonce
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_file_asked_for_twice_is_one_transfer() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let source = town.file("one.bin", 2_000_000);
    let first = alice.services.transfers.create_upload(alice.request(&source, SealChoice::None)).await.unwrap();
    let second = alice.services.transfers.create_upload(alice.request(&source, SealChoice::None)).await.unwrap();
    assert_eq!((first.joined, second.joined, second.job.id), (false, true, first.job.id));
    assert_eq!(alice.run(first.job.id).await.end, RunEnd::Finished);
    assert_eq!(town.chronicle.all_declarations().await, 1);
}
