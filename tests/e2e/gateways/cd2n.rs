//! A gateway of CD²N, as far as it can be used.

use pileus_app::GatewayChange;
use pileus_codec::fid_by;
use pileus_domain::{FidRule, GatewaySoftware, Route};
use pileus_pipeline::RunEnd;
use pileus_ports::JobEvent;

use super::files::fetch_by;
use crate::support::{CHARGE, MIB, Town, assert_same};

/// Which of the town's gateways it is.
const CD2N: usize = 2;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_small_file_is_stored_under_its_flat_name_comes_back_and_the_power_is_taken_back() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let route = alice.authorise(&town, CD2N).await;
    let Route::Gateway(gateway) = &route else { panic!("{route:?}") };
    assert_eq!(gateway.software, GatewaySoftware::Cd2n);
    let source = town.file("letter.bin", 5 * MIB);
    let job = alice.job_by(&source, &route).await;
    assert_eq!(alice.run(job).await.end, RunEnd::Finished);
    assert_eq!(alice.given_up(job).await, Vec::<String>::new());

    let plan = alice.plan(job).await.unwrap();
    let hashes: Vec<_> = plan.segments.iter().map(|segment| segment.hash).collect();
    assert_eq!(Some(plan.fid), fid_by(FidRule::Flat, &hashes));
    assert_ne!(Some(plan.fid), fid_by(FidRule::Merkle, &hashes), "of one segment both rules differ");
    let events = alice.events(job).await;
    assert!(events.iter().any(|e| matches!(e, JobEvent::HandedOver { fid, .. } if *fid == plan.fid)), "{events:?}");
    assert!(!events.iter().any(|e| matches!(e, JobEvent::OrderSigned { .. })), "the gateway ordered");
    assert_eq!(alice.used_and_locked().await, (CHARGE, 0));

    alice.change_gateway(&town, CD2N, GatewayChange::Revoke).await;
    let (back, fetching) = fetch_by(&alice, plan.fid, "by-gateway.bin", route).await;
    assert_eq!(alice.given_up(fetching).await, Vec::<String>::new());
    assert_same(&source, &back);
    assert_same(&source, &alice.fetch(plan.fid, "by-nodes.bin").await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_it_would_not_store_whole_goes_direct_and_says_why() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let route = alice.authorise(&town, CD2N).await;
    let source = town.file("letter.bin", 20 * MIB);
    let job = alice.job_by(&source, &route).await;
    assert_eq!(alice.run(job).await.end, RunEnd::Finished);
    assert_eq!(alice.given_up(job).await, ["gateway_last_segment"]);
    let events = alice.events(job).await;
    assert!(!events.iter().any(|event| matches!(event, JobEvent::HandedOver { .. })), "it never got it: {events:?}");
    assert!(events.iter().any(|event| matches!(event, JobEvent::OrderSigned { .. })));
    let fid = alice.record(job).await.fid.unwrap();
    assert_same(&source, &alice.fetch(fid, "back.bin").await);
}
