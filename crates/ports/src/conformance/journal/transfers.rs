//! Promises about plans, transactions, placements and events.

use pileus_domain::{ByteCount, JobId, Stage, TxHash};

use super::samples::{block, fid, placement, plan, problem, transaction, upload};
use crate::{
    DispatchFailure, EventRecord, JobEvent, Journal, JournalError, Timestamp, TransactionPurpose, TransactionRecord,
    TransactionState,
};

const JOB: JobId = JobId(1);

async fn with_job(journal: &impl Journal) {
    journal.create_job(&upload(JOB.0, None)).await.unwrap();
}

pub(super) async fn plan_and_header_read_back(journal: &impl Journal) {
    with_job(journal).await;
    assert_eq!(journal.plan(JOB).await.unwrap(), None);
    assert_eq!(journal.header(JOB).await.unwrap(), None);
    let header: Vec<u8> = (0..=255).cycle().take(65_536).collect();
    journal.set_header(JOB, &header).await.unwrap();
    assert_eq!(journal.header(JOB).await.unwrap(), Some(header));
    assert_eq!(journal.plan(JOB).await.unwrap(), None);
    journal.set_plan(JOB, &plan(3, 4), Some(b"finished")).await.unwrap();
    assert_eq!(journal.plan(JOB).await.unwrap(), Some(plan(3, 4)));
    assert_eq!(journal.header(JOB).await.unwrap().as_deref(), Some(&b"finished"[..]));
}

pub(super) async fn a_new_plan_forgets_placements_and_keeps_the_header(journal: &impl Journal) {
    with_job(journal).await;
    journal.set_plan(JOB, &plan(3, 4), Some(b"header")).await.unwrap();
    journal.put_placement(JOB, &placement(0, 1, 1)).await.unwrap();
    journal.set_plan(JOB, &plan(5, 2), None).await.unwrap();
    assert_eq!(journal.plan(JOB).await.unwrap(), Some(plan(5, 2)));
    assert!(journal.placements(JOB).await.unwrap().is_empty());
    assert!(journal.header(JOB).await.unwrap().is_some(), "a header holds the only copy of a file's key");
}

pub(super) async fn a_cleared_plan_is_gone_with_its_header(journal: &impl Journal) {
    with_job(journal).await;
    journal.set_plan(JOB, &plan(3, 4), Some(b"header")).await.unwrap();
    journal.put_placement(JOB, &placement(0, 1, 1)).await.unwrap();
    journal.clear_plan(JOB).await.unwrap();
    assert_eq!(journal.plan(JOB).await.unwrap(), None);
    assert_eq!(journal.header(JOB).await.unwrap(), None);
    assert!(journal.placements(JOB).await.unwrap().is_empty());
    assert!(journal.job(JOB).await.unwrap().is_some());
}

pub(super) async fn a_transaction_keeps_its_bytes_while_its_state_changes(journal: &impl Journal) {
    with_job(journal).await;
    let record = transaction(5, Some(JOB));
    journal.put_transaction(&record).await.unwrap();
    let failure = Some(DispatchFailure { pallet: "FileBank".to_owned(), name: "Overflow".to_owned() });
    let states = [
        TransactionState::Signed,
        TransactionState::InBlock(block(4)),
        TransactionState::Final { block: block(5), failure },
        TransactionState::Expired,
    ];
    for state in states {
        journal.set_transaction_state(&record.transaction.hash, &state).await.unwrap();
        let expected = TransactionRecord { state, ..record.clone() };
        assert_eq!(journal.transaction(&record.transaction.hash).await.unwrap(), Some(expected));
    }
    let again = TransactionRecord { purpose: TransactionPurpose::Order { fid: fid(6) }, job: None, ..record };
    journal.put_transaction(&again).await.unwrap();
    assert_eq!(
        journal.transaction(&again.transaction.hash).await.unwrap(),
        Some(again),
        "putting it again replaces it"
    );
}

