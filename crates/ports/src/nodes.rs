//! The Nodes port: storage nodes over HTTP.

use async_trait::async_trait;
use bytes::Bytes;
use pileus_domain::{AccountId, ByteCount, ContentHash, Endpoint, Fid};

use crate::{NodeError, Passage};

/// What a node says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeStatus {
    /// The account it signs with.
    pub account: Option<AccountId>,
    /// Its state as it believes it.
    pub state: String,
    /// Is its own chain connection up?
    pub chain_connected: bool,
    /// Room it has left, as it says.
    pub idle_space: ByteCount,
}

/// Storage nodes that speak HTTP.
///
/// Every call is bounded in time and bytes. Bytes that come back have the right length and hash, or are an error.
#[async_trait]
pub trait Nodes: Send + Sync + 'static {
    /// Ask a node how it does.
    async fn status(&self, node: &Endpoint) -> Result<NodeStatus, NodeError>;
    /// Give a node one fragment. Idempotent.
    ///
    /// The bytes are always the fragment's own; an adapter need not send those of the fragment of zeros, which a node
    /// writes itself (protocol §6.2).
    async fn put_fragment(
        &self,
        node: &Endpoint,
        fid: &Fid,
        fragment: &ContentHash,
        bytes: Bytes,
    ) -> Result<(), NodeError>;
    /// Get one fragment, checked.
    async fn get_fragment(&self, node: &Endpoint, fid: &Fid, fragment: &ContentHash) -> Result<Bytes, NodeError>;

    /// Give a node one fragment, counting its bytes as they leave. Without a count of its own nothing is counted.
    async fn put_fragment_counted(
        &self,
        node: &Endpoint,
        fid: &Fid,
        fragment: &ContentHash,
        bytes: Bytes,
        _passage: &Passage,
    ) -> Result<(), NodeError> {
        self.put_fragment(node, fid, fragment, bytes).await
    }
    /// Get one fragment, checked, counting its bytes as they come. Without a count of its own nothing is counted.
    async fn get_fragment_counted(
        &self,
        node: &Endpoint,
        fid: &Fid,
        fragment: &ContentHash,
        _passage: &Passage,
    ) -> Result<Bytes, NodeError> {
        self.get_fragment(node, fid, fragment).await
    }
}
