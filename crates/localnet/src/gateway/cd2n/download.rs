//! `GET /gateway/download/FID`: a file, or a part of it, to anybody.

use std::{sync::Arc, time::SystemTime};

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header as names},
};
use tokio::fs;

use super::{
    Retriever,
    answer::Refusal,
    range::{Span, Wanted, wanted},
};
use crate::{
    gateway::{
        cache,
        disturb::spoiled,
        records::{self, Record},
        shared::Core,
        trouble::Trouble,
    },
    node::{
        answer::{octets, plain},
        name::HashName,
        server::header,
    },
};

/// Answer with bytes.
pub(super) async fn download(
    State(retriever): State<Arc<Retriever>>,
    Path(fid): Path<String>,
    headers: HeaderMap,
) -> Response<Body> {
    let Some(fid) = HashName::parse(&fid) else {
        return Refusal::download(StatusCode::BAD_REQUEST, "bad file id").response();
    };
    let core = &retriever.core;
    match handed_out(core, &fid, header(&headers, names::RANGE.as_str())).await {
        Ok(answer) => spoiled(core, answer),
        Err(refusal) => refusal.response(),
    }
}

async fn handed_out(core: &Core, fid: &HashName, range: &str) -> Result<Response<Body>, Refusal> {
    cache::have(core, fid).await.map_err(failed)?;
    let length = cache::length(core, fid).await.map_err(failed)?;
    let unreadable = || Refusal::download(StatusCode::INTERNAL_SERVER_ERROR, "invalid range");
    let wanted = wanted(range, length).ok_or_else(unreadable)?;
    let Some((span, last)) = place(wanted, length) else { return Ok(behind(length)) };
    let status = if last.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
    let count = span.end - span.start;
    let mut answer = octets(status, count, cache::part(core, fid, span.start, count).await.map_err(failed)?);
    insert(&mut answer, names::CONTENT_RANGE, last.map(|last| format!("bytes {}-{last}/{length}", span.start)));
    insert(&mut answer, names::CONTENT_DISPOSITION, Some(disposition(&name(core, fid).await)));
    insert(&mut answer, names::LAST_MODIFIED, modified(core, fid).await);
    insert(&mut answer, names::ACCEPT_RANGES, Some("bytes".to_owned()));
    Ok(answer)
}

/// Which bytes are handed out, and the end that the answer names for a part; nothing where the file ends before.
fn place(wanted: Wanted, length: u64) -> Option<(Span, Option<u64>)> {
    match wanted {
        Wanted::Whole => Some((Span { start: 0, end: length }, None)),
        Wanted::From(start) => Some((Span { start, end: length }, Some(length - 1))),
        // One byte more than the standard's notation means.
        Wanted::Span(span) => Some((span, Some(span.end))),
        Wanted::Behind => None,
    }
}

/// The file server's answer to a place behind the end.
fn behind(length: u64) -> Response<Body> {
    let mut answer = plain(StatusCode::RANGE_NOT_SATISFIABLE, "invalid range: failed to overlap\n");
    insert(&mut answer, names::CONTENT_RANGE, Some(format!("bytes */{length}")));
    answer
}

fn insert(answer: &mut Response<Body>, name: HeaderName, value: Option<String>) {
    if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
        answer.headers_mut().insert(name, value);
    }
}

/// The published gateway loses what went wrong on its way to the file, and fails where it opens it.
fn failed(trouble: Trouble) -> Refusal {
    let reason = match trouble {
        Trouble::Unknown | Trouble::Missing(_) => "open : no such file or directory".to_owned(),
        other => other.to_string(),
    };
    Refusal::download(StatusCode::INTERNAL_SERVER_ERROR, reason)
}

/// The name that the first owner gave the file; its FID where nobody has ordered it.
async fn name(core: &Core, fid: &HashName) -> Vec<u8> {
    let known = records::record(core.ledger.as_ref(), fid).await;
    let name = match known {
        Ok(Record::File(file)) => file.owner.first().map(|brief| brief.file_name.to_vec()),
        Ok(Record::Deal(deal)) => Some(deal.user.file_name.to_vec()),
        _ => None,
    };
    name.unwrap_or_else(|| fid.as_str().as_bytes().to_vec())
}

fn disposition(name: &[u8]) -> String {
    use std::fmt::Write as _;
    let plain = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\') || *byte == b' ';
    if name.iter().all(plain) {
        return format!("attachment; filename=\"{}\"", String::from_utf8_lossy(name));
    }
    let mut text = "attachment; filename*=UTF-8''".to_owned();
    for byte in name {
        // Writing to a string never fails.
        let _ =
            if byte.is_ascii_alphanumeric() { write!(text, "{}", *byte as char) } else { write!(text, "%{byte:02X}") };
    }
    text
}

async fn modified(core: &Core, fid: &HashName) -> Option<String> {
    let moment: SystemTime = fs::metadata(core.folder.cached(fid)).await.ok()?.modified().ok()?;
    Some(httpdate::fmt_http_date(moment))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_quoted_or_encoded() {
        assert_eq!(disposition(b"a file.bin"), "attachment; filename=\"a file.bin\"");
        assert_eq!(disposition("\u{e9}\"".as_bytes()), "attachment; filename*=UTF-8''%C3%A9%22");
    }
}
