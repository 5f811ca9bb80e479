//! Keys over the life of files: rotated, lost and found again, and keys of others.

use std::path::Path;

use aes::cipher::{Array, BlockModeEncrypt, KeyIvInit};
use pileus_app::DownloadRequest;
use pileus_codec::{Encoder, Envelope};
use pileus_domain::{
    ByteCount, Call, ChainFileName, ColumnIndex, Fid, FilePlan, FileState, Geometry, Route, SegmentIndex,
};
use pileus_pipeline::{Limits, RunEnd, plan_source};
use pileus_ports::{At, Opening, OsEntropy, SecretText};

use crate::{
    command_line::Home,
    support::{Desk, MIB, Program, Town, assert_same, space, until},
};

/// Bytes of a file in a full segment that a gateway encrypted.
const PAYLOAD: usize = 33_554_416;
const PASSPHRASE: &str = "three blind mice";

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rotated_key_seals_what_comes_and_the_old_one_opens_what_was() {
    let home = Home::new();
    let run = async |words: &[&str]| home.program(words).run().await;
    let store = async |name: &str| {
        let source = home.file(name, 100_000);
        let fid = run(&["upload", text(&source)]).await.result()["fid"].as_str().unwrap().to_owned();
        (source, fid)
    };
    let back = home.file_path("back.txt");
    let (source, before) = store("before.txt").await;
    let rotated = run(&["key", "rotate", "default"]).await;
    let old = rotated.result()["old"]["fingerprint"].as_str().unwrap().to_owned();
    let again = &rotated.result()["new_upload"];
    assert_eq!((&again["files"], &again["elsewhere"], &again["space"]), (&1.into(), &0.into(), &(96 << 20).into()));
    assert!(again["fee"].as_str().unwrap().parse::<u128>().unwrap() > 0, "{again}");
    let room = &again["territories"][0];
    assert!(room["lack"].is_null() && room["free"].as_u64() > room["space"].as_u64(), "{again}");
    let (_, after) = store("after.txt").await;
    let listed = run(&["key", "list"]).await;
    let files = |name: &str| {
        let keys = listed.result()["keys"].as_array().unwrap().clone();
        let key = keys.into_iter().find(|key| key["key"] == name).unwrap();
        (key["fingerprint"].as_str().unwrap().to_owned(), key["files"].as_u64().unwrap())
    };
    assert_eq!(files("default (old)"), (old.clone(), 1));
    assert_ne!(files("default").0, old);
    assert_eq!(files("default").1, 1, "the new file has the new key");
    run(&["download", &before, "--out", text(&back)]).await.result();
    assert_same(&source, &back);
    std::fs::remove_file(&back).unwrap();

    let kept = home.file_path("old.key");
    run(&["key", "export", &old, "--out", text(&kept)]).await.result();
    let refused = run(&["key", "remove", &old, "--yes"]).await;
    assert_eq!((refused.code, refused.problem()), (1, "data_key_needed"));
    run(&["key", "remove", &old, "--confirm", "default (old)"]).await.result();
    let closed = run(&["download", &before, "--out", text(&back)]).await;
    assert_eq!((closed.code, closed.problem(), back.exists()), (4, "wrong_key", false));
    let open = home.file_path("after-back.txt");
    run(&["download", &after, "--out", text(&open)]).await.result();
    run(&["key", "import", "found", "--key-file", text(&kept)]).await.result();
    run(&["download", &before, "--out", text(&back)]).await.result();
    assert_same(&source, &back);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_gateway_encrypted_comes_back_from_storage_nodes_with_its_passphrase() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let source = town.file("letter.bin", 33 * MIB + 7);
    let encrypted = town.path("encrypted.bin");
    std::fs::write(&encrypted, as_a_gateway_does(&std::fs::read(&source).unwrap())).unwrap();
    let fid = store_as_a_gateway(&alice, &encrypted, 33 * MIB + 7).await;

    let target = town.path("back.bin");
    let request =
        DownloadRequest { fid, account: None, target: target.clone(), opening: Opening::Cipher, route: Route::Direct };
    let transfers = &alice.services.transfers;
    let job = transfers.create_download(request).await.unwrap().job.id;
    let end = async |passphrase: Option<&str>| {
        transfers.start(job, passphrase.map(|text| SecretText::new(text.to_owned()))).await.unwrap();
        transfers.wait(job).await.unwrap().end
    };
    assert_eq!(end(None).await, RunEnd::NeedsKey);
    let RunEnd::Failed(problem) = end(Some("three kind mice")).await else { panic!("it opened") };
    assert_eq!((problem.code.as_str(), target.exists()), ("wrong_cipher", false));
    let holders = town.holders(&alice, &fid).await;
    town.keep_four(&holders, [1, 4, 6, 11]).await;
    assert_eq!(end(Some(PASSPHRASE)).await, RunEnd::Finished);
    assert_same(&source, &target);

    let (passphrase, again) = (town.path("passphrase"), town.path("again.bin"));
    std::fs::write(&passphrase, format!("{PASSPHRASE}\n")).unwrap();
    let fid = fid.to_string();
    let words = ["--network", town.url(), "download", &fid, "--out", text(&again), "--cipher", "--passphrase-file"];
    let program = Program::new(&town.path("elsewhere"), words.into_iter().chain([text(&passphrase)]));
    program.run().await.result();
    assert_same(&source, &again);
}

