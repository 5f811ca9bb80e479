//! Errors of the ports, each with a kind to decide on.

use std::error::Error;

use pileus_domain::{GenesisHash, JobId, TxHash};

/// A cause from below a port.
pub type Cause = Box<dyn Error + Send + Sync>;

/// What every port's failure comes down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The other side says that it does not have it.
    NotFound,
    /// The other side answered no.
    Refused,
    /// The other side cannot be reached now.
    Unavailable,
    /// No answer within the limit.
    TimedOut,
    /// An answer that cannot be true.
    Corrupt,
}

/// A failure of a port, with its subject and its cause.
#[derive(Debug, thiserror::Error)]
#[error("{subject}: {message}")]
pub struct PortError {
    /// What to decide on.
    pub kind: ErrorKind,
    /// What was asked of whom.
    pub subject: String,
    /// What came back.
    pub message: String,
    /// The cause below.
    #[source]
    pub source: Option<Cause>,
}

impl PortError {
    /// A failure without a cause below it.
    pub fn new(kind: ErrorKind, subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self { kind, subject: subject.into(), message: message.into(), source: None }
    }

    /// The same with its cause.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Cause>) -> Self {
        self.source = Some(cause.into());
        self
    }
}

/// Why the chain did not take a transaction into its pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejection {
    /// The account cannot pay the fee.
    Payment,
    /// Its nonce was used already.
    Stale,
    /// Its nonce is too far ahead.
    Future,
    /// Past its era.
    Expired,
    /// The pool holds these very bytes already, or they are in a block.
    AlreadyKnown,
    /// Another transaction with this nonce is in the pool and pays as much.
    Outbid,
    /// The signature or the payload does not fit this chain.
    BadProof,
    /// The block would be too long.
    Exhausted,
}

/// Failures of the Chain port.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
    /// Reaching or understanding the chain failed.
    #[error(transparent)]
    Port(#[from] PortError),
    /// Another chain answers behind the address.
    #[error("the network answers with genesis {found}, expected {expected}")]
    WrongNetwork {
        /// What was pinned.
        expected: GenesisHash,
        /// What answered.
        found: GenesisHash,
    },
    /// The pool refused a transaction.
    #[error("the chain refused transaction {hash}: {message}")]
    Rejected {
        /// Which.
        hash: TxHash,
        /// Why, to decide on.
        reason: Rejection,
        /// Why, in the chain's words.
        message: String,
    },
    /// The runtime has no such call or storage.
    #[error("this network's runtime does not know {0}")]
    Unsupported(String),
}

impl ChainError {
    /// Could the same request pass a little later?
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Port(e) => matches!(e.kind, ErrorKind::Unavailable | ErrorKind::TimedOut),
            Self::Rejected { reason, .. } => matches!(reason, Rejection::Future | Rejection::Exhausted),
            Self::WrongNetwork { .. } | Self::Unsupported(_) => false,
        }
    }
}

/// What a storage node's failure means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NodeErrorKind {
    /// The node does not see the order yet, or the fragment is not in it (`fragment does not match fid`).
    OrderNotSeen,
    /// The node's own connection to the chain is down.
    NodeOffline,
    /// The node says the bytes are wrong.
    BytesRefused,
    /// The node says its disk fails or is full.
    DiskFailed,
    /// The node does not have the fragment.
    NotFound,
    /// The signature was refused.
    SignatureRefused,
    /// Connecting failed or the connection broke.
    Unreachable,
    /// No answer within the limit.
    TimedOut,
    /// Bytes of wrong length or hash, or an answer that cannot be read.
    Corrupt,
    /// The address is private, or no address, and the profile does not allow it.
    ForbiddenAddress,
    /// Anything else the node answered.
    Unexpected,
}

/// A failure of a storage node.
#[derive(Debug, thiserror::Error)]
#[error("storage node at {endpoint}: {message}")]
pub struct NodeError {
    /// What to decide on.
    pub kind: NodeErrorKind,
    /// Which node.
    pub endpoint: String,
    /// What it said.
    pub message: String,
    /// The cause below.
    #[source]
    pub source: Option<Cause>,
}

