//! The file: how it is opened, its tables and their versions.

use std::{path::Path, time::Duration};

use pileus_ports::JournalError;
use rusqlite::{Connection, Transaction};

use crate::{error::During, private, worker::in_transaction};

/// How long a write waits for another process to finish its own.
const BUSY_WAIT: Duration = Duration::from_secs(10);

/// Bytes that the write-ahead log is cut back to.
const LOG_LIMIT: i64 = 16 << 20;

/// Each step leads from the version that is its position to the next one.
const STEPS: [&str; 2] = [VERSION_1, VERSION_2];

const VERSION_1: &str = "
CREATE TABLE job (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id INTEGER NOT NULL UNIQUE,
    genesis BLOB NOT NULL,
    fid BLOB,
    live_upload INTEGER NOT NULL,
    created INTEGER NOT NULL,
    record TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_live_upload ON job (genesis, fid) WHERE live_upload = 1 AND fid IS NOT NULL;
CREATE INDEX job_by_age ON job (created DESC, number DESC);

CREATE TABLE plan (
    job INTEGER PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
    plan TEXT NOT NULL
) STRICT;

CREATE TABLE header (
    job INTEGER PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
    header BLOB NOT NULL
) STRICT;

CREATE TABLE placement (
    job INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    segment INTEGER NOT NULL,
    fragment_column INTEGER NOT NULL,
    node BLOB NOT NULL,
    PRIMARY KEY (job, segment, fragment_column)
) STRICT, WITHOUT ROWID;

CREATE TABLE signed_transaction (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    hash BLOB NOT NULL UNIQUE,
    genesis BLOB NOT NULL,
    job INTEGER REFERENCES job (id) ON DELETE CASCADE,
    bytes BLOB NOT NULL,
    signer BLOB NOT NULL,
    nonce INTEGER NOT NULL,
    birth INTEGER NOT NULL,
    death INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    summary TEXT NOT NULL,
    state TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT;
CREATE INDEX transaction_of_job ON signed_transaction (job, created, number);

CREATE TABLE event (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    job INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    event TEXT NOT NULL
) STRICT;
CREATE INDEX event_of_job ON event (job, sequence);

CREATE TABLE bucket (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    genesis BLOB NOT NULL,
    account BLOB NOT NULL,
    territory TEXT NOT NULL,
    name TEXT NOT NULL,
    public_warned INTEGER NOT NULL,
    UNIQUE (genesis, account, territory, name)
) STRICT;

CREATE TABLE file (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    genesis BLOB NOT NULL,
    account BLOB NOT NULL,
    fid BLOB NOT NULL,
    bucket INTEGER NOT NULL REFERENCES bucket (id),
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    seal TEXT NOT NULL,
    added INTEGER NOT NULL,
    UNIQUE (genesis, account, fid)
) STRICT;
CREATE INDEX file_by_age ON file (genesis, account, added DESC, number DESC);
CREATE INDEX file_of_bucket ON file (bucket);

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

/// Jobs are found by their file, and whoever follows the catalogue asks for one number instead of all files.
const VERSION_2: &str = "
CREATE INDEX job_of_file ON job (genesis, fid);

CREATE TABLE catalogue_revision (
    revision INTEGER NOT NULL
) STRICT;
INSERT INTO catalogue_revision VALUES (0);

CREATE TRIGGER bucket_made AFTER INSERT ON bucket BEGIN UPDATE catalogue_revision SET revision = revision + 1; END;
CREATE TRIGGER bucket_changed AFTER UPDATE ON bucket BEGIN UPDATE catalogue_revision SET revision = revision + 1; END;
CREATE TRIGGER bucket_gone AFTER DELETE ON bucket BEGIN UPDATE catalogue_revision SET revision = revision + 1; END;
CREATE TRIGGER file_made AFTER INSERT ON file BEGIN UPDATE catalogue_revision SET revision = revision + 1; END;
CREATE TRIGGER file_changed AFTER UPDATE ON file BEGIN UPDATE catalogue_revision SET revision = revision + 1; END;
CREATE TRIGGER file_gone AFTER DELETE ON file BEGIN UPDATE catalogue_revision SET revision = revision + 1; END;
";

/// Open the file, make it if need be, and bring it to the version that this program knows.
///
/// # Errors
/// [`JournalError::Newer`] for a file of a newer program, which is left as it was; [`JournalError::Damaged`] for a file
/// that is no journal.
pub(crate) fn open(path: &Path) -> Result<Connection, JournalError> {
    drop(private::open_file(path).during("be opened")?);
    let mut connection = Connection::open(path).during("be opened")?;
    connection.busy_timeout(BUSY_WAIT).during("be opened")?;
    refuse_newer(version(&connection)?)?;
    make_durable(&connection).during("be made durable")?;
    if version(&connection)? < known() {
        in_transaction(&mut connection, upgrade)?;
    }
    Ok(connection)
}

fn make_durable(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update_and_check(None, "journal_size_limit", LOG_LIMIT, |_| Ok(()))
}

fn upgrade(transaction: &Transaction<'_>) -> Result<(), JournalError> {
    let found = version(transaction)?;
    refuse_newer(found)?;
    for step in STEPS.iter().skip(found as usize) {
        transaction.execute_batch(step).during("be brought up to date")?;
    }
    transaction.pragma_update(None, "user_version", known()).during("be brought up to date")
}

fn version(connection: &Connection) -> Result<u32, JournalError> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0)).during("tell its version")
}

fn refuse_newer(found: u32) -> Result<(), JournalError> {
    let known = known();
    if found > known { Err(JournalError::Newer { found, known }) } else { Ok(()) }
}

fn known() -> u32 {
    u32::try_from(STEPS.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn file() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite");
        (folder, path)
    }

    #[test]
    fn every_write_is_synced_and_foreign_keys_hold() {
        let (_folder, path) = file();
        let connection = open(&path).unwrap();
        let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!((pragma("synchronous"), pragma("foreign_keys")), (2, 1));
        let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        assert_eq!(mode, "wal");
    }

    #[test]
    fn a_newer_file_is_refused_and_left_alone() {
        let (_folder, path) = file();
        open(&path).unwrap().pragma_update(None, "user_version", known() + 1).unwrap();
        let before = fs::read(&path).unwrap();
        let result = open(&path).map(drop);
        assert!(matches!(result, Err(JournalError::Newer { found, known: k }) if found == k + 1), "{result:?}");
        assert_eq!(fs::read(&path).unwrap(), before);
    }

    #[test]
    fn a_file_that_is_no_journal_is_damaged() {
        let (_folder, path) = file();
        fs::write(&path, "a letter to my aunt\n".repeat(500)).unwrap();
        let result = open(&path).map(drop);
        assert!(matches!(result, Err(JournalError::Damaged { .. })), "{result:?}");
    }

    #[test]
    fn opening_again_keeps_what_is_there() {
        let (_folder, path) = file();
        open(&path).unwrap().execute("INSERT INTO setting VALUES ('a', 'b')", []).unwrap();
        let value: String = open(&path).unwrap().query_row("SELECT value FROM setting", [], |row| row.get(0)).unwrap();
        assert_eq!(value, "b");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_open_the_files() {
        use std::os::unix::fs::PermissionsExt as _;
        let (folder, path) = file();
        let connection = open(&path).unwrap();
        connection.execute("INSERT INTO setting VALUES ('a', 'b')", []).unwrap();
        let modes: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().metadata().unwrap().permissions().mode() & 0o777)
            .collect();
        assert_eq!(modes, [0o600; 3], "the file, its log and the log's index");
    }
}
