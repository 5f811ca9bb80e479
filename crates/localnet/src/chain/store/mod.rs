//! The chain on disk: SQLite in WAL mode, one transaction a block.
//!
//! Invariants: a block is there with everything that belongs to it, or not at all; whatever moment the program is
//! killed at, the next start finds the last block whose transaction was committed, with its exact state. States are
//! kept as one full base state and the changes of each later block; folding the oldest changes into the base is part
//! of the transaction of a new block, so the work for each block is bounded.
//!
//! Nothing here knows what a runtime is: keys and values are bytes.

mod archive;
mod schema;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use parity_scale_codec::{Decode, Encode};
use pileus_localnet_runtime::Header;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use sp_core::H256;

pub(crate) use archive::{Archive, ArchivedBlock};

use super::block::Block;
use super::events;
use super::state::{Change, State};
use crate::error::ChainError;

/// The writing side of the database.
pub(super) struct Store {
    path: PathBuf,
    connection: Connection,
}

/// Everything a chain needs to go on: the blocks whose states are kept, oldest first.
pub(super) struct Loaded {
    /// Hash of block 0.
    pub(super) genesis_hash: H256,
    /// The blocks with their states.
    pub(super) blocks: Vec<Block>,
}

impl Store {
    /// Open the database, or make it.
    ///
    /// # Errors
    /// [`ChainError::Store`]; [`ChainError::Damaged`] when another program's file is in its place.
    pub(super) fn open(path: &Path, survive_power_cut: bool) -> Result<Self, ChainError> {
        let connection = schema::open(path, survive_power_cut)?;
        Ok(Self { path: path.to_owned(), connection })
    }

    /// A second connection for readers.
    ///
    /// # Errors
    /// [`ChainError::Store`].
    pub(super) fn archive(&self) -> Result<Archive, ChainError> {
        Archive::open(&self.path)
    }

    /// Write block 0; its state becomes the base.
    ///
    /// # Errors
    /// [`ChainError::Store`].
    pub(super) fn found(&mut self, genesis: &Block) -> Result<(), ChainError> {
        let changes = State::default().changes_to(&genesis.state);
        self.write(|transaction| {
            insert_block(transaction, genesis)?;
            for (key, value) in &changes {
                fold_change(transaction, key, value.as_deref())?;
            }
            set_base(transaction, genesis.header.number)
        })
    }

    /// Write a block and what it changed, and fold the changes of block `fold` into the base.
    ///
    /// # Errors
    /// [`ChainError::Store`]; then nothing was written.
    pub(super) fn append(&mut self, block: &Block, changes: &[Change], fold: Option<u32>) -> Result<(), ChainError> {
        self.write(|transaction| {
            insert_block(transaction, block)?;
            let mut insert =
                transaction.prepare_cached("INSERT INTO change (number, key, value) VALUES (?1, ?2, ?3)")?;
            for (key, value) in changes {
                insert.execute(params![block.header.number, &key[..], value.as_deref()])?;
            }
            drop(insert);
            fold.map_or(Ok(()), |number| fold_block(transaction, number))
        })
    }

    fn write(&mut self, code: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<()>) -> Result<(), ChainError> {
        let path = &self.path;
        let attempt = || {
            let transaction = self.connection.transaction()?;
            code(&transaction)?;
            transaction.commit()
        };
        attempt().map_err(|source| ChainError::Store { path: path.clone(), source })
    }

    /// Read back what was written; `None` when there is no chain yet.
    ///
    /// # Errors
    /// [`ChainError::Store`], [`ChainError::Damaged`].
    pub(super) fn load(&self) -> Result<Option<Loaded>, ChainError> {
        let Some(base) = self.base_number()? else { return Ok(None) };
        let mut state = State::from_entries(self.rows("SELECT key, value FROM base", base, |row| {
            Ok((Bytes::from(row.get::<_, Vec<u8>>(0)?), Bytes::from(row.get::<_, Vec<u8>>(1)?)))
        })?);
        let mut blocks = Vec::new();
        for number in
            self.rows("SELECT number FROM block WHERE number >= ?1 ORDER BY number", base, |row| row.get(0))?
        {
            for change in self.changes(number)? {
                state.apply(change);
            }
            let block = self.block(number, state)?;
            state = block.state.clone();
            blocks.push(block);
        }
        let genesis_hash = self.archive()?.hash_of(0)?.ok_or_else(|| self.damaged("block 0 is missing"))?;
        Ok(Some(Loaded { genesis_hash, blocks }))
    }

