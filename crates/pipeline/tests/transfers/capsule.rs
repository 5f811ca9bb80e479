//! Files that a CD²N gateway encrypted in pieces: opened from storage nodes with the key out of a capsule.

use aes_gcm::{AeadInOut as _, Aes256Gcm, KeyInit as _};
use pileus_domain::{Capsule, Fid, JobId, NodeId};
use pileus_pipeline::{DownloadKeys, RunEnd};
use pileus_ports::{Journal, Opening, Seal, SecretBytes, TransferDetails};
use sha2::{Digest as _, Sha256};

use crate::world::{STRANGER, World, code, data_key, sealed};

/// Bytes of the file in a full piece.
const PIECE: usize = 31_457_264;
/// Long enough for a piece that lies in two segments.
const STRADDLING: usize = 2 * PIECE + 1_003;
const KEY: [u8; 32] = [0xac; 32];

fn content(length: usize) -> Vec<u8> {
    (0..length).map(|i| u8::try_from((i * 7 + 3) % 251).unwrap()).collect()
}

/// What a gateway keeps of some bytes.
fn encrypted(content: &[u8]) -> Vec<u8> {
    let cipher = Aes256Gcm::new(&KEY.into());
    let decimals = KEY.map(|byte| byte.to_string()).join(" ");
    let mut stored = Vec::new();
    for (number, piece) in (1..).zip(content.chunks(PIECE)) {
        let hash = Sha256::digest(format!("[{decimals}] {number}"));
        let nonce: [u8; 12] = hash[..12].try_into().unwrap();
        let mut piece = piece.to_vec();
        let tag = cipher.encrypt_inout_detached(&nonce.into(), &[], piece.as_mut_slice().into()).unwrap();
        stored.extend(piece);
        stored.extend(tag);
    }
    stored
}

async fn gateway_stored(length: usize) -> (World, Fid) {
    let world = World::new();
    let path = world.folder.path().join("encrypted.bin");
    std::fs::write(&path, encrypted(&content(length))).unwrap();
    let fid = world.stored(&path, Seal::None, None).await;
    (world, fid)
}

fn keys(keys: &[[u8; 32]]) -> DownloadKeys {
    DownloadKeys { seal: vec![data_key()], pieces: keys.iter().copied().map(SecretBytes::new).collect() }
}

/// A job that the person gave a capsule for; what the capsule holds is for the keystore to know.
async fn with_capsule(world: &World, fid: Fid) -> (JobId, std::path::PathBuf) {
    let (job, out) = world.download_job(fid, "back.bin").await;
    let mut record = world.journal.job(job).await.unwrap().unwrap();
    if let TransferDetails::Download(details) = &mut record.details {
        details.opening = Opening::Capsule(Capsule { e: [1; 32], v: [2; 32], s: [3; 32] });
    }
    world.journal.update_job(&record).await.unwrap();
    (job, out)
}

async fn fetch(world: &World, fid: Fid, keys: DownloadKeys) -> (RunEnd, Option<Vec<u8>>) {
    let (job, out) = with_capsule(world, fid).await;
    let end = world.fetch(job, keys).await;
    (end, std::fs::read(out).ok())
}

#[tokio::test(start_paused = true)]
async fn the_key_of_any_account_opens_it() {
    let (world, fid) = gateway_stored(1_003).await;
    let (end, bytes) = fetch(&world, fid, keys(&[[1; 32], KEY, [2; 32]])).await;
    assert_eq!(end, RunEnd::Finished);
    assert!(bytes.unwrap() == content(1_003));
}

#[tokio::test(start_paused = true)]
async fn pieces_that_lie_in_two_segments_open_as_well() {
    let (world, fid) = gateway_stored(STRADDLING).await;
    let (end, bytes) = fetch(&world, fid, keys(&[KEY])).await;
    assert_eq!(end, RunEnd::Finished);
    assert!(bytes.unwrap() == content(STRADDLING));
}

#[tokio::test(start_paused = true)]
async fn wrong_missing_and_impossible_are_three_answers_and_write_nothing() {
    let (world, fid) = gateway_stored(1_003).await;
    let (end, bytes) = fetch(&world, fid, keys(&[[1; 32], [2; 32]])).await;
    assert_eq!((code(&end), bytes), ("capsule_wrong", None));
    let (end, bytes) = fetch(&world, fid, keys(&[])).await;
    assert_eq!((end, bytes), (RunEnd::NeedsKey, None));
    let short = world.stored(&world.file("short.bin", 16), Seal::None, None).await;
    let (end, bytes) = fetch(&world, short, keys(&[KEY])).await;
    assert_eq!((code(&end), bytes), ("not_pieces", None));
}

#[tokio::test(start_paused = true)]
async fn a_later_piece_that_does_not_open_ends_it_before_it_is_written() {
    let world = World::new();
    let path = world.folder.path().join("encrypted.bin");
    let mut stored = encrypted(&content(PIECE + 100));
    *stored.last_mut().unwrap() ^= 1;
    std::fs::write(&path, stored).unwrap();
    let fid = world.stored(&path, Seal::None, None).await;
    let (end, bytes) = fetch(&world, fid, keys(&[KEY])).await;
    assert_eq!((code(&end), bytes), ("piece_damaged", None));
}

#[tokio::test(start_paused = true)]
async fn a_header_of_ours_counts_whatever_the_person_said() {
    let world = World::new();
    let path = world.file("a.bin", 1_000);
    let fid = world.stored(&path, sealed(), Some(data_key())).await;
    let (end, bytes) = fetch(&world, fid, keys(&[KEY])).await;
    assert_eq!(end, RunEnd::Finished);
    assert_eq!(bytes, std::fs::read(path).ok());
}

#[tokio::test(start_paused = true)]
async fn a_download_that_stopped_within_a_piece_goes_on_with_it() {
    let (world, fid) = gateway_stored(STRADDLING).await;
    let (job, out) = with_capsule(&world, fid).await;
    let whole = world.chain.file(&fid).unwrap();
    let mut half = whole.clone();
    half.segments[1].fragments.iter_mut().for_each(|fragment| fragment.node = NodeId(STRANGER));
    world.chain.put_file(fid, half);
    world.chain.make_blocks(20);
    assert_eq!(code(&world.fetch(job, keys(&[KEY])).await), "fragments_missing");
    world.chain.put_file(fid, whole);
    world.chain.make_blocks(20);
    assert_eq!(world.fetch(job, keys(&[])).await, RunEnd::NeedsKey);
    assert_eq!(world.fetch(job, keys(&[KEY])).await, RunEnd::Finished);
    assert!(std::fs::read(out).unwrap() == content(STRADDLING));
}
