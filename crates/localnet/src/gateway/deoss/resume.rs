//! `PUT /resume/NAME`: a file in several requests, with the real gateway's defect.
//!
//! Each request's bytes are put behind those that are there, whatever place its header names: a chunk that came twice,
//! or half, spoils the file, and nothing tells how much is there. The file is told apart by account, name and length.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path as Parameter, Request, State},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header::CONTENT_RANGE},
};
use sp_core::crypto::AccountId32;
use sp_io::hashing::sha2_256;
use tokio::fs;

use super::{answer::Refusal, authority, checks, elsewhere, receive, upload};
use crate::{
    gateway::{order::Brief, shared::Core},
    node::{name::HashName, receive::drain, server::header},
};

/// Which bytes of how many a request says that it brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Chunk {
    start: u64,
    /// The last byte, not the one behind it.
    end: u64,
    total: u64,
}

/// Take a chunk; the last one makes the file.
pub(super) async fn resume(
    State(core): State<Arc<Core>>,
    Parameter(name): Parameter<String>,
    request: Request,
) -> Response<Body> {
    if let Some(nothing) = elsewhere(&name) {
        drain(request.into_body());
        return nothing;
    }
    let range = request.headers().get(CONTENT_RANGE).cloned();
    match take(&core, name, request).await {
        Ok(Some(fid)) => upload::answer(Ok(fid)),
        Ok(None) => more(range),
        Err(refusal) => refusal.response(),
    }
}

/// The answer to every chunk but the last.
fn more(range: Option<HeaderValue>) -> Response<Body> {
    let mut response = Response::new(Body::from("null"));
    *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
    if let Some(range) = range {
        response.headers_mut().insert(CONTENT_RANGE, range);
    }
    response
}

async fn take(core: &Core, name: String, request: Request) -> Result<Option<HashName>, Refusal> {
    let headers = request.headers().clone();
    let (owner, chunk) = match admitted(core, &name, &headers).await {
        Ok(admitted) => admitted,
        Err(refusal) => {
            drain(request.into_body());
            return Err(refusal);
        }
    };
    let path = core.folder.resumed(&key(&owner, &name, chunk.total));
    let there = fs::metadata(&path).await.map_or(0, |metadata| metadata.len());
    if chunk.start > there {
        drain(request.into_body());
        return Err(Refusal::new(400, "Illegal Content-Range content"));
    }
    let came = receive::append(request.into_body(), &path).await?;
    match came.cmp(&(chunk.end - chunk.start + 1)) {
        std::cmp::Ordering::Greater => return Err(Refusal::new(400, "received more file content")),
        std::cmp::Ordering::Less => return Err(Refusal::new(400, "received less file content")),
        std::cmp::Ordering::Equal if chunk.end + 1 < chunk.total => return Ok(None),
        std::cmp::Ordering::Equal => {}
    }
    let asked = upload::asked(core, &headers).await?;
    checks::space_suffices(asked.space, chunk.total, false)?;
    let brief = Brief { owner: asked.owner, name: name.into_bytes(), territory: asked.territory };
    upload::store(core, &path, brief).await.map(Some)
}

/// Account and place; the authority is looked at with the first chunk only.
async fn admitted(core: &Core, name: &str, headers: &HeaderMap) -> Result<(AccountId32, Chunk), Refusal> {
    let owner = authority::account(headers, &core.settings.clock)?;
    let chunk = chunk(header(headers, CONTENT_RANGE.as_str()))?;
    if chunk.start == 0 {
        checks::name_fits(name)?;
        checks::authorised(core, &owner).await?;
    }
    Ok((owner, chunk))
}

/// Read `bytes S-E/T`.
fn chunk(range: &str) -> Result<Chunk, Refusal> {
    if range.is_empty() {
        return Err(Refusal::new(400, "Content-Range is missing from the request header"));
    }
    let parse = || {
        let (span, total) = range.strip_prefix("bytes ")?.split_once('/')?;
        let (start, end) = span.split_once('-')?;
        let chunk = Chunk { start: start.parse().ok()?, end: end.parse().ok()?, total: total.parse().ok()? };
        (chunk.start <= chunk.end && chunk.end < chunk.total).then_some(chunk)
    };
    parse().ok_or_else(|| Refusal::new(400, "Illegal Content-Range content"))
}

/// The name of a file that is not whole yet.
fn key(owner: &AccountId32, name: &str, total: u64) -> HashName {
    let owner: &[u8] = owner.as_ref();
    let digest = sha2_256(&[owner, name.as_bytes(), &total.to_le_bytes()].concat());
    HashName::of_bytes(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_says_which_bytes_of_how_many() {
        assert_eq!(chunk("bytes 0-9/20"), Ok(Chunk { start: 0, end: 9, total: 20 }));
        for bad in ["bytes=0-9/20", "bytes 9-0/20", "bytes 0-20/20", "bytes 0-9", "0-9/20", "bytes x-9/20"] {
            assert_eq!(chunk(bad), Err(Refusal::new(400, "Illegal Content-Range content")), "{bad}");
        }
        assert!(chunk("").is_err());
    }
}