impl NodeError {
    /// A failure without a cause below it.
    pub fn new(kind: NodeErrorKind, endpoint: impl Into<String>, message: impl Into<String>) -> Self {
        Self { kind, endpoint: endpoint.into(), message: message.into(), source: None }
    }

    /// The same with its cause.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Cause>) -> Self {
        self.source = Some(cause.into());
        self
    }

    /// Could the same request to the same node pass a little later?
    pub fn may_pass(&self) -> bool {
        use NodeErrorKind::{NodeOffline, OrderNotSeen, TimedOut, Unreachable};
        matches!(self.kind, OrderNotSeen | NodeOffline | Unreachable | TimedOut)
    }
}

/// What a gateway's failure means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GatewayErrorKind {
    /// The account has not authorised this gateway, or no longer.
    NotAuthorised,
    /// The signature was refused, or the gateway does not serve the account.
    SignatureRefused,
    /// The signature was refused, and the clocks of both sides are far apart.
    ClocksDiffer,
    /// The account has no such territory.
    TerritoryMissing,
    /// The territory's time is over.
    TerritoryEnded,
    /// The territory has no room, as the gateway counts.
    NoSpace,
    /// The gateway does not take the file's name.
    NameRefused,
    /// Its disk, its chain or its queue holds it up.
    Busy,
    /// It failed inside: the order was refused by the chain, for instance.
    Failed,
    /// It does not have the file.
    NotFound,
    /// Something before it takes no request of this size.
    TooLarge,
    /// What it has of a file in several parts is not what was sent.
    OutOfStep,
    /// Connecting failed or the connection broke.
    Unreachable,
    /// No answer within the limit, ours or that of something before it.
    TimedOut,
    /// It wants to lead elsewhere.
    Redirected,
    /// An answer that cannot be read: too long, a web page, or nonsense.
    Corrupt,
    /// The address is private, or no address, and the profile does not allow it.
    ForbiddenAddress,
    /// The file could not be read on this computer.
    SourceFailed,
    /// Gateways of its program do not do that.
    Unsupported,
    /// Its address is not of TLS, and what has to be said to it must not be heard by others.
    NotEncrypted,
    /// Anything else that it answered.
    Unexpected,
}

/// A failure of a gateway.
#[derive(Debug, thiserror::Error)]
#[error("gateway at {endpoint}: {message}")]
pub struct GatewayError {
    /// What to decide on.
    pub kind: GatewayErrorKind,
    /// Which gateway.
    pub endpoint: String,
    /// What it said.
    pub message: String,
    /// The cause below.
    #[source]
    pub source: Option<Cause>,
}

impl GatewayError {
    /// A failure without a cause below it.
    pub fn new(kind: GatewayErrorKind, endpoint: impl Into<String>, message: impl Into<String>) -> Self {
        Self { kind, endpoint: endpoint.into(), message: message.into(), source: None }
    }

    /// The same with its cause.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Cause>) -> Self {
        self.source = Some(cause.into());
        self
    }

    /// Could the same request to the same gateway pass a little later?
    pub fn may_pass(&self) -> bool {
        use GatewayErrorKind::{Busy, TimedOut, Unreachable};
        matches!(self.kind, Busy | Unreachable | TimedOut)
    }
}

/// Failures of the Journal port.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Reading or writing the journal failed.
    #[error("the journal could not {action}")]
    Storage {
        /// What was tried.
        action: &'static str,
        /// Why not.
        #[source]
        source: Cause,
    },
    /// The disk that holds the journal is full.
    #[error("the disk is full: the journal could not {action}")]
    Full {
        /// What was tried.
        action: &'static str,
        /// Why not.
        #[source]
        source: Cause,
    },
    /// Written by a newer program.
    #[error("the journal has version {found}, this program knows {known}")]
    Newer {
        /// What the file says.
        found: u32,
        /// What this program knows.
        known: u32,
    },
    /// What was read cannot be understood.
    #[error("the journal's {what} is damaged")]
    Damaged {
        /// Which record.
        what: String,
        /// Why.
        #[source]
        source: Option<Cause>,
    },
    /// There is no such job.
    #[error("there is no job {0}")]
    NoJob(JobId),
    /// Another live job has the same file on the same network.
    #[error("job {0} already transfers this file")]
    Duplicate(JobId),
    /// A bucket of that name is there already, or still holds files.
    #[error("bucket {name}: {message}")]
    Bucket {
        /// Which.
        name: String,
        /// What is in the way.
        message: &'static str,
    },
}