pub(super) async fn transactions_of_a_job_come_oldest_first(journal: &impl Journal) {
    with_job(journal).await;
    journal.create_job(&upload(2, None)).await.unwrap();
    for (byte, job) in [(7, Some(JOB)), (3, Some(JOB)), (4, Some(JobId(2))), (5, None)] {
        journal.put_transaction(&transaction(byte, job)).await.unwrap();
    }
    let found = journal.transactions(JOB).await.unwrap();
    assert_eq!(found, [transaction(3, Some(JOB)), transaction(7, Some(JOB))]);
    assert!(journal.transaction(&TxHash([5; 32])).await.unwrap().is_some(), "one without a job is kept too");
}

pub(super) async fn an_unknown_transaction_has_no_state(journal: &impl Journal) {
    let hash = TxHash([8; 32]);
    let result = journal.set_transaction_state(&hash, &TransactionState::Expired).await;
    assert!(matches!(result, Err(JournalError::Storage { .. })), "{result:?}");
    assert_eq!(journal.transaction(&hash).await.unwrap(), None);
}

pub(super) async fn the_last_node_of_an_address_wins(journal: &impl Journal) {
    with_job(journal).await;
    for placed in [placement(999, 12, 1), placement(0, 2, 1), placement(0, 1, 1), placement(0, 2, 9)] {
        journal.put_placement(JOB, &placed).await.unwrap();
    }
    let expected = [placement(0, 1, 1), placement(0, 2, 9), placement(999, 12, 1)];
    assert_eq!(journal.placements(JOB).await.unwrap(), expected, "in the order of addresses");
}

pub(super) async fn a_lost_column_is_forgotten_alone(journal: &impl Journal) {
    with_job(journal).await;
    for placed in [placement(0, 1, 1), placement(0, 2, 2), placement(1, 2, 2)] {
        journal.put_placement(JOB, &placed).await.unwrap();
    }
    journal.remove_placements(JOB, 2).await.unwrap();
    journal.remove_placements(JOB, 12).await.unwrap();
    assert_eq!(journal.placements(JOB).await.unwrap(), [placement(0, 1, 1)]);
}

pub(super) async fn events_are_numbered_over_all_jobs(journal: &impl Journal) {
    with_job(journal).await;
    journal.create_job(&upload(2, None)).await.unwrap();
    let mut kept: Vec<EventRecord> = Vec::new();
    for (event, job) in events().into_iter().zip([JOB, JobId(2)].into_iter().cycle()) {
        let record = journal.append_event(job, Timestamp(u64::MAX), &event).await.unwrap();
        assert_eq!((record.job, &record.event), (job, &event));
        assert_eq!(record.sequence, kept.last().map_or(record.sequence, |last| last.sequence + 1), "no gaps");
        kept.push(record);
    }
    assert!(kept[0].sequence > 0, "asking for events after 0 gives all");
    assert_eq!(journal.events(None, 0, 100).await.unwrap(), kept);
    let after = kept[1].sequence;
    assert_eq!(journal.events(None, after, 2).await.unwrap(), kept[2..4], "the oldest of them first");
    let mine: Vec<_> = kept.iter().filter(|e| e.job == JOB && e.sequence > after).cloned().collect();
    assert_eq!(journal.events(Some(JOB), after, 100).await.unwrap(), mine);
    assert!(journal.events(None, u64::MAX, 100).await.unwrap().is_empty());
    assert!(journal.events(None, 0, 0).await.unwrap().is_empty());
}

fn events() -> Vec<JobEvent> {
    let (transaction, node) = (TxHash([5; 32]), placement(0, 1, 6).node);
    let at = placement(3, 4, 5).at;
    vec![
        JobEvent::StageEntered { stage: Stage::Planning },
        JobEvent::Planned { fid: fid(1), segments: 1_000 },
        JobEvent::OrderSigned { transaction },
        JobEvent::OrderInBlock { transaction, block: block(7) },
        JobEvent::OrderFinal { transaction, block: block(7) },
        JobEvent::Allocated { nodes: vec![node; 12], by_network: true },
        JobEvent::FragmentPlaced { at, node },
        JobEvent::NodeReplaced { column: 12, from: node, to: node, reason: "it hangs".to_owned() },
        JobEvent::ColumnReported { column: 1, node, block: block(8) },
        JobEvent::Failed { problem: problem() },
        JobEvent::Paused,
        JobEvent::NeedsKey,
        JobEvent::Completed { fid: fid(1), block: None },
        JobEvent::Cancelled { locked: ByteCount(96 << 20) },
    ]
}
