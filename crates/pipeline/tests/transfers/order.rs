//! Space, money and other people's orders.

use pileus_domain::{
    ByteCount, Deal, FileRecord, FileState, FragmentRecord, Owner, Planck, SegmentRecord, Stage, TerritoryState,
};
use pileus_pipeline::RunEnd;
use pileus_ports::{JobEvent, Journal, Seal, fake::FakeChain};

use crate::world::{STRANGER, World, code, space};

async fn code_after(change: impl FnOnce(&World)) -> String {
    let world = World::new();
    let path = world.file("a.bin", 1_000);
    let job = world.upload_job(&path, Seal::None).await;
    change(&world);
    let end = world.run(job, None).await;
    assert!(world.chain.submissions().is_empty() && world.nodes.sent().is_empty(), "nothing was ordered or sent");
    code(&end).to_owned()
}

#[tokio::test(start_paused = true)]
async fn space_that_takes_no_order_is_named_before_anything_is_signed() {
    let state =
        |state| move |world: &World| world.chain.change_territory(world.signer.0, &space(), |t| t.state = state);
    let remaining = |bytes| {
        move |world: &World| {
            world.chain.change_territory(world.signer.0, &space(), |t| t.remaining = ByteCount(bytes));
        }
    };
    assert_eq!(code_after(state(TerritoryState::Frozen)).await, "territory_frozen");
    assert_eq!(code_after(state(TerritoryState::Expired)).await, "territory_expired");
    assert_eq!(code_after(state(TerritoryState::OnConsignment)).await, "territory_on_sale");
    assert_eq!(code_after(remaining(96 << 20)).await, "territory_full");
    assert_eq!(code_after(|world| world.chain.set_balance(world.signer.0, Planck(1))).await, "balance_too_low");
}

#[tokio::test(start_paused = true)]
async fn space_that_becomes_free_lets_the_job_go_on() {
    let world = World::new();
    let path = world.file("a.bin", 1_000);
    let job = world.upload_job(&path, Seal::None).await;
    world.chain.change_territory(world.signer.0, &space(), |t| t.state = TerritoryState::Frozen);
    assert_eq!(code(&world.run(job, None).await), "territory_frozen");
    world.chain.change_territory(world.signer.0, &space(), |t| t.state = TerritoryState::Active);
    assert_eq!(world.run(job, None).await, RunEnd::Finished);
}

/// The plan of a file that was planned and stopped before its order.
async fn planned(world: &World) -> (pileus_domain::JobId, pileus_domain::FilePlan) {
    let path = world.file("a.bin", 1_000);
    let job = world.upload_job(&path, Seal::None).await;
    world.chain.change_territory(world.signer.0, &space(), |t| t.state = TerritoryState::Frozen);
    assert_eq!(code(&world.run(job, None).await), "territory_frozen");
    world.chain.change_territory(world.signer.0, &space(), |t| t.state = TerritoryState::Active);
    let plan = world.journal.plan(job).await.unwrap().unwrap();
    (job, plan)
}

fn owner() -> Owner {
    Owner { account: STRANGER, file_name: "theirs".into(), territory: "t".into() }
}

fn stored_by_stranger(plan: &pileus_domain::FilePlan) -> FileRecord {
    let node = FakeChain::node_id(1);
    let fragment = |hash| FragmentRecord { hash, available: true, tag: None, node };
    let segments = plan
        .segments
        .iter()
        .map(|s| SegmentRecord { hash: s.hash, fragments: s.fragments.iter().copied().map(fragment).collect() });
    FileRecord {
        segments: segments.collect(),
        owners: vec![owner()],
        file_size: plan.file_size,
        completion: pileus_domain::BlockNumber(1),
        state: FileState::Active,
    }
}

#[tokio::test(start_paused = true)]
async fn a_strangers_file_of_the_same_content_is_joined_without_sending() {
    let world = World::new();
    let (job, plan) = planned(&world).await;
    world.chain.put_file(plan.fid, stored_by_stranger(&plan));
    assert_eq!(world.run(job, None).await, RunEnd::Finished);
    assert!(world.nodes.sent().is_empty());
    assert!(world.chain.file(&plan.fid).unwrap().is_owned_by(&world.signer.0));
}

#[tokio::test(start_paused = true)]
async fn a_strangers_file_of_other_content_is_never_bought() {
    let world = World::new();
    let (job, plan) = planned(&world).await;
    let mut squat = stored_by_stranger(&plan);
    squat.segments[0].fragments[7].hash = pileus_domain::ContentHash([1; 32]);
    world.chain.put_file(plan.fid, squat);
    let before = world.chain.submissions().len();
    assert_eq!(code(&world.run(job, None).await), "fid_taken");
    assert_eq!(world.chain.submissions().len(), before);
}

#[tokio::test(start_paused = true)]
async fn a_strangers_open_order_is_not_destroyed() {
    let world = World::new();
    let (job, plan) = planned(&world).await;
    let deal = Deal { file_size: plan.file_size, segments: plan.segments.clone(), owner: owner(), reported: vec![] };
    world.chain.put_deal(plan.fid, deal.clone());
    assert_eq!(code(&world.run(job, None).await), "order_by_other");
    assert_eq!(world.chain.deal(&plan.fid).unwrap().owner, deal.owner);
}

#[tokio::test(start_paused = true)]
async fn an_order_that_a_stranger_overwrites_is_noticed() {
    for stage in [Stage::Allocating, Stage::Sending, Stage::Confirming] {
        let world = World::new();
        let path = world.file("a.bin", 1_000);
        let job = world.upload_job(&path, Seal::None).await;
        world.run_until(job, None, |e| *e == JobEvent::StageEntered { stage: Stage::Ordering }).await;
        let plan = world.journal.plan(job).await.unwrap().unwrap();
        let deal =
            Deal { file_size: plan.file_size, segments: plan.segments.clone(), owner: owner(), reported: vec![] };
        let chain = world.chain.clone();
        world.at(move |e| *e == JobEvent::StageEntered { stage }, move || chain.put_deal(plan.fid, deal));
        assert_eq!(code(&world.run(job, None).await), "order_overwritten", "{stage:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_block_that_is_thrown_out_takes_nothing_with_it() {
    let world = World::new();
    let path = world.file("a.bin", 1_000);
    let job = world.upload_job(&path, Seal::None).await;
    let chain = world.chain.clone();
    world.at(|e| matches!(e, JobEvent::OrderInBlock { .. }), move || assert!(chain.retract_block()));
    assert_eq!(world.run(job, None).await, RunEnd::Finished);
    assert_eq!(world.locked(), ByteCount(0));
}
