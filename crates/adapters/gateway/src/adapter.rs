//! The adapter: the calls of the port.

use std::{future::Future, ops::Range, sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use pileus_domain::{Endpoint, Fid};
use pileus_http::{AddressRule, ClientError, Lane, Paces, incoming};
use pileus_ports::{
    Clock, Entropy, Gateway, GatewayError, GatewayFile, GatewayIdentity, GatewayUpload, Handed, Passage, Signer,
};
use reqwest::{
    Client, RequestBuilder, Response, StatusCode, Url,
    header::{CONTENT_RANGE, HeaderMap},
};
use tokio::time::timeout;

use crate::{
    GatewayProfile, GatewayTimeouts,
    about::ABOUT_LIMIT,
    answer::{Answer, JSON_LIMIT, by_status},
    error::{corrupt, failed, timed_out},
};

/// Gateways over HTTP.
///
/// One adapter serves any number of calls at once; clones share its connections.
#[derive(Clone)]
pub struct GatewayAdapter {
    pub(crate) client: Client,
    rule: AddressRule,
    pub(crate) timeouts: GatewayTimeouts,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) paces: Paces,
}

/// What a request came to: its status, its headers and a short body.
pub(crate) struct Came {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    body: Bytes,
}

impl Came {
    pub(crate) fn answer<'a>(&'a self, gateway: &'a Endpoint) -> Answer<'a> {
        Answer { gateway, status: self.status, headers: &self.headers, body: &self.body }
    }
}

impl GatewayAdapter {
    /// A client for the gateways of a network.
    ///
    /// # Errors
    /// [`ClientError`] when the system has no means for HTTP.
    pub fn new(profile: GatewayProfile, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Result<Self, ClientError> {
        let rule = AddressRule { allow_private: profile.allow_private_addresses };
        let client = pileus_http::client(rule, profile.timeouts.connect)?;
        Ok(Self { client, rule, timeouts: profile.timeouts, clock, entropy, paces: Paces::default() })
    }

    /// The same, with files going no faster than these paces allow.
    #[must_use]
    pub fn at_pace(mut self, paces: Paces) -> Self {
        self.paces = paces;
        self
    }

    /// The URL of a path whose parts may hold anything.
    pub(crate) fn url(&self, gateway: &Endpoint, path: &[&str]) -> Result<Url, GatewayError> {
        let mut url = self.rule.url(&gateway.url()).map_err(|error| failed(gateway, error))?;
        if let Ok(mut parts) = url.path_segments_mut() {
            parts.clear().extend(path);
        }
        Ok(url)
    }

    async fn ask_version(&self, gateway: &Endpoint) -> Result<String, GatewayError> {
        let request = self.client.get(self.url(gateway, &["version"])?);
        let came = self.come(gateway, send(gateway, request).await?, JSON_LIMIT, None).await?;
        came.answer(gateway).version()
    }

    /// What the gateway says of a file, asked in two questions.
    async fn ask_about(&self, gateway: &Endpoint, fid: &Fid) -> Result<GatewayFile, GatewayError> {
        let fid_text = fid.to_string();
        let told = self.question(gateway, &["file", "metadata", &fid_text]).await?;
        let file = told.answer(gateway).metadata(fid, self.clock.now())?;
        let places = self.question(gateway, &["file", "location", &fid_text]).await?;
        Ok(GatewayFile { nodes: places.answer(gateway).places(self.clock.now())?, ..file })
    }

    async fn question(&self, gateway: &Endpoint, path: &[&str]) -> Result<Came, GatewayError> {
        let request = self.client.get(self.url(gateway, path)?);
        self.come(gateway, send(gateway, request).await?, ABOUT_LIMIT, None).await
    }

    pub(crate) async fn come(
        &self,
        gateway: &Endpoint,
        response: Response,
        limit: usize,
        lane: Option<&Lane>,
    ) -> Result<Came, GatewayError> {
        let (status, headers) = (response.status(), response.headers().clone());
        let body = incoming(response, limit, self.timeouts.stall, lane).await;
        Ok(Came { status, headers, body: body.map_err(|error| failed(gateway, error))?.bytes })
    }

    async fn part(&self, gateway: &Endpoint, fid: &Fid, range: Range<u64>) -> Result<Bytes, GatewayError> {
        let lane = self.paces.download.enter().await;
        let wanted = usize::try_from(range.end.saturating_sub(range.start)).unwrap_or(usize::MAX);
        let asked = format!("bytes={}-{}", range.start, range.end.saturating_sub(1));
        let request = self.client.get(self.url(gateway, &["file", "open", &fid.to_string()])?);
        let request = request.header(CONTENT_RANGE, asked);
        // It may have to fetch the file first.
        let answered = timeout(self.timeouts.answer, send(gateway, request)).await;
        let response = answered.map_err(|_| timed_out(gateway, "no answer within the limit"))??;
        let is_part = response.status() == StatusCode::PARTIAL_CONTENT;
        let limit = if is_part { wanted } else { JSON_LIMIT };
        let came = self.come(gateway, response, limit, Some(&lane)).await?;
        match came.body.len() {
            length if is_part && length == wanted => Ok(came.body),
            length if is_part => Err(corrupt(gateway, format!("it sent {length} bytes of {wanted}"))),
            _ if came.status.is_redirection() => Err(by_status(gateway, came.status)),
            _ => Err(came.answer(gateway).refusal(self.clock.now())),
        }
    }
}

#[async_trait]
impl Gateway for GatewayAdapter {
    /// Its version; it does not say more of itself.
    async fn identity(&self, gateway: &Endpoint) -> Result<GatewayIdentity, GatewayError> {
        let version = within(self.timeouts.version, gateway, self.ask_version(gateway)).await?;
        Ok(GatewayIdentity::of_version(version))
    }

    async fn upload(
        &self,
        gateway: &Endpoint,
        upload: &GatewayUpload,
        signer: &dyn Signer,
        passage: &Passage,
    ) -> Result<Handed, GatewayError> {
        self.hand_over(gateway, upload, signer, passage).await
    }

    async fn read(&self, gateway: &Endpoint, fid: &Fid, range: Range<u64>) -> Result<Bytes, GatewayError> {
        self.part(gateway, fid, range).await
    }

    fn link(&self, gateway: &Endpoint, fid: &Fid) -> Option<String> {
        self.url(gateway, &["file", "download", &fid.to_string()]).ok().map(String::from)
    }

    async fn about(&self, gateway: &Endpoint, fid: &Fid) -> Result<GatewayFile, GatewayError> {
        within(self.timeouts.version, gateway, self.ask_about(gateway, fid)).await
    }
}

/// Send a request without a limit in time.
pub(crate) async fn send(gateway: &Endpoint, request: RequestBuilder) -> Result<Response, GatewayError> {
    request.send().await.map_err(|error| failed(gateway, error.into()))
}

async fn within<T>(
    limit: Duration,
    gateway: &Endpoint,
    call: impl Future<Output = Result<T, GatewayError>>,
) -> Result<T, GatewayError> {
    timeout(limit, call).await.map_err(|_| timed_out(gateway, "no answer within the limit"))?
}
