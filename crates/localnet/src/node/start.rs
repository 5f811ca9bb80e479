//! A storage node from start to stop.

use std::{sync::Arc, time::Duration};

use axum::{Router, extract::DefaultBodyLimit};
use pileus_localnet_runtime::primitives::AccountId;
use sp_core::Pair as _;
use tokio::{sync::Notify, task::JoinHandle, time::timeout};
use tokio_util::sync::CancellationToken;

use super::{
    connection::Line,
    counters::{Counters, NodeCounters},
    doors::Doors,
    error::NodeError,
    fault::{FaultBoard, NodeFault},
    ledger::Ledger,
    name::HashName,
    receive::LONGEST_BODY,
    reporter,
    server::{Node, serve},
    settings::NodeSettings,
    store::{FragmentStore, Shelf},
};

/// How long a stop waits for calls that are being answered, before it breaks their connections.
const STOP_GRACE: Duration = Duration::from_secs(2);

/// A running storage node.
///
/// Dropping it ends the node without grace; its fragments stay on disk.
pub struct StorageNode {
    node: Arc<Node>,
    stop: CancellationToken,
    abandon: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
}

impl StorageNode {
    /// Open the folder, listen, and report what waits.
    ///
    /// # Errors
    /// [`NodeError::Folder`] and [`NodeError::Listen`].
    pub async fn start(settings: NodeSettings, ledger: Arc<dyn Ledger>) -> Result<Self, NodeError> {
        let (stop, abandon) = (CancellationToken::new(), CancellationToken::new());
        let store = FragmentStore::open(settings.folder.clone(), settings.disk).await?;
        let faults = FaultBoard::new();
        let doors = Doors::open(settings.port, faults.shut(), abandon.clone()).await?;
        let node = Arc::new(Node {
            account: settings.pair.public().into(),
            port: doors.port(),
            settings,
            ledger,
            store,
            faults,
            counters: Counters::default(),
            arrived: Notify::new(),
        });
        let tasks = vec![
            tokio::spawn(listen(Arc::clone(&node), doors, stop.clone())),
            tokio::spawn(report(Arc::clone(&node), stop.clone())),
        ];
        Ok(Self { node, stop, abandon, tasks })
    }

    /// Stop listening, finish the calls that are being answered, and end.
    pub async fn stop(mut self) {
        self.stop.cancel();
        for task in std::mem::take(&mut self.tasks) {
            let mut task = task;
            if timeout(STOP_GRACE, &mut task).await.is_err() {
                self.abandon.cancel();
                let _ = timeout(STOP_GRACE, &mut task).await;
                task.abort();
            }
        }
    }

    /// The port on loopback.
    pub fn port(&self) -> u16 {
        self.node.port
    }

    /// The address as it belongs on the chain: `localhost:PORT`.
    pub fn endpoint(&self) -> String {
        self.node.endpoint()
    }

    /// Where the node answers.
    pub fn url(&self) -> String {
        format!("http://{}", self.node.endpoint())
    }

    /// The account that reports.
    pub fn account(&self) -> AccountId {
        self.node.account.clone()
    }

    /// Misbehave.
    ///
    /// # Errors
    /// [`NodeError::FaultRefused`], [`NodeError::TooManyFaults`], and [`NodeError::Folder`] when
    /// fragments that shall be lost cannot be deleted.
    pub async fn set_fault(&self, fault: NodeFault) -> Result<(), NodeError> {
        if fault.loses_everything() {
            return self.lose_fragments().await.map(drop);
        }
        self.node.faults.set(fault)
    }

    /// Behave from now on, and let go of what hangs.
    pub fn clear_faults(&self) {
        self.node.faults.clear();
    }

    /// The faults that wait for a call.
    pub fn faults(&self) -> Vec<NodeFault> {
        self.node.faults.list()
    }

    /// Delete every fragment, and say how many those were.
    ///
    /// # Errors
    /// [`NodeError::Folder`].
    pub async fn lose_fragments(&self) -> Result<u64, NodeError> {
        let folder = || self.node.settings.folder.clone();
        let lost = self.node.store.lose_all().await;
        lost.map_err(|source| NodeError::Folder { folder: folder(), source })
    }

    /// Whether the node has a fragment under a FID, waiting or stored.
    pub async fn holds(&self, fid: &str, fragment: &str) -> bool {
        let Some((fid, fragment)) = HashName::parse(fid).zip(HashName::parse(fragment)) else {
            return false;
        };
        let store = &self.node.store;
        store.find(Shelf::Stored, &fid, &fragment).await.is_some()
            || store.find(Shelf::Waiting, &fid, &fragment).await.is_some()
    }

    /// What the node did since it was started.
    pub fn counters(&self) -> NodeCounters {
        self.node.counters.snapshot()
    }
}

impl Drop for StorageNode {
    fn drop(&mut self) {
        self.stop.cancel();
        self.abandon.cancel();
    }
}

async fn listen(node: Arc<Node>, doors: Doors, stop: CancellationToken) {
    let routes = Router::new()
        .fallback(serve)
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .with_state(node)
        .into_make_service_with_connect_info::<Line>();
    let served = axum::serve(doors, routes).with_graceful_shutdown(stop.cancelled_owned()).await;
    if let Err(error) = served {
        tracing::warn!(%error, "a storage node stopped listening");
    }
}

async fn report(node: Arc<Node>, stop: CancellationToken) {
    stop.run_until_cancelled(reporter::run(node)).await;
}
