//! The Gateway port: services that take a whole file and store it for an account.

use std::{io, ops::Range, sync::Arc};

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::BoxStream;
use pileus_domain::{ChainFileName, Endpoint, Fid, TerritoryName};

use crate::{GatewayError, Passage, Signer};

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

/// Gateways that speak HTTP.
///
/// Every call is bounded in time and bytes. Nothing that a gateway answers is checked against the chain here.
#[async_trait]
pub trait Gateway: Send + Sync + 'static {
    /// What the gateway says it is: a program and its version, in one line.
    async fn version(&self, gateway: &Endpoint) -> Result<String, GatewayError>;

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
}
