//! `GET /file/…`: handing out files and what is known of them, to anybody.

use std::{io, path::Path, sync::Arc};

use axum::{
    body::Body,
    extract::{Path as Parameter, State},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header as names},
};
use pileus_codec::rebuild_segment;
use pileus_domain::Geometry;
use pileus_localnet_runtime::{
    pallets::file_bank::{FileInfo, SegmentInfo},
    primitives::AccountId,
};
use serde_json::{Map, Value, json};
use tokio::{
    fs::{self, File},
    io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt, SeekFrom},
};
use tokio_util::io::ReaderStream;

use super::{
    answer::{Refusal, done},
    errand::Errand,
    fault::Place,
    records::{self, Reachable, Record},
    server::{Core, address_of},
};
use crate::node::{answer::octets, disturb::corrupt, name::HashName, server::header};

/// Pieces in which a file is read from disk.
///
/// # Units
/// bytes.
const READ_PIECE: usize = 256 * 1024;

/// `GET /file/download/FID`: the whole file.
pub(super) async fn download(State(core): State<Arc<Core>>, Parameter(fid): Parameter<String>) -> Response<Body> {
    let Some(fid) = HashName::parse(&fid) else { return Refusal::not_found().response() };
    let answer = match cached(&core, &fid).await {
        // What had to be fetched first is answered with no byte at all; whoever asks again gets it.
        Ok(Cached::Fetched) => octets(StatusCode::OK, 0, Body::empty()),
        Ok(Cached::There) => match part(&core.folder.cached(&fid), None).await {
            Ok(answer) => answer,
            Err(_) => Refusal::system().response(),
        },
        Err(refusal) => refusal.response(),
    };
    spoiled(&core, answer)
}

/// `GET /file/open/FID`: the file, or the part of it that `Content-Range` names.
pub(super) async fn open(
    State(core): State<Arc<Core>>,
    Parameter(fid): Parameter<String>,
    headers: HeaderMap,
) -> Response<Body> {
    let bare = fid.split('.').next().unwrap_or_default();
    let Some(fid) = HashName::parse(bare) else {
        let mut answer = Refusal::not_found().response_twice();
        *answer.status_mut() = StatusCode::NOT_FOUND;
        return answer;
    };
    match opened(&core, &fid, header(&headers, names::CONTENT_RANGE.as_str())).await {
        Ok(answer) => spoiled(&core, answer),
        Err(refusal) => refusal.response(),
    }
}

async fn opened(core: &Core, fid: &HashName, range: &str) -> Result<Response<Body>, Refusal> {
    cached(core, fid).await?;
    let path = core.folder.cached(fid);
    let length = fs::metadata(&path).await.map_err(|_| Refusal::system())?.len();
    let range = if range.is_empty() { None } else { Some(span(range, length)?) };
    part(&path, range).await.map_err(|_| Refusal::system())
}

/// `GET /file/metadata/FID`: length and owners.
pub(super) async fn metadata(State(core): State<Arc<Core>>, Parameter(fid): Parameter<String>) -> Response<Body> {
    let owner = |account: &AccountId, name: &[u8]| json!({ "user": address_of(account), "file_name": String::from_utf8_lossy(name) });
    match looked_up(&core, &fid).await {
        Ok(Record::File(file)) => {
            let owners: Vec<_> = file.owner.iter().map(|brief| owner(&brief.user, &brief.file_name)).collect();
            done(json!({ "fid": fid, "size": file.file_size, "owner": owners }))
        }
        Ok(Record::Deal(deal)) => {
            let owners = [owner(&deal.user.user, &deal.user.file_name)];
            done(json!({ "fid": fid, "size": deal.file_size, "owner": owners }))
        }
        Ok(Record::Unknown) => Refusal::not_found().response_twice(),
        Err(refusal) => refusal.response(),
    }
}

/// `GET /file/location/FID`: as with the real gateway, the node of the first fragment twelve times.
pub(super) async fn location(State(core): State<Arc<Core>>, Parameter(fid): Parameter<String>) -> Response<Body> {
    let file = match looked_up(&core, &fid).await {
        Ok(Record::File(file)) => file,
        Ok(_) => return Refusal::not_found().response(),
        Err(refusal) => return refusal.response(),
    };
    let first = file.segment_list.first().and_then(|segment| segment.fragment_list.first());
    let mut places = Map::new();
    for column in 0..Geometry::CESS.total() {
        let account = first.map(|fragment| address_of(&fragment.miner)).unwrap_or_default();
        let place = json!({ "account": account, "location": { "longitude": 0.0, "latitude": 0.0 } });
        places.insert(format!("{column} batch fragments"), place);
    }
    done(Value::Object(places))
}

async fn looked_up(core: &Core, fid: &str) -> Result<Record, Refusal> {
    let fid = HashName::parse(fid).ok_or_else(Refusal::not_found)?;
    records::record(core.ledger.as_ref(), &fid).await.map_err(|_| Refusal::no_rpc())
}

/// How a file came to be in the cache.
enum Cached {
    There,
    Fetched,
}

