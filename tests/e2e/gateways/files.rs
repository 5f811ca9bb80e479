//! Files through a gateway: several at once, small ones, and back again, checked segment by segment.

use std::path::{Path, PathBuf};

use pileus_app::DownloadRequest;
use pileus_domain::{ContentHash, Fid, JobId, Route};
use pileus_localnet::gateway::{GatewayFault, GatewayFaultKind};
use pileus_pipeline::RunEnd;
use pileus_ports::{JobEvent, Opening};

use crate::support::{CHARGE, Desk, MIB, Town, assert_same};

/// Get a file by way of a gateway; gives its place and the job.
pub(super) async fn fetch_by(desk: &Desk, fid: Fid, name: &str, route: Route) -> (PathBuf, JobId) {
    let target = desk.folder.join(name);
    let request =
        DownloadRequest { fid, account: Some(desk.account), target: target.clone(), opening: Opening::Told, route };
    let job = desk.services.transfers.create_download(request).await.unwrap().job.id;
    assert_eq!(desk.run(job).await.end, RunEnd::Finished);
    (target, job)
}

/// Store a file by way of a gateway, which does everything.
async fn store_by(desk: &Desk, source: &Path, route: &Route) -> Fid {
    let job = desk.job_by(source, route).await;
    assert_eq!(desk.run(job).await.end, RunEnd::Finished);
    assert_eq!(desk.given_up(job).await, Vec::<String>::new());
    desk.record(job).await.fid.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_files_go_through_one_gateway_at_once_and_keep_the_names_they_were_planned_under() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let route = alice.authorise(&town, 0).await;
    let sources = [("one.bin", 1_000), ("two.bin", 9 * MIB), ("three.bin", 33 * MIB)];
    let sources = sources.map(|(name, length)| town.file(name, length));
    let mut jobs = Vec::new();
    for source in &sources {
        jobs.push(alice.job_by(source, &route).await);
    }
    for job in &jobs {
        alice.services.transfers.start(*job, None).await.unwrap();
    }
    for (job, source) in jobs.into_iter().zip(&sources) {
        let outcome = alice.services.transfers.wait(job).await.unwrap();
        assert_eq!(outcome.end, RunEnd::Finished);
        let fid = outcome.job.fid.unwrap();
        assert_eq!(alice.plan(job).await.unwrap().fid, fid);
        let events = alice.events(job).await;
        assert!(events.iter().any(|e| matches!(e, JobEvent::HandedOver { fid: handed, .. } if *handed == fid)));
        assert!(!events.iter().any(|e| matches!(e, JobEvent::OrderSigned { .. })), "the gateway ordered");
        assert_eq!(town.chronicle.declarations(&fid).await, 1);
        assert_same(source, &alice.fetch(fid, &format!("back-{job}")).await);
    }
    assert_eq!(alice.used_and_locked().await, (4 * CHARGE, 0), "two segments are one of the files");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_comes_back_through_a_gateway_even_when_no_storage_node_answers() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let route = alice.authorise(&town, 0).await;
    let source = town.file("letter.bin", 33 * MIB);
    let fid = store_by(&alice, &source, &route).await;
    let holders = town.holders(&alice, &fid).await;
    for holder in holders {
        town.network.stop_node(holder).await.unwrap();
    }
    let (back, job) = fetch_by(&alice, fid, "back.bin", route).await;
    assert_eq!(alice.given_up(job).await, Vec::<String>::new());
    assert_same(&source, &back);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_that_hands_out_other_bytes_is_named_and_the_nodes_take_over() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let route = alice.authorise(&town, 0).await;
    let source = town.file("letter.bin", 3 * MIB);
    let fid = store_by(&alice, &source, &route).await;
    town.network.set_gateway_fault(GatewayFault::standing(GatewayFaultKind::CorruptDownload));
    let (back, job) = fetch_by(&alice, fid, "back.bin", route).await;
    assert_eq!(alice.given_up(job).await, ["gateway_other_bytes"]);
    assert_same(&source, &back);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_gateway_says_of_a_file_stands_beside_what_the_chain_says() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let route = alice.authorise(&town, 0).await;
    let fid = store_by(&alice, &town.file("letter.bin", 1_000), &route).await;
    let name = &town.network.info().gateways[0].account;
    let told = alice.services.gateways.ask(name, &fid).await.unwrap();
    assert_eq!(told.differences(), []);
    assert!(told.names_first_node_only(), "the habit of gateways of today: {told:?}");
    let file = told.said.unwrap();
    assert_eq!((file.size.0, file.owners.len()), (1_000, 1));
    assert_eq!(file.owners[&alice.account], "files/letter.bin");

    let unknown = alice.services.gateways.ask(name, &Fid(ContentHash([0xab; 32]))).await.unwrap();
    assert_eq!((unknown.said, unknown.chain), (None, None));
}
