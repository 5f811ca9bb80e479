//! Errands to storage nodes: bringing and fetching one fragment over HTTP.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use sp_core::{Pair, sr25519};
use tokio::{net::TcpStream, time::timeout};

use super::shared::address_of;
use crate::node::{FRAGMENT_SIZE, name::HashName};

/// How long one errand may take, as with the real gateway.
const PATIENCE: Duration = Duration::from_mins(1);
/// What separates the parts of a form; fragments are parts of their own, so it need not be a secret.
const BOUNDARY: &str = "pileus-gateway-form";
/// The longest answer.
///
/// # Units
/// bytes.
const LONGEST_ANSWER: usize = 8 * 1024 * 1024 + 64 * 1024;

/// Why an errand failed.
#[derive(Debug, thiserror::Error)]
#[error("the storage node at {endpoint} {trouble}")]
pub(super) struct ErrandError {
    endpoint: String,
    trouble: String,
}

/// One errand about one fragment.
pub(super) struct Errand<'a> {
    /// Who asks.
    pub(super) pair: &'a sr25519::Pair,
    /// Where the node answers, `host:port`.
    pub(super) endpoint: &'a str,
    /// The file.
    pub(super) fid: &'a HashName,
    /// The fragment.
    pub(super) fragment: &'a HashName,
}

impl Errand<'_> {
    /// Bring the fragment's bytes.
    pub(super) async fn bring(&self, bytes: &[u8]) -> Result<(), ErrandError> {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n",
            self.fragment
        );
        let tail = format!("\r\n--{BOUNDARY}--\r\n");
        let form = Bytes::from([head.as_bytes(), bytes, tail.as_bytes()].concat());
        let (status, answer) = self.run(Method::PUT, form).await?;
        let code = serde_json::from_slice::<serde_json::Value>(&answer).ok().and_then(|reply| reply["code"].as_u64());
        if status == StatusCode::OK && code == Some(200) {
            return Ok(());
        }
        Err(self.failed(String::from_utf8_lossy(&answer).into_owned()))
    }

    /// Fetch the fragment; its hash is for the caller to check.
    pub(super) async fn fetch(&self) -> Result<Bytes, ErrandError> {
        let (status, answer) = self.run(Method::GET, Bytes::new()).await?;
        let whole = status == StatusCode::OK && answer.len() as u64 == FRAGMENT_SIZE;
        if whole { Ok(answer) } else { Err(self.failed(format!("has no fragment {}", self.fragment))) }
    }

    async fn run(&self, method: Method, body: Bytes) -> Result<(StatusCode, Bytes), ErrandError> {
        let exchange = timeout(PATIENCE, self.exchange(method, body)).await;
        exchange.map_err(|_| self.failed("takes too long"))?.map_err(|error| self.failed(error.to_string()))
    }

    async fn exchange(
        &self,
        method: Method,
        body: Bytes,
    ) -> Result<(StatusCode, Bytes), Box<dyn std::error::Error + Send + Sync>> {
        let message = "gateway";
        let signature = self.pair.sign(message.as_bytes());
        let request = Request::builder()
            .method(method)
            .uri("/fragment")
            .header("host", self.endpoint)
            .header("account", address_of(&self.pair.public().into()))
            .header("message", message)
            .header("signature", hex::encode(signature.0))
            .header("fid", self.fid.as_str())
            .header("fragment", self.fragment.as_str())
            .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
            .body(Full::new(body))?;
        let stream = TcpStream::connect(self.endpoint).await?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        let connection = tokio::spawn(connection);
        let answer = sender.send_request(request).await?;
        let status = answer.status();
        let body = Limited::new(answer.into_body(), LONGEST_ANSWER).collect().await?;
        connection.abort();
        Ok((status, body.to_bytes()))
    }

    fn failed(&self, trouble: impl Into<String>) -> ErrandError {
        ErrandError { endpoint: self.endpoint.to_owned(), trouble: trouble.into() }
    }
}
