//! The adapter: the three calls of the port.

use std::{future::Future, pin::pin, sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream;
use pileus_domain::{ContentHash, Endpoint, Fid, Geometry};
use pileus_http::{AddressRule, Incoming, Lane, Paces, incoming, outgoing, pieces};
use pileus_ports::{Entropy, NodeError, NodeStatus, Nodes, Passage};
use reqwest::{
    Client, RequestBuilder, Response, StatusCode, Url,
    multipart::{Form, Part},
};
use tokio::time::{Instant, timeout};

use crate::{
    answer::{self, JSON_LIMIT},
    error::{NodesSetupError, corrupt, failed, timed_out},
    identity::Identity,
    profile::{NodesProfile, NodesTimeouts},
    status,
};

/// Bytes of a fragment: 8 MiB.
const FRAGMENT: usize = Geometry::CESS.fragment();

/// SHA-256 of a fragment of zeros: nodes make it themselves.
///
/// # Source
/// protocol §6.2.
const ZERO_FRAGMENT: ContentHash = ContentHash([
    0x2d, 0xae, 0xb1, 0xf3, 0x60, 0x95, 0xb4, 0x4b, 0x31, 0x84, 0x10, 0xb3, 0xf4, 0xe8, 0xb5, 0xd9, 0x89, 0xdc, 0xc7,
    0xbb, 0x02, 0x3d, 0x14, 0x26, 0xc4, 0x92, 0xda, 0xb0, 0xa3, 0x05, 0x3e, 0x74,
]);

/// How often to look whether bytes are still held back on purpose.
const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// Storage nodes over HTTP.
///
/// One adapter serves any number of calls at once; clones share its connections.
#[derive(Debug, Clone)]
pub struct NodesAdapter {
    client: Client,
    rule: AddressRule,
    timeouts: NodesTimeouts,
    identity: Identity,
    paces: Paces,
}

impl NodesAdapter {
    /// A client for the nodes of a network, with a new throw-away key.
    ///
    /// # Errors
    /// [`NodesSetupError`] when the system has no means for HTTP or the key.
    pub fn new(profile: NodesProfile, entropy: &dyn Entropy) -> Result<Self, NodesSetupError> {
        let rule = AddressRule { allow_private: profile.allow_private_addresses };
        let client = pileus_http::client(rule, profile.timeouts.connect)?;
        let identity = Identity::new(entropy)?;
        Ok(Self { client, rule, timeouts: profile.timeouts, identity, paces: Paces::default() })
    }

    /// The same, with fragments going no faster than these paces allow.
    #[must_use]
    pub fn at_pace(mut self, paces: Paces) -> Self {
        self.paces = paces;
        self
    }

    fn url(&self, node: &Endpoint) -> Result<Url, NodeError> {
        self.rule.url(&node.url()).map_err(|error| failed(node, error))
    }

    async fn ask_status(&self, node: &Endpoint) -> Result<NodeStatus, NodeError> {
        let url = self.url(node)?;
        let request = self.client.get(format!("{url}status"));
        let response = send(node, request).await?;
        let (code, answer) = self.read(node, response, JSON_LIMIT, None).await?;
        status::read(node, answer::read(node, code, &answer.bytes)?)
    }

    async fn put(
        &self,
        node: &Endpoint,
        fid: &Fid,
        fragment: &ContentHash,
        bytes: Bytes,
        lane: &Arc<Lane>,
    ) -> Result<(), NodeError> {
        let url = self.url(node)?;
        let request = self.client.put(format!("{url}fragment")).headers(self.identity.headers(fid, fragment));
        let response = if *fragment == ZERO_FRAGMENT {
            send(node, request).await?
        } else {
            self.send_bytes(node, request, fragment, bytes, lane).await?
        };
        let (code, answer) = self.read(node, response, JSON_LIMIT, None).await?;
        answer::read(node, code, &answer.bytes).map(drop)
    }

    async fn send_bytes(
        &self,
        node: &Endpoint,
        request: RequestBuilder,
        fragment: &ContentHash,
        bytes: Bytes,
        lane: &Arc<Lane>,
    ) -> Result<Response, NodeError> {
        let length = bytes.len() as u64;
        let (body, watch) = outgoing(stream::iter(pieces(bytes).map(Ok)), Arc::clone(lane));
        let part = Part::stream_with_length(body, length).file_name(fragment.to_string());
        let request = request.multipart(Form::new().part("file", part));
        tokio::select! {
            response = send(node, request) => response,
            () = watch.stands_still(self.timeouts.stall) => Err(timed_out(node, "it stopped taking bytes")),
        }
    }

    async fn get(&self, node: &Endpoint, fid: &Fid, fragment: &ContentHash, lane: &Lane) -> Result<Bytes, NodeError> {
        let url = self.url(node)?;
        let request = self.client.get(format!("{url}fragment")).headers(self.identity.headers(fid, fragment));
        // An honest node begins to answer at once: silence before the first byte counts like silence after it.
        let response = within(self.timeouts.stall, node, send(node, request)).await?;
        let (code, answer) = self.read(node, response, FRAGMENT, Some(lane)).await?;
        match answer.bytes.len() {
            FRAGMENT if code == StatusCode::OK => checked(node, fragment, answer),
            length if length <= JSON_LIMIT => {
                answer::read(node, code, &answer.bytes)?;
                Err(corrupt(node, "it says ok and sends no fragment"))
            }
            length => Err(corrupt(node, format!("it sent {length} bytes for a fragment"))),
        }
    }

    async fn read(
        &self,
        node: &Endpoint,
        response: Response,
        limit: usize,
        lane: Option<&Lane>,
    ) -> Result<(StatusCode, Incoming), NodeError> {
        let code = response.status();
        if code != StatusCode::OK && code != StatusCode::FORBIDDEN {
            return Err(answer::by_status(node, code));
        }
        let read = incoming(response, limit, self.timeouts.stall, lane).await;
        Ok((code, read.map_err(|error| failed(node, error))?))
    }
}

#[async_trait]
impl Nodes for NodesAdapter {
    async fn status(&self, node: &Endpoint) -> Result<NodeStatus, NodeError> {
        within(self.timeouts.status, node, self.ask_status(node)).await
    }

    /// Of a fragment of zeros only the name is sent.
    async fn put_fragment(
        &self,
        node: &Endpoint,
        fid: &Fid,
        fragment: &ContentHash,
        bytes: Bytes,
    ) -> Result<(), NodeError> {
        self.put_fragment_counted(node, fid, fragment, bytes, &Passage::default()).await
    }

    async fn get_fragment(&self, node: &Endpoint, fid: &Fid, fragment: &ContentHash) -> Result<Bytes, NodeError> {
        self.get_fragment_counted(node, fid, fragment, &Passage::default()).await
    }

    async fn put_fragment_counted(
        &self,
        node: &Endpoint,
        fid: &Fid,
        fragment: &ContentHash,
        bytes: Bytes,
        passage: &Passage,
    ) -> Result<(), NodeError> {
        let lane = Arc::new(self.paces.upload.enter().await.counting(passage));
        within_own(self.timeouts.fragment, &lane, node, self.put(node, fid, fragment, bytes, &lane)).await
    }

    async fn get_fragment_counted(
        &self,
        node: &Endpoint,
        fid: &Fid,
        fragment: &ContentHash,
        passage: &Passage,
    ) -> Result<Bytes, NodeError> {
        let lane = self.paces.download.enter().await.counting(passage);
        within_own(self.timeouts.fragment, &lane, node, self.get(node, fid, fragment, &lane)).await
    }
}

async fn send(node: &Endpoint, request: RequestBuilder) -> Result<Response, NodeError> {
    request.send().await.map_err(|error| failed(node, error.into()))
}

async fn within<T>(
    limit: Duration,
    node: &Endpoint,
    call: impl Future<Output = Result<T, NodeError>>,
) -> Result<T, NodeError> {
    timeout(limit, call).await.map_err(|_| timed_out(node, "no answer within the limit"))?
}

/// The same for a fragment, not counting the time for which its bytes were held back here.
async fn within_own<T>(
    limit: Duration,
    lane: &Lane,
    node: &Endpoint,
    call: impl Future<Output = Result<T, NodeError>>,
) -> Result<T, NodeError> {
    let (started, mut call) = (Instant::now(), pin!(call));
    loop {
        let left = (limit + lane.held()).saturating_sub(started.elapsed());
        let wait = if lane.is_held() { left.max(LOOK_AGAIN) } else { left };
        match timeout(wait, &mut call).await {
            Ok(answer) => return answer,
            Err(_) if wait > Duration::ZERO => (),
            Err(_) => return Err(timed_out(node, "no answer within the limit")),
        }
    }
}

fn checked(node: &Endpoint, fragment: &ContentHash, answer: Incoming) -> Result<Bytes, NodeError> {
    if answer.hash == *fragment {
        return Ok(answer.bytes);
    }
    Err(corrupt(node, format!("it sent bytes with hash {} for fragment {fragment}", answer.hash)))
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    #[test]
    fn the_zero_fragment_has_its_hash() {
        assert_eq!(Sha256::digest(vec![0; FRAGMENT]).as_slice(), ZERO_FRAGMENT.0);
    }
}
