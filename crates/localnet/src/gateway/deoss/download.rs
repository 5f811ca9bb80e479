//! `GET /file/…`: handing out files and what is known of them, to anybody.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header as names},
};
use pileus_domain::Geometry;
use pileus_localnet_runtime::primitives::AccountId;
use serde_json::{Map, Value, json};

use super::answer::{Refusal, done};
use crate::{
    gateway::{
        cache::{self, Cached},
        disturb::spoiled,
        records::{self, Record},
        shared::{Core, address_of},
    },
    node::{answer::octets, name::HashName, server::header},
};

/// `GET /file/download/FID`: the whole file.
pub(super) async fn download(State(core): State<Arc<Core>>, Path(fid): Path<String>) -> Response<Body> {
    let Some(fid) = HashName::parse(&fid) else { return Refusal::not_found().response() };
    let answer = downloaded(&core, &fid).await.unwrap_or_else(|refusal| refusal.response());
    spoiled(&core, answer)
}

async fn downloaded(core: &Core, fid: &HashName) -> Result<Response<Body>, Refusal> {
    match cache::have(core, fid).await? {
        // What had to be fetched first is answered with no byte at all; whoever asks again gets it.
        Cached::Fetched => Ok(octets(StatusCode::OK, 0, Body::empty())),
        Cached::There => whole(core, fid).await,
    }
}

async fn whole(core: &Core, fid: &HashName) -> Result<Response<Body>, Refusal> {
    let length = cache::length(core, fid).await?;
    Ok(octets(StatusCode::OK, length, cache::part(core, fid, 0, length).await?))
}

/// `GET /file/open/FID`: the file, or the part of it that `Content-Range` names.
pub(super) async fn open(State(core): State<Arc<Core>>, Path(fid): Path<String>, headers: HeaderMap) -> Response<Body> {
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
    cache::have(core, fid).await?;
    if range.is_empty() {
        return whole(core, fid).await;
    }
    let length = cache::length(core, fid).await?;
    let (start, end) = span(range, length)?;
    let body = cache::part(core, fid, start, end - start + 1).await?;
    let mut answer = octets(StatusCode::PARTIAL_CONTENT, end - start + 1, body);
    if let Ok(value) = HeaderValue::from_str(&format!("bytes {start}-{end}/{length}")) {
        answer.headers_mut().insert(names::CONTENT_RANGE, value);
    }
    Ok(answer)
}

/// `GET /file/metadata/FID`: length and owners.
pub(super) async fn metadata(State(core): State<Arc<Core>>, Path(fid): Path<String>) -> Response<Body> {
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
pub(super) async fn location(State(core): State<Arc<Core>>, Path(fid): Path<String>) -> Response<Body> {
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
