//! A full disk under a download, and under the journal.

use pileus_app::SealChoice;
use pileus_domain::JobId;
use pileus_pipeline::RunEnd;

use crate::support::{CHARGE, MIB, Role, Town, assert_same, code};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_under_a_download_is_named_and_the_download_goes_on() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let source = town.file("upload.bin", 3 * MIB);
    let fid = alice.store(&source, SealChoice::data_key("default")).await;
    let target = town.path("back.bin");
    let job = alice.download_job(fid, &target).await;
    // Every write to this device fails as on a full disk, for anybody.
    let part = town.path(&part_of("back.bin", job));
    std::os::unix::fs::symlink("/dev/full", &part).unwrap();
    assert_eq!(code(&alice.run(job).await.end), "disk_full");
    assert!(!target.exists());
    std::fs::remove_file(&part).unwrap();
    assert_eq!(alice.run(job).await.end, RunEnd::Finished);
    assert_same(&source, &target);
}

/// The name of what a download writes until it is whole.
fn part_of(name: &str, job: JobId) -> String {
    format!(".{name}.{job}.pileus-part")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_journal_that_cannot_grow_stops_the_upload_and_loses_nothing() {
    let town = Town::new().await;
    let mut alice = town.desk("Alice").await;
    let source = town.file("upload.bin", 3 * MIB);
    let job = alice.job(&source, SealChoice::data_key("default")).await;
    alice = alice.reopened(town.url()).await;
    let played = Role::upload(&alice.folder, town.url(), job).with_file_limit(MIB / 8).play().await;
    assert_eq!(played.end.as_deref(), Some("journal_failed"), "{}", played.status);
    let before = alice.record(job).await;

    let outcome = alice.run(job).await;
    assert_eq!(outcome.end, RunEnd::Finished);
    let fid = outcome.job.fid.unwrap();
    assert!(before.fid.is_none_or(|planned| planned == fid));
    assert_eq!(town.chronicle.declarations(&fid).await, 1);
    assert_eq!(alice.used_and_locked().await, (CHARGE, 0));
    assert_same(&source, &alice.fetch(fid, "back.bin").await);
}
