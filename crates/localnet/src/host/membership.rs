//! Being part of a network, as its host or as a guest who takes over when the host ends.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

use super::lock::FolderLock;
use super::{ControlClient, LocalNetwork, NetworkInfo, Settings};
use crate::error::NetworkError;

/// How often a guest looks whether the host is still there.
const WATCH_INTERVAL: Duration = Duration::from_millis(200);
/// How long a host may take until its network is ready.
const START_PATIENCE: Duration = Duration::from_mins(1);
/// How long a guest waits after a take-over that failed.
const RETRY_AFTER: Duration = Duration::from_secs(2);

/// A program's part in a local network; it leaves when this is dropped.
///
/// Whoever comes first hosts the network. The others use it, watch the host, and one of them goes on from disk when the
/// host has gone, on the same ports where they are free.
pub struct Membership {
    role: watch::Receiver<Role>,
    leave: watch::Sender<bool>,
    task: Option<JoinHandle<()>>,
}

/// What the program is at the moment.
#[derive(Clone)]
enum Role {
    Host(Arc<LocalNetwork>),
    Guest(NetworkInfo),
}

impl Membership {
    /// Host the network of the folder, or join the program that does.
    ///
    /// # Errors
    /// Whatever keeps the network from starting; [`NetworkError::NotHosted`] when a host does not get ready.
    pub async fn host_or_join(settings: Settings) -> Result<Self, NetworkError> {
        let role = first_role(&settings).await?;
        let (roles, role) = watch::channel(role);
        let (leave, leaving) = watch::channel(false);
        let task = tokio::spawn(keep_up(settings, roles, leaving));
        Ok(Self { role, leave, task: Some(task) })
    }

    /// Where the network answers now.
    pub fn info(&self) -> NetworkInfo {
        match &*self.role.borrow() {
            Role::Host(network) => network.info().clone(),
            Role::Guest(info) => info.clone(),
        }
    }

    /// The network, while this program hosts it.
    pub fn hosted(&self) -> Option<Arc<LocalNetwork>> {
        match &*self.role.borrow() {
            Role::Host(network) => Some(Arc::clone(network)),
            Role::Guest(_) => None,
        }
    }

    /// Access to faults and time, wherever the network is hosted.
    ///
    /// # Errors
    /// [`NetworkError::Folder`].
    pub fn control(&self) -> Result<ControlClient, NetworkError> {
        ControlClient::of(&self.info())
    }

    /// Wait until this program hosts the network.
    ///
    /// # Errors
    /// [`NetworkError::Unreachable`] when it never will.
    pub async fn became_host(&self) -> Result<Arc<LocalNetwork>, NetworkError> {
        let mut role = self.role.clone();
        let role = role.wait_for(|role| matches!(role, Role::Host(_))).await;
        match role.as_deref() {
            Ok(Role::Host(network)) => Ok(Arc::clone(network)),
            _ => Err(NetworkError::Unreachable("the program has left the network".into())),
        }
    }

    /// Leave; a network hosted here ends, and another program may take over.
    pub async fn leave(mut self) {
        self.leave.send_replace(true);
        if let Some(task) = self.task.take() {
            // It ends by itself; a panic in it was reported already.
            let _ = task.await;
        }
    }
}

impl Drop for Membership {
    fn drop(&mut self) {
        self.leave.send_replace(true);
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

async fn first_role(settings: &Settings) -> Result<Role, NetworkError> {
    let deadline = Instant::now() + START_PATIENCE;
    loop {
        if let Some(lock) = FolderLock::try_take(&settings.folder)? {
            let network = LocalNetwork::start_locked(settings.clone(), lock).await?;
            return Ok(Role::Host(Arc::new(network)));
        }
        if let Some(info) = NetworkInfo::load(&settings.folder)? {
            return Ok(Role::Guest(info));
        }
        if Instant::now() > deadline {
            return Err(NetworkError::NotHosted { folder: settings.folder.clone() });
        }
        sleep(WATCH_INTERVAL).await;
    }
}

/// Watch the host while a guest, take over when it goes, end the network when told to leave.
async fn keep_up(settings: Settings, roles: watch::Sender<Role>, mut leaving: watch::Receiver<bool>) {
    loop {
        let pause = match &*roles.borrow() {
            Role::Host(_) => None,
            Role::Guest(_) => Some(WATCH_INTERVAL),
        };
        let Some(pause) = pause else { break };
        tokio::select! {
            _ = leaving.wait_for(|leave| *leave) => return,
            () = sleep(pause) => {}
        }
        if let Err(error) = look(&settings, &roles).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "the local network could not be taken over");
            sleep(RETRY_AFTER).await;
        }
    }
    // An error means that nobody can tell any more, which is the same as leaving.
    let _ = leaving.wait_for(|leave| *leave).await;
    end(roles).await;
}

/// One look: take over when nobody hosts, else keep the description fresh.
async fn look(settings: &Settings, roles: &watch::Sender<Role>) -> Result<(), NetworkError> {
    if let Some(lock) = FolderLock::try_take(&settings.folder)? {
        let network = LocalNetwork::start_locked(settings.clone(), lock).await?;
        roles.send_replace(Role::Host(Arc::new(network)));
        return Ok(());
    }
    refresh(&settings.folder, roles)
}

fn refresh(folder: &Path, roles: &watch::Sender<Role>) -> Result<(), NetworkError> {
    let Some(fresh) = NetworkInfo::load(folder)? else { return Ok(()) };
    roles.send_if_modified(|role| match role {
        Role::Guest(info) if *info != fresh => {
            *info = fresh;
            true
        }
        _ => false,
    });
    Ok(())
}

/// Stop the network if this program hosts it and nobody else in it still uses it.
async fn end(roles: watch::Sender<Role>) {
    let role = roles.borrow().clone();
    if let Role::Host(network) = &role {
        network.shut_down().await;
    }
}
