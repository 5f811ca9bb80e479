//! Buckets, files and settings.

use std::collections::BTreeMap;

use pileus_domain::{AccountId, BucketName, ByteCount, ContentHash, Fid, GenesisHash, TerritoryName};
use pileus_ports::{Bucket, BucketId, BucketSum, CatalogueFile, FileCursor, FilePage, JournalError, Seal, Timestamp};
use rusqlite::{Connection, OptionalExtension as _, Row, Rows, params};

use crate::{
    error::During,
    value::{bits, from_json, name, number, rank, to_json},
};

const READ_BUCKETS: &str = "read buckets";
const KEEP_BUCKET: &str = "keep a bucket";
const READ_FILES: &str = "read files";
const KEEP_FILE: &str = "keep a file";

pub(crate) fn create_bucket(
    db: &Connection,
    genesis: &GenesisHash,
    account: &AccountId,
    territory: &TerritoryName,
    bucket: &BucketName,
) -> Result<Bucket, JournalError> {
    refuse_taken(db, None, (genesis, account, territory, bucket))?;
    let sql = "INSERT INTO bucket (genesis, account, territory, name, public_warned) VALUES (?1, ?2, ?3, ?4, 0)";
    let values = params![genesis.0, account.0, territory.as_str(), bucket.as_str()];
    db.execute(sql, values).during(KEEP_BUCKET)?;
    Ok(Bucket {
        id: BucketId(db.last_insert_rowid()),
        genesis: *genesis,
        account: *account,
        territory: territory.clone(),
        name: bucket.clone(),
        public_warned: false,
    })
}

pub(crate) fn buckets(
    db: &Connection,
    genesis: &GenesisHash,
    account: &AccountId,
) -> Result<Vec<Bucket>, JournalError> {
    let sql = "SELECT id, genesis, account, territory, name, public_warned FROM bucket
               WHERE genesis = ?1 AND account = ?2 ORDER BY name, id";
    let mut query = db.prepare_cached(sql).during(READ_BUCKETS)?;
    let mut rows = query.query(params![genesis.0, account.0]).during(READ_BUCKETS)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().during(READ_BUCKETS)? {
        found.push(bucket(row)?);
    }
    Ok(found)
}

pub(crate) fn update_bucket(db: &Connection, bucket: &Bucket) -> Result<(), JournalError> {
    let kept = find_bucket(db, bucket.id)?;
    refuse_taken(db, Some(bucket.id), (&kept.genesis, &kept.account, &bucket.territory, &bucket.name))?;
    let sql = "UPDATE bucket SET territory = ?2, name = ?3, public_warned = ?4 WHERE id = ?1";
    let values = params![bucket.id.0, bucket.territory.as_str(), bucket.name.as_str(), bucket.public_warned];
    db.execute(sql, values).during(KEEP_BUCKET).map(drop)
}

pub(crate) fn delete_bucket(db: &Connection, id: BucketId) -> Result<(), JournalError> {
    let bucket = find_bucket(db, id)?;
    let file = db.query_row("SELECT 1 FROM file WHERE bucket = ?1 LIMIT 1", [id.0], |_| Ok(())).optional();
    if file.during(READ_FILES)?.is_some() {
        return Err(trouble(bucket.name.as_str(), "still holds files"));
    }
    db.execute("DELETE FROM bucket WHERE id = ?1", [id.0]).during("forget a bucket").map(drop)
}

pub(crate) fn put_file(db: &Connection, file: &CatalogueFile) -> Result<(), JournalError> {
    find_bucket(db, file.bucket)?;
    let sql = "INSERT OR REPLACE INTO file (genesis, account, fid, bucket, name, size, media_type, seal, added)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let values = params![
        file.genesis.0,
        file.account.0,
        file.fid.0.0,
        file.bucket.0,
        file.name,
        bits(file.size.0),
        file.media_type,
        to_json(&file.seal, KEEP_FILE)?,
        rank(file.added.0),
    ];
    db.execute(sql, values).during(KEEP_FILE).map(drop)
}

