//! What gateways answer: a status, and a code in the body that has to agree with it.
//!
//! # Source
//! companion on CD²N §2.2, §3.

use pileus_domain::{Endpoint, Fid};
use pileus_ports::{GatewayError, GatewayErrorKind};
use reqwest::StatusCode;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use crate::error::corrupt;

/// Longest JSON answer: 1 MiB. One may name all fragments of the longest file.
pub(crate) const JSON_LIMIT: usize = 1 << 20;
/// Characters of a stranger's text that are repeated.
const TEXT_LIMIT: usize = 200;
/// The code of a body that tells success.
const OK: i64 = 200;
/// Hexadecimal digits of a ticket.
const TICKET_DIGITS: usize = 64;

/// The shape of every JSON answer.
#[derive(Debug, Deserialize)]
struct Reply {
    code: i64,
    #[serde(default)]
    msg: String,
    #[serde(default)]
    data: Value,
}

/// How a gateway answers a part of a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PartAnswer {
    /// It has so many bytes and waits for more.
    Accepted(u64),
    /// It has all that it wants, and has ordered it under this FID.
    Complete(Fid),
}

#[derive(Deserialize)]
struct Accepted {
    chunk_end: u64,
}

#[derive(Deserialize)]
struct Completed {
    fid: String,
}

/// An answer as it came: a status, and a body of JSON at most.
pub(crate) struct Answer<'a> {
    pub(crate) gateway: &'a Endpoint,
    pub(crate) status: StatusCode,
    pub(crate) body: &'a [u8],
}

impl Answer<'_> {
    /// The data of a success, which both status and code tell.
    pub(crate) fn data(&self) -> Result<Value, GatewayError> {
        self.data_at(StatusCode::OK)
    }

    /// The same, as a shape.
    pub(crate) fn shape<T: DeserializeOwned>(&self, what: &str) -> Result<T, GatewayError> {
        let unreadable = |error| corrupt(self.gateway, format!("{what} cannot be read")).because(error);
        serde_json::from_value(self.data()?).map_err(unreadable)
    }

    /// The FID that an upload in one request came to.
    pub(crate) fn fid(&self) -> Result<Fid, GatewayError> {
        let data = self.data()?;
        let fid = data.as_str().and_then(|text| text.parse().ok());
        fid.ok_or_else(|| self.names_nothing())
    }

    /// The ticket under which parts are sent.
    pub(crate) fn ticket(&self) -> Result<String, GatewayError> {
        let ticket: String = self.shape("its ticket")?;
        let digits = ticket.len() == TICKET_DIGITS && ticket.bytes().all(|byte| byte.is_ascii_hexdigit());
        if digits { Ok(ticket) } else { Err(corrupt(self.gateway, "its ticket is none")) }
    }

    /// What it makes of a part. Where more is to come the status is that of a redirection, which leads nowhere.
    pub(crate) fn part(&self) -> Result<PartAnswer, GatewayError> {
        if self.status == StatusCode::PERMANENT_REDIRECT {
            let data = self.data_at(StatusCode::PERMANENT_REDIRECT)?;
            let accepted = serde_json::from_value(data).map(|accepted: Accepted| accepted.chunk_end);
            return accepted
                .map(PartAnswer::Accepted)
                .map_err(|error| corrupt(self.gateway, "it does not say how much it has").because(error));
        }
        let completed: Completed = self.shape("what became of the file")?;
        completed.fid.parse().map(PartAnswer::Complete).map_err(|_| self.names_nothing())
    }

    /// What the answer refuses, where it should refuse something.
    pub(crate) fn refusal(&self) -> GatewayError {
        match self.data() {
            Err(error) => error,
            Ok(_) => corrupt(self.gateway, "it says ok and sends nothing"),
        }
    }

    fn data_at(&self, success: StatusCode) -> Result<Value, GatewayError> {
        if self.status.is_redirection() && self.status != success {
            return Err(self.by_status());
        }
        match serde_json::from_slice::<Reply>(self.body) {
            Ok(reply) if reply.code == OK && self.status == success => Ok(reply.data),
            // A status of failure with the code of success, or the other way round: what it means cannot be known.
            Ok(reply) if reply.code == OK => Err(self.by_status()),
            Ok(reply) => Err(GatewayError::new(kind(self.status, &reply), &self.gateway.0, said(&reply))),
            Err(error) if self.status == success => {
                Err(corrupt(self.gateway, "its answer cannot be read").because(error))
            }
            Err(_) => Err(self.by_status()),
        }
    }

    fn names_nothing(&self) -> GatewayError {
        corrupt(self.gateway, "it says ok and names no file")
    }

    /// An answer that is not a gateway's own: something between it and us spoke.
    fn by_status(&self) -> GatewayError {
        /// Nonstandard: the host behind the proxy took too long.
        const ORIGIN_TIMED_OUT: u16 = 524;
        let status = self.status;
        let kind = match status {
            StatusCode::PAYLOAD_TOO_LARGE => GatewayErrorKind::TooLarge,
            StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => GatewayErrorKind::TimedOut,
            StatusCode::TOO_MANY_REQUESTS => GatewayErrorKind::Busy,
            StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE => GatewayErrorKind::Unreachable,
            _ if status.as_u16() == ORIGIN_TIMED_OUT => GatewayErrorKind::TimedOut,
            _ if status.is_redirection() => GatewayErrorKind::Redirected,
            _ => GatewayErrorKind::Unexpected,
        };
        GatewayError::new(kind, &self.gateway.0, format!("HTTP status {}", status.as_u16()))
    }
}

