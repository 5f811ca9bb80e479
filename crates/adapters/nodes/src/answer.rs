//! What nodes answer in JSON, nearly always with status 200.
//!
//! # Source
//! protocol §6.2, §6.3.

use pileus_domain::Endpoint;
use pileus_ports::{NodeError, NodeErrorKind};
use reqwest::StatusCode;
use serde::Deserialize;

use crate::error::corrupt;

/// Longest JSON answer: 64 KiB.
pub(crate) const JSON_LIMIT: usize = 64 << 10;

/// Characters of a stranger's message that are repeated.
const MESSAGE_LIMIT: usize = 200;

/// The shape of every JSON answer.
#[derive(Debug, Deserialize)]
pub(crate) struct Reply {
    code: i64,
    #[serde(default)]
    msg: String,
    #[serde(default)]
    pub(crate) data: Option<serde_json::Value>,
}

/// Read an answer that should say how it went, and whether it did.
pub(crate) fn read(node: &Endpoint, status: StatusCode, body: &[u8]) -> Result<Reply, NodeError> {
    let speaks = status == StatusCode::OK || status == StatusCode::FORBIDDEN;
    match serde_json::from_slice::<Reply>(body) {
        Ok(reply) if speaks && reply.code == 200 && status == StatusCode::OK => Ok(reply),
        Ok(reply) if speaks => Err(NodeError::new(kind(&reply), &node.0, printable(&reply.msg))),
        Err(error) if status == StatusCode::OK => Err(corrupt(node, "its answer cannot be read").because(error)),
        _ => Err(by_status(node, status)),
    }
}

/// An answer that is not a node's own: something between it and us spoke.
pub(crate) fn by_status(node: &Endpoint, status: StatusCode) -> NodeError {
    let kind = match status {
        StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => {
            NodeErrorKind::Unreachable
        }
        _ => NodeErrorKind::Unexpected,
    };
    NodeError::new(kind, &node.0, format!("HTTP status {}", status.as_u16()))
}

fn kind(reply: &Reply) -> NodeErrorKind {
    let says = |words: &str| reply.msg.contains(words);
    match reply.code {
        403 if says("connect to rpc") => NodeErrorKind::NodeOffline,
        403 if says("signature") => NodeErrorKind::SignatureRefused,
        404 => NodeErrorKind::NotFound,
        400 if says("does not match fid") => NodeErrorKind::OrderNotSeen,
        400 if says("fid or fragment") => NodeErrorKind::Unexpected,
        400 => NodeErrorKind::BytesRefused,
        500 => NodeErrorKind::DiskFailed,
        _ => NodeErrorKind::Unexpected,
    }
}

fn printable(message: &str) -> String {
    message.chars().filter(|c| !c.is_control()).take(MESSAGE_LIMIT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(status: u16, body: &str) -> Option<NodeErrorKind> {
        let status = StatusCode::from_u16(status).unwrap();
        read(&Endpoint("n".to_owned()), status, body.as_bytes()).err().map(|error| error.kind)
    }

    #[test]
    fn every_row_of_the_protocol_has_its_kind() {
        use NodeErrorKind::{
            BytesRefused, Corrupt, DiskFailed, NodeOffline, NotFound, OrderNotSeen, SignatureRefused, Unexpected,
            Unreachable,
        };
        let reply = |code: i64, msg: &str| format!("{{\"code\": {code}, \"msg\": \"{msg}\", \"data\": null}}");
        for (status, body, expected) in [
            (200, reply(200, "ok"), None),
            (403, reply(403, "invalid signature"), Some(SignatureRefused)),
            (200, reply(400, "the fragment size is wrong"), Some(BytesRefused)),
            (200, reply(400, "the fragment hash is wrong"), Some(BytesRefused)),
            (200, reply(400, "http: no such file"), Some(BytesRefused)),
            (200, reply(403, "failed to connect to rpc, please try again later."), Some(NodeOffline)),
            (200, reply(400, "fragment does not match fid"), Some(OrderNotSeen)),
            (200, reply(500, "system error"), Some(DiskFailed)),
            (200, reply(404, "not found"), Some(NotFound)),
            (200, reply(400, "invalid fid or fragment"), Some(Unexpected)),
            (200, reply(416, "invalid range request"), Some(Unexpected)),
            (403, reply(200, "ok"), Some(Unexpected)),
            (200, "<html>".to_owned(), Some(Corrupt)),
            (200, "{}".to_owned(), Some(Corrupt)),
            (502, "<html>".to_owned(), Some(Unreachable)),
            (302, String::new(), Some(Unexpected)),
            (500, reply(200, "ok"), Some(Unexpected)),
        ] {
            assert_eq!(kind_of(status, &body), expected, "{status} {body}");
        }
    }

    #[test]
    fn a_strangers_message_is_cut_and_cleaned() {
        assert_eq!(printable(&format!("\u{1b}[31m\n{}", "x".repeat(1_000))).len(), MESSAGE_LIMIT);
        assert!(!printable("a\u{1b}b\r\n").contains(char::is_control));
    }
}