const LIST_FILES: &str = "SELECT genesis, account, fid, bucket, name, size, media_type, seal, added FROM file
    WHERE genesis = ?1 AND account = ?2 ORDER BY added DESC, number DESC";

pub(crate) fn files(
    db: &Connection,
    genesis: &GenesisHash,
    account: &AccountId,
) -> Result<Vec<CatalogueFile>, JournalError> {
    let mut query = db.prepare_cached(LIST_FILES).during(READ_FILES)?;
    let mut rows = query.query(params![genesis.0, account.0]).during(READ_FILES)?;
    all(&mut rows, |_| Ok(()))
}

/// All files of an answer; `at` sees each row.
fn all(
    rows: &mut Rows<'_>,
    mut at: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
) -> Result<Vec<CatalogueFile>, JournalError> {
    let mut found: Vec<CatalogueFile> = Vec::new();
    let mut last = String::new();
    while let Some(row) = rows.next().during(READ_FILES)? {
        let (file, seal) = file(row).during(READ_FILES)?;
        at(row).during(READ_FILES)?;
        // Neighbours are sealed alike as a rule, and reading a seal takes longer than comparing it.
        let known = found.last().filter(|_| seal == last).map(|before| before.seal.clone());
        let kept = known.map_or_else(|| from_json(&seal, &format!("file {}", file.fid)), Ok)?;
        found.push(CatalogueFile { seal: kept, ..file });
        last = seal;
    }
    Ok(found)
}

const PAGE_FILES: &str = "SELECT genesis, account, fid, bucket, name, size, media_type, seal, added, number FROM file
    WHERE genesis = ?1 AND account = ?2 AND (added, number) < (?3, ?4) ORDER BY added DESC, number DESC LIMIT ?5";

pub(crate) fn file_page(
    db: &Connection,
    genesis: &GenesisHash,
    account: &AccountId,
    after: Option<FileCursor>,
    limit: u32,
) -> Result<FilePage, JournalError> {
    let (added, number) = after.map_or((i64::MAX, i64::MAX), |after| (rank(after.added.0), after.number));
    let mut query = db.prepare_cached(PAGE_FILES).during(READ_FILES)?;
    // One more than asked for tells whether there is a next page.
    let values = params![genesis.0, account.0, added, number, i64::from(limit) + 1];
    let mut rows = query.query(values).during(READ_FILES)?;
    let mut numbers = Vec::new();
    let mut files = all(&mut rows, |row| row.get(9).map(|number: i64| numbers.push(number)))?;
    let limit = limit as usize;
    let is_more = files.len() > limit;
    files.truncate(limit);
    let last = files.last().zip(numbers.get(files.len().saturating_sub(1)));
    let next = last.filter(|_| is_more).map(|(file, &number)| FileCursor { added: file.added, number });
    Ok(FilePage { files, next })
}

pub(crate) fn bucket_sums(
    db: &Connection,
    genesis: &GenesisHash,
    account: &AccountId,
) -> Result<Vec<BucketSum>, JournalError> {
    let sql = "SELECT bucket, COUNT(*), SUM(size) FROM file WHERE genesis = ?1 AND account = ?2
               GROUP BY bucket ORDER BY bucket";
    let mut query = db.prepare_cached(sql).during(READ_FILES)?;
    let sum = |row: &Row<'_>| {
        let (files, size) = (number(row.get(1)?), ByteCount(number(row.get(2)?)));
        Ok(BucketSum { bucket: BucketId(row.get(0)?), files, size })
    };
    let sums = query.query_map(params![genesis.0, account.0], sum).during(READ_FILES)?;
    sums.collect::<rusqlite::Result<_>>().during(READ_FILES)
}

