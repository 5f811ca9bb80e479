//! Reading old blocks from disk, beside the writer.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use parity_scale_codec::Decode;
use pileus_localnet_runtime::Header;
use rusqlite::{Connection, OptionalExtension};
use sp_core::H256;

use super::schema;
use crate::chain::block::Block;
use crate::chain::events;
use crate::error::ChainError;

/// A reading connection.
pub(crate) struct Archive {
    path: PathBuf,
    connection: Mutex<Connection>,
}

/// A block without its state.
pub(crate) struct ArchivedBlock {
    /// Its header.
    pub(crate) header: Header,
    /// Its extrinsics, each with its length prefix.
    pub(crate) body: Vec<Bytes>,
    /// The encoded value of `System.Events` after it.
    pub(crate) events: Bytes,
}

impl From<&Block> for ArchivedBlock {
    fn from(block: &Block) -> Self {
        Self {
            header: block.header.clone(),
            body: block.body.to_vec(),
            events: block.state.get(&events::storage_key()).cloned().unwrap_or_default(),
        }
    }
}

impl Archive {
    pub(super) fn open(path: &Path) -> Result<Self, ChainError> {
        let open = || {
            let connection = Connection::open(path)?;
            schema::prepare(&connection, false)?;
            connection.pragma_update(None, "query_only", true)?;
            Ok(Mutex::new(connection))
        };
        let connection = open().map_err(|source| ChainError::Store { path: path.to_owned(), source })?;
        Ok(Self { path: path.to_owned(), connection })
    }

    /// The block with this hash.
    ///
    /// # Errors
    /// [`ChainError::Store`], [`ChainError::Damaged`].
    pub(crate) fn block(&self, hash: H256) -> Result<Option<ArchivedBlock>, ChainError> {
        type Row = (Vec<u8>, Vec<u8>, Vec<u8>);
        let sql = "SELECT header, body, events FROM block WHERE hash = ?1";
        let row: Option<Row> = self.query(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            statement.query_row([hash.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()
        })?;
        row.map(|(header, body, events)| {
            let header = Header::decode(&mut &header[..]).map_err(|_| self.damaged("a header"))?;
            let body = Vec::<Vec<u8>>::decode(&mut &body[..]).map_err(|_| self.damaged("a body"))?;
            Ok(ArchivedBlock { header, body: body.into_iter().map(Bytes::from).collect(), events: events.into() })
        })
        .transpose()
    }

    /// The hash of the block with this number.
    ///
    /// # Errors
    /// [`ChainError::Store`], [`ChainError::Damaged`].
    pub(crate) fn hash_of(&self, number: u32) -> Result<Option<H256>, ChainError> {
        let sql = "SELECT hash FROM block WHERE number = ?1";
        let hash: Option<Vec<u8>> =
            self.query(|connection| connection.prepare_cached(sql)?.query_row([number], |row| row.get(0)).optional())?;
        let exact = |hash: Vec<u8>| <[u8; 32]>::try_from(hash).map(H256).map_err(|_| self.damaged("a hash"));
        hash.map(exact).transpose()
    }

    fn query<T>(&self, code: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, ChainError> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        code(&connection).map_err(|source| ChainError::Store { path: self.path.clone(), source })
    }

    fn damaged(&self, what: &str) -> ChainError {
        ChainError::Damaged { path: self.path.clone(), what: what.to_owned() }
    }
}
