//! What gateways answer, nearly always with status 200.
//!
//! # Source
//! protocol §5.2, §5.3.

use std::time::SystemTime;

use pileus_domain::{Endpoint, Fid};
use pileus_ports::{GatewayError, GatewayErrorKind, Timestamp};
use reqwest::{StatusCode, header::HeaderMap};
use serde::Deserialize;

use crate::error::corrupt;

/// Longest JSON answer: 64 KiB.
pub(crate) const JSON_LIMIT: usize = 64 << 10;
/// Characters of a stranger's text that are repeated.
pub(crate) const TEXT_LIMIT: usize = 200;
/// How far two clocks may be apart.
///
/// # Units
/// milliseconds.
const CLOCK_TOLERANCE: u64 = 120_000;

/// The shape of every JSON answer.
#[derive(Debug, Deserialize)]
struct Reply {
    code: i64,
    #[serde(default)]
    msg: String,
    #[serde(default)]
    data: Option<serde_json::Value>,
}

/// What an upload is answered with.
#[derive(Deserialize)]
struct Stored {
    fid: String,
}

/// An answer as it came: status, headers, and a body of JSON at most.
pub(crate) struct Answer<'a> {
    pub(crate) gateway: &'a Endpoint,
    pub(crate) status: StatusCode,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

impl Answer<'_> {
    /// The FID that an upload came to.
    pub(crate) fn fid(&self, now: Timestamp) -> Result<Fid, GatewayError> {
        let data = self.data(now)?;
        let stored: Option<Stored> = data.and_then(|data| serde_json::from_value(data).ok());
        let fid = stored.and_then(|stored| stored.fid.parse().ok());
        fid.ok_or_else(|| corrupt(self.gateway, "it says ok and names no file"))
    }

    /// The one line that tells what the gateway is.
    pub(crate) fn version(&self) -> Result<String, GatewayError> {
        if self.status != StatusCode::OK {
            return Err(by_status(self.gateway, self.status));
        }
        let text: String = serde_json::from_slice(self.body)
            .map_err(|error| corrupt(self.gateway, "its version cannot be read").because(error))?;
        let line = printable(&text);
        if line.is_empty() { Err(corrupt(self.gateway, "its version is empty")) } else { Ok(line) }
    }

    /// What the answer refuses, where it should refuse something.
    pub(crate) fn refusal(&self, now: Timestamp) -> GatewayError {
        match self.data(now) {
            Err(error) => error,
            Ok(_) => corrupt(self.gateway, "it says ok and sends nothing"),
        }
    }

    /// The data of a success. Some answers have a second document behind the first, which does not count.
    pub(crate) fn data(&self, now: Timestamp) -> Result<Option<serde_json::Value>, GatewayError> {
        let told = matches!(self.status, StatusCode::OK | StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND);
        let first = serde_json::Deserializer::from_slice(self.body).into_iter::<Reply>().next();
        match first {
            Some(Ok(reply)) if told && reply.code == 200 && self.status == StatusCode::OK => Ok(reply.data),
            Some(Ok(reply)) if told => Err(self.refused(&reply, now)),
            Some(Err(error)) if self.status == StatusCode::OK => {
                Err(corrupt(self.gateway, "its answer cannot be read").because(error))
            }
            None if self.status == StatusCode::OK => Err(corrupt(self.gateway, "its answer is empty")),
            _ => Err(by_status(self.gateway, self.status)),
        }
    }

    fn refused(&self, reply: &Reply, now: Timestamp) -> GatewayError {
        let kind = match kind(reply) {
            GatewayErrorKind::SignatureRefused if self.clock_differs(now) => GatewayErrorKind::ClocksDiffer,
            kind => kind,
        };
        GatewayError::new(kind, &self.gateway.0, printable(&reply.msg))
    }

    /// Is the gateway's own clock far from ours?
    fn clock_differs(&self, now: Timestamp) -> bool {
        let said = self.headers.get("date").and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
        let said = said.and_then(|date| date.duration_since(SystemTime::UNIX_EPOCH).ok());
        let said = said.and_then(|since| u64::try_from(since.as_millis()).ok());
        said.is_some_and(|said| said.abs_diff(now.0) > CLOCK_TOLERANCE)
    }
}

/// An answer that is not a gateway's own: something between it and us spoke.
pub(crate) fn by_status(gateway: &Endpoint, status: StatusCode) -> GatewayError {
    /// Nonstandard: the host behind the proxy took too long.
    const ORIGIN_TIMED_OUT: u16 = 524;
    let kind = match status {
        StatusCode::PAYLOAD_TOO_LARGE => GatewayErrorKind::TooLarge,
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => GatewayErrorKind::TimedOut,
        _ if status.as_u16() == ORIGIN_TIMED_OUT => GatewayErrorKind::TimedOut,
        StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE => GatewayErrorKind::Unreachable,
        _ if status.is_redirection() => GatewayErrorKind::Redirected,
        _ => GatewayErrorKind::Unexpected,
    };
    GatewayError::new(kind, &gateway.0, format!("HTTP status {}", status.as_u16()))
}