/// Have a file in the cache, fetched from storage nodes where it is not.
async fn cached(core: &Core, fid: &HashName) -> Result<Cached, Refusal> {
    let path = core.folder.cached(fid);
    if fs::try_exists(&path).await.unwrap_or(false) {
        return Ok(Cached::There);
    }
    let record = records::record(core.ledger.as_ref(), fid).await.map_err(|_| Refusal::no_rpc())?;
    let Record::File(file) = record else { return Err(Refusal::not_found()) };
    let arrival = core.folder.arrival();
    fetch(core, fid, &file, &arrival).await?;
    fs::rename(&arrival, &path).await.map_err(|_| Refusal::system())?;
    Ok(Cached::Fetched)
}

/// Rebuild a file from any four fragments of each segment.
async fn fetch(core: &Core, fid: &HashName, info: &FileInfo, path: &Path) -> Result<(), Refusal> {
    let nodes = records::nodes(core.ledger.as_ref()).await.map_err(|_| Refusal::no_rpc())?;
    let mut file = File::create(path).await.map_err(|_| Refusal::system())?;
    let mut left = usize::try_from(info.file_size).map_err(|_| Refusal::system())?;
    for segment in &info.segment_list {
        for shard in shards(core, fid, segment, &nodes).await? {
            let wanted = left.min(shard.len());
            file.write_all(&shard[..wanted]).await.map_err(|_| Refusal::system())?;
            left -= wanted;
        }
    }
    file.flush().await.map_err(|_| Refusal::system())
}

/// The four data shards of a segment.
async fn shards(
    core: &Core,
    fid: &HashName,
    segment: &SegmentInfo,
    nodes: &[Reachable],
) -> Result<Vec<Vec<u8>>, Refusal> {
    let geometry = Geometry::CESS;
    let mut shards: Vec<Option<Vec<u8>>> = vec![None; geometry.total()];
    for (column, declared) in segment.fragment_list.iter().enumerate() {
        if shards.iter().flatten().count() == geometry.data() {
            break;
        }
        let Some(node) = nodes.iter().find(|node| node.account == declared.miner) else { continue };
        let Some(fragment) = HashName::of(&declared.hash) else { continue };
        let errand = Errand { pair: &core.settings.pair, endpoint: &node.endpoint, fid, fragment: &fragment };
        if let Ok(bytes) = errand.fetch().await {
            shards[column] = Some(bytes.to_vec());
        }
    }
    let rebuilt = tokio::task::spawn_blocking(move || rebuild_segment(geometry, &mut shards).map(|()| shards)).await;
    let shards = rebuilt.map_err(|_| Refusal::system())?.map_err(|_| Refusal::not_found())?;
    Ok(shards.into_iter().take(geometry.data()).flatten().collect())
}

/// First and last byte of a range.
type Span = (u64, u64);

/// Read `bytes=S-E` or `bytes=S-`; the last byte belongs to the range.
fn span(range: &str, length: u64) -> Result<Span, Refusal> {
    let (start, end) = range
        .strip_prefix("bytes=")
        .and_then(|span| span.split_once('-'))
        .ok_or_else(|| Refusal::new(416, "invalid range value"))?;
    let start = start.parse().ok().filter(|start| *start < length);
    let start: u64 = start.ok_or_else(|| Refusal::new(416, "invalid range start"))?;
    let end = if end.is_empty() { Some(length - 1) } else { end.parse().ok() };
    let end = end.filter(|end| (start..length).contains(end));
    Ok((start, end.ok_or_else(|| Refusal::new(416, "invalid range end"))?))
}

async fn part(path: &Path, span: Option<Span>) -> io::Result<Response<Body>> {
    let mut file = File::open(path).await?;
    let length = file.metadata().await?.len();
    let Some((start, end)) = span else {
        return Ok(octets(StatusCode::OK, length, Body::from_stream(ReaderStream::with_capacity(file, READ_PIECE))));
    };
    file.seek(SeekFrom::Start(start)).await?;
    let body = ReaderStream::with_capacity(file.take(end - start + 1), READ_PIECE);
    let mut answer = octets(StatusCode::PARTIAL_CONTENT, end - start + 1, Body::from_stream(body));
    if let Ok(value) = HeaderValue::from_str(&format!("bytes {start}-{end}/{length}")) {
        answer.headers_mut().insert(names::CONTENT_RANGE, value);
    }
    Ok(answer)
}

/// An answer whose bytes suffer from a fault, if there is one.
fn spoiled(core: &Core, answer: Response<Body>) -> Response<Body> {
    match core.faults.take(Place::Download) {
        Some(_) => answer.map(corrupt),
        None => answer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_names_its_last_byte_or_none() {
        assert_eq!(span("bytes=2-5", 10), Ok((2, 5)));
        assert_eq!(span("bytes=2-", 10), Ok((2, 9)));
        for (bad, message) in [
            ("bytes 2-5", "invalid range value"),
            ("bytes=x-5", "invalid range start"),
            ("bytes=10-", "invalid range start"),
            ("bytes=2-10", "invalid range end"),
            ("bytes=5-2", "invalid range end"),
        ] {
            assert_eq!(span(bad, 10), Err(Refusal::new(416, message)), "{bad}");
        }
    }
}
