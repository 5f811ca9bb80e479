//! A gateway from start to stop.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{Router, extract::DefaultBodyLimit, middleware::from_fn_with_state};
use pileus_domain::GatewaySoftware;
use tokio::{net::TcpListener, task::JoinSet};

use super::{GatewayFault, GatewaySettings, cd2n, deoss, disturb, files::Folder, shared::Core, tracker};
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
        let resumes = settings.software == GatewaySoftware::Deoss;
        let folder = Folder::open(settings.folder.clone(), resumes).await?;
        let core = Arc::new(Core::new(settings, ledger, folder));
        let routes = routes(&core);
        let mut tasks = JoinSet::new();
        tasks.spawn(tracker::run(Arc::clone(&core)));
        for socket in sockets {
            let routes = routes.clone();
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

/// What the gateway's program serves, behind what every request passes.
fn routes(core: &Arc<Core>) -> Router {
    let routes = match core.settings.software {
        GatewaySoftware::Deoss => deoss::routes(Arc::clone(core)),
        GatewaySoftware::Cd2n => cd2n::routes(Arc::clone(core)),
    };
    routes.layer(DefaultBodyLimit::disable()).layer(from_fn_with_state(Arc::clone(core), disturb::dated))
}
