//! Promises about jobs.

use pileus_domain::{Condition, GenesisHash, JobId, Stage};

use super::samples::{download, failed, fid, placement, plan, transaction, upload};
use crate::{JobEvent, JobRecord, Journal, JournalError, Timestamp};

pub(super) async fn a_job_reads_back_as_it_was_written(journal: &impl Journal) {
    let conditions = [Condition::Running, Condition::NeedsKey, Condition::Paused, failed(), Condition::Finished];
    for (condition, id) in conditions.into_iter().zip(u64::MAX - 5..) {
        let job = JobRecord { condition, ..upload(id, None) };
        journal.create_job(&job).await.unwrap();
        assert_eq!(journal.job(job.id).await.unwrap(), Some(job));
    }
    let job = download(1, fid(1));
    journal.create_job(&job).await.unwrap();
    let changed = JobRecord { stage: Stage::Done, updated: Timestamp(u64::MAX), ..job };
    journal.update_job(&changed).await.unwrap();
    assert_eq!(journal.job(changed.id).await.unwrap(), Some(changed));
    assert_eq!(journal.job(JobId(2)).await.unwrap(), None);
}

pub(super) async fn jobs_come_newest_first(journal: &impl Journal) {
    for id in [5, 9, 7] {
        journal.create_job(&upload(id, None)).await.unwrap();
    }
    journal.create_job(&JobRecord { created: Timestamp(7), ..upload(1, None) }).await.unwrap();
    let order: Vec<_> = journal.jobs().await.unwrap().iter().map(|job| job.id.0).collect();
    assert_eq!(order, [9, 1, 7, 5], "of equal age, the later one is newer");
}

pub(super) async fn jobs_of_a_file_come_newest_first(journal: &impl Journal) {
    for (id, of) in [(1, 1), (2, 2), (3, 1)] {
        journal.create_job(&download(id, fid(of))).await.unwrap();
    }
    journal.create_job(&upload(4, None)).await.unwrap();
    journal.create_job(&JobRecord { genesis: GenesisHash([7; 32]), ..download(5, fid(1)) }).await.unwrap();
    let chain = upload(4, None).genesis;
    let found: Vec<_> = journal.jobs_of_file(&chain, &fid(1)).await.unwrap().iter().map(|job| job.id.0).collect();
    assert_eq!(found, [3, 1]);
    assert!(journal.jobs_of_file(&chain, &fid(9)).await.unwrap().is_empty());
}

pub(super) async fn a_file_has_one_live_upload(journal: &impl Journal) {
    let first = upload(1, Some(fid(1)));
    journal.create_job(&first).await.unwrap();
    assert_duplicate(&journal.create_job(&upload(1, None)).await, 1);
    for condition in [Condition::Paused, Condition::NeedsKey, failed()] {
        journal.update_job(&JobRecord { condition, ..first.clone() }).await.unwrap();
        assert_duplicate(&journal.create_job(&upload(2, Some(fid(1)))).await, 1);
        assert_eq!(journal.job(JobId(2)).await.unwrap(), None, "a refused job must not be kept");
    }
    journal.create_job(&upload(3, Some(fid(2)))).await.unwrap();
    for (condition, id) in [(Condition::Finished, 4), (Condition::Cancelled, 5)] {
        end(journal, if id == 4 { 1 } else { 4 }, condition).await;
        journal.create_job(&upload(id, Some(fid(1)))).await.unwrap();
    }
}

pub(super) async fn another_chain_or_a_download_is_no_duplicate(journal: &impl Journal) {
    journal.create_job(&upload(1, Some(fid(1)))).await.unwrap();
    journal.create_job(&JobRecord { genesis: GenesisHash([7; 32]), ..upload(2, Some(fid(1))) }).await.unwrap();
    journal.create_job(&download(3, fid(1))).await.unwrap();
    journal.create_job(&download(4, fid(1))).await.unwrap();
    journal.create_job(&upload(5, None)).await.unwrap();
    journal.create_job(&upload(6, None)).await.unwrap();
    assert_eq!(journal.jobs().await.unwrap().len(), 6);
}

