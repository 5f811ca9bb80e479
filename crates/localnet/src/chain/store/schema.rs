//! The tables of the chain's database.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use crate::error::ChainError;

/// Version of the tables; a database of another version is refused, `reset` makes a new one.
const SCHEMA_VERSION: u32 = 1;
/// Marks the file as ours: "PLSC".
const APPLICATION_ID: u32 = 0x504c_5343;
/// How long a connection waits for the other one.
const BUSY_WAIT: Duration = Duration::from_secs(10);

const TABLES: &str = "
CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE block (
    number INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    header BLOB NOT NULL,
    body BLOB NOT NULL,
    events BLOB NOT NULL
);
CREATE TABLE base (key BLOB PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE change (number INTEGER NOT NULL, key BLOB NOT NULL, value BLOB);
CREATE INDEX change_by_number ON change (number);
";

/// Open the file, make its tables when it is new, and check that it is ours.
pub(super) fn open(path: &Path, survive_power_cut: bool) -> Result<Connection, ChainError> {
    let failed = |source| ChainError::Store { path: path.to_owned(), source };
    let mut connection = Connection::open(path).map_err(failed)?;
    prepare(&connection, survive_power_cut).map_err(failed)?;
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(failed)?;
    let owner: u32 = connection.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(failed)?;
    match (version, owner) {
        (SCHEMA_VERSION, APPLICATION_ID) => {}
        (0, 0) => create(&mut connection).map_err(failed)?,
        _ => {
            let what = format!("it has version {version} of owner {owner:#x}");
            return Err(ChainError::Damaged { path: path.to_owned(), what });
        }
    }
    Ok(connection)
}

/// What every connection needs.
pub(super) fn prepare(connection: &Connection, survive_power_cut: bool) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_WAIT)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", if survive_power_cut { "FULL" } else { "NORMAL" })
}

fn create(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute_batch(TABLES)?;
    transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.commit()
}
