//! Nodes that refuse, hang, lie, lose, stay silent, or are too few.

use std::time::Duration;

use pileus_domain::ByteCount;
use pileus_pipeline::RunEnd;
use pileus_ports::{
    JobEvent, Journal, Seal,
    fake::{FakeChain, NodeCall, NodeFault},
};

use crate::world::{World, code, data_key, endpoint, sealed};

#[tokio::test(start_paused = true)]
async fn a_node_that_fails_in_any_way_is_replaced() {
    let hang = NodeFault::Hang(Duration::from_secs(100));
    for fault in
        [NodeFault::Refuse, hang, NodeFault::Corrupt, NodeFault::DiskFull, NodeFault::Offline, NodeFault::OrderNotSeen]
    {
        for world in [World::new(), World::client_allocation()] {
            for number in [1, 5, 9] {
                world.nodes.set_fault(&endpoint(number), NodeCall::Put, fault, None);
            }
            let path = world.file("a.bin", 9_000_000);
            let job = world.upload_job(&path, sealed()).await;
            assert_eq!(world.run(job, Some(data_key())).await, RunEnd::Finished, "{fault:?}");
            assert_eq!(world.locked(), ByteCount(0), "{fault:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_node_that_recovers_is_kept() {
    let world = World::new();
    for number in 1..=16 {
        world.nodes.set_fault(&endpoint(number), NodeCall::Put, NodeFault::OrderNotSeen, Some(2));
    }
    let path = world.file("a.bin", 9_000_000);
    let job = world.upload_job(&path, Seal::None).await;
    assert_eq!(world.run(job, None).await, RunEnd::Finished);
    let replaced = world.events(job).await.iter().filter(|e| matches!(e, JobEvent::NodeReplaced { .. })).count();
    assert_eq!(replaced, 0);
}

#[tokio::test(start_paused = true)]
async fn a_node_that_says_stored_and_is_silent_is_replaced_in_time() {
    for world in [World::new(), World::client_allocation()] {
        for number in 1..=3 {
            world.nodes.set_fault(&endpoint(number), NodeCall::Put, NodeFault::Lose, None);
        }
        let path = world.file("a.bin", 9_000_000);
        let job = world.upload_job(&path, sealed()).await;
        assert_eq!(world.run(job, Some(data_key())).await, RunEnd::Finished);
        assert_eq!(world.locked(), ByteCount(0));
    }
}

#[tokio::test(start_paused = true)]
async fn fewer_than_twelve_nodes_keep_the_order_open_until_there_are_more() {
    let world = World::client_allocation();
    for number in 12..=16 {
        world.chain.set_node_state(FakeChain::node_id(number), "frozen");
    }
    let path = world.file("a.bin", 9_000_000);
    let job = world.upload_job(&path, Seal::None).await;
    let end = world.run(job, None).await;
    assert_eq!(code(&end), "too_few_nodes");
    assert!(matches!(&end, RunEnd::Failed(problem) if problem.retry && problem.context["usable"] == "11"));
    assert_eq!(world.locked(), ByteCount(96 << 20), "the order is open");
    world.chain.set_node_state(FakeChain::node_id(16), "positive");
    assert_eq!(world.run(job, None).await, RunEnd::Finished);
    assert_eq!((world.orders_signed(job).await, world.locked()), (1, ByteCount(0)));
}

#[tokio::test(start_paused = true)]
async fn a_second_run_sends_only_what_is_missing() {
    let world = World::new();
    let path = world.file("a.bin", 30_000_000);
    let job = world.upload_job(&path, Seal::None).await;
    world.run_until(job, None, move |e| matches!(e, JobEvent::FragmentPlaced { .. })).await;
    let kept = world.journal.placements(job).await.unwrap();
    assert!(!kept.is_empty());
    assert_eq!(world.run(job, None).await, RunEnd::Finished);
    let plan = world.journal.plan(job).await.unwrap().unwrap();
    for placement in &kept {
        let hash = plan.fragment(placement.at).unwrap();
        let times = world.nodes.sent().iter().filter(|s| s.declared == hash).count();
        assert_eq!(times, 1, "{placement:?} was sent again");
    }
}
