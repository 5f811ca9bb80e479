//! Files that a gateway encrypted (`Cipher`): told apart, opened from storage nodes alone, and never written wrongly.

use aes::cipher::{Array, BlockModeEncrypt, KeyIvInit};
use pileus_domain::{ByteCount, Fid, NodeId};
use pileus_pipeline::{RunEnd, SealKey, StoredFile};
use pileus_ports::{Journal, Opening, Seal, SecretText, TransferDetails};

use crate::world::{STRANGER, World, code, data_key, sealed};

/// Bytes of the file in a full segment.
const PAYLOAD: usize = 33_554_416;
/// Long enough for two segments, and of a length that a plain file has one for.
const CERTAIN: usize = PAYLOAD + 5;
const PASSPHRASE: &str = "three blind mice";

fn words(text: &str) -> SealKey {
    SealKey::Passphrase(SecretText::new(text.to_owned()))
}

fn content(length: usize) -> Vec<u8> {
    (0..length).map(|i| u8::try_from((i * 7 + 3) % 251).unwrap()).collect()
}

/// What a gateway keeps of some bytes.
fn encrypted(content: &[u8]) -> Vec<u8> {
    let mut key = [b'0'; 32];
    key[..PASSPHRASE.len()].copy_from_slice(PASSPHRASE.as_bytes());
    let mut stored = Vec::new();
    for part in content.chunks(PAYLOAD) {
        let mut segment = part.to_vec();
        segment.resize(PAYLOAD, 0);
        segment.extend([16; 16]);
        let start: [u8; 16] = key[..16].try_into().unwrap();
        let mut cipher = cbc::Encryptor::<aes::Aes256>::new(&key.into(), &start.into());
        cipher.encrypt_blocks(Array::slice_as_chunks_mut(&mut segment).0);
        stored.extend(segment);
    }
    stored
}

/// A network with a file that a gateway stored: encrypted, with the length of the content declared.
async fn gateway_stored(length: usize) -> (World, Fid) {
    let world = World::new();
    let path = world.folder.path().join("encrypted.bin");
    std::fs::write(&path, encrypted(&content(length))).unwrap();
    let fid = world.stored(&path, Seal::None, None).await;
    let mut file = world.chain.file(&fid).unwrap();
    file.file_size = ByteCount(length as u64);
    world.chain.put_file(fid, file);
    world.chain.make_blocks(20);
    (world, fid)
}

async fn fetch(world: &World, fid: Fid, opening: Opening, keys: Vec<SealKey>) -> (RunEnd, Option<Vec<u8>>) {
    let (job, out) = world.download_job(fid, "back.bin").await;
    let mut record = world.journal.job(job).await.unwrap().unwrap();
    if let TransferDetails::Download(details) = &mut record.details {
        details.opening = opening;
    }
    world.journal.update_job(&record).await.unwrap();
    let end = world.fetch(job, keys).await;
    (end, std::fs::read(out).ok())
}

#[tokio::test(start_paused = true)]
async fn it_opens_with_the_passphrase_when_the_person_says_so() {
    let (world, fid) = gateway_stored(1_003).await;
    let (end, bytes) = fetch(&world, fid, Opening::Cipher, vec![data_key(), words(PASSPHRASE)]).await;
    assert_eq!(end, RunEnd::Finished);
    assert!(bytes.unwrap() == content(1_003));
}

#[tokio::test(start_paused = true)]
async fn a_length_that_no_plain_file_has_tells_by_itself() {
    let (world, fid) = gateway_stored(CERTAIN).await;
    let (end, bytes) = fetch(&world, fid, Opening::Told, vec![data_key()]).await;
    assert_eq!((end, bytes), (RunEnd::NeedsKey, None), "never written as it is stored");
    let (end, bytes) = fetch(&world, fid, Opening::Told, vec![words(PASSPHRASE)]).await;
    assert_eq!(end, RunEnd::Finished);
    assert!(bytes.unwrap() == content(CERTAIN));
}

#[tokio::test(start_paused = true)]
async fn wrong_missing_and_impossible_are_three_answers_and_write_nothing() {
    let (world, fid) = gateway_stored(1_003).await;
    let (end, bytes) = fetch(&world, fid, Opening::Cipher, vec![words("three kind mice")]).await;
    assert_eq!((code(&end), bytes), ("wrong_cipher", None));
    let (end, bytes) = fetch(&world, fid, Opening::Cipher, vec![words(&"x".repeat(33))]).await;
    assert_eq!((code(&end), bytes), ("wrong_cipher", None));
    let (end, bytes) = fetch(&world, fid, Opening::Cipher, vec![]).await;
    assert_eq!((end, bytes), (RunEnd::NeedsKey, None));
    let plain = world.stored(&world.file("whole.bin", 33_554_432), Seal::None, None).await;
    let (end, bytes) = fetch(&world, plain, Opening::Cipher, vec![words(PASSPHRASE)]).await;
    assert_eq!((code(&end), bytes), ("not_cipher", None));
}

#[tokio::test(start_paused = true)]
async fn a_header_of_ours_counts_whatever_the_person_said() {
    let world = World::new();
    let path = world.file("a.bin", 1_000);
    let fid = world.stored(&path, sealed(), Some(data_key())).await;
    let (end, bytes) = fetch(&world, fid, Opening::Cipher, vec![data_key(), words(PASSPHRASE)]).await;
    assert_eq!(end, RunEnd::Finished);
    assert_eq!(bytes, std::fs::read(path).ok());
}

#[tokio::test(start_paused = true)]
async fn any_range_can_be_read_without_the_rest() {
    let (world, fid) = gateway_stored(CERTAIN).await;
    let open = |keys| world.pipeline.open_stored(&fid, keys, std::sync::Arc::default());
    assert_eq!(open(vec![]).await.err().unwrap().code, "passphrase_needed");
    assert_eq!(open(vec![words("three kind mice")]).await.err().unwrap().code, "wrong_cipher");
    let file: StoredFile = open(vec![words(PASSPHRASE)]).await.unwrap();
    assert_eq!((file.length(), file.is_sealed()), (CERTAIN as u64, true));
    let content = content(CERTAIN);
    for range in [0..10, 1_001..1_050, PAYLOAD - 20..PAYLOAD + 3, PAYLOAD..CERTAIN, CERTAIN - 1..CERTAIN + 100] {
        let read = file.read(range.start as u64..range.end as u64).await.unwrap();
        assert!(read[..] == content[range.start..range.end.min(CERTAIN)], "{range:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_download_that_stopped_half_way_goes_on_as_it_was_begun() {
    let (world, fid) = gateway_stored(CERTAIN).await;
    let (job, out) = world.download_job(fid, "back.bin").await;
    let whole = world.chain.file(&fid).unwrap();
    let mut half = whole.clone();
    half.segments[1].fragments.iter_mut().for_each(|fragment| fragment.node = NodeId(STRANGER));
    world.chain.put_file(fid, half);
    world.chain.make_blocks(20);
    assert_eq!(code(&world.fetch(job, vec![words(PASSPHRASE)]).await), "fragments_missing");
    world.chain.put_file(fid, whole);
    world.chain.make_blocks(20);
    assert_eq!(world.fetch(job, vec![]).await, RunEnd::NeedsKey, "its second half is never written encrypted");
    assert_eq!(world.fetch(job, vec![words(PASSPHRASE)]).await, RunEnd::Finished);
    assert!(std::fs::read(out).unwrap() == content(CERTAIN));
}
