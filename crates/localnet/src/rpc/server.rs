//! The listening side: connections, limits, faults.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jsonrpsee::RpcModule;
use jsonrpsee::server::{
    BatchRequestConfig, Methods, RandomStringIdProvider, RegisterMethodError, ServerBuilder, ServerConfig,
    ServerHandle, StopHandle, TowerServiceBuilder, serve, stop_channel,
};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::origin::SameComputer;
use super::wire::Lines;
use super::{author, blocks, payment, states, subscriptions, system};
use crate::chain::Handle;

/// The largest request: a declaration of 1000 segments is 1.7 MB in hexadecimal digits. 15 MiB.
const LARGEST_REQUEST: u32 = 15 * 1024 * 1024;
/// The largest answer, as on a real node: a full block has 10 MiB in hexadecimal digits. 15 MiB.
const LARGEST_ANSWER: u32 = 15 * 1024 * 1024;
/// Connections at once.
const MOST_CONNECTIONS: u32 = 256;
/// Subscriptions of one connection.
const MOST_SUBSCRIPTIONS: u32 = 1024;
/// Calls in one batch.
const LARGEST_BATCH: u32 = 1000;
/// Messages that wait for a connection that does not read.
const MESSAGE_BACKLOG: u32 = 1024;
/// Characters of a subscription id.
const ID_LENGTH: usize = 16;
/// Pause after an attempt to accept that failed.
const ACCEPT_AGAIN_AFTER: Duration = Duration::from_millis(100);

/// The running server; it ends when this is dropped.
pub struct RpcServer {
    port: u16,
    lines: Arc<Lines>,
    refusing: Arc<AtomicBool>,
    stop: ServerHandle,
    accepting: Mutex<JoinSet<()>>,
}

impl RpcServer {
    /// Serve a chain on sockets that listen already.
    ///
    /// # Errors
    /// The system's, when a socket has no address.
    pub fn start(listeners: Vec<TcpListener>, chain: &Handle) -> io::Result<Self> {
        let port = listeners.first().ok_or(io::ErrorKind::AddrNotAvailable)?.local_addr()?.port();
        let methods = methods(chain).map_err(io::Error::other)?;
        let (stopped, stop) = stop_channel();
        let server = Self {
            port,
            lines: Arc::new(Lines::default()),
            refusing: Arc::new(AtomicBool::new(false)),
            stop,
            accepting: Mutex::default(),
        };
        server.accept_on(listeners, &methods, &stopped);
        Ok(server)
    }

    fn accept_on(&self, listeners: Vec<TcpListener>, methods: &Methods, stopped: &StopHandle) {
        let mut accepting = self.accepting.lock().unwrap_or_else(PoisonError::into_inner);
        let builder = ServerBuilder::with_config(config()).to_service_builder();
        for listener in listeners {
            let door = Door {
                lines: Arc::clone(&self.lines),
                refusing: Arc::clone(&self.refusing),
                builder: builder.clone(),
                methods: methods.clone(),
                stopped: stopped.clone(),
            };
            accepting.spawn(door.accept(listener));
        }
    }

    /// Break all connections, and return when the port is free.
    pub async fn stop(&self) {
        let mut accepting = std::mem::take(&mut *self.accepting.lock().unwrap_or_else(PoisonError::into_inner));
        accepting.shutdown().await;
        self.lines.break_all();
    }

    /// The port on loopback.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where clients connect.
    pub fn url(&self) -> String {
        format!("ws://127.0.0.1:{}", self.port)
    }

    /// Break every connection; new ones are welcome.
    pub fn drop_connections(&self) {
        self.lines.break_all();
    }

    /// Refuse new connections and break those that are there, or be there again.
    pub fn refuse_connections(&self, refuse: bool) {
        self.refusing.store(refuse, Ordering::Release);
        if refuse {
            self.lines.break_all();
        }
    }

    /// Hold all answers back, or let them go.
    pub fn stall(&self, stall: bool) {
        self.lines.keep_silence(stall);
    }
}

impl Drop for RpcServer {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.stop.stop();
        self.lines.break_all();
    }
}

type Builder = TowerServiceBuilder<tower::layer::util::Identity, tower::layer::util::Identity>;

/// What accepting a connection takes.
struct Door {
    lines: Arc<Lines>,
    refusing: Arc<AtomicBool>,
    builder: Builder,
    methods: Methods,
    stopped: StopHandle,
}

impl Door {
    async fn accept(self, listener: TcpListener) {
        loop {
            match listener.accept().await {
                Ok((stream, _)) if self.refusing.load(Ordering::Acquire) => refuse(&stream),
                Ok((stream, _)) => self.serve(stream),
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    sleep(ACCEPT_AGAIN_AFTER).await;
                }
            }
        }
    }

    fn serve(&self, stream: TcpStream) {
        // Without it small answers may wait for each other; with an error they merely do.
        let _ = stream.set_nodelay(true);
        let line = self.lines.take(stream);
        let service = SameComputer(self.builder.clone().build(self.methods.clone(), self.stopped.clone()));
        tokio::spawn(async move {
            if let Err(error) = serve(line, service).await {
                tracing::debug!(%error, "a connection ended");
            }
        });
    }
}

/// Have the connection end abruptly when it is dropped, as a port does where nobody listens.
fn refuse(stream: &TcpStream) {
    // Only the manner of closing depends on it.
    let _ = stream.set_zero_linger();
}

fn config() -> ServerConfig {
    ServerConfig::builder()
        .max_request_body_size(LARGEST_REQUEST)
        .max_response_body_size(LARGEST_ANSWER)
        .max_connections(MOST_CONNECTIONS)
        .max_subscriptions_per_connection(MOST_SUBSCRIPTIONS)
        .set_batch_request_config(BatchRequestConfig::Limit(LARGEST_BATCH))
        .set_message_buffer_capacity(MESSAGE_BACKLOG)
        .set_id_provider(RandomStringIdProvider::new(ID_LENGTH))
        .build()
}

fn methods(chain: &Handle) -> Result<Methods, RegisterMethodError> {
    let mut module = RpcModule::new(chain.clone());
    system::register(&mut module)?;
    blocks::register(&mut module)?;
    states::register(&mut module)?;
    payment::register(&mut module)?;
    author::register(&mut module)?;
    subscriptions::register(&mut module)?;
    system::register_list(&mut module)?;
    Ok(module.into())
}
