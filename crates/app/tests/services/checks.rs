//! Restore drills and comparisons with files on this computer.

use pileus_app::{SealChoice, UploadRequest};
use pileus_domain::{AccountId, Fid, GatewayRecord, NodeId, Route};
use pileus_pipeline::RunEnd;
use pileus_ports::{
    Chain, Journal, SecretText,
    fake::{NodeCall, NodeFault},
};

use crate::world::{POOL, World, plain, sealed};

pub(crate) async fn store(world: &World, request: pileus_app::UploadRequest, words: Option<SecretText>) -> Fid {
    let transfers = &world.services.transfers;
    let job = transfers.create_upload(request).await.unwrap().job.id;
    transfers.start(job, words).await.unwrap();
    let outcome = transfers.wait(job).await.unwrap();
    assert_eq!(outcome.end, RunEnd::Finished);
    outcome.job.fid.unwrap()
}

/// Stop the nodes of the first columns of a file.
async fn stop_nodes(world: &World, fid: &Fid, count: usize) {
    let nodes: Vec<NodeId> = world.chain.file(fid).unwrap().segments[0].fragments.iter().map(|f| f.node).collect();
    for node in &nodes[..count] {
        let endpoint = world.chain.node(node).await.unwrap().unwrap().endpoint.unwrap();
        world.nodes.set_fault(&endpoint, NodeCall::Get, NodeFault::Refuse, None);
    }
}

async fn forget_jobs(world: &World) {
    for job in world.journal.jobs().await.unwrap() {
        world.journal.remove_job(job.id).await.unwrap();
    }
}

#[tokio::test]
async fn the_last_drill_of_a_file_is_kept_with_what_it_found() {
    let (world, account) = World::furnished().await;
    let fid = store(&world, sealed(&world.file("a.txt", b"some text"), account), None).await;
    let files = &world.services.files;
    assert_eq!(files.last_drill(&fid).await.unwrap(), None);
    let report = files.drill(&fid, &|_| {}).await.unwrap();
    assert!(report.passed() && report.fragments == 4 && report.columns.len() == 4);
    assert_eq!(world.another_process().await.files.last_drill(&fid).await.unwrap(), Some(report));
    stop_nodes(&world, &fid, 9).await;
    let failed = files.drill(&fid, &|_| {}).await.unwrap();
    assert_eq!(failed.problem.as_ref().unwrap().code, "fragments_missing");
    assert_eq!(files.details(&account, &fid).await.unwrap().drill, Some(failed));
}

#[tokio::test]
async fn a_plain_file_is_found_in_the_catalogue_by_its_bytes() {
    let (world, account) = World::furnished().await;
    let path = world.file("a.txt", b"some text");
    let fid = store(&world, plain(&path, account), None).await;
    let files = &world.services.files;
    let found = files.check_local(Some(&account), None, &path, None).await.unwrap();
    assert_eq!((found.fid, found.equal, found.sealed, found.size.0), (fid, None, false, 9));
    assert_eq!(found.stored.unwrap().name, "a.txt");
    let other = files.check_local(Some(&account), None, &world.file("b.txt", b"other"), None).await.unwrap();
    assert!(other.stored.is_none() && other.fid != fid);
    let compared =
        files.check_local(Some(&account), Some(fid), &world.file("c.txt", b"some tex!"), None).await.unwrap();
    assert_eq!((compared.equal, compared.stored), (Some(false), None));
}

#[tokio::test]
async fn a_file_is_found_by_the_fid_that_a_cd2n_gateway_would_give_it() {
    let (world, account) = World::furnished().await;
    let gateway = GatewayRecord::from_chain(AccountId([0x61; 32]), POOL.as_bytes(), b"https://retriever.example");
    let path = world.file("a.txt", b"some text");
    // It does not take the file, so that the direct route stores it as it was planned for the gateway.
    let wish = UploadRequest { route: Route::Gateway(gateway), ..plain(&path, account) };
    let flat = store(&world, wish, None).await;
    let files = &world.services.files;
    let found = files.check_local(Some(&account), None, &path, None).await.unwrap();
    assert_eq!((found.fid, found.stored.map(|file| file.fid), found.sealed), (flat, Some(flat), false));
    let compared = files.check_local(Some(&account), Some(flat), &path, None).await.unwrap();
    assert_eq!((compared.fid, compared.equal), (flat, Some(true)));
    assert!(files.drill(&flat, &|_| {}).await.unwrap().passed(), "and restored like any other");
    std::fs::write(&path, b"some text").unwrap();
    assert_ne!(store(&world, plain(&path, account), None).await, flat, "the direct route alone names it otherwise");
}

#[tokio::test]
async fn a_sealed_file_is_compared_under_its_own_header() {
    let (world, account) = World::furnished().await;
    let path = world.file("a.txt", b"some text");
    let fid = store(&world, sealed(&path, account), None).await;
    let files = &world.services.files;
    let same = files.check_local(Some(&account), Some(fid), &path, None).await.unwrap();
    assert_eq!((same.fid, same.equal, same.sealed), (fid, Some(true), true));
    let unnamed = files.check_local(Some(&account), None, &path, None).await.unwrap();
    assert_eq!((unnamed.fid, unnamed.stored.map(|file| file.fid), unnamed.sealed), (fid, Some(fid), true));
    let longer = world.file("b.txt", b"some text and more");
    let other = files.check_local(Some(&account), Some(fid), &longer, None).await.unwrap();
    assert_eq!((other.equal, other.sealed), (Some(false), false), "its own FID is told instead");
}

#[tokio::test]
async fn a_header_that_is_not_here_is_fetched() {
    let (world, account) = World::furnished().await;
    let path = world.file("a.txt", b"some text");
    let fid = store(&world, sealed(&path, account), None).await;
    forget_jobs(&world).await;
    let files = &world.services.files;
    let same = files.check_local(Some(&account), Some(fid), &path, None).await.unwrap();
    assert_eq!((same.equal, same.sealed), (Some(true), true));
    stop_nodes(&world, &fid, 12).await;
    let refused = files.check_local(Some(&account), Some(fid), &path, None).await.unwrap_err();
    assert_eq!(refused.code, "fragments_missing");
}

#[tokio::test]
async fn a_file_under_a_passphrase_asks_for_it() {
    let (world, account) = World::furnished().await;
    let path = world.file("a.txt", b"some text");
    let request = pileus_app::UploadRequest { seal: SealChoice::Passphrase, ..plain(&path, account) };
    let words = |text: &str| Some(SecretText::new(text.to_owned()));
    let fid = store(&world, request, words("three blind mice")).await;
    let files = &world.services.files;
    let check = async |passphrase| files.check_local(Some(&account), Some(fid), &path, passphrase).await;
    assert_eq!(check(None).await.unwrap_err().code, "passphrase_needed");
    assert_eq!(check(words("three kind mice")).await.unwrap_err().code, "wrong_key");
    assert_eq!(check(words("three blind mice")).await.unwrap().equal, Some(true));
}

#[tokio::test]
async fn without_an_account_a_public_file_can_be_compared() {
    let (world, account) = World::furnished().await;
    let path = world.file("a.txt", b"some text");
    let fid = store(&world, plain(&path, account), None).await;
    let nobody: Option<&AccountId> = None;
    let same = world.services.files.check_local(nobody, Some(fid), &path, None).await.unwrap();
    assert_eq!((same.equal, same.stored), (Some(true), None));
}
