use std::sync::Arc;

use pileus_contract::window::JobCondition;
use pileus_domain::{
    AccountId, BucketName, ByteCount, ChainFileName, ColumnIndex, Condition, ContentHash, Fid, FragmentAddress,
    GenesisHash, NodeId, Route, SegmentIndex, TerritoryName, TxHash,
};
use pileus_ports::{JobEvent, Seal, Timestamp, TransferDetails, UploadDetails};

use super::*;

const JOB: JobId = JobId(7);

fn bar(best: u32) -> NetworkBar {
    NetworkBar {
        name: "local".into(),
        label: "l".into(),
        is_local: true,
        connected: true,
        best,
        finalized: 0,
        account: String::new(),
        account_name: String::new(),
        balance: "0".into(),
        token_symbol: "TCESS".into(),
        territory: String::new(),
        used_bytes: 0,
        locked_bytes: 0,
        free_bytes: 0,
        days_left: 0,
    }
}

fn record(condition: Condition) -> JobRecord {
    let details = UploadDetails {
        source: b"/f".to_vec(),
        stamp: None,
        name: "f".into(),
        chain_name: ChainFileName::fitting("", "sealed"),
        bucket: BucketName::new("files").unwrap(),
        media_type: "text/plain".into(),
        territory: TerritoryName::new("default").unwrap(),
        seal: Seal::Passphrase,
        fid_rule: pileus_domain::FidRule::Merkle,
        route: Route::Direct,
        given_up: Vec::new(),
        client_allocation: false,
        cancel: None,
    };
    JobRecord {
        id: JOB,
        genesis: GenesisHash([0; 32]),
        account: Some(AccountId([1; 32])),
        fid: None,
        stage: Stage::Sending,
        condition,
        size: ByteCount(5),
        created: Timestamp(1),
        updated: Timestamp(2),
        details: TransferDetails::Upload(details),
    }
}

fn event(sequence: u64, event: JobEvent) -> EventRecord {
    EventRecord { sequence, job: JOB, at: Timestamp(sequence), event }
}

fn placed(sequence: u64, segment: u32, column: u8) -> EventRecord {
    let at = FragmentAddress { segment: SegmentIndex(segment), column: ColumnIndex::new(column).unwrap() };
    event(sequence, JobEvent::FragmentPlaced { at, node: NodeId(AccountId([column; 32])) })
}

/// A window that keeps what it is told.
fn window(stream: &Stream, name: &str) -> (Snapshot, Arc<Mutex<Vec<Update>>>) {
    let told: Arc<Mutex<Vec<Update>>> = Arc::default();
    let keep = Arc::clone(&told);
    let sink = move |update| {
        keep.lock().unwrap().push(update);
        true
    };
    (stream.follow(name, Box::new(sink)), told)
}

fn stream_of_an_upload(segments: u32) -> Stream {
    let stream = Stream::new(bar(0));
    stream.put(record(Condition::Running));
    stream.certain(&event(1, JobEvent::Planned { fid: Fid(ContentHash([1; 32])), segments }), None);
    stream
}

#[test]
fn updates_are_merged_to_the_last_state_but_facts_are_all_told() {
    let stream = stream_of_an_upload(40);
    let (_, told) = window(&stream, "main");
    let fragments = (0..40).flat_map(|segment| (1..=12).map(move |column| (segment, column)));
    for (number, (segment, column)) in fragments.enumerate() {
        stream.certain(&placed(10 + number as u64, segment, column), None);
    }
    for number in 0..100_u8 {
        let transaction = TxHash([number; 32]);
        stream.certain(&event(1_000 + u64::from(number), JobEvent::OrderSigned { transaction }), None);
    }
    stream.flush(Instant::now());
    let told = told.lock().unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].jobs.len(), told[0].cells[0].cells.len(), told[0].facts.len()), (1, 480, 100));
    assert_eq!(told[0].jobs[0].lines, "nnnnnnnnnnnn");
}

