//! `GET /fragment`: hand out a fragment, to anybody.

use std::{io, path::Path};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use tokio::{
    fs::File,
    io::{AsyncReadExt, AsyncSeekExt, SeekFrom},
};
use tokio_util::io::ReaderStream;

use super::{
    answer::{Outcome, octets},
    fault::FaultKind,
    name::{HASH_DIGITS, HashName},
    range::ByteRange,
    server::{Node, header as text},
    signature,
    store::Shelf,
};

/// Pieces in which a fragment is read from disk.
///
/// # Units
/// bytes.
const READ_PIECE: usize = 256 * 1024;

/// Answer one call; `fault` is what the call has to suffer.
pub(super) async fn get(node: &Node, headers: &HeaderMap, fault: Option<&FaultKind>) -> Response<Body> {
    match serve(node, headers, fault).await {
        Ok((length, response)) => {
            node.counters.count(|totals| {
                totals.reads_served += 1;
                totals.bytes_served += length;
            });
            response
        }
        Err(outcome) => outcome.response(),
    }
}

/// The checks, in the order of the real node.
async fn serve(node: &Node, headers: &HeaderMap, fault: Option<&FaultKind>) -> Result<(u64, Response<Body>), Outcome> {
    if !signature::verify(headers) {
        return Err(Outcome::InvalidSignature);
    }
    let (fid, fragment) = (text(headers, "fid"), text(headers, "fragment"));
    if fid.is_empty() || fragment.is_empty() {
        return Err(Outcome::EmptyHash);
    }
    if fid.len() != HASH_DIGITS || fragment.len() != HASH_DIGITS {
        return Err(Outcome::InvalidHash);
    }
    let (fid, fragment) = HashName::parse(fid).zip(HashName::parse(fragment)).ok_or(Outcome::NotFound)?;
    if fault == Some(&FaultKind::Lose) {
        node.store.lose(&fid, &fragment).await.map_err(|_| Outcome::System)?;
    }
    let path = match node.store.find(Shelf::Stored, &fid, &fragment).await {
        Some(path) => path,
        None => node.store.find(Shelf::Waiting, &fid, &fragment).await.ok_or(Outcome::NotFound)?,
    };
    match text(headers, "range") {
        "" => whole(&path).await.map_err(|_| Outcome::System),
        range => part(&path, range).await,
    }
}

async fn whole(path: &Path) -> io::Result<(u64, Response<Body>)> {
    let file = File::open(path).await?;
    let length = file.metadata().await?.len();
    let body = Body::from_stream(ReaderStream::with_capacity(file, READ_PIECE));
    let mut response = octets(StatusCode::OK, length, body);
    response.headers_mut().insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    Ok((length, response))
}

async fn part(path: &Path, range: &str) -> Result<(u64, Response<Body>), Outcome> {
    let mut file = File::open(path).await.map_err(|_| Outcome::System)?;
    let length = file.metadata().await.map_err(|_| Outcome::System)?.len();
    let range = ByteRange::parse(range, length)?;
    let bytes = read(&mut file, range).await.map_err(|_| Outcome::System)?;
    Ok((range.len(), octets(StatusCode::PARTIAL_CONTENT, range.len(), Body::from(bytes))))
}

/// Read a range, which is never longer than a fragment.
async fn read(file: &mut File, range: ByteRange) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(range.start)).await?;
    let mut bytes = Vec::new();
    file.take(range.len()).read_to_end(&mut bytes).await?;
    Ok(bytes)
}
