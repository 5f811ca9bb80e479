//! Another gateway goes on where one fails, with the same FID; where none can, the direct route does.

use std::path::Path;

use pileus_domain::{AccountId, Fid, JobId, Route};
use pileus_localnet::gateway::{GatewayFault, GatewayFaultKind};
use pileus_pipeline::RunEnd;
use pileus_ports::JobEvent;

use crate::support::{Desk, MIB, Town, assert_same};

fn account(town: &Town, gateway: usize) -> AccountId {
    town.network.info().gateways[gateway].account.parse().unwrap()
}

/// Run an upload to its end; gives the job, the file, and which gateways said that they had taken it.
async fn run(desk: &Desk, source: &Path, route: &Route) -> (JobId, Fid, Vec<AccountId>) {
    let job = desk.job_by(source, route).await;
    assert_eq!(desk.run(job).await.end, RunEnd::Finished);
    let fid = desk.record(job).await.fid.unwrap();
    assert_eq!(desk.plan(job).await.unwrap().fid, fid, "whoever stores it, it has the name of the plan");
    let handed = |event| match event {
        JobEvent::HandedOver { gateway, .. } => Some(gateway),
        _ => None,
    };
    (job, fid, desk.events(job).await.into_iter().filter_map(handed).collect())
}

async fn ordered_here(desk: &Desk, job: JobId) -> bool {
    desk.events(job).await.iter().any(|event| matches!(event, JobEvent::OrderSigned { .. }))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_gateway_takes_over_from_one_that_is_not_there() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let route = alice.authorise(&town, 0).await;
    alice.authorise(&town, 1).await;
    town.network.stop_gateway(0).await.unwrap();
    let source = town.file("letter.bin", 3 * MIB);
    let (job, fid, handed) = run(&alice, &source, &route).await;
    assert_eq!(alice.given_up(job).await, ["gateway_unreachable"]);
    assert_eq!(handed, [account(&town, 1)]);
    assert!(!ordered_here(&alice, job).await, "the second gateway ordered");
    assert_same(&source, &alice.fetch(fid, "back.bin").await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_gateway_takes_over_from_one_that_cheats() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let route = alice.authorise(&town, 0).await;
    alice.authorise(&town, 1).await;
    town.network.set_gateway_fault(GatewayFault::standing(GatewayFaultKind::Truncate));
    let source = town.file("letter.bin", 3 * MIB);
    let (job, fid, handed) = run(&alice, &source, &route).await;
    assert_eq!(alice.given_up(job).await, ["gateway_truncated"]);
    assert_eq!(handed, [account(&town, 0), account(&town, 1)]);
    assert!(!ordered_here(&alice, job).await, "the second gateway ordered");
    assert_same(&source, &alice.fetch(fid, "back.bin").await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_both_gateways_cheat_the_direct_route_takes_over() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let route = alice.authorise(&town, 0).await;
    alice.authorise(&town, 1).await;
    for gateway in [0, 1] {
        let fault = GatewayFault::standing(GatewayFaultKind::WrongStatus { status: 413 });
        town.network.set_gateway_fault_of(gateway, fault).unwrap();
    }
    let source = town.file("letter.bin", 3 * MIB);
    let (job, fid, handed) = run(&alice, &source, &route).await;
    let given_up = alice.given_up(job).await;
    assert_eq!((given_up.first().map(String::as_str), handed), (Some("gateway_refused"), Vec::new()));
    assert!(ordered_here(&alice, job).await);
    assert_same(&source, &alice.fetch(fid, "back.bin").await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_that_names_files_otherwise_never_takes_over() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let route = alice.authorise(&town, 0).await;
    alice.authorise(&town, 2).await;
    town.network.stop_gateway(0).await.unwrap();
    let source = town.file("letter.bin", 3 * MIB);
    let (job, _, handed) = run(&alice, &source, &route).await;
    assert_eq!((alice.given_up(job).await.len(), handed), (1, Vec::new()));
    assert!(ordered_here(&alice, job).await);
}
