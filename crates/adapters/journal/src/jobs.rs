//! Jobs in the table `job`.

use pileus_domain::{Fid, GenesisHash, JobId, JobKind};
use pileus_ports::{JobRecord, JournalError};
use rusqlite::{Connection, OptionalExtension as _, named_params, params};

use crate::{
    error::During,
    value::{bits, from_json, number, rank, to_json},
};

const READ: &str = "read jobs";
const KEEP: &str = "keep a job";

pub(crate) fn create(db: &Connection, job: &JobRecord) -> Result<(), JournalError> {
    if exists(db, job.id)? {
        return Err(JournalError::Duplicate(job.id));
    }
    refuse_duplicate(db, job)?;
    let sql = "INSERT INTO job (id, genesis, fid, live_upload, created, record)
               VALUES (:id, :genesis, :fid, :live_upload, :created, :record)";
    store(db, sql, job)
}

pub(crate) fn update(db: &Connection, job: &JobRecord) -> Result<(), JournalError> {
    require(db, job.id)?;
    refuse_duplicate(db, job)?;
    let sql = "UPDATE job SET genesis = :genesis, fid = :fid, live_upload = :live_upload, created = :created,
               record = :record WHERE id = :id";
    store(db, sql, job)
}

pub(crate) fn get(db: &Connection, id: JobId) -> Result<Option<JobRecord>, JournalError> {
    let sql = "SELECT record FROM job WHERE id = ?1";
    let text = db.query_row(sql, [bits(id.0)], |row| row.get::<_, String>(0)).optional().during(READ)?;
    text.map(|text| from_json(&text, &format!("job {id}"))).transpose()
}

pub(crate) fn newest_first(db: &Connection) -> Result<Vec<JobRecord>, JournalError> {
    let mut query = db.prepare_cached("SELECT record FROM job ORDER BY created DESC, number DESC").during(READ)?;
    let texts = query.query_map([], |row| row.get::<_, String>(0)).during(READ)?;
    texts.map(|text| from_json(&text.during(READ)?, "list of jobs")).collect()
}

pub(crate) fn of_file(db: &Connection, genesis: &GenesisHash, fid: &Fid) -> Result<Vec<JobRecord>, JournalError> {
    let sql = "SELECT record FROM job WHERE genesis = ?1 AND fid = ?2 ORDER BY created DESC, number DESC";
    let mut query = db.prepare_cached(sql).during(READ)?;
    let texts = query.query_map(params![genesis.0, fid.0.0], |row| row.get::<_, String>(0)).during(READ)?;
    texts.map(|text| from_json(&text.during(READ)?, "list of jobs")).collect()
}

pub(crate) fn remove(db: &Connection, id: JobId) -> Result<(), JournalError> {
    let removed = db.execute("DELETE FROM job WHERE id = ?1", [bits(id.0)]).during("forget a job")?;
    if removed == 0 { Err(JournalError::NoJob(id)) } else { Ok(()) }
}

/// Refuse to hang anything on a job that is not there.
pub(crate) fn require(db: &Connection, id: JobId) -> Result<(), JournalError> {
    if exists(db, id)? { Ok(()) } else { Err(JournalError::NoJob(id)) }
}

fn exists(db: &Connection, id: JobId) -> Result<bool, JournalError> {
    let found = db.query_row("SELECT 1 FROM job WHERE id = ?1", [bits(id.0)], |_| Ok(())).optional();
    Ok(found.during(READ)?.is_some())
}

fn refuse_duplicate(db: &Connection, job: &JobRecord) -> Result<(), JournalError> {
    let Some(fid) = job.fid.filter(|_| is_live_upload(job)) else { return Ok(()) };
    let sql = "SELECT id FROM job WHERE live_upload = 1 AND genesis = ?1 AND fid = ?2 AND id <> ?3";
    let other = db.query_row(sql, params![job.genesis.0, fid.0.0, bits(job.id.0)], |row| row.get(0));
    match other.optional().during(READ)? {
        Some(other) => Err(JournalError::Duplicate(JobId(number(other)))),
        None => Ok(()),
    }
}

fn store(db: &Connection, sql: &str, job: &JobRecord) -> Result<(), JournalError> {
    let record = to_json(job, KEEP)?;
    let values = named_params! {
        ":id": bits(job.id.0),
        ":genesis": job.genesis.0,
        ":fid": job.fid.map(|fid| fid.0.0),
        ":live_upload": is_live_upload(job),
        ":created": rank(job.created.0),
        ":record": record,
    };
    db.execute(sql, values).during(KEEP).map(drop)
}

fn is_live_upload(job: &JobRecord) -> bool {
    job.kind() == JobKind::Upload && job.is_live()
}
