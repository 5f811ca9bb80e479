//! Undisturbed uploads, pauses and keys.

use pileus_domain::{ByteCount, Condition, Stage};
use pileus_pipeline::RunEnd;
use pileus_ports::{JobEvent, Journal, Seal};

use crate::world::{World, code, data_key, sealed};

const MIB: u64 = 1 << 20;

#[tokio::test(start_paused = true)]
async fn a_plain_file_is_stored_by_the_networks_nodes() {
    let world = World::new();
    let path = world.file("a.bin", 40_000);
    let job = world.upload_job(&path, Seal::None).await;
    assert_eq!(world.run(job, None).await, RunEnd::Finished);
    let record = world.journal.job(job).await.unwrap().unwrap();
    assert_eq!((record.stage, record.condition), (Stage::Done, Condition::Finished));
    assert_eq!((world.used(), world.locked()), (ByteCount(96 * MIB), ByteCount(0)));
    let events = world.events(job).await;
    assert!(events.iter().any(|e| matches!(e, JobEvent::Allocated { by_network: true, nodes } if nodes.len() == 12)));
    assert!(events.iter().any(|e| matches!(e, JobEvent::OrderFinal { .. })));
    assert!(matches!(events.last(), Some(JobEvent::Completed { block: Some(_), .. })));
}

#[tokio::test(start_paused = true)]
async fn a_sealed_file_is_stored_by_nodes_of_our_choice() {
    let world = World::client_allocation();
    let path = world.file("a.bin", 33 << 20);
    let job = world.upload_job(&path, sealed()).await;
    assert_eq!(world.run(job, Some(data_key())).await, RunEnd::Finished);
    assert_eq!(world.used(), ByteCount(2 * 96 * MIB));
    let plan = world.journal.plan(job).await.unwrap().unwrap();
    assert_eq!(plan.file_size, ByteCount(64 * MIB));
    world.assert_only_planned_bytes_left(&[plan]);
    assert_eq!(world.nodes.sent().len(), 24, "an undisturbed upload sends each fragment once");
}

#[tokio::test(start_paused = true)]
async fn a_pause_at_any_stage_is_taken_up_again() {
    for stage in [Stage::Planning, Stage::Ordering, Stage::Allocating, Stage::Sending, Stage::Confirming] {
        let world = World::new();
        let path = world.file("a.bin", 5_000_000);
        let job = world.upload_job(&path, Seal::None).await;
        let end = world.run_until(job, None, move |e| *e == JobEvent::StageEntered { stage }).await;
        assert_eq!(end, RunEnd::Paused, "{stage:?}");
        assert_eq!(world.journal.job(job).await.unwrap().unwrap().condition, Condition::Paused);
        assert_eq!(world.run(job, None).await, RunEnd::Finished, "{stage:?}");
        assert_eq!((world.orders_signed(job).await, world.locked()), (1, ByteCount(0)), "{stage:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_sealed_job_that_restarts_waits_for_its_key_and_declares_nothing_anew() {
    let mut world = World::new();
    let path = world.file("a.bin", 5_000_000);
    let job = world.upload_job(&path, sealed()).await;
    let end =
        world.run_until(job, Some(data_key()), move |e| *e == JobEvent::StageEntered { stage: Stage::Sending }).await;
    assert_eq!(end, RunEnd::Paused);
    let fid = world.fid(job).await;
    world.restarted();
    assert_eq!(world.run(job, None).await, RunEnd::NeedsKey);
    assert_eq!(world.run(job, Some(data_key())).await, RunEnd::Finished);
    assert_eq!((world.fid(job).await, world.orders_signed(job).await), (fid, 1));
}

#[tokio::test(start_paused = true)]
async fn a_stored_file_of_ours_costs_nothing_a_second_time() {
    let world = World::new();
    let path = world.file("a.bin", 1_000);
    world.stored(&path, Seal::None, None).await;
    let again = world.upload_job(&path, Seal::None).await;
    assert_eq!(world.run(again, None).await, RunEnd::Finished);
    assert_eq!((world.orders_signed(again).await, world.used()), (0, ByteCount(96 * MIB)));
}

#[tokio::test(start_paused = true)]
async fn a_second_live_job_of_the_same_file_is_pointed_to_the_first() {
    let world = World::new();
    let path = world.file("a.bin", 1_000);
    let first = world.upload_job(&path, Seal::None).await;
    world.run_until(first, None, move |e| *e == JobEvent::StageEntered { stage: Stage::Ordering }).await;
    let second = world.upload_job(&path, Seal::None).await;
    let end = world.run(second, None).await;
    assert_eq!(code(&end), "already_transferring");
    let RunEnd::Failed(problem) = end else { panic!() };
    assert_eq!(problem.context["job"], first.to_string());
}

#[tokio::test(start_paused = true)]
async fn the_network_may_be_away_for_minutes() {
    for stage in [Stage::Ordering, Stage::Allocating, Stage::Sending, Stage::Confirming] {
        let world = World::new();
        let path = world.file("a.bin", 5_000);
        let job = world.upload_job(&path, Seal::None).await;
        let chain = world.chain.clone();
        world.at(move |e| *e == JobEvent::StageEntered { stage }, move || chain.set_offline(true));
        let (_handle, run) = world.start(job, None);
        tokio::time::sleep(std::time::Duration::from_mins(4)).await;
        world.chain.set_offline(false);
        assert_eq!(run.await.unwrap(), RunEnd::Finished, "{stage:?}");
        assert_eq!((world.used(), world.locked()), (ByteCount(96 * MIB), ByteCount(0)), "{stage:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_network_that_stays_away_is_a_problem_that_can_be_resumed() {
    let world = World::new();
    let path = world.file("a.bin", 5_000);
    let job = world.upload_job(&path, Seal::None).await;
    world.chain.set_offline(true);
    let end = world.run(job, None).await;
    assert_eq!(code(&end), "network_unreachable");
    assert!(matches!(end, RunEnd::Failed(problem) if problem.retry));
    world.chain.set_offline(false);
    assert_eq!(world.run(job, None).await, RunEnd::Finished);
}
