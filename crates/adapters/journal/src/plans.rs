//! Plans, sealed headers and placements of a job.

use pileus_domain::{AccountId, ColumnIndex, FilePlan, FragmentAddress, JobId, NodeId, SegmentIndex};
use pileus_ports::{JournalError, Placement};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{
    error::During,
    jobs,
    value::{bits, from_json, name, to_json},
};

const READ: &str = "read a plan";
const KEEP: &str = "keep a plan";
const FORGET: &str = "forget a plan";

pub(crate) fn set(db: &Connection, id: JobId, plan: &FilePlan, header: Option<&[u8]>) -> Result<(), JournalError> {
    jobs::require(db, id)?;
    let text = to_json(plan, KEEP)?;
    db.execute("INSERT OR REPLACE INTO plan (job, plan) VALUES (?1, ?2)", params![bits(id.0), text]).during(KEEP)?;
    forget_placements(db, id)?;
    header.map_or(Ok(()), |header| set_header(db, id, header))
}

pub(crate) fn get(db: &Connection, id: JobId) -> Result<Option<FilePlan>, JournalError> {
    let sql = "SELECT plan FROM plan WHERE job = ?1";
    let text = db.query_row(sql, [bits(id.0)], |row| row.get::<_, String>(0)).optional().during(READ)?;
    text.map(|text| from_json(&text, &format!("plan of job {id}"))).transpose()
}

pub(crate) fn set_header(db: &Connection, id: JobId, header: &[u8]) -> Result<(), JournalError> {
    jobs::require(db, id)?;
    let sql = "INSERT OR REPLACE INTO header (job, header) VALUES (?1, ?2)";
    db.execute(sql, params![bits(id.0), header]).during("keep a header").map(drop)
}

pub(crate) fn header(db: &Connection, id: JobId) -> Result<Option<Vec<u8>>, JournalError> {
    let sql = "SELECT header FROM header WHERE job = ?1";
    db.query_row(sql, [bits(id.0)], |row| row.get(0)).optional().during("read a header")
}

pub(crate) fn clear(db: &Connection, id: JobId) -> Result<(), JournalError> {
    jobs::require(db, id)?;
    db.execute("DELETE FROM plan WHERE job = ?1", [bits(id.0)]).during(FORGET)?;
    db.execute("DELETE FROM header WHERE job = ?1", [bits(id.0)]).during(FORGET)?;
    forget_placements(db, id)
}

pub(crate) fn put_placement(db: &Connection, id: JobId, placement: &Placement) -> Result<(), JournalError> {
    jobs::require(db, id)?;
    let Placement { at, node } = placement;
    let sql = "INSERT OR REPLACE INTO placement (job, segment, fragment_column, node) VALUES (?1, ?2, ?3, ?4)";
    let values = params![bits(id.0), at.segment.0, at.column.number(), node.0.0];
    db.execute(sql, values).during("keep a placement").map(drop)
}

pub(crate) fn placements(db: &Connection, id: JobId) -> Result<Vec<Placement>, JournalError> {
    const READ: &str = "read placements";
    let sql = "SELECT segment, fragment_column, node FROM placement WHERE job = ?1 ORDER BY segment, fragment_column";
    let mut query = db.prepare_cached(sql).during(READ)?;
    let rows = query.query_map([bits(id.0)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).during(READ)?;
    rows.map(|row| {
        let (segment, column, node) = row.during(READ)?;
        let column = name(ColumnIndex::new(column), "list of placements")?;
        let at = FragmentAddress { segment: SegmentIndex(segment), column };
        Ok(Placement { at, node: NodeId(AccountId(node)) })
    })
    .collect()
}

pub(crate) fn remove_column(db: &Connection, id: JobId, column: u8) -> Result<(), JournalError> {
    let sql = "DELETE FROM placement WHERE job = ?1 AND fragment_column = ?2";
    db.execute(sql, params![bits(id.0), column]).during("forget placements").map(drop)
}

fn forget_placements(db: &Connection, id: JobId) -> Result<(), JournalError> {
    db.execute("DELETE FROM placement WHERE job = ?1", [bits(id.0)]).during("forget placements").map(drop)
}
