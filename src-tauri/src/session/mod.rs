//! A network in use: services over its adapters, and the tasks that tell windows about them.
//!
//! Duty: open the data folder and its network, adopt what a killed program left, and end in order.
//!
//! Invariants: nothing here waits for a window; what is told to windows was in the journal first.
//!
//! Absent on purpose: no rule of the network. What can be asked for is decided by the services.

mod bar;
mod connect;
mod folder;
mod home;
mod local;
mod narrate;
mod rest;
mod sheet;
mod transfers;
mod walk;

use std::sync::{Arc, Mutex, PoisonError};

use pileus_app::{Faucet, FirstUse, NetworkProfile, Ready, Services, Wishes};
use pileus_contract::window::NetworkBar;
use pileus_domain::{BucketName, Problem};
use tokio::task::JoinSet;

use crate::stream::Stream;

pub(crate) use folder::data_folder;
pub(crate) use home::Home;
use local::Local;

/// The services of one network, and what windows are told about it.
pub(crate) struct Session {
    pub(crate) stream: Stream,
    home: Home,
    profile: NetworkProfile,
    services: Services,
    local: Option<Local>,
    tasks: Mutex<JoinSet<()>>,
}

impl Session {
    /// Open the network in use, make what its first use needs, and go on with what was left; with sentences about
    /// what was made.
    ///
    /// # Errors
    /// A problem of the network, the vault or the journal. What was opened is left again.
    pub(crate) async fn open(home: Home) -> Result<(Arc<Self>, Vec<String>), Problem> {
        let profile = home.networks.resolve(None).await?;
        let local = if profile.is_local() { Some(Local::enter(&home.folder).await?) } else { None };
        let services = match connect::connect(&home, &profile, local.as_ref()).await {
            Ok(services) => services,
            Err(problem) => return Err(leave(local, problem).await),
        };
        let stream = Stream::new(NetworkBar::new(&profile, services.identity()));
        let session = Arc::new(Self { stream, home, profile, services, local, tasks: Mutex::default() });
        match session.begin().await {
            Ok(made) => Ok((session, made)),
            Err(problem) => {
                session.close().await;
                Err(problem)
            }
        }
    }

    async fn begin(self: &Arc<Self>) -> Result<Vec<String>, Problem> {
        let made = self.first_use().await?;
        if let Ok(bar) = self.read_bar().await {
            self.stream.set_bar(bar);
        }
        let feed = self.begin_story().await?;
        self.spawn(Self::narrate(Arc::clone(self), feed));
        self.spawn(Self::watch_chain(Arc::clone(self)));
        let teller = Arc::clone(self);
        self.spawn(async move { teller.stream.tell().await });
        self.go_on().await?;
        Ok(made)
    }

    /// On the local network everything is made; elsewhere account and space are the person's to get, and an upload
    /// says what is missing.
    async fn first_use(&self) -> Result<Vec<String>, Problem> {
        let default_key = !self.services.keys.is_locked();
        let wishes = Wishes { default_key, ..Wishes::default() };
        match self.services.setup.first_use(&wishes, self.faucet()).await {
            Ok(first) => Ok(first.made),
            Err(problem) if self.local.is_some() => Err(problem),
            Err(_) => Ok(Vec::new()),
        }
    }

    /// Account, territory and bucket of an upload.
    async fn ready(&self, bucket: Option<BucketName>) -> Result<Ready, Problem> {
        let wishes = Wishes { bucket, ..Wishes::default() };
        let FirstUse { ready, .. } = self.services.setup.first_use(&wishes, self.faucet()).await?;
        Ok(ready)
    }

    /// Money of the local network; none elsewhere.
    fn faucet(&self) -> Option<&dyn Faucet> {
        self.local.as_ref().map(|local| local as &dyn Faucet)
    }

    /// Is it the network inside this computer?
    pub(crate) fn is_local(&self) -> bool {
        self.local.is_some()
    }

    /// Wait until somebody asks that the local network, hosted here, ends; for ever elsewhere.
    pub(crate) async fn stop_requested(&self) {
        match &self.local {
            Some(local) => local.stop_requested().await,
            None => std::future::pending().await,
        }
    }

    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner).spawn(task);
    }
}

/// Leave what was entered before a problem.
async fn leave(local: Option<Local>, problem: Problem) -> Problem {
    if let Some(local) = local {
        local.leave().await;
    }
    problem
}
