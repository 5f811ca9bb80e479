//! RPC that drops, refuses or stalls, and finality that is late.

use std::{sync::Arc, time::Duration};

use pileus_app::SealChoice;
use pileus_domain::{Condition, Stage};
use pileus_localnet::RpcFault;
use pileus_pipeline::{Limits, RunEnd, control};
use pileus_ports::At as Place;

use crate::support::{At, CHARGE, Moment, Town, code, limits, until};

/// How long the chain is away: long enough that every call in flight fails.
const AWAY: Option<u64> = Some(1_500);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_outlives_every_way_of_losing_the_chain() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let faults = [
        (Moment::OrderDurable, RpcFault::Refuse { millis: AWAY }),
        (Moment::OrderInBlock, RpcFault::Drop),
        (Moment::Enters(Stage::Sending), RpcFault::Refuse { millis: AWAY }),
        (Moment::Reported(1), RpcFault::Stall { millis: AWAY }),
        (Moment::Enters(Stage::Confirming), RpcFault::Refuse { millis: AWAY }),
    ];
    for (number, (moment, fault)) in (1u64..).zip(faults) {
        let job = alice.job(&town.file(moment.name(), 2_000_000), SealChoice::None).await;
        let network = Arc::clone(&town.network);
        let act = Arc::new(At::new(moment, move || network.set_rpc_fault(fault)));
        let (_handle, control) = control();
        let end = alice.run_watched(job, act.clone(), control).await;
        assert_eq!(end, RunEnd::Finished, "{moment:?}, {fault:?}");
        assert!(act.happened(), "{moment:?} never came");
        town.network.clear_faults().await;
        let fid = alice.record(job).await.fid.unwrap();
        assert_eq!(town.chronicle.declarations(&fid).await, 1, "{moment:?}, {fault:?}");
        assert_eq!(alice.used_and_locked().await, (number * CHARGE, 0), "{moment:?}, {fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chain_that_stays_away_is_named_and_the_upload_goes_on_later() {
    let town = Town::new().await;
    let patience = Limits { chain_patience: Duration::from_secs(2), ..limits() };
    let alice = town.desk("Alice").await.with_limits(town.url(), patience).await;
    let job = alice.job(&town.file("upload.bin", 2_000_000), SealChoice::None).await;
    let network = Arc::clone(&town.network);
    let gone = move || network.set_rpc_fault(RpcFault::Refuse { millis: None });
    let (_handle, control) = control();
    let end = alice.run_watched(job, Arc::new(At::new(Moment::OrderDurable, gone)), control).await;
    assert_eq!(code(&end), "network_unreachable");
    assert!(matches!(alice.record(job).await.condition, Condition::Failed(problem) if problem.retry));
    town.network.clear_faults().await;
    let outcome = alice.run(job).await;
    assert_eq!(outcome.end, RunEnd::Finished);
    assert_eq!(town.chronicle.declarations(&outcome.job.fid.unwrap()).await, 1);
    assert_eq!(alice.used_and_locked().await, (CHARGE, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_counts_as_stored_only_when_it_is_final() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let job = alice.job(&town.file("upload.bin", 2_000_000), SealChoice::None).await;
    town.network.set_rpc_fault(RpcFault::LateFinality { millis: None });
    alice.services.transfers.start(job, None).await.unwrap();
    until("the file is in the best block", async || {
        let Some(fid) = alice.record(job).await.fid else { return false };
        alice.chain().file_status(&fid, Place::Best).await.unwrap().file.is_some()
    })
    .await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(alice.record(job).await.condition, Condition::Running, "nothing is final yet");
    town.network.clear_faults().await;
    let outcome = alice.services.transfers.wait(job).await.unwrap();
    assert_eq!(outcome.end, RunEnd::Finished);
    assert!(outcome.block.is_some());
}
