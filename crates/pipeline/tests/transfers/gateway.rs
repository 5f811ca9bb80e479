//! Uploads by way of a gateway: an honest one does it all, a lying one is named, and the direct route takes over.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use bytes::Bytes;
use pileus_domain::{
    AccountId, ByteCount, ColumnIndex, ContentHash, Deal, FilePlan, GatewayRecord, JobId, Owner, Route, Stage,
    TerritoryState,
};
use pileus_pipeline::RunEnd;
use pileus_ports::{
    GatewayErrorKind, JobEvent, Journal, Seal, TransferDetails,
    fake::{FakeChain, FakeGateway},
};

use crate::world::{World, code, data_key, gateway_endpoint, planned, sealed, space};

const GATEWAY: AccountId = AccountId([0x67; 32]);
const STRANGER: AccountId = AccountId([0x68; 32]);

fn record() -> GatewayRecord {
    GatewayRecord { endpoint: Some(gateway_endpoint()), ..GatewayRecord::unlisted(GATEWAY) }
}

/// A world whose account has authorised the gateway.
fn world() -> World {
    let world = World::new();
    world.chain.set_authorised(world.signer.0, GATEWAY);
    world
}

/// Let the nodes have all fragments of a plan, and report them in the next block.
fn feed(chain: &FakeChain, plan: &FilePlan) {
    for (number, column) in (1..).zip(ColumnIndex::all()) {
        for fragment in plan.column(column) {
            chain.node_keeps(FakeChain::node_id(number), &plan.fid, fragment);
        }
    }
}

/// Let the gateway order what `change` makes of an honest order, and bring the fragments where it should.
fn orders(world: &World, feeds: bool, change: impl Fn(&mut Deal) + Send + Sync + 'static) -> Arc<AtomicUsize> {
    orders_of(world, &world.gateway, feeds, change)
}

/// The same for any gateway of a world.
pub(crate) fn orders_of(
    world: &World,
    gateway: &FakeGateway,
    feeds: bool,
    change: impl Fn(&mut Deal) + Send + Sync + 'static,
) -> Arc<AtomicUsize> {
    let (chain, account) = (world.chain.clone(), world.signer.0);
    let calls = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&calls);
    gateway.on_order(move |_, upload, handed, bytes: &Bytes| {
        count.fetch_add(1, Ordering::SeqCst);
        let plan = FilePlan { fid: handed.fid, ..planned(bytes) };
        let (file_name, territory) = (upload.name.as_str().to_owned(), upload.territory.as_str().to_owned());
        let owner = Owner { account, file_name, territory };
        let mut deal = Deal { file_size: plan.file_size, segments: plan.segments.clone(), owner, reported: vec![] };
        change(&mut deal);
        let charge = plan.territory_bytes().0;
        chain.change_territory(deal.owner.account, &space(), |territory| {
            territory.locked.0 += charge;
            territory.remaining.0 -= charge;
        });
        chain.put_deal(handed.fid, deal);
        if feeds {
            feed(&chain, &plan);
        }
    });
    calls
}

async fn job(world: &World, seal: Seal) -> JobId {
    let path = world.file("a.bin", 40_000);
    world.upload_job_by(&path, seal, Route::Gateway(record())).await
}

/// The code of the problem for which the gateway was given up.
async fn given_up(world: &World, job: JobId) -> Option<String> {
    let given = |event| match event {
        JobEvent::GatewayGivenUp { gateway: GATEWAY, problem, .. } => Some(problem.code),
        _ => None,
    };
    world.events(job).await.into_iter().find_map(given)
}