fn kind(status: StatusCode, reply: &Reply) -> GatewayErrorKind {
    use GatewayErrorKind::{
        Busy, ClocksDiffer, Failed, NameRefused, NoSpace, NotAuthorised, NotFound, OutOfStep, SignatureRefused,
        TerritoryMissing, TimedOut, Unexpected,
    };
    let text = said(reply).to_lowercase();
    let says = |words: &str| text.contains(words);
    match reply.code {
        10111 => NotAuthorised,
        10112 => NameRefused,
        10113 => NoSpace,
        10110 if says("being processed") => Busy,
        10110 if says("territory") => TerritoryMissing,
        10110 | 10114 => Failed,
        // Accepted for another time, which never comes.
        10100 => Unexpected,
        403 if status == StatusCode::FORBIDDEN => SignatureRefused,
        _ if says("timestamp") => ClocksDiffer,
        _ if says("login error") || says("bad user info") || says("unauthorized access") => SignatureRefused,
        _ if says("preprocessing timeout") => TimedOut,
        _ if says("batch upload error") || says("bad data") => OutOfStep,
        _ if says("download file error") || says("capsule error") => NotFound,
        _ if status == StatusCode::INTERNAL_SERVER_ERROR => Failed,
        _ => Unexpected,
    }
}

/// The phrase and what stands behind it.
fn said(reply: &Reply) -> String {
    match reply.data.as_str() {
        Some(more) if !more.is_empty() => printable(&format!("{}: {more}", reply.msg)),
        _ => printable(&reply.msg),
    }
}

