//! The Gateway port: services that take a whole file and store it for an account.

use std::{io, ops::Range, sync::Arc};

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::BoxStream;
use pileus_domain::{AccountId, ByteCount, Capsule, ChainFileName, Endpoint, Fid, NodeId, TerritoryName};

use crate::{GatewayError, GatewayErrorKind, Passage, Signer};

/// The bytes of a file, which can be read anew from any place: a gateway that fails on the way gets them again.
pub trait GatewayContent: Send + Sync {
    /// How many there are.
    ///
    /// # Units
    /// bytes.
    fn length(&self) -> u64;

    /// The bytes of a range in pieces of any size. A piece that is an error is the last one, and ends the upload.
    fn read(&self, range: Range<u64>) -> BoxStream<'static, io::Result<Bytes>>;
}

/// A file for a gateway.
#[derive(Clone)]
pub struct GatewayUpload {
    /// Its name on the chain.
    pub name: ChainFileName,
    /// The space that it is charged to.
    pub territory: TerritoryName,
    /// Its bytes.
    pub content: Arc<dyn GatewayContent>,
}

/// What a gateway says that it has done. Whether it is true only the chain can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// The file's name on the network, as the gateway counts.
    pub fid: Fid,
    /// The name that it was handed over under, which is another one where the first could not be used again.
    pub name: ChainFileName,
}

/// What a gateway says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayIdentity {
    /// A program and its version, in one line.
    pub version: String,
    /// The address that it says it has; DeOSS does not say.
    pub endpoint: Option<Endpoint>,
    /// The name of the pool that it says it belongs to; DeOSS has none.
    pub pool: Option<String>,
}

impl GatewayIdentity {
    /// Of a gateway that says no more than what it is.
    pub const fn of_version(version: String) -> Self {
        Self { version, endpoint: None, pool: None }
    }
}

/// What a gateway says of a file. Whether it is true only the chain can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayFile {
    /// How long it is.
    pub size: ByteCount,
    /// Whose it is, and how each of them calls it.
    pub owners: Vec<GatewayOwner>,
    /// The storage nodes of its columns in their order; empty where the gateway names none.
    ///
    /// # Source
    /// protocol §5.3: `DeOSS` names the node of the first column for all of them.
    pub nodes: Vec<NodeId>,
}

/// An owner of a file, as a gateway says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayOwner {
    /// Who.
    pub account: AccountId,
    /// The name of the file with this owner.
    pub name: String,
}

/// Gateways that speak HTTP.
///
/// Every call is bounded in time and bytes. Nothing that a gateway answers is checked against the chain here.
#[async_trait]
pub trait Gateway: Send + Sync + 'static {
    /// What the gateway says it is.
    async fn identity(&self, gateway: &Endpoint) -> Result<GatewayIdentity, GatewayError>;

    /// Hand a file over. The gateway answers once it has placed the order, which it does for the signer's account.
    ///
    /// Dropping the call ends it; what the gateway has by then stays there. The bytes are counted as they leave.
    async fn upload(
        &self,
        gateway: &Endpoint,
        upload: &GatewayUpload,
        signer: &dyn Signer,
        passage: &Passage,
    ) -> Result<Handed, GatewayError>;

    /// Get bytes of a file: all that were asked for, but unchecked.
    ///
    /// # Shapes
    /// a range of at least one byte that ends where the file does, or before.
    async fn read(&self, gateway: &Endpoint, fid: &Fid, range: Range<u64>) -> Result<Bytes, GatewayError>;

    /// Where anybody gets a whole file from the gateway, by any program that fetches; none where the address is no
    /// address that may be connected to. Nothing is asked.
    fn link(&self, gateway: &Endpoint, fid: &Fid) -> Option<String>;

    /// What the gateway says of a file, which it is asked without a signature.
    ///
    /// Gateways of a program that has no such question answer [`GatewayErrorKind::Unsupported`].
    async fn about(&self, gateway: &Endpoint, _fid: &Fid) -> Result<GatewayFile, GatewayError> {
        let message = "gateways of this program tell nothing of files";
        Err(GatewayError::new(GatewayErrorKind::Unsupported, &gateway.0, message))
    }

    /// The capsule of a file that the gateway encrypted, which it gives to anybody and keeps for three days.
    ///
    /// Gateways of a program that makes none answer [`GatewayErrorKind::Unsupported`].
    async fn capsule(&self, gateway: &Endpoint, _fid: &Fid) -> Result<Capsule, GatewayError> {
        let message = "gateways of this program make no capsules";
        Err(GatewayError::new(GatewayErrorKind::Unsupported, &gateway.0, message))
    }
}