fn kind(reply: &Reply) -> GatewayErrorKind {
    use GatewayErrorKind::{
        Busy, Failed, NameRefused, NoSpace, NotAuthorised, NotFound, OutOfStep, SignatureRefused, TerritoryEnded,
        TerritoryMissing, Unexpected,
    };
    let says = |words: &str| reply.msg.to_lowercase().contains(words);
    match reply.code {
        403 if says("no permission") => SignatureRefused,
        403 if says("not been uploaded") => NotFound,
        403 if says("not authorized") || says("please authorize") => NotAuthorised,
        403 if says("busy") || says("rpc") || says("syncing") => Busy,
        400 if says("purchase territory") => TerritoryMissing,
        400 if says("will expire") => TerritoryEnded,
        400 if says("space in the territory") || says("territory space") => NoSpace,
        400 if says("file name") => NameRefused,
        400 if says("content-range") || says("file content") || says("receive data") => OutOfStep,
        404 => NotFound,
        500 if says("server space") => Busy,
        500 => Failed,
        _ => Unexpected,
    }
}

fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(TEXT_LIMIT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000_000);

    fn kind_of(status: u16, headers: &HeaderMap, body: &str) -> Option<GatewayErrorKind> {
        let gateway = Endpoint("g".to_owned());
        let status = StatusCode::from_u16(status).unwrap();
        let answer = Answer { gateway: &gateway, status, headers, body: body.as_bytes() };
        answer.fid(NOW).err().map(|error| error.kind)
    }

    fn reply(code: i64, message: &str) -> String {
        format!("{{\"code\":{code},\"msg\":\"{message}\",\"data\":null}}")
    }

    #[test]
    fn every_row_of_the_protocol_has_its_kind() {
        use GatewayErrorKind::{
            Busy, Corrupt, Failed, NameRefused, NoSpace, NotAuthorised, NotFound, OutOfStep, Redirected,
            SignatureRefused, TerritoryEnded, TerritoryMissing, TimedOut, TooLarge, Unexpected, Unreachable,
        };
        let fid = "ab".repeat(32);
        let stored = format!("{{\"code\":200,\"msg\":\"ok\",\"data\":{{\"fid\":\"{fid}\"}}}}");
        for (status, body, expected) in [
            (200, stored.clone(), None),
            (200, format!("{stored}{stored}"), None),
            (200, reply(500, "Server space is insufficient, please try again later"), Some(Busy)),
            (200, reply(403, "Failed to connect to rpc, please try again later."), Some(Busy)),
            (200, reply(403, "server busy"), Some(Busy)),
            (200, format!("{}{stored}", reply(403, "Syncing the latest blocks")), Some(Busy)),
            (200, reply(403, "no permission"), Some(SignatureRefused)),
            (200, reply(403, "space is not authorized"), Some(NotAuthorised)),
            (200, reply(403, "Please authorize this gateway account: cX1"), Some(NotAuthorised)),
            (200, reply(400, "please purchase territory first"), Some(TerritoryMissing)),
            (200, reply(400, "territory will expire soon"), Some(TerritoryEnded)),
            (200, reply(400, "remaining space in the territory is less than 5"), Some(NoSpace)),
            (200, reply(400, "insufficient territory space"), Some(NoSpace)),
            (200, reply(400, "The file name must be at least 3 characters long"), Some(NameRefused)),
            (200, reply(400, "Illegal Content-Range content"), Some(OutOfStep)),
            (200, reply(400, "received less file content"), Some(OutOfStep)),
            (200, reply(404, "Not found"), Some(NotFound)),
            (200, reply(500, "system error"), Some(Failed)),
            (200, reply(200, "ok"), Some(Corrupt)),
            (200, reply(416, "invalid range value"), Some(Unexpected)),
            (400, reply(500, "system error"), Some(Failed)),
            (200, "<html>".to_owned(), Some(Corrupt)),
            (200, String::new(), Some(Corrupt)),
            (413, "<html>".to_owned(), Some(TooLarge)),
            (524, "<html>".to_owned(), Some(TimedOut)),
            (502, stored.clone(), Some(Unreachable)),
            (302, String::new(), Some(Redirected)),
            (500, stored, Some(Unexpected)),
        ] {
            assert_eq!(kind_of(status, &HeaderMap::new(), &body), expected, "{status} {body}");
        }
    }

    #[test]
    fn a_refused_signature_may_be_the_clocks_fault() {
        let refused = reply(403, "no permission");
        let at = |seconds: u64| {
            let date = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
            HeaderMap::from_iter([(reqwest::header::DATE, httpdate::fmt_http_date(date).parse().unwrap())])
        };
        let here = NOW.0 / 1_000;
        assert_eq!(kind_of(200, &at(here + 60), &refused), Some(GatewayErrorKind::SignatureRefused));
        for there in [here + 3_600, here - 3_600] {
            assert_eq!(kind_of(200, &at(there), &refused), Some(GatewayErrorKind::ClocksDiffer));
        }
    }

    #[test]
    fn a_strangers_text_is_cut_and_cleaned() {
        assert_eq!(printable(&format!("\u{1b}[31m\n{}", "x".repeat(1_000))).len(), TEXT_LIMIT);
        assert!(!printable("a\u{1b}b\r\n").contains(char::is_control));
    }
}
