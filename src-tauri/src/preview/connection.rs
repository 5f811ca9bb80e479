//! Connections of the media server: few, short, and gone when their preview is closed.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::sleep,
};
use tokio_util::sync::{CancellationToken, DropGuard, WaitForCancellationFutureOwned};

/// Connections at the same time; a player uses two or three.
const CONNECTIONS: usize = 32;
/// How long a connection may take to ask for something.
const ASK_WITHIN: Duration = Duration::from_secs(10);
/// How long to wait when the system accepts no connection.
const ACCEPT_AGAIN: Duration = Duration::from_millis(200);

/// Accepts connections while there is a place for one.
pub(crate) struct Gate {
    listener: TcpListener,
    places: Arc<Semaphore>,
}

impl Gate {
    pub(crate) fn new(listener: TcpListener) -> Self {
        Self { listener, places: Arc::new(Semaphore::new(CONNECTIONS)) }
    }

    async fn try_accept(&self) -> io::Result<(Connection, SocketAddr)> {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(io::Error::other)?;
        let (stream, from) = self.listener.accept().await?;
        Ok((Connection::new(stream, place), from))
    }
}

impl Listener for Gate {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        loop {
            match self.try_accept().await {
                Ok(accepted) => return accepted,
                Err(_) => sleep(ACCEPT_AGAIN).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A handle on a connection, for whoever answers on it.
#[derive(Clone)]
pub(crate) struct Line {
    ended: CancellationToken,
    asked: Arc<AtomicBool>,
}

impl Line {
    /// It was asked for something, and ends when that is closed.
    pub(crate) fn end_with(&self, closed: &CancellationToken) {
        self.asked.store(true, Ordering::SeqCst);
        let (ended, closed) = (self.ended.clone(), closed.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = closed.cancelled() => ended.cancel(),
                () = ended.cancelled() => {}
            }
        });
    }

    /// End it when nothing was asked in time.
    fn end_when_silent(self) {
        tokio::spawn(async move {
            tokio::select! {
                () = sleep(ASK_WITHIN) => if !self.asked.load(Ordering::SeqCst) { self.ended.cancel() },
                () = self.ended.cancelled() => {}
            }
        });
    }
}

impl Connected<IncomingStream<'_, Gate>> for Line {
    fn connect_info(stream: IncomingStream<'_, Gate>) -> Self {
        stream.io().line.clone()
    }
}

/// A connection that can be ended from outside, even while nobody reads from it.
pub(crate) struct Connection {
    stream: TcpStream,
    line: Line,
    end: Pin<Box<WaitForCancellationFutureOwned>>,
    _end_on_drop: DropGuard,
    _place: OwnedSemaphorePermit,
}

impl Connection {
    fn new(stream: TcpStream, place: OwnedSemaphorePermit) -> Self {
        let ended = CancellationToken::new();
        let line = Line { ended: ended.clone(), asked: Arc::default() };
        line.clone().end_when_silent();
        let end = Box::pin(ended.clone().cancelled_owned());
        Self { stream, line, end, _end_on_drop: ended.drop_guard(), _place: place }
    }

    fn check(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        match self.end.as_mut().poll(cx) {
            Poll::Ready(()) => Err(io::ErrorKind::ConnectionAborted.into()),
            Poll::Pending => Ok(()),
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
