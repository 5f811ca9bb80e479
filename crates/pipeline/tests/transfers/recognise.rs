//! Files on this computer, compared with stored ones by their FID alone.

use pileus_pipeline::{LocalFile, SealKey, is_named};
use pileus_ports::{Journal, Seal, SecretBytes};

use crate::world::{World, data_key, sealed};

/// Two segments.
const LENGTH: usize = 34_000_000;

#[tokio::test(start_paused = true)]
async fn a_plain_file_has_the_name_that_it_was_stored_under() {
    let world = World::new();
    let path = world.file("a.bin", LENGTH);
    let fid = world.stored(&path, Seal::None, None).await;
    let local = LocalFile::look_at(&path, 2).unwrap();
    assert_eq!((local.length(), local.plain().unwrap().fid), (LENGTH as u64, fid));
    assert!(world.pipeline.stored_header(&fid).await.unwrap().is_none());
    let other = LocalFile::look_at(&world.file("b.bin", LENGTH - 1), 2).unwrap();
    assert!(!is_named(&other.plain().unwrap(), &fid));
}

#[tokio::test(start_paused = true)]
async fn a_sealed_file_is_recognised_under_its_header_whoever_kept_it() {
    let world = World::new();
    let path = world.file("a.bin", LENGTH);
    let job = world.upload_job(&path, sealed()).await;
    world.run(job, Some(data_key())).await;
    let fid = world.fid(job).await;
    let kept = world.journal.header(job).await.unwrap().unwrap();
    let fetched = world.pipeline.stored_header(&fid).await.unwrap().unwrap();
    assert_eq!(kept, fetched);
    let local = LocalFile::look_at(&path, 2).unwrap();
    let other = SealKey::DataKey(SecretBytes::new([1; 32]));
    let plan = local.sealed_under(&kept, &[other.clone(), data_key()]).unwrap().unwrap();
    assert_eq!(plan.fid, fid);
    assert_eq!(local.sealed_under(&kept, &[other]).unwrap_err().code, "wrong_key");
    assert_eq!(local.sealed_under(&kept, &[]).unwrap_err().code, "wrong_key");
}

#[tokio::test(start_paused = true)]
async fn one_changed_byte_is_another_file_and_another_length_is_none() {
    let world = World::new();
    let path = world.file("a.bin", 100_000);
    let job = world.upload_job(&path, sealed()).await;
    world.run(job, Some(data_key())).await;
    let (fid, header) = (world.fid(job).await, world.journal.header(job).await.unwrap().unwrap());
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[99_999] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let changed = LocalFile::look_at(&path, 2).unwrap().sealed_under(&header, &[data_key()]).unwrap().unwrap();
    assert!(!is_named(&changed, &fid));
    std::fs::write(&path, &bytes[1..]).unwrap();
    let shorter = LocalFile::look_at(&path, 2).unwrap();
    assert!(shorter.sealed_under(&header, &[data_key()]).unwrap().is_none());
}

#[test]
fn what_is_no_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(LocalFile::look_at(folder.path(), 1).unwrap_err().code, "source_is_folder");
    let empty = folder.path().join("empty");
    std::fs::write(&empty, b"").unwrap();
    assert_eq!(LocalFile::look_at(&empty, 1).unwrap().plain().unwrap_err().code, "source_empty");
}

#[tokio::test]
async fn nothing_is_derived_for_nobody() {
    let world = World::new();
    let local = LocalFile::look_at(&world.file("a.bin", LENGTH), 2).unwrap();
    let hashing = local.clone();
    drop(local.stop_on_drop());
    assert!(hashing.plain().is_err(), "it goes on to the end");
}