#[tokio::test(start_paused = true)]
async fn an_honest_gateway_stores_the_file_and_no_fragment_leaves_this_computer() {
    for (seal, key) in [(Seal::None, None), (sealed(), Some(data_key()))] {
        let world = world();
        let calls = orders(&world, true, |_| ());
        let job = job(&world, seal).await;
        assert_eq!(world.run(job, key).await, RunEnd::Finished);
        assert_eq!(given_up(&world, job).await, None);
        let events = world.events(job).await;
        assert!(events.iter().any(|e| matches!(e, JobEvent::HandedOver { gateway: GATEWAY, .. })), "{events:?}");
        assert!(matches!(events.last(), Some(JobEvent::Completed { block: Some(_), .. })));
        assert_eq!((calls.load(Ordering::SeqCst), world.nodes.sent().len(), world.orders_signed(job).await), (1, 0, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_that_was_stopped_after_handing_over_does_not_hand_over_again() {
    let mut world = world();
    let calls = orders(&world, true, |_| ());
    let job = job(&world, Seal::None).await;
    let end = world.run_until(job, None, |e| matches!(e, JobEvent::HandedOver { .. })).await;
    assert_eq!(end, RunEnd::Paused);
    world.restarted();
    assert_eq!(world.run(job, None).await, RunEnd::Finished);
    assert_eq!((calls.load(Ordering::SeqCst), world.nodes.sent().len()), (1, 0));
}

/// Runs a job over a gateway that fails; the direct route must bring it to its end.
async fn taken_over(world: &World, expected: &str) {
    let job = job(world, Seal::None).await;
    assert_eq!(world.run(job, None).await, RunEnd::Finished, "{expected}");
    assert_eq!(given_up(world, job).await.as_deref(), Some(expected));
    assert!(!world.nodes.sent().is_empty(), "{expected}: the fragments left from here");
    let record = world.journal.job(job).await.unwrap().unwrap();
    let TransferDetails::Upload(details) = record.details else { panic!("an upload") };
    assert_eq!(details.route, Route::Direct, "{expected}: the next run goes direct");
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_says_it_ordered_and_did_not_is_named() {
    let world = world();
    taken_over(&world, "gateway_no_order").await;
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_lets_its_order_wait_is_named() {
    let world = world();
    orders(&world, false, |_| ());
    taken_over(&world, "gateway_stalled").await;
}

/// A gateway that orders other bytes under another FID.
fn renaming(world: &mut World, size: ByteCount) {
    let other = planned(b"other bytes").fid;
    let gateway = FakeGateway::new(gateway_endpoint(), move |_| other);
    gateway.allow(world.signer.0, space().as_str());
    world.gateway = gateway;
    world.restarted();
    orders(world, false, move |deal| deal.file_size = size);
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_stores_less_or_other_bytes_is_named() {
    for (size, expected) in [(20_000, "gateway_truncated"), (40_000, "gateway_changed")] {
        let mut world = world();
        renaming(&mut world, ByteCount(size));
        taken_over(&world, expected).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_does_not_take_the_file_is_named() {
    for (kind, expected) in [
        (GatewayErrorKind::Unreachable, "gateway_unreachable"),
        (GatewayErrorKind::TimedOut, "gateway_unreachable"),
        (GatewayErrorKind::TooLarge, "gateway_refused"),
        (GatewayErrorKind::Failed, "gateway_refused"),
        (GatewayErrorKind::Corrupt, "gateway_unusable"),
        (GatewayErrorKind::ClocksDiffer, "gateway_clock"),
        (GatewayErrorKind::NotAuthorised, "gateway_not_authorised"),
        (GatewayErrorKind::ForbiddenAddress, "gateway_address_forbidden"),
    ] {
        let world = world();
        world.gateway.fail_next(kind);
        taken_over(&world, expected).await;
    }
}

/// The moment at which the file begins to leave.
fn leaves(event: &JobEvent) -> bool {
    matches!(event, JobEvent::StageEntered { stage: Stage::Sending })
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_fails_since_it_was_revoked_on_the_way_is_told_as_that() {
    let world = world();
    let (chain, account) = (world.chain.clone(), world.signer.0);
    world.at(leaves, move || chain.take_back(account, GATEWAY));
    world.gateway.fail_next(GatewayErrorKind::Failed);
    taken_over(&world, "gateway_not_authorised").await;
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_fails_since_the_territory_froze_on_the_way_ends_the_upload_by_that_name() {
    let world = world();
    let (chain, account) = (world.chain.clone(), world.signer.0);
    let freeze = move || chain.change_territory(account, &space(), |t| t.state = TerritoryState::Frozen);
    world.at(leaves, freeze);
    world.gateway.fail_next(GatewayErrorKind::Failed);
    let job = job(&world, Seal::None).await;
    assert_eq!(code(&world.run(job, None).await), "territory_frozen");
    assert_eq!((given_up(&world, job).await, world.nodes.sent().len()), (None, 0), "the gateway is not to blame");
}

#[tokio::test(start_paused = true)]
async fn without_an_authorisation_on_the_chain_nothing_is_handed_over() {
    let world = World::new();
    let calls = orders(&world, true, |_| ());
    taken_over(&world, "gateway_not_authorised").await;
    assert_eq!(calls.load(Ordering::SeqCst), 0);
}

#[tokio::test(start_paused = true)]
async fn a_file_of_equal_segments_goes_the_direct_way() {
    let world = world();
    let calls = orders(&world, true, |_| ());
    let path = world.folder.path().join("zeros.bin");
    std::fs::write(&path, vec![0; 64 << 20]).unwrap();
    let job = world.upload_job_by(&path, Seal::None, Route::Gateway(record())).await;
    assert_eq!(world.run(job, None).await, RunEnd::Finished);
    assert_eq!(given_up(&world, job).await.as_deref(), Some("gateway_repeats"));
    assert_eq!(calls.load(Ordering::SeqCst), 0);
}

/// Runs a job over a gateway whose order stands in the way of every other.
async fn spoiled(expected: &str, change: impl Fn(&mut Deal) + Send + Sync + 'static) {
    let world = world();
    orders(&world, true, change);
    let job = job(&world, Seal::None).await;
    let end = world.run(job, None).await;
    assert_eq!(code(&end), expected);
    assert!(world.nodes.sent().is_empty(), "{expected}: nothing is sent for an order that is not ours");
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_swaps_the_content_is_named_and_success_is_refused() {
    spoiled("gateway_swapped", |deal| deal.segments[0].fragments[3] = ContentHash([9; 32])).await;
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_orders_for_another_is_named_and_success_is_refused() {
    spoiled("gateway_other_owner", |deal| deal.owner.account = STRANGER).await;
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_orders_elsewhere_or_under_another_name_is_named_and_success_is_refused() {
    spoiled("gateway_other_territory", |deal| deal.owner.territory = "elsewhere".to_owned()).await;
    spoiled("gateway_other_name", |deal| deal.owner.file_name = "renamed".to_owned()).await;
}

/// Stored by the gateway, which then has it in its cache; the storage nodes have nothing.
async fn cached(world: &World) -> (pileus_domain::Fid, Vec<u8>) {
    orders(world, true, |_| ());
    let job = job(world, Seal::None).await;
    assert_eq!(world.run(job, None).await, RunEnd::Finished);
    (world.fid(job).await, std::fs::read(world.folder.path().join("a.bin")).unwrap())
}

#[tokio::test(start_paused = true)]
async fn a_file_comes_from_the_gateway_where_it_gives_the_right_bytes() {
    let world = world();
    let (fid, bytes) = cached(&world).await;
    let (job, path) = world.download_job_by(fid, "back.bin", Route::Gateway(record())).await;
    assert_eq!(world.fetch(job, Vec::new()).await, RunEnd::Finished, "no node could have given it");
    assert!(std::fs::read(path).unwrap() == bytes);
    assert_eq!(given_up(&world, job).await, None);
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_hands_out_other_bytes_is_named_and_the_nodes_are_asked() {
    let world = world();
    let path = world.file("b.bin", 50_000);
    let fid = world.stored(&path, Seal::None, None).await;
    world.gateway.cache(fid, Bytes::from(vec![9; 50_000]));
    let (job, back) = world.download_job_by(fid, "back.bin", Route::Gateway(record())).await;
    assert_eq!(world.fetch(job, Vec::new()).await, RunEnd::Finished);
    assert_eq!(given_up(&world, job).await.as_deref(), Some("gateway_other_bytes"));
    assert!(std::fs::read(back).unwrap() == std::fs::read(path).unwrap());
}
