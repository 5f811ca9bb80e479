//! The adapter: the calls of the port, and what each of them is made of.

use std::{future::Future, ops::Range, sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use pileus_domain::{Capsule, Endpoint, Fid};
use pileus_http::{AddressRule, ClientError, Paces, incoming};
use pileus_ports::{
    Clock, Entropy, Gateway, GatewayError, GatewayErrorKind, GatewayIdentity, GatewayUpload, Handed, Passage, Signer,
};
use reqwest::{Client, RequestBuilder, Response, StatusCode, Url, header::CONTENT_TYPE};
use tokio::time::timeout;
use zeroize::{Zeroize as _, Zeroizing};

use crate::{
    Cd2nProfile,
    answer::{Answer, JSON_LIMIT},
    error::{corrupt, failed, timed_out},
    signed,
    status::Status,
    token::{Token, Tokens},
};

/// CD²N gateways over HTTP.
///
/// One adapter serves any number of calls at once; clones share its connections and its tokens.
#[derive(Clone)]
pub struct Cd2nAdapter {
    client: Client,
    pub(crate) profile: Cd2nProfile,
    clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) tokens: Arc<Tokens>,
    pub(crate) paces: Paces,
}

/// What a request came to: its status and a short body.
pub(crate) struct Came {
    pub(crate) status: StatusCode,
    pub(crate) body: Bytes,
}

impl Came {
    pub(crate) fn answer<'a>(&'a self, gateway: &'a Endpoint) -> Answer<'a> {
        Answer { gateway, status: self.status, body: &self.body }
    }
}

impl Cd2nAdapter {
    /// A client for the CD²N gateways of a network.
    ///
    /// # Errors
    /// [`ClientError`] when the system has no means for HTTP.
    pub fn new(profile: Cd2nProfile, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Result<Self, ClientError> {
        let rule = AddressRule { allow_private: profile.allow_private_addresses };
        let client = pileus_http::client(rule, profile.timeouts.connect)?;
        Ok(Self { client, profile, clock, entropy, tokens: Arc::default(), paces: Paces::default() })
    }

    /// The same, with files going no faster than these paces allow.
    #[must_use]
    pub fn at_pace(mut self, paces: Paces) -> Self {
        self.paces = paces;
        self
    }

    /// A question without a secret.
    pub(crate) fn get(&self, gateway: &Endpoint, path: &[&str]) -> Result<RequestBuilder, GatewayError> {
        Ok(self.client.get(self.url(gateway, path)?))
    }

    /// A request that carries a file or a secret: over TLS, or inside a private network.
    pub(crate) fn post(&self, gateway: &Endpoint, path: &[&str]) -> Result<RequestBuilder, GatewayError> {
        Ok(self.client.post(self.private(gateway, self.url(gateway, path)?)?))
    }

    fn url(&self, gateway: &Endpoint, path: &[&str]) -> Result<Url, GatewayError> {
        let rule = AddressRule { allow_private: self.profile.allow_private_addresses };
        let mut url = rule.url(&gateway.url()).map_err(|error| failed(gateway, error))?;
        if let Ok(mut parts) = url.path_segments_mut() {
            parts.clear().extend(path);
        }
        Ok(url)
    }

    fn private(&self, gateway: &Endpoint, url: Url) -> Result<Url, GatewayError> {
        if url.scheme() == "https" || self.profile.allow_private_addresses {
            return Ok(url);
        }
        let message = "it is reached without TLS, so that others can read what is sent to it";
        Err(GatewayError::new(GatewayErrorKind::NotEncrypted, &gateway.0, message))
    }

    /// A short question and its answer.
    pub(crate) async fn ask(&self, gateway: &Endpoint, request: RequestBuilder) -> Result<Came, GatewayError> {
        let asked = async {
            let response = request.send().await.map_err(|error| failed(gateway, error.into()))?;
            self.come(gateway, response).await
        };
        within(self.profile.timeouts.question, gateway, asked).await
    }

    pub(crate) async fn come(&self, gateway: &Endpoint, response: Response) -> Result<Came, GatewayError> {
        let status = response.status();
        let body = incoming(response, JSON_LIMIT, self.profile.timeouts.stall, None).await;
        Ok(Came { status, body: body.map_err(|error| failed(gateway, error))?.bytes })
    }

    /// A token of the account: the one at hand, or a new one.
    pub(crate) async fn token(&self, gateway: &Endpoint, signer: &dyn Signer) -> Result<Token, GatewayError> {
        let (account, now) = (signer.account(), self.clock.now());
        if let Some(token) = self.tokens.usable(gateway, account, now) {
            return Ok(token);
        }
        let request = self.post(gateway, &["gateway", "gentoken"])?;
        let form = signed::form(gateway, signer, self.profile.ss58_prefix, now)?;
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(Bytes::from_owner(form));
        let token = read_token(gateway, self.ask(gateway, request).await?)?;
        self.tokens.keep(gateway, account, token.clone(), now);
        Ok(token)
    }

    async fn ask_status(&self, gateway: &Endpoint) -> Result<GatewayIdentity, GatewayError> {
        // What it says decides whom an account lets act for it, so nobody on the way shall have written it.
        let url = self.private(gateway, self.url(gateway, &["status"])?)?;
        let came = self.ask(gateway, self.client.get(url)).await?;
        let status: Status = came.answer(gateway).shape("what it says of itself")?;
        status.identity(gateway)
    }
}

#[async_trait]
impl Gateway for Cd2nAdapter {
    async fn identity(&self, gateway: &Endpoint) -> Result<GatewayIdentity, GatewayError> {
        self.ask_status(gateway).await
    }

    /// In one request; where that is too much, in several.
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
        self.fetch(gateway, fid, range).await
    }

    fn link(&self, gateway: &Endpoint, fid: &Fid) -> Option<String> {
        self.url(gateway, &["gateway", "download", &fid.to_string()]).ok().map(String::from)
    }

    async fn capsule(&self, gateway: &Endpoint, fid: &Fid) -> Result<Capsule, GatewayError> {
        self.fetch_capsule(gateway, fid).await
    }
}

/// The token of an answer, whose own bytes are cleared.
fn read_token(gateway: &Endpoint, came: Came) -> Result<Token, GatewayError> {
    let text: Result<String, GatewayError> = came.answer(gateway).shape("its token");
    Vec::from(came.body).zeroize();
    let token = Token::new(&Zeroizing::new(text?));
    token.ok_or_else(|| corrupt(gateway, "its token is none"))
}

pub(crate) async fn within<T>(
    limit: Duration,
    gateway: &Endpoint,
    call: impl Future<Output = Result<T, GatewayError>>,
) -> Result<T, GatewayError> {
    timeout(limit, call).await.map_err(|_| timed_out(gateway))?
}
