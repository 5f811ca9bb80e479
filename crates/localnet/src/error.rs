//! What can go wrong in the local network, each failure with its subject and its cause.

use std::path::PathBuf;

use sp_runtime::transaction_validity::TransactionValidityError;

/// A failure of the chain: its engine, its transaction pool or its disk.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
    /// The engine has ended; no more blocks will come.
    #[error("the local chain has stopped")]
    Stopped,
    /// No block has this hash.
    #[error("no block of the local chain has the hash {hash}")]
    UnknownBlock {
        /// The hash that was asked for.
        hash: sp_core::H256,
    },
    /// The block exists, but its state is older than the states that are kept.
    #[error("the state of block {hash} is no longer kept")]
    StateDiscarded {
        /// The block whose state was asked for.
        hash: sp_core::H256,
    },
    /// The runtime knows no such entry point.
    #[error("the runtime has no method {method}")]
    UnknownMethod {
        /// The entry point that was asked for.
        method: String,
    },
    /// The runtime gave up on a call; nothing of it was kept.
    #[error("the runtime aborted in {method}: {reason}")]
    RuntimeAborted {
        /// The entry point that was running.
        method: String,
        /// What the runtime said.
        reason: String,
    },
    /// The bytes are no extrinsic.
    #[error("the extrinsic cannot be decoded")]
    BadFormat {
        /// Where decoding stopped.
        #[source]
        source: parity_scale_codec::Error,
    },
    /// The transaction cannot be accepted, now or ever.
    #[error("the transaction was refused: {0}")]
    Refused(#[from] Refusal),
    /// The transaction left the pool without reaching a block.
    #[error("the transaction {hash} was dropped from the pool: {reason}")]
    Dropped {
        /// Hash of the extrinsic.
        hash: sp_core::H256,
        /// Its last status.
        reason: &'static str,
    },
    /// The genesis state cannot be built.
    #[error("the genesis state cannot be built")]
    Genesis(#[source] pileus_localnet_runtime::GenesisError),
    /// The chain's database failed.
    #[error("the chain's database {path} failed")]
    Store {
        /// The database file.
        path: PathBuf,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// The chain's database holds something that this program did not write.
    #[error("the chain's database {path} is damaged: {what}")]
    Damaged {
        /// The database file.
        path: PathBuf,
        /// What does not fit.
        what: String,
    },
    /// The engine's thread could not be started.
    #[error("the chain's thread could not be started")]
    Thread(#[source] std::io::Error),
}

/// Why the transaction pool did not take a transaction.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The runtime found it invalid or cannot judge it.
    #[error("{}", validity_text(*.0))]
    Invalid(TransactionValidityError),
    /// It was in a block or found invalid a short while ago.
    #[error("the transaction is temporarily banned")]
    Banned,
    /// It is in the pool already.
    #[error("the transaction is in the pool already")]
    AlreadyImported(sp_core::H256),
    /// Another transaction in its place has at least the same priority.
    #[error("the priority is too low ({old} is in the pool, {new} was offered)")]
    PriorityTooLow {
        /// Priority of the one in the pool.
        old: u64,
        /// Priority of the one that came.
        new: u64,
    },
    /// The pool is full.
    #[error("the transaction pool is full")]
    PoolFull,
}

fn validity_text(error: TransactionValidityError) -> &'static str {
    match error {
        TransactionValidityError::Invalid(invalid) => invalid.into(),
        TransactionValidityError::Unknown(unknown) => unknown.into(),
    }
}

impl From<TransactionValidityError> for Refusal {
    fn from(error: TransactionValidityError) -> Self {
        Self::Invalid(error)
    }
}

/// A failure of the local network as a whole.
#[derive(Debug, thiserror::Error)]
pub enum NetworkError {
    /// A file or folder of the network cannot be used.
    #[error("the local network cannot use {}", path.display())]
    Folder {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A file of the network does not hold what it should.
    #[error("{} is damaged", path.display())]
    Damaged {
        /// Which one.
        path: PathBuf,
        /// Where reading stopped.
        #[source]
        source: serde_json::Error,
    },
    /// A port of loopback is not to be had.
    #[error("the local network cannot listen on port {port} for its {purpose}")]
    Port {
        /// What the port was for.
        purpose: &'static str,
        /// The port, 0 for any.
        port: u16,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// Another program hosts the network of this folder.
    #[error("another program hosts the local network in {}", folder.display())]
    HostedElsewhere {
        /// The network's folder.
        folder: PathBuf,
    },
    /// No program hosts the network of this folder.
    #[error("no program hosts the local network in {}", folder.display())]
    NotHosted {
        /// The network's folder.
        folder: PathBuf,
    },
    /// The chain failed.
    #[error("the chain of the local network failed")]
    Chain(#[from] ChainError),
    /// A storage node failed.
    #[error("storage node {index} of the local network failed")]
    Node {
        /// Which one, from 0.
        index: usize,
        /// What went wrong.
        #[source]
        source: crate::node::NodeError,
    },
    /// There is no storage node with this number, or it is stopped.
    #[error("storage node {index} of the local network is not running")]
    NoSuchNode {
        /// Which one, from 0.
        index: usize,
    },
    /// There is no gateway with this number, or it is stopped.
    #[error("gateway {index} of the local network is not running")]
    NoSuchGateway {
        /// Which one, from 0.
        index: usize,
    },
    /// A call that the network makes for itself was refused on chain.
    #[error("the local network's own call `{call}` failed: {reason}")]
    CallFailed {
        /// What was called.
        call: &'static str,
        /// The chain's reason.
        reason: String,
    },
    /// The text is no account.
    #[error("{text:?} is no account address")]
    Address {
        /// What was given.
        text: String,
    },
    /// The host did not answer on its control server.
    #[error("the host of the local network does not answer")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The host refused what its control server was asked.
    #[error("the host of the local network refused: {reason}")]
    Refused {
        /// HTTP status of the answer.
        status: u16,
        /// What it said.
        reason: String,
    },
}

impl NetworkError {
    /// For `map_err`: the file or folder that failed.
    pub(crate) fn folder(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Folder { path, source }
    }
}
