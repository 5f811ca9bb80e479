//! A file goes up, is ACTIVE in a final block, and comes back from any four fragments.

use std::{ffi::OsStr, os::unix::ffi::OsStrExt};

use pileus_app::{SealChoice, UploadRequest};
use pileus_domain::FileState;
use pileus_localnet::Allocation;
use pileus_pipeline::RunEnd;
use pileus_ports::{At, JobEvent};

use crate::support::{CHARGE, Desk, MIB, Town, assert_same};

/// Columns that are left when eight nodes are gone: data only, parity only, and both.
const FOURS: [[usize; 4]; 3] = [[0, 1, 2, 3], [8, 9, 10, 11], [1, 4, 6, 11]];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_return_from_any_four_fragments_when_the_network_allocates() {
    files_return_from_any_four_fragments(Allocation::Network).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_return_from_any_four_fragments_when_the_client_allocates() {
    files_return_from_any_four_fragments(Allocation::Client).await;
}

async fn files_return_from_any_four_fragments(allocation: Allocation) {
    let town = Town::with(allocation).await;
    let alice = town.desk("Alice").await;
    let sealed = town.file("sealed.bin", 33 * MIB + 7);
    let plain = town.file("plain.txt", 20_000_001);
    for (source, seal, segments) in [(sealed, SealChoice::data_key("default"), 2), (plain, SealChoice::None, 1)] {
        let (used, _) = alice.used_and_locked().await;
        let job = alice.job(&source, seal.clone()).await;
        let outcome = alice.run(job).await;
        let fid = outcome.job.fid.expect("a planned file has a name");
        let at = outcome.block.expect("stored means in a final block");
        let status = alice.chain().file_status(&fid, At::Block(at.hash)).await.unwrap();
        assert_eq!(status.file.unwrap().state, FileState::Active);
        assert_eq!(alice.used_and_locked().await, (used + segments * CHARGE, 0));
        assert_eq!(town.chronicle.declarations(&fid).await, 1);
        assert_allocated_by(&alice, job, allocation).await;

        let holders = town.holders(&alice, &fid).await;
        for (number, four) in FOURS.into_iter().enumerate() {
            town.keep_four(&holders, four).await;
            let back = alice.fetch(fid, &format!("{seal:?}-{number}").replace('"', "")).await;
            assert_same(&source, &back);
        }
        for node in holders {
            town.network.start_node(node).await.unwrap();
        }
    }
}

async fn assert_allocated_by(desk: &Desk, job: pileus_domain::JobId, allocation: Allocation) {
    let network = matches!(allocation, Allocation::Network);
    let events = desk.events(job).await;
    let told = events.iter().find_map(|event| match event {
        JobEvent::Allocated { by_network, nodes } => Some((*by_network, nodes.len())),
        _ => None,
    });
    assert_eq!(told, Some((network, 12)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_mebibytes_return_with_eight_nodes_stopped() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let source = town.file("large.bin", 100 * MIB);
    let fid = alice.store(&source, SealChoice::data_key("default")).await;
    assert_eq!(alice.used_and_locked().await, (4 * CHARGE, 0));
    let holders = town.holders(&alice, &fid).await;
    town.keep_four(&holders, [0, 5, 7, 10]).await;
    assert_same(&source, &alice.fetch(fid, "back.bin").await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_client_may_choose_nodes_where_the_network_would() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let source = town.file("upload.bin", 3 * MIB);
    let request = UploadRequest { client_allocation: true, ..alice.request(&source, SealChoice::None) };
    let job = alice.services.transfers.create_upload(request).await.unwrap().job.id;
    let outcome = alice.run(job).await;
    assert_eq!(outcome.end, RunEnd::Finished);
    assert_allocated_by(&alice, job, Allocation::Client).await;
    assert_same(&source, &alice.fetch(outcome.job.fid.unwrap(), "back.bin").await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_that_the_chain_would_refuse_are_made_to_fit_and_kept_whole_here() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    for name in ["", "ab", &"n".repeat(63), &"n".repeat(64), &"\u{fc}".repeat(120)] {
        // The file's own name is no text at all.
        let odd = OsStr::from_bytes(&[b'f', 0xff, 0xfe]).to_owned();
        let source = town.path("odd").join(&odd);
        std::fs::create_dir_all(source.parent().unwrap()).unwrap();
        crate::support::write_file(&source, 1_000 + name.len() as u64, 1);
        let request = alice.request(&source, SealChoice::None);
        let refused = alice.services.transfers.create_upload(request.clone()).await.unwrap_err();
        assert_eq!(refused.code, "source_name_not_text");

        let request = UploadRequest { name: Some(name.to_owned()), ..request };
        let job = alice.services.transfers.create_upload(request).await.unwrap().job.id;
        let outcome = alice.run(job).await;
        assert_eq!(outcome.end, RunEnd::Finished, "{name:?}");
        let fid = outcome.job.fid.unwrap();
        let file = alice.chain().file_status(&fid, At::Final).await.unwrap().file.unwrap();
        assert!((3..=63).contains(&file.owners[0].file_name.len()), "{:?}", file.owners[0].file_name);
        let kept = alice.services.files.find(&alice.account, &fid).await.unwrap().unwrap();
        assert_eq!(kept.name, name);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_file_is_refused_plain_and_returns_empty_sealed() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let source = town.file("empty.bin", 0);
    let refused = alice.services.transfers.create_upload(alice.request(&source, SealChoice::None)).await;
    assert_eq!(refused.unwrap_err().code, "source_empty");
    let fid = alice.store(&source, SealChoice::data_key("default")).await;
    assert_same(&source, &alice.fetch(fid, "back.bin").await);
}