pub(super) async fn an_update_cannot_make_a_duplicate(journal: &impl Journal) {
    journal.create_job(&upload(1, Some(fid(1)))).await.unwrap();
    let second = upload(2, None);
    journal.create_job(&second).await.unwrap();
    let joined = JobRecord { fid: Some(fid(1)), ..second.clone() };
    assert_duplicate(&journal.update_job(&joined).await, 1);
    assert_eq!(journal.job(JobId(2)).await.unwrap(), Some(second), "a refused update must change nothing");
    journal.update_job(&JobRecord { condition: Condition::Cancelled, ..joined.clone() }).await.unwrap();
    assert_duplicate(&journal.update_job(&joined).await, 1);
    end(journal, 1, Condition::Finished).await;
    journal.update_job(&joined).await.unwrap();
}

pub(super) async fn nothing_hangs_on_an_unknown_job(journal: &impl Journal) {
    let id = JobId(4);
    assert_no_job(&journal.update_job(&upload(4, None)).await);
    assert_no_job(&journal.remove_job(id).await);
    assert_no_job(&journal.set_plan(id, &plan(1, 1), None).await);
    assert_no_job(&journal.set_header(id, b"header").await);
    assert_no_job(&journal.clear_plan(id).await);
    assert_no_job(&journal.put_placement(id, &placement(0, 1, 1)).await);
    assert_no_job(&journal.append_event(id, Timestamp(1), &JobEvent::Paused).await.map(drop));
    assert_no_job(&journal.put_transaction(&transaction(1, Some(id))).await);
    assert_eq!(journal.plan(id).await.unwrap(), None);
    assert_eq!(journal.header(id).await.unwrap(), None);
    assert!(journal.placements(id).await.unwrap().is_empty());
    assert!(journal.transactions(id).await.unwrap().is_empty());
    assert!(journal.events(None, 0, 10).await.unwrap().is_empty());
}

pub(super) async fn a_removed_job_takes_everything_along(journal: &impl Journal) {
    for id in [1, 2] {
        let job = upload(id, None);
        journal.create_job(&job).await.unwrap();
        journal.set_plan(job.id, &plan(1, 2), Some(b"header")).await.unwrap();
        journal.put_placement(job.id, &placement(1, 3, 4)).await.unwrap();
        journal.append_event(job.id, Timestamp(3), &JobEvent::Paused).await.unwrap();
        let byte = u8::try_from(id).unwrap();
        journal.put_transaction(&transaction(byte, Some(job.id))).await.unwrap();
    }
    journal.remove_job(JobId(1)).await.unwrap();
    assert_eq!(journal.job(JobId(1)).await.unwrap(), None);
    assert_eq!(journal.plan(JobId(1)).await.unwrap(), None);
    assert_eq!(journal.transaction(&transaction(1, None).transaction.hash).await.unwrap(), None);
    let events = journal.events(None, 0, 10).await.unwrap();
    assert!(events.iter().all(|event| event.job == JobId(2)) && events.len() == 1);
    assert_eq!(journal.placements(JobId(2)).await.unwrap().len(), 1, "other jobs keep theirs");
    journal.create_job(&upload(1, None)).await.unwrap();
    assert_eq!(journal.header(JobId(1)).await.unwrap(), None, "the number can be used again, with nothing left");
    let next = journal.append_event(JobId(1), Timestamp(4), &JobEvent::Paused).await.unwrap();
    assert!(next.sequence > events[0].sequence);
}

pub(super) async fn a_job_is_claimed_once(journal: &impl Journal) {
    let claim = journal.claim(JobId(1)).await.unwrap();
    assert!(claim.is_some());
    assert!(journal.claim(JobId(1)).await.unwrap().is_none(), "somebody has it");
    assert!(journal.claim(JobId(2)).await.unwrap().is_some(), "another job is free");
    drop(claim);
    assert!(journal.claim(JobId(1)).await.unwrap().is_some(), "it was given back");
}

async fn end(journal: &impl Journal, id: u64, condition: Condition) {
    let job: JobRecord = journal.job(JobId(id)).await.unwrap().unwrap();
    journal.update_job(&JobRecord { condition, ..job }).await.unwrap();
}

fn assert_duplicate(result: &Result<(), JournalError>, of: u64) {
    assert!(
        matches!(result, Err(JournalError::Duplicate(id)) if *id == JobId(of)),
        "{result:?} is no duplicate of {of}"
    );
}

fn assert_no_job(result: &Result<(), JournalError>) {
    assert!(matches!(result, Err(JournalError::NoJob(JobId(4)))), "{result:?}");
}
