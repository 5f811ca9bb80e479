//! A gateway from start to stop.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
};

use sp_core::Pair as _;
use tokio::{net::TcpListener, sync::Notify, task::JoinSet};

use super::{
    GatewayFault, GatewaySettings,
    fault::FaultBoard,
    files::Folder,
    server::{Core, routes},
    tracker,
};
use crate::node::Ledger;

/// A running gateway; it ends when this is dropped. Its files stay on disk.
pub(crate) struct Gateway {
    core: Arc<Core>,
    tasks: Mutex<JoinSet<()>>,
}

impl Gateway {
    /// Serve on sockets that listen already, and look after orders that are not stored yet.
    ///
    /// # Errors
    /// The system's, when the folder cannot be used.
    pub(crate) async fn start(
        settings: GatewaySettings,
        sockets: Vec<TcpListener>,
        ledger: Arc<dyn Ledger>,
    ) -> io::Result<Self> {
        let folder = Folder::open(settings.folder.clone()).await?;
        let core = Arc::new(Core {
            account: settings.pair.public().into(),
            settings,
            ledger,
            folder,
            faults: FaultBoard::new(),
            arrived: Notify::new(),
        });
        let mut tasks = JoinSet::new();
        tasks.spawn(tracker::run(Arc::clone(&core)));
        for socket in sockets {
            let routes = routes(Arc::clone(&core));
            tasks.spawn(async move {
                if let Err(error) = axum::serve(socket, routes).await {
                    tracing::warn!(%error, "a gateway stopped listening");
                }
            });
        }
        Ok(Self { core, tasks: Mutex::new(tasks) })
    }

    /// Stop listening, and return when the port is free.
    pub(crate) async fn stop(&self) {
        let mut tasks = std::mem::take(&mut *self.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        tasks.shutdown().await;
    }

    /// Misbehave.
    pub(crate) fn set_fault(&self, fault: GatewayFault) {
        self.core.faults.set(fault);
    }

    /// Behave from now on, and let go of what hangs.
    pub(crate) fn clear_faults(&self) {
        self.core.faults.clear();
    }
}
