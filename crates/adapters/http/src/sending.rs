//! A file on its way out: watched, bounded, and told apart from the file that cannot be read.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use futures::{StreamExt as _, TryStreamExt as _, stream, stream::BoxStream};
use reqwest::{Body, RequestBuilder, Response};
use tokio::time::sleep;

use crate::{HttpError, HttpErrorKind, Lane, Watch, outgoing, pieces};

/// Why a file was not sent, or not answered.
#[derive(Debug, thiserror::Error)]
pub enum Undelivered {
    /// It could not be read here.
    #[error("the file could not be read")]
    Source(#[source] io::Error),
    /// It went wrong on the way.
    #[error(transparent)]
    Way(HttpError),
}

/// What tells how a body does on its way.
pub struct Sending {
    watch: Watch,
    broken: Broken,
}

/// Why the file could not be read, once it could not.
#[derive(Clone, Default)]
struct Broken(Arc<Mutex<Option<io::Error>>>);

impl Broken {
    fn take(&self) -> Option<io::Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn keep(&self, error: io::Error) -> io::Error {
        let ends_the_body = io::Error::from(error.kind());
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        ends_the_body
    }
}

/// Bytes of a file as the body of a request, at the pace of its lane.
pub fn sending(read: BoxStream<'static, io::Result<Bytes>>, lane: &Arc<Lane>) -> (Body, Sending) {
    let broken = Broken::default();
    let keeps = broken.clone();
    let read = read.map_err(move |error| keeps.keep(error));
    let small = read.map_ok(|piece| stream::iter(pieces(piece).map(Ok))).try_flatten().boxed();
    let (body, watch) = outgoing(small, Arc::clone(lane));
    (body, Sending { watch, broken })
}

impl Sending {
    /// Send the request whose body this is of: as long as the body moves, and not longer than `answer` after its last
    /// byte.
    ///
    /// # Errors
    /// [`Undelivered`]; a file that cannot be read counts before anything that follows from it.
    pub async fn deliver(
        self,
        request: RequestBuilder,
        stall: Duration,
        answer: Duration,
    ) -> Result<Response, Undelivered> {
        let timed_out = |message| Err(HttpError::new(HttpErrorKind::TimedOut, message));
        let overdue = async {
            self.watch.clone().finished().await;
            sleep(answer).await;
        };
        let sent = tokio::select! {
            sent = request.send() => sent.map_err(HttpError::from),
            () = self.watch.clone().stands_still(stall) => timed_out("it stopped taking bytes"),
            () = overdue => timed_out("no answer within the limit"),
        };
        match (sent, self.broken.take()) {
            (_, Some(error)) => Err(Undelivered::Source(error)),
            (sent, None) => sent.map_err(Undelivered::Way),
        }
    }
}
