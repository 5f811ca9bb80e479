//! Storage nodes as the chain lists them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{AccountId, ByteCount};

/// The account of a storage node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NodeId(pub AccountId);

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where a node says it listens, as written by a stranger: checked before anything connects to it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Endpoint(pub String);

impl Endpoint {
    /// Read the chain's bytes: up to the first NUL, blanks and a trailing slash taken off.
    ///
    /// # Source
    /// protocol §6.1.
    pub fn from_chain(bytes: &[u8]) -> Self {
        let text = bytes.split(|&b| b == 0).next().unwrap_or_default();
        Self(String::from_utf8_lossy(text).trim().trim_end_matches('/').to_owned())
    }

    /// With a scheme, `http` unless it names one.
    pub fn url(&self) -> String {
        if self.0.contains("://") { self.0.clone() } else { format!("http://{}", self.0) }
    }
}

/// What `Sminer.MinerItems` says of a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeRecord {
    /// The node.
    pub node: NodeId,
    /// Its address; none on runtimes whose nodes speak no HTTP.
    pub endpoint: Option<Endpoint>,
    /// The chain's word for its state; only `positive` nodes can report.
    pub state: String,
    /// Room it has declared and not yet given away.
    pub idle_space: ByteCount,
}

impl NodeRecord {
    /// May the node report fragments now?
    pub fn is_positive(&self) -> bool {
        self.state == "positive"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_are_read_as_nodes_write_them() {
        assert_eq!(Endpoint::from_chain(b"10.0.0.1:15001\0\0\0").url(), "http://10.0.0.1:15001");
        assert_eq!(Endpoint::from_chain(b"http://node.example/").url(), "http://node.example");
        assert_eq!(Endpoint::from_chain(b"").0, "");
    }
}
