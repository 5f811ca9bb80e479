//! What a buckets window reads, pinned; and what checks answer on the command line.

use std::{path::PathBuf, time::Duration};

use insta::assert_json_snapshot;
use pileus_app::{
    BucketSummary, DrillReport as Drill, FileDetails as Details, Health, KeyUse, LocalCheck as Check,
    MoveQuestion as Moving, Removal, RemovalQuestion as Removing,
};
use pileus_contract::{
    DrillView, LocalCheckView,
    window::{
        BucketRow, CatalogueHead, CatalogueUpdate, DrillReport, FileDetails, FileRow, FileState, LocalCheck,
        MoveQuestion, RemovalQuestion, Removed, RemovedFile, RemovedRow, Shelf, VerifyReport,
    },
};
use pileus_domain::{
    BlockNumber, ByteCount, FileRecord, FragmentAddress, FragmentRecord, Owner, Planck, Problem, SegmentIndex,
    SegmentRecord, Territory, TerritoryState, TerritoryToken,
};
use pileus_pipeline::{FragmentFinding, FragmentTrouble};
use pileus_ports::{FileStatus, Timestamp};

use crate::values::*;

fn status(held: u8) -> FileStatus {
    let fragment = |hash, position| FragmentRecord { hash, available: position < held, tag: None, node: node() };
    let plan = plan();
    let hashes = plan.segments[0].fragments.iter().copied();
    let fragments = hashes.zip(0..).map(|(hash, position)| fragment(hash, position)).collect();
    let owner = Owner { account: account(), file_name: "sealed".to_owned(), territory: "default".to_owned() };
    let file = FileRecord {
        segments: vec![SegmentRecord { hash: plan.segments[0].hash, fragments }],
        owners: vec![owner],
        file_size: ByteCount(32 << 20),
        completion: BlockNumber(40),
        state: pileus_domain::FileState::Active,
    };
    FileStatus { at: block(), deal: None, file: Some(file), allocation: None }
}

fn refusal() -> Problem {
    Problem::new("file_unknown", "A sentence.", "A remedy.")
}

fn drill(problem: Option<Problem>) -> Drill {
    Drill {
        fid: fid(),
        at: Timestamp(1_700_000_000_500),
        columns: [1, 4, 7, 12].map(column).to_vec(),
        fragments: 4,
        bytes: ByteCount(32 << 20),
        took: Duration::from_millis(1_500),
        problem,
    }
}

#[test]
fn the_catalogue() {
    let summary = BucketSummary { bucket: bucket(), files: 1, size: ByteCount(5) };
    let territory = Territory {
        name: territory(),
        token: TerritoryToken([7; 32]),
        total: ByteCount(1 << 30),
        used: ByteCount(96 << 20),
        locked: ByteCount(0),
        remaining: ByteCount((1 << 30) - (96 << 20)),
        start: BlockNumber(1),
        deadline: BlockNumber(2),
        state: TerritoryState::Frozen,
    };
    let unknown = Shelf::of_catalogue("old".to_owned(), vec![]);
    let shelf = Shelf::of_catalogue("default".to_owned(), vec![BucketRow::from(&summary)]).as_on_chain(&territory);
    let head = CatalogueHead { files: 1, territories: vec![shelf, unknown], token_symbol: "TCESS".to_owned() };
    let state = FileState::from(Health::of(&status(11), &status(11)));
    let update = CatalogueUpdate {
        sequence: 1,
        rows: vec![FileRow::from(&catalogue_file())],
        states: vec![(fid().to_string(), state)],
        removed: vec![RemovedRow { fid: fid().to_string(), bucket: 1 }],
        shelves: Some(vec![]),
        as_of: Some(42),
        listed: true,
        read: 1,
    };
    assert_json_snapshot!((head, update));
}

#[test]
fn a_file_with_everything_known_of_it() {
    let details = Details {
        file: catalogue_file(),
        bucket: Some(bucket()),
        health: Some(Health::of(&status(11), &status(11))),
        status: Some(status(11)),
        keys: vec![
            KeyUse { fingerprint: "0011223344556677".to_owned(), name: Some("default".to_owned()) },
            KeyUse { fingerprint: "8899aabbccddeeff".to_owned(), name: None },
        ],
        drill: Some(drill(None)),
        finished: Some(Timestamp(1_700_000_000_100)),
    };
    let away = Details { health: None, status: None, bucket: None, finished: None, drill: None, ..details.clone() };
    let whole = FileDetails::new(&details);
    let away = FileDetails::new(&away);
    assert_eq!((whole.cells.as_str(), away.cells.as_str()), ("ooooooooooof", "wwwwwwwwwwww"));
    assert_eq!(away.lines.len(), 12, "there are twelve lines even when nothing is known of them");
    let short = FileDetails { lines: whole.lines[10..].to_vec(), ..whole };
    assert_json_snapshot!(short);
}

#[test]
fn checks() {
    let finding = FragmentFinding {
        at: FragmentAddress { segment: SegmentIndex(0), column: column(5) },
        node: node(),
        trouble: FragmentTrouble::Missing,
        told: "the node does not have it".to_owned(),
    };
    let report = pileus_pipeline::VerifyReport {
        fid: fid(),
        file_size: ByteCount(5),
        fragments: 12,
        findings: vec![finding],
        weakest: 11,
        fetched: true,
    };
    let local = Check {
        path: PathBuf::from("/home/me/letter.txt"),
        size: ByteCount(5),
        fid: fid(),
        equal: Some(true),
        stored: Some(catalogue_file()),
        sealed: true,
    };
    let failed = drill(Some(refusal()));
    assert_json_snapshot!((
        DrillReport::from(&drill(None)),
        DrillReport::from(&failed),
        VerifyReport::new(&report, 1_700_000_000_000),
        LocalCheck::from(&local),
        DrillView::from(&failed),
        LocalCheckView::from(&local),
    ));
}

#[test]
fn several_files_at_once() {
    let question = Removing {
        files: 2,
        size: ByteCount(10),
        freed: ByteCount(192 << 20),
        fee: Some(Planck(2_000)),
        refused: vec![(fid(), refusal())],
    };
    let removal = Removal { block: Some(block()), fee: Some(Planck(1_000)) };
    let removed =
        Removed { removed: vec![RemovedFile::new(&fid(), &removal)], refused: vec![], left: vec![fid().to_string()] };
    let crossing = Moving { files: 2, crossing: 1, fee: None };
    let staying = Moving { crossing: 0, fee: Some(Planck(0)), ..crossing.clone() };
    assert_json_snapshot!((
        RemovalQuestion::new(&question, "TCESS"),
        removed,
        MoveQuestion::from(&crossing),
        MoveQuestion::from(&staying),
    ));
}
