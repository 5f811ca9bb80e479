//! Bodies in small pieces, watched on their way.

use std::{convert::Infallible, future, sync::Arc, time::Duration};

use bytes::{Bytes, BytesMut};
use futures::{StreamExt as _, stream};
use pileus_domain::{ContentHash, Endpoint};
use pileus_ports::NodeError;
use reqwest::{Body, Response};
use sha2::{Digest as _, Sha256};
use tokio::{sync::watch, time::timeout};

use crate::{
    error::{corrupt, timed_out, transport},
    pace::Lane,
};

/// Bytes that are handed to the connection at once.
const PIECE: usize = 64 << 10;

/// Tells whether an outgoing body still moves.
pub(crate) struct Watch {
    pieces: watch::Receiver<usize>,
    lane: Arc<Lane>,
}

/// A body that is watched, at the pace of its lane.
pub(crate) fn outgoing(bytes: Bytes, lane: Arc<Lane>) -> (Body, Watch) {
    let (taken, pieces) = watch::channel(0);
    let watch = Watch { pieces, lane: Arc::clone(&lane) };
    let starts = (0..bytes.len()).step_by(PIECE);
    let cut = starts.map(move |at| bytes.slice(at..bytes.len().min(at + PIECE)));
    let paced = stream::iter(cut).then(move |piece| {
        let (lane, taken) = (Arc::clone(&lane), taken.clone());
        async move {
            lane.pass(piece.len()).await;
            taken.send_modify(|count| *count += 1);
            Ok::<_, Infallible>(piece)
        }
    });
    (Body::wrap_stream(paced), watch)
}

impl Watch {
    /// Returns when no piece was taken for so long, unless it was held back here; never once the last one is taken.
    pub(crate) async fn stands_still(mut self, wait: Duration) {
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

/// Bytes that came, with their hash.
pub(crate) struct Incoming {
    pub(crate) bytes: Bytes,
    pub(crate) hash: ContentHash,
}

/// Read a body of at most `limit` bytes, never waiting longer than `stall` for more; with a lane, at its pace.
pub(crate) async fn incoming(
    node: &Endpoint,
    mut response: Response,
    limit: usize,
    stall: Duration,
    lane: Option<&Lane>,
) -> Result<Incoming, NodeError> {
    let too_long = || corrupt(node, format!("its answer is longer than {limit} bytes"));
    let announced = usize::try_from(response.content_length().unwrap_or(0)).unwrap_or(usize::MAX);
    if announced > limit {
        return Err(too_long());
    }
    let (mut bytes, mut hash) = (BytesMut::with_capacity(announced), Sha256::new());
    loop {
        let next = timeout(stall, response.chunk()).await.map_err(|_| timed_out(node, "its answer stands still"))?;
        let Some(piece) = next.map_err(|error| transport(node, error))? else { break };
        if piece.len() > limit - bytes.len() {
            return Err(too_long());
        }
        if let Some(lane) = lane {
            lane.pass(piece.len()).await;
        }
        hash.update(&piece);
        bytes.extend_from_slice(&piece);
    }
    Ok(Incoming { bytes: bytes.freeze(), hash: ContentHash(hash.finalize().into()) })
}
