//! A server that does what a test tells it, byte by byte.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use pileus_domain::Endpoint;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// Listens on loopback until it is dropped.
pub(crate) struct Server {
    pub(crate) endpoint: Endpoint,
    connections: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Server {
    /// Let `play` deal with each connection once the head of its request is read.
    pub(crate) async fn start<F: Future<Output = ()> + Send + 'static>(
        play: impl Fn(TcpStream) -> F + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = Endpoint(listener.local_addr().unwrap().to_string());
        let connections = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&connections);
        let task = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                read_head(&mut stream).await;
                tokio::spawn(play(stream));
            }
        });
        Self { endpoint, connections, task }
    }

    /// Answer every request with the same bytes and close the connection.
    pub(crate) async fn saying(answer: impl Into<Vec<u8>>) -> Self {
        let answer = Arc::<[u8]>::from(answer.into());
        Self::start(move |mut stream| {
            let answer = Arc::clone(&answer);
            async move {
                let _ = stream.write_all(&answer).await;
                drain(stream).await;
            }
        })
        .await
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// An answer with a length.
pub(crate) fn answer(status: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// A node's own answer.
pub(crate) fn reply(code: u16, message: &str) -> Vec<u8> {
    answer("200 OK", format!("{{\"code\":{code},\"msg\":\"{message}\",\"data\":null}}").as_bytes())
}

/// Read whatever still comes.
pub(crate) async fn drain(mut stream: TcpStream) {
    let mut buffer = vec![0; 64 << 10];
    let _ = stream.shutdown().await;
    while matches!(stream.read(&mut buffer).await, Ok(1..)) {}
}

async fn read_head(stream: &mut TcpStream) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
}
