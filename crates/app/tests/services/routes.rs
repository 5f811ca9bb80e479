//! Which way files take where Pileus chooses, what it learns from uploads, and which gateways are needed no more.

use pileus_app::{Preferences, RouteAdvice, RouteReason, UploadRequest};
use pileus_domain::{AccountId, ByteCount, Condition, GatewayRecord, Problem, Route};
use pileus_pipeline::RunEnd;
use pileus_ports::{
    Chain as _, Journal as _, TransferDetails,
    fake::{NodeCall, NodeFault},
};

use crate::world::{World, plain};

const GATEWAY: AccountId = AccountId([0x61; 32]);
const SECOND: AccountId = AccountId([0x62; 32]);
const RETRIEVER: AccountId = AccountId([0x63; 32]);
const GIB: ByteCount = ByteCount(1 << 30);

/// Where the world's gateway answers.
const ADDRESS: &[u8] = b"http://gateway.example";

fn authorised(world: &World, owner: AccountId, gateway: AccountId, domain: &[u8]) -> GatewayRecord {
    let record = GatewayRecord::from_chain(gateway, &[], domain);
    world.chain.set_gateway(record.clone());
    world.chain.set_authorised(owner, gateway);
    record
}

async fn advice(world: &World, account: &AccountId, length: ByteCount) -> RouteAdvice {
    world.services.gateways.advise(account, &[length]).await.unwrap()
}

async fn limited(world: &World, limit: u64) {
    let upload_limit = Some(ByteCount(limit));
    Preferences { upload_limit, ..Preferences::default() }.keep(&world.journal).await.unwrap();
}

async fn silence(world: &World, nodes: usize) {
    for node in world.chain.nodes().await.unwrap().into_iter().take(nodes) {
        world.nodes.set_fault(&node.endpoint.unwrap(), NodeCall::Status, NodeFault::Refuse, None);
    }
}

#[tokio::test]
async fn without_a_gateway_that_may_be_chosen_the_advice_is_direct() {
    let (world, account) = World::furnished().await;
    limited(&world, 64 << 10).await;
    world.chain.set_gateway(GatewayRecord::from_chain(GATEWAY, &[], ADDRESS));
    let direct = |reason| RouteAdvice { route: Route::Direct, reason };
    assert_eq!(advice(&world, &account, GIB).await, direct(RouteReason::NoGateway), "nothing is authorised for it");
    world.chain.set_gateway(GatewayRecord::from_chain(RETRIEVER, b"POOL", b"https://retriever.example"));
    world.chain.set_authorised(account, RETRIEVER);
    assert_eq!(advice(&world, &account, GIB).await, direct(RouteReason::NoGateway), "only DeOSS is considered");
    authorised(&world, account, SECOND, b"silent.example");
    assert_eq!(advice(&world, &account, GIB).await, direct(RouteReason::NoneAnswers));
    let record = authorised(&world, account, GATEWAY, ADDRESS);
    assert_eq!(advice(&world, &account, GIB).await.route, Route::Gateway(record), "the first that answers");
}

#[tokio::test]
async fn the_advice_goes_by_what_is_known_of_the_line() {
    let (world, account) = World::furnished().await;
    let record = authorised(&world, account, GATEWAY, ADDRESS);
    let unknown = RouteAdvice { route: Route::Direct, reason: RouteReason::UplinkUnknown };
    assert_eq!(advice(&world, &account, GIB).await, unknown);
    limited(&world, 1 << 20).await;
    // 1 GiB is 3 GiB of fragments.
    let (uplink, direct_seconds, gateway_seconds) = (ByteCount(1 << 20), 3 << 10, 1 << 10);
    let saves = RouteReason::Saves { uplink, direct_seconds, gateway_seconds };
    assert_eq!(advice(&world, &account, GIB).await, RouteAdvice { route: Route::Gateway(record), reason: saves });
    assert_eq!(advice(&world, &account, ByteCount(5)).await, unknown, "the line may be slower than its limit");
}

#[tokio::test]
async fn too_few_storage_nodes_that_answer_are_a_reason_for_a_gateway() {
    let (world, account) = World::furnished().await;
    let record = authorised(&world, account, GATEWAY, ADDRESS);
    silence(&world, 2).await;
    assert_eq!(advice(&world, &account, ByteCount(5)).await.route, Route::Direct, "fourteen of sixteen are enough");
    silence(&world, 3).await;
    let reason = RouteReason::FewNodes { reachable: 13, needed: 14 };
    assert_eq!(advice(&world, &account, ByteCount(5)).await, RouteAdvice { route: Route::Gateway(record), reason });
}

#[tokio::test]
async fn an_upload_teaches_how_fast_bytes_leave_and_the_next_advice_tells_it() {
    let (world, account) = World::furnished().await;
    authorised(&world, account, GATEWAY, ADDRESS);
    // However small it is, its fragments are of 8 MiB each.
    let path = world.file("a.bin", b"some bytes");
    let transfers = &world.services.transfers;
    let job = transfers.create_upload(plain(&path, account)).await.unwrap().job.id;
    transfers.start(job, None).await.unwrap();
    assert_eq!(transfers.wait(job).await.unwrap().end, RunEnd::Finished);
    let advice = advice(&world, &account, ByteCount(5)).await;
    assert!(matches!(advice.reason, RouteReason::SoonEnough { .. }), "{advice:?}");
    assert_eq!(advice.route, Route::Direct);
}

async fn idle(world: &World, account: &AccountId) -> Vec<AccountId> {
    let idle = world.services.gateways.idle(account).await.unwrap();
    idle.into_iter().map(|gateway| gateway.account).collect()
}

#[tokio::test]
async fn a_gateway_is_idle_once_no_upload_could_still_need_it() {
    let (world, account) = World::furnished().await;
    let record = authorised(&world, account, GATEWAY, ADDRESS);
    world.chain.set_authorised(account, SECOND);
    assert_eq!(idle(&world, &account).await, [GATEWAY, SECOND], "also one that left the list");
    let path = world.file("a.bin", b"some bytes");
    let request = UploadRequest { route: Route::Gateway(record), ..plain(&path, account) };
    let job = world.services.transfers.create_upload(request).await.unwrap().job;
    assert_eq!(idle(&world, &account).await, [SECOND], "one waits");
    for condition in [Condition::Running, Condition::Paused, Condition::Failed(Problem::new("x", "x", "x"))] {
        let mut changed = job.clone();
        changed.condition = condition.clone();
        world.journal.update_job(&changed).await.unwrap();
        assert_eq!(idle(&world, &account).await, [SECOND], "{condition:?}");
    }
    let mut gone_on = job.clone();
    if let TransferDetails::Upload(details) = &mut gone_on.details {
        details.route = Route::Direct;
        details.given_up = vec![GATEWAY];
    }
    world.journal.update_job(&gone_on).await.unwrap();
    assert_eq!(idle(&world, &account).await, [GATEWAY, SECOND], "the direct route took over");
    let mut ended = job;
    ended.condition = Condition::Finished;
    world.journal.update_job(&ended).await.unwrap();
    assert_eq!(idle(&world, &account).await, [GATEWAY, SECOND]);
    assert!(idle(&world, &AccountId([9; 32])).await.is_empty());
}