/// A stranger's text, cut and without control characters.
pub(crate) fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(TEXT_LIMIT).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    static SOMEBODY: Endpoint = Endpoint(String::new());

    fn answer(status: u16, body: &str) -> Answer<'_> {
        Answer { gateway: &SOMEBODY, status: StatusCode::from_u16(status).unwrap(), body: body.as_bytes() }
    }

    fn kind_of<T>(read: Result<T, GatewayError>) -> Result<T, GatewayErrorKind> {
        read.map_err(|error| error.kind)
    }

    fn reply(code: i64, message: &str, data: &Value) -> String {
        json!({ "code": code, "msg": message, "data": data }).to_string()
    }

    #[test]
    fn every_row_of_the_table_has_its_kind() {
        use GatewayErrorKind::{
            Busy, ClocksDiffer, Corrupt, Failed, NameRefused, NoSpace, NotAuthorised, NotFound, OutOfStep, Redirected,
            SignatureRefused, TerritoryMissing, TimedOut, TooLarge, Unexpected, Unreachable,
        };
        let fid = json!("ab".repeat(32));
        let of = |code: i64, message: &str, data: &str| reply(code, message, &json!(data));
        let unauthorised = "The user has not authorized the gateway";
        for (status, body, expected) in [
            (200, reply(200, "success", &fid), None),
            // A refusal of an upload has the FID as data, and its status does not always tell.
            (400, reply(10111, unauthorised, &fid), Some(NotAuthorised)),
            (200, reply(10111, unauthorised, &fid), Some(NotAuthorised)),
            (400, reply(10112, "upload user file error", &fid), Some(NameRefused)),
            (400, reply(10113, "Insufficient territory space or not activated", &fid), Some(NoSpace)),
            (200, reply(10114, "The user already owns the file", &fid), Some(Failed)),
            (200, reply(10100, "success", &fid), Some(Unexpected)),
            (500, of(10110, "upload file error", "provide file error: file is being processed"), Some(Busy)),
            (500, of(10110, "query territory error: not found", ""), Some(TerritoryMissing)),
            (500, of(10110, "upload file error", "rpc error"), Some(Failed)),
            (403, of(403, "Invalid token", "invalid token"), Some(SignatureRefused)),
            (
                400,
                of(400, "login error", "parsing and verifying account error: verify sign error"),
                Some(SignatureRefused),
            ),
            (400, of(400, "login error", "bad account"), Some(SignatureRefused)),
            (400, of(400, "login error", "invalid timestamp"), Some(ClocksDiffer)),
            (500, of(500, "login error", "The timestamp format is incorrect"), Some(ClocksDiffer)),
            (400, of(400, "upload user file error", "bad user info"), Some(SignatureRefused)),
            (500, of(500, "batch upload error", "unauthorized access"), Some(SignatureRefused)),
            (400, of(400, "upload user file error", "bad file params"), Some(Unexpected)),
            (500, of(500, "upload user file error", "pre process file error: preprocessing timeout"), Some(TimedOut)),
            (500, of(500, "upload user file error", "disk"), Some(Failed)),
            (500, of(500, "batch upload error", "the data has expired."), Some(OutOfStep)),
            (500, of(500, "batch upload error", "get data from redis error: data does not exist"), Some(OutOfStep)),
            (500, of(500, "batch upload error", "timeout"), Some(OutOfStep)),
            (400, of(400, "bad data range", ""), Some(OutOfStep)),
            (500, of(500, "download file error", "no such file"), Some(NotFound)),
            (400, of(400, "bad file id", ""), Some(Unexpected)),
            (500, of(500, "internal server error", ""), Some(Failed)),
            (500, reply(200, "success", &fid), Some(Unexpected)),
            (201, reply(200, "success", &fid), Some(Unexpected)),
            (200, reply(200, "success", &Value::Null), Some(Corrupt)),
            (200, reply(200, "success", &json!({ "fid": fid })), Some(Corrupt)),
            (200, "<html>".to_owned(), Some(Corrupt)),
            (200, String::new(), Some(Corrupt)),
            (200, "[".repeat(100_000), Some(Corrupt)),
            (301, reply(200, "success", &fid), Some(Redirected)),
            (308, reply(200, "success", &fid), Some(Redirected)),
            (413, "<html>".to_owned(), Some(TooLarge)),
            (429, "<html>".to_owned(), Some(Busy)),
            (524, "<html>".to_owned(), Some(TimedOut)),
            (502, reply(200, "success", &fid), Some(Unreachable)),
            (404, "404 page not found".to_owned(), Some(Unexpected)),
        ] {
            assert_eq!(kind_of(answer(status, &body).fid()).err(), expected, "{status} {body:.200}");
        }
    }

    #[test]
    fn a_part_is_accepted_by_a_redirection_that_leads_nowhere() {
        let data = json!({ "fid": "", "chunk_end": 8, "file_info": {} });
        let more = reply(200, "success", &data);
        assert_eq!(kind_of(answer(308, &more).part()), Ok(PartAnswer::Accepted(8)));
        let fid = "ab".repeat(32);
        let done = reply(200, "success", &json!({ "fid": fid, "chunk_end": 16 }));
        assert_eq!(kind_of(answer(200, &done).part()), Ok(PartAnswer::Complete(fid.parse().unwrap())));
        for (status, body, kind) in [
            (307, &more, GatewayErrorKind::Redirected),
            (200, &more, GatewayErrorKind::Corrupt),
            (308, &reply(200, "success", &json!(fid)), GatewayErrorKind::Corrupt),
            (308, &reply(500, "batch upload error", &json!("timeout")), GatewayErrorKind::OutOfStep),
            // A refusal has a plain text where the outcome should be.
            (200, &reply(10111, "no", &json!(fid)), GatewayErrorKind::NotAuthorised),
            (200, &reply(200, "success", &json!(fid)), GatewayErrorKind::Corrupt),
        ] {
            assert_eq!(kind_of(answer(status, body).part()), Err(kind), "{status} {body}");
        }
    }

    #[test]
    fn a_ticket_is_sixty_four_digits() {
        let of = |text: &str| kind_of(answer(200, &reply(200, "success", &json!(text))).ticket());
        assert_eq!(of(&"0a".repeat(32)), Ok("0a".repeat(32)));
        for text in ["", "0a", &"0g".repeat(32), &"0a".repeat(33), &format!("{}\r\n", "0a".repeat(31))] {
            assert_eq!(of(text), Err(GatewayErrorKind::Corrupt), "{text:?}");
        }
    }

    #[test]
    fn a_strangers_text_is_cut_and_cleaned() {
        assert_eq!(printable(&format!("\u{1b}[31m\n{}", "x".repeat(1_000))).len(), TEXT_LIMIT);
        assert!(!printable("a\u{1b}b\r\n").contains(char::is_control));
    }
}
