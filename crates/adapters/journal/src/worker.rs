//! A thread with a database connection of its own.

use std::thread::{self, JoinHandle};

use pileus_ports::JournalError;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use crate::error::{During, storage};

/// Requests that may wait; further callers wait for a place.
const QUEUE: usize = 64;

type Request = Box<dyn FnOnce(&mut Connection) + Send>;

/// Runs requests one after the other. Dropped, it finishes what waits and closes its connection.
pub(crate) struct Worker {
    requests: Option<mpsc::Sender<Request>>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Start the thread.
    pub(crate) fn start(name: &str, mut connection: Connection) -> Result<Self, JournalError> {
        let (requests, mut waiting) = mpsc::channel::<Request>(QUEUE);
        let run = move || {
            while let Some(request) = waiting.blocking_recv() {
                request(&mut connection);
            }
        };
        let thread = thread::Builder::new().name(name.to_owned()).spawn(run).during("start its thread")?;
        Ok(Self { requests: Some(requests), thread: Some(thread) })
    }

    /// Read.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, JournalError> + Send + 'static,
    ) -> Result<T, JournalError> {
        self.run(move |connection| work(connection)).await
    }

    /// Write in one transaction, which is on disk when this returns.
    ///
    /// It takes the write lock at once, so that what it reads cannot change before it writes.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, JournalError> + Send + 'static,
    ) -> Result<T, JournalError> {
        self.run(move |connection| in_transaction(connection, work)).await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, JournalError> + Send + 'static,
    ) -> Result<T, JournalError> {
        let (answer, answered) = oneshot::channel();
        let request: Request = Box::new(move |connection| drop(answer.send(work(connection))));
        let gone = || storage("reach its thread", "the thread has ended");
        let requests = self.requests.as_ref().ok_or_else(gone)?;
        requests.send(request).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.requests = None;
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("a journal thread ended by a panic");
        }
    }
}

/// Do everything or nothing.
pub(crate) fn in_transaction<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, JournalError>,
) -> Result<T, JournalError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).during("begin a change")?;
    let result = work(&transaction)?;
    transaction.commit().during("finish a change")?;
    Ok(result)
}