fn as_a_gateway_does(content: &[u8]) -> Vec<u8> {
    let mut key = [b'0'; 32];
    key[..PASSPHRASE.len()].copy_from_slice(PASSPHRASE.as_bytes());
    let start: [u8; 16] = key[..16].try_into().unwrap();
    let mut stored = Vec::new();
    for part in content.chunks(PAYLOAD) {
        let mut segment = part.to_vec();
        segment.resize(PAYLOAD, 0);
        segment.extend([16; 16]);
        let mut cipher = cbc::Encryptor::<aes::Aes256>::new(&key.into(), &start.into());
        cipher.encrypt_blocks(Array::slice_as_chunks_mut(&mut segment).0);
        stored.extend(segment);
    }
    stored
}

/// Declare the encrypted bytes with the length of the file, and give each column to the node that was drawn for it.
async fn store_as_a_gateway(desk: &Desk, encrypted: &Path, length: u64) -> Fid {
    let workers = Limits::default().plan_workers;
    let plan = plan_source(encrypted, None, &OsEntropy, workers, &mut |_| std::ops::ControlFlow::Continue(())).unwrap();
    let plan = FilePlan { file_size: ByteCount(length), ..plan };
    let (fid, owner) = (plan.fid, desk.account);
    let file_name = ChainFileName::new("letter.bin").unwrap();
    let order = Call::DeclareUpload { plan: plan.clone(), owner, file_name, territory: space(), bucket: String::new() };
    desk.call(order).await.unwrap();
    let drawn = desk.chain().file_status(&fid, At::Final).await.unwrap().allocation.expect("the network allocates");
    let bytes = std::fs::read(encrypted).unwrap();
    let encoder = Encoder::new(Geometry::CESS, &bytes, &Envelope::Plain).unwrap();
    for (column, node) in ColumnIndex::all().zip(&drawn.nodes) {
        let endpoint = desk.chain().node(node).await.unwrap().unwrap().endpoint.unwrap();
        for (index, segment) in (0..).map(SegmentIndex).zip(&plan.segments) {
            let mut fragment = [vec![0; Geometry::CESS.fragment()]];
            encoder.fragments(index, &[column], &mut fragment).unwrap();
            let [fragment] = fragment;
            let hash = segment.fragments[usize::from(column.number()) - 1];
            desk.services.ports().nodes.put_fragment(&endpoint, &fid, &hash, fragment.into()).await.unwrap();
        }
    }
    until("the file is stored", async || {
        let file = desk.chain().file_status(&fid, At::Final).await.unwrap().file;
        file.is_some_and(|file| file.state == FileState::Active)
    })
    .await;
    fid
}
