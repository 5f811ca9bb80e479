use pileus_contract::window::{FileStanding, TerritoryState};
use pileus_domain::{BucketName, ByteCount, ContentHash, GenesisHash, TerritoryName};
use pileus_ports::{Bucket, BucketId, Seal, Timestamp};

use super::*;

fn fid(number: u32) -> Fid {
    let mut hash = [0; 32];
    hash[..4].copy_from_slice(&number.to_be_bytes());
    Fid(ContentHash(hash))
}

fn file(number: u32, bucket: i64) -> CatalogueFile {
    CatalogueFile {
        fid: fid(number),
        genesis: GenesisHash([0; 32]),
        account: AccountId([1; 32]),
        bucket: BucketId(bucket),
        name: format!("file {number}"),
        size: ByteCount(u64::from(number)),
        media_type: "text/plain".to_owned(),
        seal: Seal::Passphrase,
        added: Timestamp(u64::from(number)),
    }
}

fn bucket(id: i64, territory: &str) -> Bucket {
    Bucket {
        id: BucketId(id),
        genesis: GenesisHash([0; 32]),
        account: AccountId([1; 32]),
        territory: TerritoryName::new(territory).unwrap(),
        name: BucketName::new(format!("bucket {id}")).unwrap(),
        public_warned: false,
    }
}

const WHOLE: FileState = FileState { state: FileStanding::Stored, holding: 12 };
const WEAK: FileState = FileState { state: FileStanding::Weakened, holding: 7 };

fn shown(files: &[CatalogueFile]) -> Shown {
    let mut shown = Shown::default();
    shown.list(files);
    shown
}

#[test]
fn what_did_not_change_is_not_told_again() {
    let files = [file(1, 1), file(2, 1)];
    let mut shown = shown(&files);
    assert!(shown.change(&files).is_empty() && !shown.has_news() && shown.take(10).is_none());
    shown.state(fid(1), WHOLE, 5);
    assert_eq!(shown.take(10).unwrap().states, [(fid(1).to_string(), WHOLE)]);
    shown.state(fid(1), WHOLE, 6);
    assert!(!shown.has_news());
}

#[test]
fn changes_by_anybody_become_rows_and_removals() {
    let mut shown = shown(&[file(1, 1), file(2, 1), file(3, 1)]);
    shown.state(fid(3), WHOLE, 5);
    let renamed = CatalogueFile { name: "other".to_owned(), ..file(2, 1) };
    let new = shown.change(&[file(1, 9), renamed, file(4, 1)]);
    let update = shown.take(10).unwrap();
    assert_eq!(new, [fid(4)]);
    let rows: Vec<_> = update.rows.iter().map(|row| (row.bucket, row.name.as_str())).collect();
    assert_eq!(rows, [(9, "file 1"), (1, "other"), (1, "file 4")]);
    assert_eq!(update.removed.iter().map(|row| row.fid.clone()).collect::<Vec<_>>(), [fid(3).to_string()]);
    assert!(update.states.is_empty() && update.read == 0, "a removed file has no state any more");
}

#[test]
fn of_a_file_only_the_last_state_is_told_and_each_is_counted_once() {
    let mut shown = shown(&[file(1, 1), file(2, 1)]);
    shown.state(fid(1), WHOLE, 5);
    shown.state(fid(1), WEAK, 7);
    shown.state(fid(2), WHOLE, 6);
    shown.state(fid(99), WHOLE, 99);
    let update = shown.take(10).unwrap();
    assert_eq!(update.states, [(fid(1).to_string(), WEAK), (fid(2).to_string(), WHOLE)]);
    assert_eq!((update.read, update.as_of), (2, Some(7)));
}

#[test]
fn an_update_has_a_bounded_number_of_rows_and_no_state_before_its_row() {
    let mut shown = Shown::default();
    let files: Vec<_> = (0..25).map(|number| file(number, 1)).collect();
    shown.change(&files);
    shown.state(fid(24), WHOLE, 1);
    let sizes: Vec<_> = std::iter::from_fn(|| shown.take(10)).map(|u| (u.rows.len(), u.states.len())).collect();
    assert_eq!(sizes, [(10, 0), (10, 0), (5, 1)]);
}

#[test]
fn a_territory_is_told_once_until_it_changes() {
    let mut shown = Shown::default();
    let buckets = vec![bucket(1, "home"), bucket(2, "work")];
    let of = |files: &[CatalogueFile]| shelves(&Buckets::summaries(buckets.clone(), files), &[]);
    shown.shelves(of(&[]));
    assert_eq!(shown.take(1).unwrap().shelves.unwrap().len(), 2);
    shown.shelves(of(&[]));
    assert!(!shown.has_news());
    shown.shelves(of(&[file(5, 2)]));
    let told = shown.take(1).unwrap().shelves.unwrap();
    assert_eq!((told[1].buckets[0].files, told[1].buckets[0].bytes), (1, 5));
    assert_eq!(told[0].state, TerritoryState::Unknown);
}

#[test]
fn one_change_among_a_hundred_thousand_files_is_one_row() {
    let files: Vec<_> = (0..100_000).map(|number| file(number, 1)).collect();
    let mut shown = shown(&files);
    let mut changed = files.clone();
    changed[70_000].name = "new".to_owned();
    changed.remove(5);
    assert!(shown.change(&changed).is_empty());
    let update = shown.take(CHUNK as usize).unwrap();
    assert_eq!((update.rows.len(), update.removed.len()), (1, 1));
}
