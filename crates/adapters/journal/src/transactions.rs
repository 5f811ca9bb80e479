//! Signed transactions in the table `signed_transaction`.

use pileus_domain::{AccountId, BlockNumber, GenesisHash, JobId, TxHash};
use pileus_ports::{JournalError, SignedTransaction, Timestamp, TransactionRecord, TransactionState};
use rusqlite::{Connection, Params, Row, named_params, params};

use crate::{
    error::{During, storage},
    jobs,
    value::{bits, from_json, number, rank, to_json},
};

const READ: &str = "read transactions";
const KEEP: &str = "keep a transaction";
const KEEP_STATE: &str = "keep the state of a transaction";

const COLUMNS: &str = "hash, genesis, job, bytes, signer, nonce, birth, death, purpose, summary, state, created";

pub(crate) fn put(db: &Connection, record: &TransactionRecord) -> Result<(), JournalError> {
    record.job.map_or(Ok(()), |id| jobs::require(db, id))?;
    let sql = format!(
        "INSERT INTO signed_transaction ({COLUMNS})
         VALUES (:hash, :genesis, :job, :bytes, :signer, :nonce, :birth, :death, :purpose, :summary, :state, :created)
         ON CONFLICT (hash) DO UPDATE SET genesis = :genesis, job = :job, bytes = :bytes, signer = :signer,
         nonce = :nonce, birth = :birth, death = :death, purpose = :purpose, summary = :summary, state = :state,
         created = :created"
    );
    let TransactionRecord { transaction, genesis, job, purpose, summary, state, created } = record;
    let values = named_params! {
        ":hash": transaction.hash.0,
        ":genesis": genesis.0,
        ":job": job.map(|job| bits(job.0)),
        ":bytes": transaction.bytes,
        ":signer": transaction.signer.0,
        ":nonce": bits(transaction.nonce),
        ":birth": transaction.birth.0,
        ":death": transaction.death.0,
        ":purpose": to_json(purpose, KEEP)?,
        ":summary": summary,
        ":state": to_json(state, KEEP)?,
        ":created": rank(created.0),
    };
    db.execute(&sql, values).during(KEEP).map(drop)
}

pub(crate) fn set_state(db: &Connection, hash: &TxHash, state: &TransactionState) -> Result<(), JournalError> {
    let sql = "UPDATE signed_transaction SET state = ?2 WHERE hash = ?1";
    let changed = db.execute(sql, params![hash.0, to_json(state, KEEP_STATE)?]).during(KEEP_STATE)?;
    if changed == 0 { Err(storage(KEEP_STATE, format!("there is no transaction {hash}"))) } else { Ok(()) }
}

pub(crate) fn get(db: &Connection, hash: &TxHash) -> Result<Option<TransactionRecord>, JournalError> {
    let sql = format!("SELECT {COLUMNS} FROM signed_transaction WHERE hash = ?1");
    Ok(select(db, &sql, [hash.0])?.pop())
}

pub(crate) fn of_job(db: &Connection, job: JobId) -> Result<Vec<TransactionRecord>, JournalError> {
    let sql = format!("SELECT {COLUMNS} FROM signed_transaction WHERE job = ?1 ORDER BY created, number");
    select(db, &sql, [bits(job.0)])
}

fn select(db: &Connection, sql: &str, values: impl Params) -> Result<Vec<TransactionRecord>, JournalError> {
    let mut query = db.prepare_cached(sql).during(READ)?;
    let mut rows = query.query(values).during(READ)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().during(READ)? {
        found.push(record(row)?);
    }
    Ok(found)
}

fn record(row: &Row<'_>) -> Result<TransactionRecord, JournalError> {
    let transaction = signed(row).during(READ)?;
    let what = format!("transaction {}", transaction.hash);
    let text = |column: &str| row.get::<_, String>(column).during(READ);
    Ok(TransactionRecord {
        genesis: GenesisHash(row.get("genesis").during(READ)?),
        job: row.get::<_, Option<i64>>("job").during(READ)?.map(|id| JobId(number(id))),
        purpose: from_json(&text("purpose")?, &what)?,
        summary: text("summary")?,
        state: from_json(&text("state")?, &what)?,
        created: Timestamp(number(row.get("created").during(READ)?)),
        transaction,
    })
}

fn signed(row: &Row<'_>) -> rusqlite::Result<SignedTransaction> {
    Ok(SignedTransaction {
        hash: TxHash(row.get("hash")?),
        bytes: row.get("bytes")?,
        signer: AccountId(row.get("signer")?),
        nonce: number(row.get("nonce")?),
        birth: BlockNumber(row.get("birth")?),
        death: BlockNumber(row.get("death")?),
    })
}
