//! `/gateway/upload/batch/…`: a file in chunks.

use std::{io::SeekFrom, path::Path, sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Response, header::RANGE},
};
use http_body_util::{BodyExt, Limited};
use pileus_localnet_runtime::primitives::AccountId;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{
    fs::{self, File, OpenOptions},
    io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt},
    time::{Instant, sleep},
};

use super::{
    Retriever,
    answer::{Refusal, accepted, done, more},
    finish::{Wish, finish},
    form,
    range::{self, Span},
    ticket::{Counted, Ticket},
    user::user,
};
use crate::node::{name::HashName, receive::drain, server::header};

/// The longest request for a ticket.
///
/// # Units
/// bytes.
const LONGEST_REQUEST: usize = 16 * 1_024;
/// How long a chunk waits for what belongs before it.
const PATIENCE: Duration = Duration::from_mins(1);
/// Between two looks whether it has come.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// The header that names a ticket.
const TICKET: HeaderName = HeaderName::from_static("hash");

/// What a ticket is asked for with. What counts as received already is believed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    file_name: String,
    territory: String,
    total_size: u64,
    encrypt: bool,
    async_upload: bool,
    no_tx_proxy: bool,
    uploaded_size: u64,
}

/// Open a ticket.
pub(super) async fn request(State(retriever): State<Arc<Retriever>>, request: Request) -> Response<Body> {
    let owner = match user(&retriever, &request) {
        Ok(owner) => owner,
        Err(refusal) => {
            drain(request.into_body());
            return refusal.response();
        }
    };
    match open(&retriever, owner, request.into_body()).await {
        Ok(hash) => {
            let mut answer = done(hash.as_str());
            let value = HeaderValue::from_str(hash.as_str());
            answer.headers_mut().extend(value.ok().map(|value| (TICKET, value)));
            answer
        }
        Err(refusal) => refusal.response(),
    }
}

async fn open(retriever: &Retriever, owner: AccountId, body: Body) -> Result<HashName, Refusal> {
    let body = Limited::new(body, LONGEST_REQUEST).collect().await;
    let body = body.map_err(|error| Refusal::unreadable(error.to_string()))?.to_bytes();
    let asked: Asked = serde_json::from_slice(&body).map_err(|error| Refusal::unreadable(error.to_string()))?;
    if asked.file_name.is_empty() || asked.territory.is_empty() || asked.total_size == 0 {
        return Err(Refusal::batch("bad request params"));
    }
    if asked.encrypt || (asked.async_upload && asked.no_tx_proxy) {
        return Err(Refusal::batch("encryption and orders that the user signs are not offered here"));
    }
    let hash = HashName::of_bytes(rand::random());
    let ticket = Ticket {
        owner,
        name: asked.file_name,
        territory: asked.territory,
        total: asked.total_size,
        uploaded: asked.uploaded_size,
        waits: !asked.async_upload,
        path: retriever.core.folder.resumed(&hash),
        end: 0,
    };
    retriever.tickets.open(hash.clone(), ticket, retriever.core.settings.clock.now());
    Ok(hash)
}

/// Take a chunk; the one with which the counter is full makes the file.
pub(super) async fn chunk(State(retriever): State<Arc<Retriever>>, request: Request) -> Response<Body> {
    let (hash, ticket, span) = match admitted(&retriever, &request) {
        Ok(admitted) => admitted,
        Err(refusal) => {
            drain(request.into_body());
            return refusal.response();
        }
    };
    let counted = match take(&retriever, request, &hash, &ticket, span).await {
        Ok(counted) => counted,
        Err(refusal) => return refusal.response(),
    };
    match counted {
        Counted::Complete(ticket) => complete(&retriever, ticket).await,
        Counted::More { uploaded } => more(progress("", uploaded)),
        Counted::TooEarly => Refusal::batch("timeout").response(),
    }
}

/// Whose chunk it is, and which.
fn admitted(retriever: &Retriever, request: &Request) -> Result<(HashName, Ticket, Span), Refusal> {
    let owner = user(retriever, request)?;
    let headers = request.headers();
    let hash = HashName::parse(header(headers, TICKET.as_str()));
    let hash = hash.ok_or_else(|| Refusal::batch("get data from redis error: data does not exist"))?;
    let ticket = retriever.tickets.of(&hash, &owner, retriever.core.settings.clock.now())?;
    let span = range::chunk(header(headers, RANGE.as_str()), ticket.total);
    Ok((hash, ticket, span.ok_or_else(|| Refusal::batch("bad data range"))?))
}

/// Receive a chunk, wait for its turn, and put it in its place.
async fn take(
    retriever: &Retriever,
    request: Request,
    hash: &HashName,
    ticket: &Ticket,
    span: Span,
) -> Result<Counted, Refusal> {
    let (arrival, length) = (retriever.core.folder.arrival(), span.end - span.start);
    let form = form::receive(request, &arrival).await.map_err(|_| Refusal::batch("bad data"))?;
    if form.file.is_none_or(|(_, came)| came < length) {
        return Err(Refusal::batch("bad data"));
    }
    await_turn(retriever, hash, ticket, span.start).await?;
    let put = put(&arrival, &ticket.path, span).await;
    put.map_err(|error| Refusal::batch(error.to_string()))?;
    retriever.tickets.count(hash, span.start, length, retriever.core.settings.clock.now())
}

/// Wait until nothing is missing before a place.
async fn await_turn(retriever: &Retriever, hash: &HashName, ticket: &Ticket, start: u64) -> Result<(), Refusal> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let now = retriever.core.settings.clock.now();
        if start <= retriever.tickets.of(hash, &ticket.owner, now)?.uploaded {
            return Ok(());
        }
        if Instant::now() >= deadline {
            return Err(Refusal::batch("timeout"));
        }
        sleep(LOOK_AGAIN).await;
    }
}

/// Copy the first bytes of what arrived to where they belong.
async fn put(arrival: &Path, path: &Path, span: Span) -> std::io::Result<()> {
    let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(path).await?;
    file.seek(SeekFrom::Start(span.start)).await?;
    let mut piece = File::open(arrival).await?.take(span.end - span.start);
    tokio::io::copy(&mut piece, &mut file).await?;
    file.flush().await?;
    fs::remove_file(arrival).await
}

async fn complete(retriever: &Retriever, ticket: Ticket) -> Response<Body> {
    let Ticket { owner, territory, name, waits, path, uploaded, .. } = ticket;
    match finish(&retriever.core, &path, Wish { owner, territory, name, waits }).await {
        Ok(fid) if waits => done(progress(fid.as_str(), uploaded)),
        Ok(fid) => accepted(&fid),
        Err(refusal) => refusal.response(),
    }
}

/// How far an upload in chunks is.
fn progress(fid: &str, uploaded: u64) -> Value {
    json!({
        "fid": fid,
        "chunk_end": uploaded,
        "file_info": {
            "fid": "",
            "file_name": "",
            "base_dir": "",
            "file_size": 0,
            "owner": null,
            "territory": "",
            "segments": null,
            "fragments": null,
        },
    })
}