#[test]
fn a_level_changes_at_most_once_an_update() {
    let stream = stream_of_an_upload(1);
    let (_, told) = window(&stream, "main");
    let at = FragmentAddress { segment: SegmentIndex(0), column: ColumnIndex::new(3).unwrap() };
    for mebibyte in 0..8 {
        stream.fragment(JOB, at, FragmentStep::Moving(ByteCount(mebibyte << 20)));
    }
    stream.flush(Instant::now());
    stream.fragment(JOB, at, FragmentStep::Moving(ByteCount(7 << 20)));
    stream.flush(Instant::now());
    let told = told.lock().unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].cells[0].cells, [(2, 0, '8')]);
    assert_eq!(stream.chart(JOB).unwrap().letters().chars().nth(2), Some('8'));
}

#[test]
fn numbers_grow_by_one_for_each_window_by_itself() {
    let stream = Stream::new(bar(0));
    let (first, of_first) = window(&stream, "main");
    for best in 1..=3 {
        stream.set_bar(bar(best));
        stream.flush(Instant::now());
    }
    let (second, of_second) = window(&stream, "buckets");
    stream.set_bar(bar(4));
    stream.flush(Instant::now());
    let numbers = |told: &Mutex<Vec<Update>>| told.lock().unwrap().iter().map(|u| u.sequence).collect::<Vec<_>>();
    assert_eq!((first.sequence, numbers(&of_first)), (0, vec![1, 2, 3, 4]));
    assert_eq!((second.sequence, numbers(&of_second)), (0, vec![1]));
    assert_eq!((second.bar.best, of_second.lock().unwrap()[0].bar.as_ref().unwrap().best), (3, 4));
}

#[test]
fn a_late_window_gets_the_same_state_by_its_snapshot() {
    let stream = stream_of_an_upload(1);
    let (_, told) = window(&stream, "main");
    for column in 1..=5 {
        stream.certain(&placed(u64::from(column), 0, column), None);
    }
    stream.flush(Instant::now());
    let (late, _) = window(&stream, "late");
    assert_eq!(late.jobs, told.lock().unwrap()[0].jobs);
}

#[test]
fn a_window_that_is_gone_is_told_nothing_more() {
    let stream = Stream::new(bar(0));
    let calls: Arc<Mutex<u32>> = Arc::default();
    let count = Arc::clone(&calls);
    let sink = move |_| {
        *count.lock().unwrap() += 1;
        false
    };
    stream.follow("main", Box::new(sink));
    for best in 1..=2 {
        stream.set_bar(bar(best));
        stream.flush(Instant::now());
    }
    assert_eq!(*calls.lock().unwrap(), 1);
}

#[test]
fn nothing_new_is_no_update() {
    let stream = stream_of_an_upload(1);
    let (_, told) = window(&stream, "main");
    stream.set_bar(bar(0));
    stream.flush(Instant::now());
    assert!(told.lock().unwrap().is_empty());
}

#[test]
fn speed_and_time_left_are_told_while_bytes_move_only() {
    let stream = stream_of_an_upload(1);
    let start = Instant::now();
    let second = |number| start + Duration::from_secs(number);
    stream.progress(JOB, Stage::Sending, 0, 100 << 20, start);
    stream.progress(JOB, Stage::Sending, 20 << 20, 100 << 20, second(2));
    let job = |stream: &Stream| stream.inner().ledger.job(JOB).unwrap();
    assert_eq!((job(&stream).speed, job(&stream).seconds_left), (Some(10 << 20), Some(8)));
    stream.flush(second(20));
    assert_eq!((job(&stream).speed, job(&stream).seconds_left), (None, None));
    stream.progress(JOB, Stage::Sending, 40 << 20, 100 << 20, second(21));
    stream.put(record(Condition::Paused));
    assert_eq!((job(&stream).condition, job(&stream).speed), (JobCondition::Paused, None));
}

#[tokio::test(start_paused = true)]
async fn a_window_is_told_at_most_twenty_times_a_second() {
    let stream = Arc::new(Stream::new(bar(0)));
    let (_, told) = window(&stream, "main");
    let teller = Arc::clone(&stream);
    let teller = tokio::spawn(async move { teller.tell().await });
    for best in 1..=1_000 {
        stream.set_bar(bar(best));
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    tokio::time::sleep(PAUSE * 2).await;
    teller.abort();
    let told = told.lock().unwrap();
    assert!((15..=22).contains(&told.len()), "{} updates", told.len());
    assert_eq!(told.last().unwrap().bar.as_ref().unwrap().best, 1_000);
}
