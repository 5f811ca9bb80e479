//! Other people store the same file.

use std::sync::Arc;

use pileus_app::SealChoice;
use pileus_domain::{Call, ChainFileName, FilePlan};
use pileus_localnet::node::NodeFault;
use pileus_pipeline::{RunEnd, control};
use pileus_ports::{At as Place, JobEvent};

use crate::support::{At, CHARGE, Desk, MIB, Moment, Town, assert_same, code, space, until};

/// Declare a file without any of Pileus's checks.
async fn declare_blindly(desk: &Desk, plan: FilePlan) {
    let file_name = ChainFileName::new("theirs").unwrap();
    let call = Call::DeclareUpload { plan, owner: desk.account, file_name, territory: space(), bucket: "files".into() };
    desk.call(call).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_stored_already_is_joined_without_sending() {
    let town = Town::new().await;
    let (alice, bob) = (town.desk("Alice").await, town.desk("Bob").await);
    let source = town.file("same.bin", 11 * MIB);
    let fid = alice.store(&source, SealChoice::None).await;
    let sent = town.received().await.len();

    let job = bob.job(&source, SealChoice::None).await;
    let outcome = bob.run(job).await;
    assert_eq!((outcome.end, outcome.job.fid), (RunEnd::Finished, Some(fid)));
    assert_eq!(town.received().await.len(), sent, "no byte travelled a second time");
    assert!(bob.events(job).await.iter().all(|event| !matches!(event, JobEvent::FragmentPlaced { .. })));
    assert_eq!(town.chronicle.declarations(&fid).await, 2, "one for each owner");
    assert_eq!((alice.used_and_locked().await, bob.used_and_locked().await), ((CHARGE, 0), (CHARGE, 0)));

    alice.services.files.remove(&alice.account, &fid).await.unwrap();
    assert_same(&source, &bob.fetch(fid, "back.bin").await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_order_of_somebody_else_is_not_destroyed_but_joined_later() {
    let town = Town::new().await;
    let (alice, bob) = (town.desk("Alice").await, town.desk("Bob").await);
    let source = town.file("same.bin", 2_000_000);
    let first = alice.job(&source, SealChoice::None).await;
    alice.run_until(first, Moment::Allocated).await;
    let second = bob.job(&source, SealChoice::None).await;
    assert_eq!(code(&bob.run(second).await.end), "order_by_other");
    assert_eq!(town.chronicle.all_declarations().await, 1);
    assert_eq!(alice.run(first).await.end, RunEnd::Finished);
    assert_eq!(bob.run(second).await.end, RunEnd::Finished);
    assert_eq!((alice.used_and_locked().await, bob.used_and_locked().await), ((CHARGE, 0), (CHARGE, 0)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_a_stranger_overwrites_is_named_while_it_runs() {
    let town = Town::new().await;
    let (alice, mallory) = (town.desk("Alice").await, town.desk("Eve").await);
    town.disturb(0..16, &NodeFault::never_report()).await;
    let job = alice.job(&town.file("same.bin", 2_000_000), SealChoice::None).await;
    let (_handle, control) = control();
    let act = Arc::new(At::new(Moment::Enters(pileus_domain::Stage::Confirming), || {}));
    let running = alice.run_watched(job, act.clone(), control);
    let overwriting = async {
        until("the order is being confirmed", async || act.happened()).await;
        declare_blindly(&mallory, alice.plan(job).await.unwrap()).await;
    };
    let (end, ()) = tokio::join!(running, overwriting);
    assert_eq!(code(&end), "order_overwritten");
    assert_eq!(alice.used_and_locked().await, (0, CHARGE), "the problem says that this stays locked");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_was_overwritten_during_a_pause_is_named_and_not_declared_again() {
    let town = Town::new().await;
    let (alice, mallory) = (town.desk("Alice").await, town.desk("Eve").await);
    let source = town.file("same.bin", 2_000_000);
    let job = alice.job(&source, SealChoice::None).await;
    alice.run_until(job, Moment::Allocated).await;
    let plan = alice.plan(job).await.unwrap();
    let fid = plan.fid;
    declare_blindly(&mallory, plan).await;
    assert_eq!(code(&alice.run(job).await.end), "order_overwritten");
    assert_eq!(town.chronicle.declarations(&fid).await, 2, "hers and theirs");
    let deal = alice.chain().file_status(&fid, Place::Best).await.unwrap().deal.unwrap();
    assert_eq!(deal.owner.account, mallory.account, "the other order is left as it is");
}
