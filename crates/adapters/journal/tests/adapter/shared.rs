//! Two processes, or two openings, of one journal.

use std::fs;

use pileus_domain::JobId;
use pileus_journal::JournalAdapter;
use pileus_ports::{Journal as _, JournalError};

#[tokio::test]
async fn two_openings_see_one_truth() {
    let folder = tempfile::tempdir().unwrap();
    let one = JournalAdapter::open(folder.path()).unwrap();
    let two = JournalAdapter::open(folder.path()).unwrap();
    one.set_setting("a", "1").await.unwrap();
    assert_eq!(two.setting("a").await.unwrap().as_deref(), Some("1"));
    let claim = one.claim(JobId(1)).await.unwrap();
    assert!(claim.is_some() && two.claim(JobId(1)).await.unwrap().is_none());
    drop(claim);
    assert!(two.claim(JobId(1)).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_at_the_same_time_all_get_through() {
    let folder = tempfile::tempdir().unwrap();
    let writers = (0..4).map(|writer| {
        let journal = JournalAdapter::open(folder.path()).unwrap();
        tokio::spawn(async move {
            for turn in 0..10 {
                journal.set_setting(&format!("{writer}-{turn}"), "1").await.unwrap();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    let journal = JournalAdapter::open(folder.path()).unwrap();
    for key in (0..4).flat_map(|writer| (0..10).map(move |turn| format!("{writer}-{turn}"))) {
        assert!(journal.setting(&key).await.unwrap().is_some(), "{key} is missing");
    }
}

#[tokio::test]
async fn a_journal_cannot_be_made_where_nothing_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, "in the way").unwrap();
    let result = JournalAdapter::open(&path).map(drop);
    assert!(matches!(result, Err(JournalError::Storage { .. })), "{result:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn folders_are_made_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let _journal = JournalAdapter::open(&path).unwrap();
    for made in [path.clone(), path.join("locks")] {
        assert_eq!(fs::metadata(&made).unwrap().permissions().mode() & 0o777, 0o700, "{}", made.display());
    }
}
