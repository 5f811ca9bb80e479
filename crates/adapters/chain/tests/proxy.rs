//! A TCP proxy that can be cut, silenced and brought back.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// Stands between an adapter and an endpoint.
pub(crate) struct Proxy {
    address: SocketAddr,
    refusing: Arc<AtomicBool>,
    accepted: Arc<AtomicUsize>,
    connections: Arc<Mutex<Vec<JoinHandle<()>>>>,
    listener: JoinHandle<()>,
}

impl Proxy {
    /// Stand before a `ws://host:port` address.
    pub(crate) async fn before(url: &str) -> Self {
        let target = url.trim_start_matches("ws://").trim_end_matches('/').to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (refusing, accepted) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let connections = Arc::new(Mutex::new(Vec::new()));
        let listener = tokio::spawn(serve(listener, target, refusing.clone(), accepted.clone(), connections.clone()));
        Self { address, refusing, accepted, connections, listener }
    }

    /// Its own address.
    pub(crate) fn url(&self) -> String {
        format!("ws://{}", self.address)
    }

    /// Break every connection.
    pub(crate) fn cut(&self) {
        self.connections.lock().unwrap().drain(..).for_each(|c| c.abort());
    }

    /// Break every connection and every new one.
    pub(crate) fn die(&self) {
        self.refusing.store(true, Ordering::SeqCst);
        self.cut();
    }

    /// Take connections again.
    pub(crate) fn revive(&self) {
        self.refusing.store(false, Ordering::SeqCst);
    }

    /// Connections that were taken so far.
    pub(crate) fn accepted(&self) -> usize {
        self.accepted.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.listener.abort();
        self.cut();
    }
}

async fn serve(
    listener: TcpListener,
    target: String,
    refusing: Arc<AtomicBool>,
    accepted: Arc<AtomicUsize>,
    connections: Arc<Mutex<Vec<JoinHandle<()>>>>,
) {
    while let Ok((near, _)) = listener.accept().await {
        if refusing.load(Ordering::SeqCst) {
            continue;
        }
        accepted.fetch_add(1, Ordering::SeqCst);
        let target = target.clone();
        connections.lock().unwrap().push(tokio::spawn(pass(near, target)));
    }
}

async fn pass(mut near: TcpStream, target: String) {
    if let Ok(mut far) = TcpStream::connect(target).await {
        drop(tokio::io::copy_bidirectional(&mut near, &mut far).await);
    }
}
