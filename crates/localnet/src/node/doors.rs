//! The listening sockets of a storage node.
//!
//! Invariants: the node listens on loopback only, on 127.0.0.1 and, where the computer has it, on
//! ::1, so that `localhost` finds it; the port stays the same while the node lives.

use std::{
    io,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::serve::Listener;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    time::sleep,
};
use tokio_util::sync::CancellationToken;

use super::{connection::Connection, error::NodeError};

/// How many connections a node serves at once; more wait.
const MOST_CONNECTIONS: usize = 256;

/// How often a free port is tried whose ::1 twin is taken.
const PORT_ATTEMPTS: usize = 16;

/// Wait after a failed accept or a failed bind.
const RETRY_PAUSE: Duration = Duration::from_millis(100);

/// The sockets of one node.
pub(super) struct Doors {
    port: u16,
    sockets: Option<Sockets>,
    shut: watch::Receiver<bool>,
    seats: Arc<Semaphore>,
    abandon: CancellationToken,
}

impl Doors {
    /// Listen.
    ///
    /// Connections fail when `abandon` is cancelled.
    ///
    /// # Errors
    /// [`NodeError::Listen`] when the port is not to be had.
    pub(super) async fn open(
        port: u16,
        shut: watch::Receiver<bool>,
        abandon: CancellationToken,
    ) -> Result<Self, NodeError> {
        let sockets = Sockets::find(port).await.map_err(|source| NodeError::Listen { port, source })?;
        let port = sockets.port().map_err(|source| NodeError::Listen { port, source })?;
        let seats = Arc::new(Semaphore::new(MOST_CONNECTIONS));
        Ok(Self { port, sockets: Some(sockets), shut, seats, abandon })
    }

    /// The port.
    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// Wait for a seat, for open doors and for somebody to come in.
    async fn next(&mut self) -> io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
        let permit = Arc::clone(&self.seats).acquire_owned().await.map_err(io::Error::other)?;
        if *self.shut.borrow_and_update() {
            self.sockets = None;
            self.shut.wait_for(|shut| !*shut).await.map_err(io::Error::other)?;
        }
        let sockets = match self.sockets.take() {
            Some(sockets) => sockets,
            None => Sockets::bind(self.port).await?,
        };
        let sockets = self.sockets.insert(sockets);
        tokio::select! {
            _ = self.shut.changed() => Err(io::ErrorKind::Interrupted.into()),
            accepted = sockets.accept() => accepted.map(|(stream, peer)| (stream, peer, permit)),
        }
    }
}

impl Listener for Doors {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        loop {
            match self.next().await {
                Ok((stream, peer, permit)) => {
                    let token = self.abandon.child_token();
                    return (Connection::new(stream, token, permit), peer);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
                Err(_) => sleep(RETRY_PAUSE).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(SocketAddr::from((Ipv4Addr::LOCALHOST, self.port)))
    }
}

/// The sockets while they are open.
struct Sockets {
    v4: TcpListener,
    v6: Option<TcpListener>,
}

impl Sockets {
    /// Bind a port, or for 0 any port that is free on both addresses.
    async fn find(port: u16) -> io::Result<Self> {
        let mut attempt = Self::bind(port).await;
        for _ in 1..PORT_ATTEMPTS {
            match &attempt {
                Err(error) if port == 0 && error.kind() == io::ErrorKind::AddrInUse => {
                    attempt = Self::bind(port).await;
                }
                _ => break,
            }
        }
        attempt
    }

    /// Bind a port on both addresses; ::1 may be missing, but not somebody else's.
    async fn bind(port: u16) -> io::Result<Self> {
        let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let port = v4.local_addr()?.port();
        match TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await {
            Ok(v6) => Ok(Self { v4, v6: Some(v6) }),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => Err(error),
            Err(_) => Ok(Self { v4, v6: None }),
        }
    }

    fn port(&self) -> io::Result<u16> {
        self.v4.local_addr().map(|address| address.port())
    }

    async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        match &self.v6 {
            None => self.v4.accept().await,
            Some(v6) => tokio::select! {
                accepted = self.v4.accept() => accepted,
                accepted = v6.accept() => accepted,
            },
        }
    }
}
