//! Connections that a fault can break or silence.
//!
//! Invariants: a broken connection fails at its next read or write, with no farewell; a silenced one accepts requests
//! and holds every answer and every notification back until the fault is over.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use std::future::Future;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// What all connections of a server obey.
#[derive(Default)]
pub(super) struct Lines {
    /// Cancelled to break the connections of now.
    current: Mutex<CancellationToken>,
    /// Whether answers are held back, and who waits for the end of it.
    silence: Mutex<Silence>,
}

#[derive(Default)]
struct Silence {
    kept: bool,
    waiting: Vec<Waker>,
}

impl Lines {
    /// Put a connection under control.
    pub(super) fn take(self: &Arc<Self>, stream: TcpStream) -> Line {
        let token = self.current.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Line { stream, broken: Box::pin(token.cancelled_owned()), lines: Arc::clone(self) }
    }

    /// Break every connection that is there now.
    pub(super) fn break_all(&self) {
        std::mem::take(&mut *self.current.lock().unwrap_or_else(PoisonError::into_inner)).cancel();
    }

    /// Hold answers back, or let them go.
    pub(super) fn keep_silence(&self, keep: bool) {
        let mut silence = self.silence.lock().unwrap_or_else(PoisonError::into_inner);
        silence.kept = keep;
        if !keep {
            silence.waiting.drain(..).for_each(Waker::wake);
        }
    }

    /// Ready when answers may go out.
    fn may_answer(&self, context: &Context<'_>) -> Poll<()> {
        let mut silence = self.silence.lock().unwrap_or_else(PoisonError::into_inner);
        if !silence.kept {
            return Poll::Ready(());
        }
        if !silence.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
            silence.waiting.push(context.waker().clone());
        }
        Poll::Pending
    }
}

/// One connection.
pub(super) struct Line {
    stream: TcpStream,
    broken: Pin<Box<WaitForCancellationFutureOwned>>,
    lines: Arc<Lines>,
}

impl Line {
    fn alive(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        match self.broken.as_mut().poll(context) {
            Poll::Ready(()) => Err(io::ErrorKind::ConnectionReset.into()),
            Poll::Pending => Ok(()),
        }
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.alive(context)?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        self.alive(context)?;
        if self.lines.may_answer(context).is_pending() {
            return Poll::Pending;
        }
        Pin::new(&mut self.stream).poll_write(context, data)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
