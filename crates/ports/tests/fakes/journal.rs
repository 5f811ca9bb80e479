//! The journal in memory.

use pileus_domain::{AccountId, GenesisHash, JobId};
use pileus_ports::{
    Journal, JournalError, conformance,
    fake::{FakeJournal, JournalFault},
};

#[tokio::test]
async fn the_fake_journal_keeps_the_promises_of_the_port() {
    conformance::journal::run(FakeJournal::new).await;
}

#[tokio::test]
async fn a_write_that_fails_changes_nothing() {
    let journal = FakeJournal::new();
    journal.fail_after(1, JournalFault::Full);
    journal.set_setting("a", "1").await.unwrap();
    let result = journal.set_setting("a", "2").await;
    assert!(matches!(result, Err(JournalError::Full { .. })), "{result:?}");
    assert_eq!(journal.setting("a").await.unwrap().as_deref(), Some("1"));
    assert_eq!(journal.writes(), 1);
}

#[tokio::test]
async fn another_process_finds_the_data_and_no_claims() {
    let journal = FakeJournal::new();
    journal.set_setting("a", "1").await.unwrap();
    journal.fail_after(0, JournalFault::Broken);
    let _claim = journal.claim(JobId(1)).await.unwrap().unwrap();
    let after = journal.reopened();
    assert_eq!(after.setting("a").await.unwrap().as_deref(), Some("1"));
    assert!(after.claim(JobId(1)).await.unwrap().is_some());
    assert!(after.files(&GenesisHash([0; 32]), &AccountId([0; 32])).await.unwrap().is_empty());
    after.set_setting("a", "2").await.unwrap();
}