/// Failures of the Keystore port.
#[derive(Debug, thiserror::Error)]
pub enum KeystoreError {
    /// The person no longer wanted the change; nothing was changed.
    #[error("the change was stopped before it was made")]
    Stopped,
    /// A passphrase is needed first.
    #[error("the vault is locked")]
    Locked,
    /// The passphrase does not open the vault.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The vault's bytes are not what was written.
    #[error("the vault is damaged")]
    Damaged(#[source] Option<Cause>),
    /// Written by a newer program.
    #[error("the vault has version {found}, this program knows {known}")]
    Newer {
        /// What the file says.
        found: u32,
        /// What this program knows.
        known: u32,
    },
    /// The vault file cannot be read or written.
    #[error("the vault file could not be {action}")]
    File {
        /// Read or written.
        action: &'static str,
        /// Why not.
        #[source]
        source: Cause,
    },
    /// The folder does not let the vault be written; nothing was changed.
    #[error("the vault's folder is read-only")]
    ReadOnly {
        /// What the system said.
        #[source]
        source: Cause,
    },
    /// There is no system keyring, or none that stores anything.
    #[error("the system has no keyring that can be used")]
    KeyringMissing(#[source] Option<Cause>),
    /// The system's keyring has to be unlocked by the person first.
    #[error("the system's keyring is locked")]
    KeyringLocked(#[source] Option<Cause>),
    /// The system's keyring does not hold the key of this vault.
    #[error("the system's keyring does not hold the key of this vault")]
    KeyringEntryMissing,
    /// Nothing of that name is in the vault.
    #[error("there is no {what} {name:?}")]
    NotFound {
        /// Account or data key.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// The name is taken.
    #[error("there is already a {what} {name:?}")]
    Exists {
        /// Account or data key.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// The secret that was given is none.
    #[error("this is no recovery phrase or seed: {0}")]
    BadSecret(String),
    /// The data key that was given is none.
    #[error("this is no data key: {0}")]
    BadDataKey(String),
    /// A capsule is none, or was changed.
    #[error("this is no capsule that a gateway made: {0}")]
    BadCapsule(&'static str),
    /// An account file cannot be taken.
    #[error("the account file cannot be used")]
    AccountFile(#[source] AccountFileError),
}

/// Why an account file of another wallet cannot be taken. Nothing secret is repeated in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountFileError {
    /// Its bytes are no account file, or no longer a whole one.
    #[error("this is no account file, or a damaged one: {0}")]
    Damaged(&'static str),
    /// It is well formed, and of a kind that is not read.
    #[error("the {part} {found:?} is not read")]
    Unsupported {
        /// Version, content, kind of key or encryption.
        part: &'static str,
        /// What the file says, shortened.
        found: String,
    },
    /// It asks for work that no wallet ever asked for.
    #[error("its scrypt cost (N {n}, r {r}, p {p}) is none that wallets write")]
    Cost {
        /// Steps through memory.
        n: u32,
        /// Width of a block.
        r: u32,
        /// Lanes.
        p: u32,
    },
    /// It has a passphrase of its own, and none was given.
    #[error("it has a passphrase, and none was given")]
    PassphraseNeeded,
    /// The passphrase does not open it.
    #[error("the passphrase does not open it")]
    WrongPassphrase,
    /// Address, public key and secret belong to different accounts.
    #[error("its address, its public key and its secret are not of one account")]
    Mismatch,
}