pub(crate) fn find_file(
    db: &Connection,
    genesis: &GenesisHash,
    account: &AccountId,
    fid: &Fid,
) -> Result<Option<CatalogueFile>, JournalError> {
    let sql = "SELECT genesis, account, fid, bucket, name, size, media_type, seal, added FROM file
               WHERE genesis = ?1 AND account = ?2 AND fid = ?3";
    let mut query = db.prepare_cached(sql).during(READ_FILES)?;
    let mut rows = query.query(params![genesis.0, account.0, fid.0.0]).during(READ_FILES)?;
    let Some(row) = rows.next().during(READ_FILES)? else { return Ok(None) };
    let (file, seal) = file(row).during(READ_FILES)?;
    let seal = from_json(&seal, &format!("file {}", file.fid))?;
    Ok(Some(CatalogueFile { seal, ..file }))
}

/// Seals are told apart by the database, so that only as many are read as there are ways to seal.
pub(crate) fn data_key_uses(db: &Connection) -> Result<BTreeMap<String, u64>, JournalError> {
    let mut query = db.prepare_cached("SELECT seal, COUNT(*) FROM file GROUP BY seal").during(READ_FILES)?;
    let mut rows = query.query([]).during(READ_FILES)?;
    let mut uses = BTreeMap::new();
    while let Some(row) = rows.next().during(READ_FILES)? {
        let text: String = row.get(0).during(READ_FILES)?;
        let files = number(row.get(1).during(READ_FILES)?);
        let seal: Seal = from_json(&text, "a seal of the catalogue")?;
        for fingerprint in seal.fingerprints() {
            *uses.entry(fingerprint.to_owned()).or_default() += files;
        }
    }
    Ok(uses)
}

pub(crate) fn revision(db: &Connection) -> Result<u64, JournalError> {
    let sql = "SELECT revision FROM catalogue_revision";
    db.query_row(sql, [], |row| row.get(0)).map(number).during("read the revision of the catalogue")
}

pub(crate) fn remove_file(
    db: &Connection,
    genesis: &GenesisHash,
    account: &AccountId,
    fid: &Fid,
) -> Result<(), JournalError> {
    let sql = "DELETE FROM file WHERE genesis = ?1 AND account = ?2 AND fid = ?3";
    db.execute(sql, params![genesis.0, account.0, fid.0.0]).during("forget a file").map(drop)
}

pub(crate) fn setting(db: &Connection, key: &str) -> Result<Option<String>, JournalError> {
    let sql = "SELECT value FROM setting WHERE name = ?1";
    db.query_row(sql, [key], |row| row.get(0)).optional().during("read a setting")
}

pub(crate) fn set_setting(db: &Connection, key: &str, value: &str) -> Result<(), JournalError> {
    let sql = "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)";
    db.execute(sql, [key, value]).during("keep a setting").map(drop)
}

type Place<'a> = (&'a GenesisHash, &'a AccountId, &'a TerritoryName, &'a BucketName);

fn refuse_taken(db: &Connection, but: Option<BucketId>, place: Place<'_>) -> Result<(), JournalError> {
    let (genesis, account, territory, bucket) = place;
    let sql = "SELECT id FROM bucket WHERE genesis = ?1 AND account = ?2 AND territory = ?3 AND name = ?4";
    let values = params![genesis.0, account.0, territory.as_str(), bucket.as_str()];
    let taken = db.query_row(sql, values, |row| row.get(0)).optional().during(READ_BUCKETS)?;
    if taken.is_some_and(|id| Some(BucketId(id)) != but) {
        return Err(trouble(bucket.as_str(), "exists already"));
    }
    Ok(())
}

fn find_bucket(db: &Connection, id: BucketId) -> Result<Bucket, JournalError> {
    let sql = "SELECT id, genesis, account, territory, name, public_warned FROM bucket WHERE id = ?1";
    let mut query = db.prepare_cached(sql).during(READ_BUCKETS)?;
    let mut rows = query.query([id.0]).during(READ_BUCKETS)?;
    match rows.next().during(READ_BUCKETS)? {
        Some(row) => bucket(row),
        None => Err(trouble(&id.0.to_string(), "is not in the catalogue")),
    }
}

