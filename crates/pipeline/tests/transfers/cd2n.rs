//! Uploads by way of a CD²N gateway: what it is used for, and everything that keeps a file from it.

use std::sync::{Arc, Mutex};

use pileus_domain::{
    AccountId, ColumnIndex, Condition, ContentHash, Deal, Endpoint, FidRule, FilePlan, GatewayRecord, JobId, Owner,
    Route,
};
use pileus_pipeline::{RunEnd, VerifyDepth, is_named};
use pileus_ports::{
    GatewayErrorKind, GatewayIdentity, JobEvent, Journal, Seal, TransferDetails, UploadDetails, fake::FakeChain,
};

use crate::world::{POOL, World, cd2n_endpoint, code, data_key, planned, planned_by, sealed, space};

const GATEWAY: AccountId = AccountId([0x6c; 32]);
const STRANGER: AccountId = AccountId([0x68; 32]);

fn record() -> GatewayRecord {
    GatewayRecord::from_chain(GATEWAY, POOL.as_bytes(), cd2n_endpoint().0.as_bytes())
}

/// The names under which a gateway got files.
type Names = Arc<Mutex<Vec<String>>>;

/// A world whose account has authorised a gateway that orders honestly and brings the fragments to the nodes.
fn world() -> (World, Names) {
    let world = World::new();
    world.chain.set_authorised(world.signer.0, GATEWAY);
    let (chain, account, names) = (world.chain.clone(), world.signer.0, Names::default());
    let heard = Arc::clone(&names);
    world.cd2n.on_order(move |_, upload, handed, bytes| {
        heard.lock().unwrap().push(upload.name.as_str().to_owned());
        let plan = planned_by(FidRule::Flat, bytes);
        let owner =
            Owner { account, file_name: handed.name.as_str().to_owned(), territory: upload.territory.as_str().into() };
        let charge = plan.territory_bytes().0;
        chain.change_territory(account, &space(), |territory| {
            territory.locked.0 += charge;
            territory.remaining.0 -= charge;
        });
        chain.put_deal(plan.fid, deal(&plan, owner));
        for (number, column) in (1..).zip(ColumnIndex::all()) {
            for fragment in plan.column(column) {
                chain.node_keeps(FakeChain::node_id(number), &plan.fid, fragment);
            }
        }
    });
    (world, names)
}

fn deal(plan: &FilePlan, owner: Owner) -> Deal {
    Deal { file_size: plan.file_size, segments: plan.segments.clone(), owner, reported: vec![] }
}

async fn job(world: &World, seal: Seal) -> JobId {
    let path = world.file("a.bin", 40_000);
    world.upload_job_by(&path, seal, Route::Gateway(record())).await
}

fn bytes(world: &World) -> Vec<u8> {
    std::fs::read(world.folder.path().join("a.bin")).unwrap()
}

/// The code of the problem for which the gateway was given up.
async fn given_up(world: &World, job: JobId) -> Option<String> {
    let given = |event| match event {
        JobEvent::GatewayGivenUp { gateway: GATEWAY, problem, .. } => Some(problem.code),
        _ => None,
    };
    world.events(job).await.into_iter().find_map(given)
}

async fn change(world: &World, job: JobId, change: impl FnOnce(&mut UploadDetails)) {
    let mut record = world.journal.job(job).await.unwrap().unwrap();
    let TransferDetails::Upload(details) = &mut record.details else { panic!("an upload") };
    change(details);
    world.journal.update_job(&record).await.unwrap();
}

/// Runs a job that a gateway does not get; the direct route stores it under the FID that was planned.
async fn kept_from_it((world, names): &(World, Names), seal: Seal, expected: &str) {
    let key = (seal != Seal::None).then(data_key);
    let job = job(world, seal).await;
    assert_eq!(world.run(job, key).await, RunEnd::Finished, "{expected}");
    assert_eq!(given_up(world, job).await.as_deref(), Some(expected));
    assert!(names.lock().unwrap().is_empty(), "{expected}: nothing is handed over");
    assert!(!world.nodes.sent().is_empty(), "{expected}: the fragments left from here");
}

#[tokio::test(start_paused = true)]
async fn a_file_is_stored_under_the_flat_fid_and_comes_back_from_the_gateway() {
    let (world, names) = world();
    let job = job(&world, Seal::None).await;
    assert_eq!(world.run(job, None).await, RunEnd::Finished);
    assert_eq!((given_up(&world, job).await, names.lock().unwrap().len(), world.nodes.sent().len()), (None, 1, 0));
    let (fid, bytes) = (world.fid(job).await, bytes(&world));
    assert_eq!(fid, planned_by(FidRule::Flat, &bytes).fid);
    assert_ne!(fid, planned(&bytes).fid);
    let (job, back) = world.download_job_by(fid, "back.bin", Route::Gateway(record())).await;
    assert_eq!(world.fetch(job, Vec::new()).await, RunEnd::Finished);
    assert!(std::fs::read(back).unwrap() == bytes);
}