    fn base_number(&self) -> Result<Option<u32>, ChainError> {
        self.connection
            .query_row("SELECT value FROM meta WHERE name = 'base'", [], |row| row.get(0))
            .optional()
            .map_err(|source| self.failed(source))
    }

    fn changes(&self, number: u32) -> Result<Vec<Change>, ChainError> {
        self.rows("SELECT key, value FROM change WHERE number = ?1", number, |row| {
            let value: Option<Vec<u8>> = row.get(1)?;
            Ok((Bytes::from(row.get::<_, Vec<u8>>(0)?), value.map(Bytes::from)))
        })
    }

    fn block(&self, number: u32, state: State) -> Result<Block, ChainError> {
        let sql = "SELECT hash, header, body, events FROM block WHERE number = ?1";
        let (hash, header, body, raw_events): (Vec<u8>, Vec<u8>, Vec<u8>, Vec<u8>) = self
            .connection
            .query_row(sql, [number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
            .map_err(|source| self.failed(source))?;
        let header = Header::decode(&mut &header[..]).map_err(|_| self.damaged("a header"))?;
        let body = Vec::<Vec<u8>>::decode(&mut &body[..]).map_err(|_| self.damaged("a body"))?;
        Ok(Block {
            hash: (hash.len() == 32).then(|| H256::from_slice(&hash)).ok_or_else(|| self.damaged("a hash"))?,
            body: body.into_iter().map(Bytes::from).collect(),
            events: Arc::from(events::decode(&raw_events).map_err(|_| self.damaged("events"))?),
            state: state.with_root(header.state_root),
            header,
        })
    }

    fn rows<T>(
        &self,
        sql: &str,
        number: u32,
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, ChainError> {
        let query = || -> rusqlite::Result<Vec<T>> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let number = (statement.parameter_count() > 0).then_some(number);
            statement.query_map(rusqlite::params_from_iter(number), read)?.collect()
        };
        query().map_err(|source| self.failed(source))
    }

    fn failed(&self, source: rusqlite::Error) -> ChainError {
        ChainError::Store { path: self.path.clone(), source }
    }

    fn damaged(&self, what: &str) -> ChainError {
        ChainError::Damaged { path: self.path.clone(), what: what.to_owned() }
    }
}

fn insert_block(transaction: &Transaction<'_>, block: &Block) -> rusqlite::Result<()> {
    let body: Vec<Vec<u8>> = block.body.iter().map(|extrinsic| extrinsic.to_vec()).collect();
    let raw_events = block.state.get(&events::storage_key()).map_or(&[][..], |events| events);
    transaction.prepare_cached("INSERT INTO block (number, hash, header, body, events) VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(
        params![block.header.number, block.hash.as_bytes(), block.header.encode(), body.encode(), raw_events],
    )?;
    Ok(())
}

fn fold_block(transaction: &Transaction<'_>, number: u32) -> rusqlite::Result<()> {
    let mut select = transaction.prepare_cached("SELECT key, value FROM change WHERE number = ?1")?;
    let changes: Vec<(Vec<u8>, Option<Vec<u8>>)> =
        select.query_map([number], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    for (key, value) in changes {
        fold_change(transaction, &key, value.as_deref())?;
    }
    transaction.prepare_cached("DELETE FROM change WHERE number = ?1")?.execute([number])?;
    set_base(transaction, number)
}

fn fold_change(transaction: &Transaction<'_>, key: &[u8], value: Option<&[u8]>) -> rusqlite::Result<()> {
    match value {
        Some(value) => transaction
            .prepare_cached("INSERT INTO base (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2")?
            .execute(params![key, value])?,
        None => transaction.prepare_cached("DELETE FROM base WHERE key = ?1")?.execute([key])?,
    };
    Ok(())
}

fn set_base(transaction: &Transaction<'_>, number: u32) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO meta (name, value) VALUES ('base', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1",
        )?
        .execute([number])?;
    Ok(())
}