fn bucket(row: &Row<'_>) -> Result<Bucket, JournalError> {
    let text = |column: &str| row.get::<_, String>(column).during(READ_BUCKETS);
    Ok(Bucket {
        id: BucketId(row.get("id").during(READ_BUCKETS)?),
        genesis: GenesisHash(row.get("genesis").during(READ_BUCKETS)?),
        account: AccountId(row.get("account").during(READ_BUCKETS)?),
        territory: name(TerritoryName::new(text("territory")?), "list of buckets")?,
        name: name(BucketName::new(text("name")?), "list of buckets")?,
        public_warned: row.get("public_warned").during(READ_BUCKETS)?,
    })
}

/// A file with a seal yet to be read, and the seal's text.
fn file(row: &Row<'_>) -> rusqlite::Result<(CatalogueFile, String)> {
    let file = CatalogueFile {
        genesis: GenesisHash(row.get(0)?),
        account: AccountId(row.get(1)?),
        fid: Fid(ContentHash(row.get(2)?)),
        bucket: BucketId(row.get(3)?),
        name: row.get(4)?,
        size: ByteCount(number(row.get(5)?)),
        media_type: row.get(6)?,
        seal: pileus_ports::Seal::None,
        added: Timestamp(number(row.get(8)?)),
    };
    Ok((file, row.get(7)?))
}

fn trouble(name: &str, message: &'static str) -> JournalError {
    JournalError::Bucket { name: name.to_owned(), message }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema;

    #[test]
    fn listing_walks_an_index_and_sorts_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let db = schema::open(&folder.path().join("journal.sqlite")).unwrap();
        let mut query = db.prepare(&format!("EXPLAIN QUERY PLAN {LIST_FILES}")).unwrap();
        let steps = query.query_map(params![[0_u8; 32], [0_u8; 32]], |row| row.get::<_, String>(3)).unwrap();
        let steps: Vec<_> = steps.map(Result::unwrap).collect();
        assert!(steps.len() == 1 && steps[0].contains("USING INDEX file_by_age"), "{steps:?}");
    }

    #[test]
    fn a_page_walks_the_same_index_from_where_the_last_one_ended() {
        let folder = tempfile::tempdir().unwrap();
        let db = schema::open(&folder.path().join("journal.sqlite")).unwrap();
        let mut query = db.prepare(&format!("EXPLAIN QUERY PLAN {PAGE_FILES}")).unwrap();
        let values = params![[0_u8; 32], [0_u8; 32], 1, 1, 1];
        let steps = query.query_map(values, |row| row.get::<_, String>(3)).unwrap();
        let steps: Vec<_> = steps.map(Result::unwrap).collect();
        let walks = "USING INDEX file_by_age (genesis=? AND account=? AND added<?)";
        assert!(steps.len() == 1 && steps[0].contains(walks), "{steps:?}");
    }

    #[test]
    fn a_hundred_thousand_files_are_listed_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let db = schema::open(&folder.path().join("journal.sqlite")).unwrap();
        let (genesis, account) = (GenesisHash([1; 32]), AccountId([2; 32]));
        let (territory, bucket) = (TerritoryName::new("t").unwrap(), BucketName::new("b").unwrap());
        create_bucket(&db, &genesis, &account, &territory, &bucket).unwrap();
        let sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
                   INSERT INTO file (genesis, account, fid, bucket, name, size, media_type, seal, added)
                   SELECT ?1, ?2, randomblob(32), 1, 'file ' || i, i, 'text/plain', '\"none\"', i FROM n";
        db.execute(sql, params![genesis.0, account.0]).unwrap();
        let found = files(&db, &genesis, &account).unwrap();
        assert_eq!(found.len(), 100_000);
        assert!(found.is_sorted_by_key(|file| std::cmp::Reverse(file.added)));
    }
}