#[tokio::test(start_paused = true)]
async fn what_the_direct_route_takes_over_keeps_its_fid_and_is_a_file_like_any_other() {
    let (world, _) = world();
    world.cd2n.fail_next(GatewayErrorKind::Unreachable);
    let job = job(&world, Seal::None).await;
    assert_eq!(world.run(job, None).await, RunEnd::Finished);
    assert_eq!(given_up(&world, job).await.as_deref(), Some("gateway_unreachable"));
    let (fid, bytes) = (world.fid(job).await, bytes(&world));
    assert_eq!(fid, planned_by(FidRule::Flat, &bytes).fid);
    let (job, back) = world.download_job(fid, "back.bin").await;
    assert_eq!(world.fetch(job, Vec::new()).await, RunEnd::Finished, "it is downloaded");
    assert!(std::fs::read(back).unwrap() == bytes);
    let report = world.pipeline.verify(&fid, VerifyDepth::Nodes).await.unwrap();
    assert_eq!(report.weakest, 12, "it is verified: {report:?}");
    assert!(is_named(&planned(&bytes), &fid), "and recognised by its hashes");
}

#[tokio::test(start_paused = true)]
async fn a_sealed_file_does_not_go_by_it_since_its_last_segment_is_full() {
    kept_from_it(&world(), sealed(), "gateway_last_segment").await;
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_says_something_else_than_its_entry_gets_nothing() {
    let other = Endpoint("https://other.example".to_owned());
    for (endpoint, pool) in [(Some(other), Some(POOL)), (Some(cd2n_endpoint()), Some("another pool")), (None, None)] {
        let world = world();
        let (version, pool) = ("CD\u{b2}N".to_owned(), pool.map(str::to_owned));
        world.0.cd2n.introduce(GatewayIdentity { version, endpoint, pool });
        kept_from_it(&world, Seal::None, "gateway_disagrees").await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_gateway_without_tls_gets_nothing() {
    let world = world();
    world.0.cd2n.fail_next(GatewayErrorKind::NotEncrypted);
    kept_from_it(&world, Seal::None, "gateway_not_encrypted").await;
}

#[tokio::test(start_paused = true)]
async fn what_was_planned_by_another_rule_is_not_handed_over() {
    let (world, names) = world();
    let job = job(&world, Seal::None).await;
    change(&world, job, |details| details.fid_rule = FidRule::Merkle).await;
    assert_eq!(world.run(job, None).await, RunEnd::Finished);
    assert_eq!(given_up(&world, job).await.as_deref(), Some("gateway_fid_rule"));
    let handed_over = names.lock().unwrap().len();
    assert_eq!((handed_over, world.fid(job).await), (0, planned(&bytes(&world)).fid));
}

#[tokio::test(start_paused = true)]
async fn other_segments_under_the_fid_of_the_file_are_never_joined() {
    let (world, names) = world();
    let job = job(&world, Seal::None).await;
    let mut squat = planned_by(FidRule::Flat, &bytes(&world));
    squat.segments[0].hash = ContentHash([9; 32]);
    let owner = Owner { account: STRANGER, file_name: "abc".into(), territory: "t".into() };
    world.chain.put_deal(squat.fid, deal(&squat, owner));
    assert_eq!(code(&world.run(job, None).await), "fid_taken");
    assert_eq!((names.lock().unwrap().len(), world.nodes.sent().len()), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn two_uploads_of_one_name_at_once_are_handed_over_under_two_names() {
    let (world, names) = world();
    let beside = world.upload_job_by(&world.file("b.bin", 10), Seal::None, Route::Gateway(record())).await;
    let mut running = world.journal.job(beside).await.unwrap().unwrap();
    (running.account, running.condition) = (Some(world.signer.0), Condition::Running);
    world.journal.update_job(&running).await.unwrap();
    let job = job(&world, Seal::None).await;
    assert_eq!(world.run(job, None).await, RunEnd::Finished);
    let names = names.lock().unwrap().clone();
    assert!(names[0].ends_with("-sealed") && names[0].len() > "-sealed".len(), "{names:?}");
    let record = world.journal.job(job).await.unwrap().unwrap();
    let TransferDetails::Upload(details) = record.details else { panic!("an upload") };
    assert_eq!(details.chain_name.as_str(), names[0], "the job knows it as well");
}
