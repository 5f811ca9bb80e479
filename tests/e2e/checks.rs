//! Checks of stored files: restore drill, verification, and comparison with a file on this computer.

use pileus_app::SealChoice;
use pileus_localnet::node::{FaultKind, NodeCall, NodeFault};
use pileus_ports::SecretText;

use crate::support::{MIB, Town};

fn sealed() -> SealChoice {
    SealChoice::data_key("default")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_drill_passes_on_four_nodes_and_names_what_is_missing_on_three() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let fid = alice.store(&town.file("upload.bin", 34 * MIB), sealed()).await;
    let holders = town.holders(&alice, &fid).await;
    let files = &alice.services.files;
    let whole = files.drill(&fid, &|_| {}).await.unwrap();
    assert!(whole.passed() && whole.fragments == 8, "{whole:?}");
    town.keep_four(&holders, [1, 4, 7, 11]).await;
    let four = files.drill(&fid, &|_| {}).await.unwrap();
    let columns: Vec<_> = four.columns.iter().map(|column| column.position()).collect();
    assert_eq!((four.problem.as_ref(), columns), (None, vec![1, 4, 7, 11]));
    town.network.stop_node(holders[4]).await.unwrap();
    let three = files.drill(&fid, &|_| {}).await.unwrap();
    assert_eq!(three.problem.as_ref().unwrap().code, "fragments_missing");
    let alice = alice.reopened(town.url()).await;
    assert_eq!(alice.services.files.last_drill(&fid).await.unwrap(), Some(three), "kept on this computer");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_verification_finds_the_damaged_fragment() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let fid = alice.store(&town.file("upload.bin", 9 * MIB), sealed()).await;
    let holders = town.holders(&alice, &fid).await;
    town.disturb([holders[6]], &NodeFault::standing(NodeCall::Get, FaultKind::Corrupt)).await;
    let (report, _) = alice.services.files.verify(&fid, &|_| {}).await.unwrap();
    let found: Vec<_> = report.findings.iter().map(|finding| finding.at.column.position()).collect();
    assert_eq!((found, report.weakest, report.is_restorable()), (vec![6], 11, true));
    assert_eq!(town.index_of(&report.findings[0].node), holders[6]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_recognised_by_its_bytes_whichever_computer_stored_it() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let source = town.file("upload.bin", 9 * MIB);
    let words = || Some(SecretText::new("three blind mice".to_owned()));
    let job = alice.job(&source, SealChoice::Passphrase).await;
    alice.services.transfers.start(job, words()).await.unwrap();
    let fid = alice.services.transfers.wait(job).await.unwrap().job.fid.unwrap();
    let bob = town.desk("Bob").await;
    for (desk, whose) in [(&alice, "the header is in the journal"), (&bob, "the header is on the network")] {
        let files = &desk.services.files;
        let check = files.check_local(Some(&desk.account), Some(fid), &source, words()).await.unwrap();
        assert_eq!((check.equal, check.sealed), (Some(true), true), "{whose}");
    }
    let other = town.file("other.bin", 9 * MIB);
    let check = alice.services.files.check_local(Some(&alice.account), Some(fid), &other, words()).await.unwrap();
    assert_eq!(check.equal, Some(false));
}
