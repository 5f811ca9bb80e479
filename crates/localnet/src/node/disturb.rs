//! Bodies that trickle, break off or lie.

use std::{io, num::NonZeroU32, time::Duration};

use axum::body::{Body, BodyDataStream};
use bytes::{Bytes, BytesMut};
use futures::{StreamExt, stream};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// A trickling body moves this many times a second.
const STEPS_PER_SECOND: u32 = 20;

/// What passed before a cut gets this long to leave the computer.
const FLUSH_PAUSE: Duration = Duration::from_millis(50);

/// Let a body pass at a speed.
pub(super) fn slow(body: Body, bytes_per_second: NonZeroU32) -> Body {
    let step = (bytes_per_second.get() / STEPS_PER_SECOND).max(1) as usize;
    let state = (body.into_data_stream(), Bytes::new());
    Body::from_stream(stream::try_unfold(state, move |(mut source, mut rest)| async move {
        if rest.is_empty() {
            let Some(chunk) = source.next().await.transpose()? else {
                return Ok(None);
            };
            rest = chunk;
        }
        let piece = rest.split_to(step.min(rest.len()));
        sleep(Duration::from_secs(1) * length(&piece) / bytes_per_second.get()).await;
        Ok::<_, axum::Error>(Some((piece, (source, rest))))
    }))
}

/// Let the first bytes of a body pass, then end the connection.
pub(super) fn cut(body: Body, after_bytes: u64, line: CancellationToken) -> Body {
    let state = (body.into_data_stream(), after_bytes, line);
    Body::from_stream(stream::unfold(state, |(mut source, left, line)| async move {
        if left == 0 {
            sleep(FLUSH_PAUSE).await;
            line.cancel();
            return None;
        }
        let piece = first(source.next().await?, left);
        let left = left.saturating_sub(piece.as_ref().map_or(left, |piece| piece.len() as u64));
        Some((piece, (source, left, line)))
    }))
}

/// Flip one bit of a body's first byte.
pub(crate) fn corrupt(body: Body) -> Body {
    let state: (BodyDataStream, bool) = (body.into_data_stream(), false);
    Body::from_stream(stream::unfold(state, |(mut source, done)| async move {
        let piece = source.next().await?;
        if done {
            return Some((piece, (source, true)));
        }
        let piece = piece.map(flip);
        let flipped = piece.as_ref().is_ok_and(|piece| !piece.is_empty());
        Some((piece, (source, flipped)))
    }))
}

fn first(chunk: Result<Bytes, axum::Error>, left: u64) -> io::Result<Bytes> {
    let mut chunk = chunk.map_err(io::Error::other)?;
    chunk.truncate(usize::try_from(left).unwrap_or(usize::MAX));
    Ok(chunk)
}

fn flip(chunk: Bytes) -> Bytes {
    let mut chunk = BytesMut::from(chunk);
    if let Some(byte) = chunk.first_mut() {
        *byte ^= 1;
    }
    chunk.freeze()
}

/// Length of a piece, which is never longer than a step.
fn length(piece: &Bytes) -> u32 {
    u32::try_from(piece.len()).unwrap_or(u32::MAX)
}
