//! Events in the table `event`.

use pileus_domain::JobId;
use pileus_ports::{EventRecord, JobEvent, JournalError, Timestamp};
use rusqlite::{Connection, Params, params};

use crate::{
    error::During,
    jobs,
    value::{bits, from_json, number, rank, to_json},
};

const READ: &str = "read events";
const KEEP: &str = "keep an event";

pub(crate) fn append(
    db: &Connection,
    job: JobId,
    at: Timestamp,
    event: &JobEvent,
) -> Result<EventRecord, JournalError> {
    jobs::require(db, job)?;
    let values = params![bits(job.0), bits(at.0), to_json(event, KEEP)?];
    db.execute("INSERT INTO event (job, at, event) VALUES (?1, ?2, ?3)", values).during(KEEP)?;
    Ok(EventRecord { sequence: number(db.last_insert_rowid()), job, at, event: event.clone() })
}

pub(crate) fn after(
    db: &Connection,
    job: Option<JobId>,
    after: u64,
    limit: u32,
) -> Result<Vec<EventRecord>, JournalError> {
    const COLUMNS: &str = "SELECT sequence, job, at, event FROM event WHERE sequence > ?1";
    let (after, end) = (rank(after), "ORDER BY sequence LIMIT ?2");
    job.map_or_else(
        || select(db, &format!("{COLUMNS} {end}"), params![after, limit]),
        |job| select(db, &format!("{COLUMNS} AND job = ?3 {end}"), params![after, limit, bits(job.0)]),
    )
}

fn select(db: &Connection, sql: &str, values: impl Params) -> Result<Vec<EventRecord>, JournalError> {
    let mut query = db.prepare_cached(sql).during(READ)?;
    let columns = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?));
    let rows = query.query_map(values, columns).during(READ)?;
    rows.map(|row| {
        let (sequence, job, at, text) = row.during(READ)?;
        let sequence = number(sequence);
        let event = from_json(&text, &format!("event {sequence}"))?;
        Ok(EventRecord { sequence, job: JobId(number(job)), at: Timestamp(number(at)), event })
    })
    .collect()
}
