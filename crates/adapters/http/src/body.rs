//! Bodies in small pieces, watched on their way.

use std::{future, io, sync::Arc, time::Duration};

use bytes::{Bytes, BytesMut};
use futures::{Stream, StreamExt as _};
use pileus_domain::ContentHash;
use reqwest::{Body, Response};
use sha2::{Digest as _, Sha256};
use tokio::{sync::watch, time::timeout};

use crate::{HttpError, HttpErrorKind, Lane};

/// Bytes that are handed to the connection at once.
const PIECE: usize = 64 << 10;

/// Tells whether an outgoing body still moves.
#[derive(Clone)]
pub struct Watch {
    pieces: watch::Receiver<usize>,
    lane: Arc<Lane>,
}

/// Bytes cut into pieces that a connection takes at once.
pub fn pieces(bytes: Bytes) -> impl Iterator<Item = Bytes> {
    let starts = (0..bytes.len()).step_by(PIECE);
    starts.map(move |at| bytes.slice(at..bytes.len().min(at + PIECE)))
}

/// A body that is watched, at the pace of its lane; a piece that is an error breaks it off.
pub fn outgoing(pieces: impl Stream<Item = io::Result<Bytes>> + Send + 'static, lane: Arc<Lane>) -> (Body, Watch) {
    let (taken, count) = watch::channel(0);
    let watch = Watch { pieces: count, lane: Arc::clone(&lane) };
    let paced = pieces.then(move |piece| {
        let (lane, taken) = (Arc::clone(&lane), taken.clone());
        async move {
            lane.pass(piece.as_ref().map_or(0, Bytes::len)).await;
            taken.send_modify(|count| *count += 1);
            piece
        }
    });
    (Body::wrap_stream(paced), watch)
}

impl Watch {
    /// Returns once the last piece is taken, or nobody takes pieces any more.
    pub async fn finished(mut self) {
        while self.pieces.changed().await.is_ok() {}
    }

    /// Returns when no piece was taken for so long, unless it was held back here; never once the last one is taken.
    pub async fn stands_still(mut self, wait: Duration) {
        loop {
            match timeout(wait, self.pieces.changed()).await {
                Ok(Ok(())) => (),
                Ok(Err(_)) => future::pending().await,
                Err(_) if self.lane.is_held() => (),
                Err(_) => return,
            }
        }
    }
}

/// Reads a body piece by piece, at most so many bytes of it, never waiting long for more.
#[derive(Debug)]
struct Reader<'a> {
    response: Response,
    limit: u64,
    left: u64,
    stall: Duration,
    lane: Option<&'a Lane>,
}

impl<'a> Reader<'a> {
    /// Of at most `limit` bytes, none later than `stall` after the one before; with a lane, at its pace.
    ///
    /// # Errors
    /// [`HttpErrorKind::TooLong`] when the answer announces more.
    fn new(response: Response, limit: u64, stall: Duration, lane: Option<&'a Lane>) -> Result<Self, HttpError> {
        let reader = Self { response, limit, left: limit, stall, lane };
        if reader.announced() > limit { Err(reader.too_long()) } else { Ok(reader) }
    }

    /// Bytes that the answer announces; 0 when it does not say.
    fn announced(&self) -> u64 {
        self.response.content_length().unwrap_or(0)
    }

    /// The next piece; none at the end.
    ///
    /// # Errors
    /// [`HttpErrorKind::TimedOut`], [`HttpErrorKind::TooLong`], or how the connection broke.
    async fn next(&mut self) -> Result<Option<Bytes>, HttpError> {
        let next = timeout(self.stall, self.response.chunk()).await;
        let next = next.map_err(|_| HttpError::new(HttpErrorKind::TimedOut, "its answer stands still"))?;
        let Some(piece) = next? else { return Ok(None) };
        self.left = self.left.checked_sub(piece.len() as u64).ok_or_else(|| self.too_long())?;
        if let Some(lane) = self.lane {
            lane.pass(piece.len()).await;
        }
        Ok(Some(piece))
    }

    fn too_long(&self) -> HttpError {
        HttpError::new(HttpErrorKind::TooLong, format!("its answer is longer than {} bytes", self.limit))
    }
}

/// Bytes that came, with their hash.
#[derive(Debug)]
pub struct Incoming {
    /// The bytes.
    pub bytes: Bytes,
    /// SHA-256 of them.
    pub hash: ContentHash,
}

/// Read a body of at most `limit` bytes, never waiting longer than `stall` for more; with a lane, at its pace.
///
/// # Errors
/// [`HttpErrorKind::TooLong`], also when the answer only announces more, [`HttpErrorKind::TimedOut`], or how the connection
/// broke.
pub async fn incoming(
    response: Response,
    limit: usize,
    stall: Duration,
    lane: Option<&Lane>,
) -> Result<Incoming, HttpError> {
    let mut reader = Reader::new(response, limit as u64, stall, lane)?;
    let announced = usize::try_from(reader.announced()).unwrap_or(limit);
    let (mut bytes, mut hash) = (BytesMut::with_capacity(announced), Sha256::new());
    while let Some(piece) = reader.next().await? {
        hash.update(&piece);
        bytes.extend_from_slice(&piece);
    }
    Ok(Incoming { bytes: bytes.freeze(), hash: ContentHash(hash.finalize().into()) })
}

/// Read a body until `into` has `wanted` bytes, and let go of the rest; what came before a failure stays there.
///
/// # Errors
/// [`HttpErrorKind::TimedOut`], or how the connection broke. A body that ends early is none.
pub async fn beginning(
    response: Response,
    into: &mut BytesMut,
    wanted: usize,
    stall: Duration,
    lane: Option<&Lane>,
) -> Result<(), HttpError> {
    let mut reader = Reader { response, limit: u64::MAX, left: u64::MAX, stall, lane };
    while into.len() < wanted {
        let Some(piece) = reader.next().await? else { return Ok(()) };
        into.extend_from_slice(&piece[..piece.len().min(wanted - into.len())]);
    }
    Ok(())
}
