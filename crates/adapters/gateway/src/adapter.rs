//! The adapter: the calls of the port.

use std::{future::Future, io, ops::Range, sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use futures::{StreamExt as _, TryStreamExt as _};
use pileus_domain::{ChainFileName, Endpoint, Fid};
use pileus_http::{AddressRule, ClientError, Lane, Paces, Watch, incoming, outgoing, pieces};
use pileus_ports::{Clock, Entropy, Gateway, GatewayError, GatewayErrorKind, GatewayUpload, Handed, Passage, Signer};
use reqwest::{
    Client, RequestBuilder, Response, StatusCode, Url,
    header::{CONTENT_LENGTH, CONTENT_RANGE, HeaderMap},
    multipart::{Form, Part},
};
use tokio::time::{sleep, timeout};

use crate::{
    GatewayProfile, GatewayTimeouts,
    answer::{Answer, JSON_LIMIT, by_status},
    chunks::{self, ATTEMPTS, CHUNK},
    error::{corrupt, failed, timed_out},
    signed,
};

/// Gateways over HTTP.
///
/// One adapter serves any number of calls at once; clones share its connections.
#[derive(Clone)]
pub struct GatewayAdapter {
    client: Client,
    rule: AddressRule,
    timeouts: GatewayTimeouts,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    paces: Paces,
}

/// What a request came to: its status, its headers and a short body.
struct Came {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Came {
    fn answer<'a>(&'a self, gateway: &'a Endpoint) -> Answer<'a> {
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
    fn url(&self, gateway: &Endpoint, path: &[&str]) -> Result<Url, GatewayError> {
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

    /// The whole file in one request.
    async fn whole(
        &self,
        gateway: &Endpoint,
        upload: &GatewayUpload,
        signer: &dyn Signer,
        passage: &Passage,
    ) -> Result<Handed, GatewayError> {
        let length = upload.content.length();
        let lane = Arc::new(self.paces.upload.enter().await.counting(passage));
        let (body, sending) = content(upload, 0..length, &lane);
        let part = Part::stream_with_length(body, length).file_name("file");
        let request = self.client.put(self.url(gateway, &["file"])?).headers(self.headers(upload, signer));
        let request = request.header("filename", signed::percent_encoded(upload.name.as_str()));
        let came = self.deliver(gateway, request.multipart(Form::new().part("file", part)), sending).await?;
        let fid = came.answer(gateway).fid(self.clock.now())?;
        Ok(Handed { fid, name: upload.name.clone() })
    }

    /// The same in several requests, from the beginning again where one of them fails.
    async fn parted(
        &self,
        gateway: &Endpoint,
        upload: &GatewayUpload,
        signer: &dyn Signer,
        passage: &Passage,
    ) -> Result<Handed, GatewayError> {
        let mut attempt = 1;
        loop {
            let name = chunks::fresh(&upload.name, &*self.entropy);
            match self.under(gateway, &name, upload, signer, passage).await {
                Err(error) if attempt < ATTEMPTS && chunks::may_start_over(error.kind) => attempt += 1,
                Err(error) => return Err(error),
                Ok(fid) => return Ok(Handed { fid, name }),
            }
        }
    }

    /// All parts under one name.
    async fn under(
        &self,
        gateway: &Endpoint,
        name: &ChainFileName,
        upload: &GatewayUpload,
        signer: &dyn Signer,
        passage: &Passage,
    ) -> Result<Fid, GatewayError> {
        let length = upload.content.length();
        let lane = Arc::new(self.paces.upload.enter().await.counting(passage));
        for part in chunks::chunks(length) {
            let range = chunks::content_range(&part, length);
            let (body, sending) = content(upload, part.clone(), &lane);
            let request = self.client.put(self.url(gateway, &["resume", name.as_str()])?);
            let request = request.headers(self.headers(upload, signer)).header(CONTENT_RANGE, &range);
            let request = request.header(CONTENT_LENGTH, part.end - part.start).body(body);
            let came = self.deliver(gateway, request, sending).await?;
            let echoed = came.headers.get(CONTENT_RANGE).is_some_and(|said| said.as_bytes() == range.as_bytes());
            match (part.end < length, came.status == StatusCode::PERMANENT_REDIRECT && echoed) {
                (true, true) => {}
                (true, false) => return Err(came.answer(gateway).refusal(self.clock.now())),
                (false, _) => return came.answer(gateway).fid(self.clock.now()),
            }
        }
        Err(corrupt(gateway, "there was nothing to send"))
    }

    fn headers(&self, upload: &GatewayUpload, signer: &dyn Signer) -> HeaderMap {
        let mut headers = signed::headers(signer, self.clock.now());
        headers.insert("territory", signed::value(upload.territory.as_str()));
        headers
    }

    /// Send a body and wait for the answer, as long as the one moves and not too long for the other.
    async fn deliver(
        &self,
        gateway: &Endpoint,
        request: RequestBuilder,
        sending: Sending,
    ) -> Result<Came, GatewayError> {
        let Sending { watch, broken } = sending;
        let overdue = async {
            watch.clone().finished().await;
            sleep(self.timeouts.answer).await;
        };
        let sent = tokio::select! {
            sent = send(gateway, request) => sent,
            () = watch.clone().stands_still(self.timeouts.stall) => Err(timed_out(gateway, "it stopped taking bytes")),
            () = overdue => Err(timed_out(gateway, "no answer within the limit")),
        };
        let response = match (sent, broken.take()) {
            (_, Some(error)) => {
                let message = "the file could not be read";
                return Err(GatewayError::new(GatewayErrorKind::SourceFailed, &gateway.0, message).because(error));
            }
            (sent, None) => sent?,
        };
        self.come(gateway, response, JSON_LIMIT, None).await
    }

    async fn come(
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
    async fn version(&self, gateway: &Endpoint) -> Result<String, GatewayError> {
        within(self.timeouts.version, gateway, self.ask_version(gateway)).await
    }

    /// In one request; where that is too much for something on the way, in several.
    async fn upload(
        &self,
        gateway: &Endpoint,
        upload: &GatewayUpload,
        signer: &dyn Signer,
        passage: &Passage,
    ) -> Result<Handed, GatewayError> {
        match self.whole(gateway, upload, signer, passage).await {
            Err(error) if upload.content.length() > CHUNK && chunks::may_help(error.kind) => {
                self.parted(gateway, upload, signer, passage).await
            }
            whole => whole,
        }
    }

    async fn read(&self, gateway: &Endpoint, fid: &Fid, range: Range<u64>) -> Result<Bytes, GatewayError> {
        self.part(gateway, fid, range).await
    }
}

/// What tells how a body does on its way.
struct Sending {
    watch: Watch,
    broken: Broken,
}

/// Why the file could not be read, once it could not.
#[derive(Clone, Default)]
struct Broken(Arc<std::sync::Mutex<Option<io::Error>>>);

impl Broken {
    fn take(&self) -> Option<io::Error> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take()
    }

    fn keep(&self, error: io::Error) -> io::Error {
        let ends_the_body = io::Error::from(error.kind());
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(error);
        ends_the_body
    }
}

/// A part of a file as the body of a request.
fn content(upload: &GatewayUpload, range: Range<u64>, lane: &Arc<Lane>) -> (reqwest::Body, Sending) {
    let broken = Broken::default();
    let keeps = broken.clone();
    let read = upload.content.read(range).map_err(move |error| keeps.keep(error));
    let small = read.map_ok(|piece| futures::stream::iter(pieces(piece).map(Ok))).try_flatten().boxed();
    let (body, watch) = outgoing(small, Arc::clone(lane));
    (body, Sending { watch, broken })
}

async fn send(gateway: &Endpoint, request: RequestBuilder) -> Result<Response, GatewayError> {
    request.send().await.map_err(|error| failed(gateway, error.into()))
}

async fn within<T>(
    limit: Duration,
    gateway: &Endpoint,
    call: impl Future<Output = Result<T, GatewayError>>,
) -> Result<T, GatewayError> {
    timeout(limit, call).await.map_err(|_| timed_out(gateway, "no answer within the limit"))?
}
