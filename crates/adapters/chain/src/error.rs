//! What goes wrong below the port, and what it means above.

use pileus_ports::{ChainError, ErrorKind, PortError};
use subxt::ext::jsonrpsee::core::client::Error as ClientError;

/// A cause from below.
pub(crate) type Cause = Box<dyn std::error::Error + Send + Sync>;

/// A failure between the port and the wire.
#[derive(Debug, thiserror::Error)]
pub enum AdapterError {
    /// No chain can be reached at such an address.
    #[error("{url:?} cannot be the address of a chain: {reason}")]
    Address {
        /// As it was given.
        url: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Connecting failed.
    #[error("connecting to {url} failed")]
    Connect {
        /// To where.
        url: String,
        /// Why.
        #[source]
        source: Cause,
    },
    /// The endpoint did not answer, or connect, within the limit.
    #[error("{asked} was not answered in time")]
    TimedOut {
        /// Method or address.
        asked: String,
    },
    /// The connection broke.
    #[error("{method} was not answered, the connection is lost")]
    Lost {
        /// What was asked.
        method: &'static str,
        /// How it broke.
        #[source]
        source: Cause,
    },
    /// The endpoint answered with an error.
    #[error("{method} was answered with error {code}: {message}")]
    Answer {
        /// What was asked.
        method: &'static str,
        /// JSON-RPC error code.
        code: i32,
        /// The endpoint's words, with its data.
        message: String,
    },
    /// The answer has a shape that the method does not have.
    #[error("the answer to {asked} cannot be read")]
    Unreadable {
        /// What was asked.
        asked: String,
        /// Why.
        #[source]
        source: Option<Cause>,
    },
    /// Something is not there that must be.
    #[error("{what} is missing")]
    Missing {
        /// Which.
        what: String,
    },
    /// The runtime knows no such thing.
    #[error("the runtime does not know {what}")]
    Unknown {
        /// Which call, item or constant.
        what: String,
    },
    /// A call that the chain would take to nobody's good.
    #[error("{what}: {reason}")]
    Senseless {
        /// Which call.
        what: &'static str,
        /// Why it makes no sense.
        reason: &'static str,
    },
}

/// Longest message of a stranger that is kept.
///
/// # Units
/// characters.
const MESSAGE_LIMIT: usize = 300;
/// JSON-RPC: the method does not exist.
const METHOD_NOT_FOUND: i32 = -32_601;
/// The RPC server has too much to do.
const SERVER_BUSY: [i32; 2] = [-32_009, -32_999];

impl AdapterError {
    /// What a client library's error means for this method.
    pub(crate) fn of_client(method: &'static str, error: ClientError) -> Self {
        match error {
            ClientError::Call(answer) => Self::Answer { method, code: answer.code(), message: message(&answer) },
            ClientError::RequestTimeout => Self::TimedOut { asked: method.to_owned() },
            ClientError::ParseError(source) => Self::unreadable(method, source),
            other => Self::Lost { method, source: other.into() },
        }
    }

    /// An answer of the wrong shape.
    pub(crate) fn unreadable(asked: impl Into<String>, source: impl Into<Cause>) -> Self {
        Self::Unreadable { asked: asked.into(), source: Some(source.into()) }
    }

    /// An answer that cannot be true.
    pub(crate) fn corrupt(asked: impl Into<String>) -> Self {
        Self::Unreadable { asked: asked.into(), source: None }
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::Address { .. } | Self::Senseless { .. } | Self::Unknown { .. } => ErrorKind::Refused,
            Self::Connect { .. } | Self::Lost { .. } => ErrorKind::Unavailable,
            Self::TimedOut { .. } => ErrorKind::TimedOut,
            Self::Answer { code, message, .. } => kind_of_answer(*code, message),
            Self::Unreadable { .. } => ErrorKind::Corrupt,
            Self::Missing { .. } => ErrorKind::NotFound,
        }
    }

    /// The port's words: subject, message and what lies below.
    fn parts(self) -> (String, String, Option<Cause>) {
        match self {
            Self::Address { url, reason } => (url, reason.to_owned(), None),
            Self::Connect { url, source } => (url, "connecting failed".to_owned(), Some(source)),
            Self::TimedOut { asked } => (asked, "no answer in time".to_owned(), None),
            Self::Lost { method, source } => (method.to_owned(), "the connection is lost".to_owned(), Some(source)),
            Self::Answer { method, code, message } => (method.to_owned(), format!("error {code}: {message}"), None),
            Self::Unreadable { asked, source } => (asked, "the answer cannot be read".to_owned(), source),
            Self::Missing { what } => (what, "missing".to_owned(), None),
            Self::Unknown { what } => (what, "unknown to the runtime".to_owned(), None),
            Self::Senseless { what, reason } => (what.to_owned(), reason.to_owned(), None),
        }
    }
}

impl From<AdapterError> for ChainError {
    fn from(error: AdapterError) -> Self {
        if let AdapterError::Unknown { what } = error {
            return Self::Unsupported(what);
        }
        if let AdapterError::Answer { method, code: METHOD_NOT_FOUND, .. } = error {
            return Self::Unsupported(method.to_owned());
        }
        let kind = error.kind();
        let (subject, message, source) = error.parts();
        PortError { kind, subject, message, source }.into()
    }
}

/// Nodes tell only in words that a block or its state is gone.
fn kind_of_answer(code: i32, message: &str) -> ErrorKind {
    let says = |words: &str| message.to_ascii_lowercase().contains(words);
    if says("unknownblock") || says("unknown block") || says("already discarded") || says("header was not found") {
        return ErrorKind::NotFound;
    }
    if SERVER_BUSY.contains(&code) { ErrorKind::Unavailable } else { ErrorKind::Refused }
}

/// Message and data of an error answer, cut to a bounded length.
fn message(answer: &subxt::ext::jsonrpsee::types::ErrorObjectOwned) -> String {
    let data = answer.data().map(|d| format!(": {}", d.get().trim_matches('"'))).unwrap_or_default();
    bounded(&format!("{}{data}", answer.message()))
}

/// The first characters of a stranger's text, without control characters.
pub(crate) fn bounded(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(MESSAGE_LIMIT).collect()
}

/// Is it worth asking another endpoint?
pub(crate) fn fails_over(error: &ChainError) -> bool {
    match error {
        ChainError::Port(e) => matches!(e.kind, ErrorKind::Unavailable | ErrorKind::TimedOut),
        ChainError::WrongNetwork { .. } => true,
        ChainError::Rejected { .. } | ChainError::Unsupported(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pruned_state_is_not_found_and_a_busy_server_unavailable() {
        let gone = "Client error: UnknownBlock: State already discarded for 0x12";
        assert_eq!(kind_of_answer(4003, gone), ErrorKind::NotFound);
        assert_eq!(kind_of_answer(-32_009, "Server is busy"), ErrorKind::Unavailable);
        assert_eq!(kind_of_answer(-32_000, "no"), ErrorKind::Refused);
    }

    #[test]
    fn a_strangers_message_is_cut_and_cleaned() {
        let text = bounded(&format!("a\u{1b}[31m{}", "x".repeat(10_000)));
        assert!(text.starts_with("a[31m") && text.len() == MESSAGE_LIMIT);
    }
}
